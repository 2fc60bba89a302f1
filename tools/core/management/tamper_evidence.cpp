#include "core/management/tamper_evidence.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>
#include <variant>

#include "core/base/ascii.h"
#include "core/base/text.h"
#include "core/format/plist.h"
#include "core/management/launchd.h"
#include "core/management/redact_hosts.h"

namespace enrolkit {
namespace {

constexpr std::string_view kId = "tampering";
constexpr std::string_view kInventoryTask = "com.jamfsoftware.task.bgrecon";  // jamf's own, for one run

constexpr std::array<std::string_view, 5> kAppleHosts{"iprofiles.apple.com", "mdmenrollment.apple.com",
                                                      "deviceenrollment.apple.com", "acmdm.apple.com",
                                                      "albert.apple.com"};

bool is_task(std::string_view label) { return label.starts_with(kTaskPrefix) && label != kInventoryTask; }
bool is_jamf_job(std::string_view label) {
  return label == kDaemonLabel || label == kOldDaemonLabel || is_task(label);
}

// The next word of a line, which loses it; empty at its end.
std::string_view next_word(std::string_view& line) {
  constexpr std::string_view kBlank = " \t\r";
  line.remove_prefix(std::min(line.find_first_not_of(kBlank), line.size()));
  const std::string_view word = line.substr(0, line.find_first_of(kBlank));
  line.remove_prefix(word.size());
  return word;
}

// `use` gets each line that has an address: its number, the whole of it, and the names. False ends it.
template <class Use>
void each_line(std::string_view hosts, Use use) {
  for (std::uint64_t number = 1; !hosts.empty(); ++number) {
    const std::string_view whole = hosts.substr(0, hosts.find('\n'));
    hosts.remove_prefix(std::min(whole.size() + 1, hosts.size()));
    std::string_view names = whole.substr(0, whole.find('#'));
    if (!next_word(names).empty() && !use(number, whole, names)) return;
  }
}

// Whether any line may be the server's, whichever that is: one for another name than those of every Mac.
bool may_lead_a_server(std::string_view hosts) {
  bool may = false;
  each_line(hosts, [&](std::uint64_t /*number*/, std::string_view /*whole*/, std::string_view names) {
    for (std::string_view name = next_word(names); !name.empty(); name = next_word(names))
      may |= !equal_ignoring_case(name, "localhost") && !equal_ignoring_case(name, "broadcasthost");
    return !may;
  });
  return may;
}

struct Found {
  std::vector<std::string_view> what;
  std::vector<std::string> words;
  std::vector<Evidence> evidence;
  std::vector<std::string> unreadable;  // why something could not be looked at
};

void add_unread(const Reading<std::string>& reading, Found& found) {
  if (const auto* why = why_unreadable(reading)) found.unreadable.push_back(*why);
}

void add_jobs(const TamperFacts& facts, TamperVerdict& verdict, Found& found) {
  add_unread(facts.overrides, found);
  const auto* bytes = value_of(facts.overrides);
  if (bytes == nullptr) return;
  const auto disabled = disabled_jamf_jobs(*bytes);
  if (const auto* why = why_unreadable(disabled))
    found.unreadable.push_back(facts.overrides_path + ": " + *why);
  const auto* labels = value_of(disabled);
  if (labels == nullptr) return;
  for (const std::string& label : *labels) {
    if (facts.setup_runs && is_task(label)) continue;
    if (!facts.old_daemon && label == kOldDaemonLabel) continue;
    verdict.jobs = true;
    found.evidence.push_back({facts.overrides_path, "", std::nullopt, printable(label) + ": disabled"});
  }
  if (!verdict.jobs) return;
  found.what.push_back("jobs");
  found.words.emplace_back("a job of Jamf is disabled in launchd");
}

void add_hosts(const TamperFacts& facts, TamperVerdict& verdict, Found& found) {
  add_unread(facts.hosts, found);
  const auto* bytes = value_of(facts.hosts);
  if (bytes == nullptr) return;
  const bool all_known = !facts.servers.empty() && facts.servers_unread.empty();
  if (!all_known && may_lead_a_server(*bytes)) {  // lines for it were not judged
    found.unreadable.push_back(
        fmt::format("whether {} leads the Jamf Pro server's name elsewhere: {}", facts.hosts_path,
                    !facts.servers_unread.empty() ? facts.servers_unread : "nothing names that server"));
  }
  const auto lines = redirected_hosts(*bytes, facts.servers);
  if (lines.empty()) return;
  for (const HostsLine& line : lines) {
    verdict.server |= line.of_server;
    found.evidence.push_back({facts.hosts_path, fmt::format("line {}", line.number), std::nullopt,
                              printable(redacted_hosts(line.text))});
  }
  found.what.push_back("hosts");
  found.words.push_back(
      fmt::format("{} leads {} elsewhere", facts.hosts_path, printable(lines.front().name)));
}

}  // namespace

std::vector<std::string> jamf_labels(std::string_view overrides) {
  const auto parsed = Plist::parse(overrides);
  if (!std::holds_alternative<Plist>(parsed)) return {};
  std::vector<std::string> labels = std::get<Plist>(parsed).root().keys();
  std::erase_if(labels, [](const std::string& label) { return !is_jamf_job(label); });
  return labels;
}

Reading<std::vector<std::string>> disabled_jamf_jobs(std::string_view overrides) {
  const auto parsed = Plist::parse(overrides);
  if (const auto* why = std::get_if<Unreadable>(&parsed)) return *why;
  const PlistValue root = std::get<Plist>(parsed).root();
  if (root.kind() != PlistKind::dict) return Unreadable{"no dictionary"};
  std::vector<std::string> labels;
  for (const std::string& label : root.keys()) {
    if (!is_jamf_job(label)) continue;
    const auto disabled = root[label].boolean();
    if (!disabled) return Unreadable{"a label of Jamf with something else than true or false"};
    if (*disabled) labels.push_back(label);
  }
  return labels;
}

std::vector<HostsLine> redirected_hosts(std::string_view hosts, const std::vector<std::string>& servers) {
  std::vector<HostsLine> found;
  each_line(hosts, [&](std::uint64_t number, std::string_view whole, std::string_view names) {
    for (std::string_view name = next_word(names); !name.empty(); name = next_word(names)) {
      const std::string_view host = name.ends_with('.') ? name.substr(0, name.size() - 1) : name;
      const bool of_server = has_ignoring_case(servers, host);
      if (!of_server && !has_ignoring_case(kAppleHosts, host)) continue;
      constexpr std::size_t kMaxText = 160;
      found.push_back({number, std::string(name), std::string(cut_utf8(whole, kMaxText)), of_server});
      break;
    }
    return found.size() < kMaxHostsLines;
  });
  return found;
}

TamperVerdict judge_tampering(const TamperFacts& facts) {
  TamperVerdict verdict;
  Found found;
  add_jobs(facts, verdict, found);
  add_hosts(facts, verdict, found);
  add_unread(facts.undone, found);
  if (const auto* undone = value_of(facts.undone)) {
    found.what.push_back("repairs");
    found.words.push_back("what a repair did was undone: " + printable(*undone));
  }
  if (!found.what.empty()) {
    for (const std::string& why : found.unreadable)
      found.evidence.push_back({"", "", std::nullopt, "could not be looked at: " + printable(why)});
    verdict.state = TamperState::found;
    verdict.finding = make_finding(kId, Health::unhealthy, kTamperStateNames[TamperState::found],
                                   {{"what", fmt::format("{}", fmt::join(found.what, ","))}},
                                   fmt::format("{}. A person must look.", fmt::join(found.words, "; ")),
                                   std::move(found.evidence));
  } else if (!found.unreadable.empty()) {
    verdict.finding = unknown(kId, fmt::format("{}", fmt::join(found.unreadable, "; ")));
  } else {
    verdict.state = TamperState::none;
    verdict.finding =
        make_finding(kId, Health::healthy, kTamperStateNames[TamperState::none], {},
                     "No job of Jamf is disabled, and no name of its servers is led elsewhere.");
  }
  return verdict;
}

void refine_with_tampering(Diagnosis& d, const TamperVerdict& verdict) {
  if (!d.cause || verdict.state != TamperState::found) return;
  const bool unreached = d.cause == Cause::server_unreachable || d.cause == Cause::untrusted_server ||
                         d.cause == Cause::server_error;
  if (!(verdict.jobs && d.cause == Cause::daemon_dead) && !(verdict.server && unreached)) return;
  d.also.push_back(*d.cause);
  d.cause = Cause::tampered;
  d.confidence = Confidence::likely;
  d.supports.push_back(verdict.finding.detail);
  d.elsewhere.insert(d.elsewhere.end(), verdict.finding.evidence.begin(), verdict.finding.evidence.end());
}

}  // namespace enrolkit
