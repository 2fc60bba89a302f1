#include "policies/status.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/finding_json.h"
#include "core/base/text.h"
#include "core/repair/status.h"
#include "evidence/paths.h"
#include "policies/begin.h"
#include "policies/store.h"

namespace enrolkit {
namespace {

constexpr std::size_t kShown = 20;

nlohmann::ordered_json to_json(const JournalEntry& entry, const Host& host) {
  nlohmann::ordered_json object{{"at", to_text(host.to_local(entry.at_unix))},
                                {"kind", to_text(entry.kind)},
                                {"run", entry.run},
                                {"cause", entry.cause}};
  object["step"] = nullptr;
  object["outcome"] = nullptr;
  if (entry.step) object["step"] = to_text(*entry.step);
  if (entry.outcome) object["outcome"] = to_text(*entry.outcome);
  object["detail"] = entry.detail;
  return object;
}

std::string to_line(const JournalEntry& entry, const Host& host) {
  std::string line = fmt::format("{}  {:<8}", to_text(host.to_local(entry.at_unix)), to_text(entry.kind));
  const auto add = [&](std::string_view text) {
    if (!text.empty()) line += fmt::format(" {}", printable(text));
  };
  if (entry.step) add(to_text(*entry.step));
  if (entry.outcome) add(to_text(*entry.outcome));
  add(entry.detail);
  if (!entry.cause.empty()) add("(" + entry.cause + ")");
  return line + "\n";
}

}  // namespace

std::string status_text(const Host& host, const RepairSettings& settings, bool json, Exit& exit) {
  const auto journal = read_journal(host);
  const Finding finding = repair_finding(
      {journal, settings, host.now_unix(), [&](std::int64_t at) { return host.to_local(at); }});
  exit = exit_of(finding.health);
  std::vector<JournalEntry> last;
  if (const auto* known = value_of(journal)) {
    const auto& all = known->entries;
    last.assign(all.end() - static_cast<std::ptrdiff_t>(std::min(kShown, all.size())), all.end());
  }
  if (!json) {
    std::string text = result_text(finding) + "\n";
    for (const JournalEntry& entry : last) text += to_line(entry, host);
    if (!finding.detail.empty()) text += printable(finding.detail) + "\n";
    return text;
  }
  auto lines = nlohmann::ordered_json::array();
  for (const JournalEntry& entry : last) lines.push_back(to_json(entry, host));
  const nlohmann::ordered_json document{
      {"schema", "enrolkit.repair/1"}, {"repair", enrolkit::to_json(finding)}, {"journal", lines}};
  return dump(document, 2) + "\n";
}

Exit say_whether_at_work(const Host& host, HostWriter& writer, const Self& self, const Say& say) {
  const auto not_known = [&](std::string_view why) {
    say(fmt::format("Not known whether a repair is at work: {}", why));
    return Exit::trouble;
  };
  if (self.uid != 0) return not_known("only root may ask");
  const auto none = [&] {
    say("No repair is at work");
    return Exit::ok;
  };
  const auto there = host.info(paths::kRepairLock);
  if (std::holds_alternative<Absent>(there)) return none();
  if (const auto* why = why_unreadable(there)) return not_known(*why);
  const auto lock = writer.lock(paths::kRepairLock);
  if (const auto* failed = std::get_if<Error>(&lock)) return not_known(failed->why);
  if (!std::holds_alternative<Busy>(lock)) return none();
  say("A repair is at work");
  return Exit::finding;
}

Exit reset_journal(const Host& host, HostWriter& writer, const Self& self, const Say& say) {
  RepairFacts safety;
  read_safety(host, safety);
  if (self.uid != 0 || !safety.unsafe.empty()) {
    say(self.uid != 0 ? std::string("Not reset: only root may reset the journal")
                      : "Not reset: " + safety.unsafe);
    return Exit::trouble;
  }
  const auto fail = [&](const Error& failed) {
    say("Not reset: " + failed.why);
    return Exit::trouble;
  };
  if (const Status done = writer.make_folder(paths::kStateFolder, {0, 0, 0700}); !done.ok())
    return fail(without_package(host, done.error()));
  auto lock = writer.lock(paths::kRepairLock);
  if (std::holds_alternative<Busy>(lock)) return fail({"a repair is at work"});
  if (const auto* failed = std::get_if<Error>(&lock)) return fail(without_package(host, *failed));
  Store store(host, &writer);
  if (const Status done = store.open(0); !done.ok()) return fail(done.error());
  JournalEntry entry;
  entry.kind = EntryKind::reset;
  entry.at_unix = host.now_unix();
  if (const Status done = store.add(entry); !done.ok()) return fail(done.error());
  store.log("reset");
  say("Reset: earlier attempts do not count any more");
  return Exit::ok;
}

}  // namespace enrolkit
