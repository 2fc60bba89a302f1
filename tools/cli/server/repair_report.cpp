#include "cli/server/repair_report.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/server/choose.h"
#include "cli/server/mac_rows.h"
#include "cli/server/second.h"
#include "core/base/text.h"

namespace enrolkit {
namespace {

using jamf::RepairEntry;
using jamf::RepairResult;
using jamf::RepairStage;

// For a message: a record may lack what people call the Mac by.
std::string name_of(const RepairEntry& entry) {
  if (!entry.serial.empty()) return printable(entry.serial);
  return entry.name.empty() ? "computer " + printable(entry.id) : printable(entry.name);
}

std::string line_of(const RepairEntry& entry, const jamf::Suspect* known) {
  std::string who = printable(entry.name);
  if (known != nullptr && !known->mac.person.user.empty())
    who += (who.empty() ? "" : " ") + fmt::format("({})", printable(known->mac.person.user));
  return fmt::format("{:<14}  {:<12} {}{}\n", printable(entry.serial), to_text(entry.final), who,
                     entry.why.empty() ? "" : (who.empty() ? "" : ": ") + printable(entry.why));
}

std::string time_of_day(std::int64_t time) {
  const std::string text = jamf::utc_text(time);  // "2026-09-21T13:33:20Z"
  return text.substr(text.find('T') + 1, sizeof "13:33:20" - 1);
}

}  // namespace

std::size_t count_of(const std::vector<RepairEntry>& entries, RepairResult final) {
  return static_cast<std::size_t>(std::count_if(
      entries.begin(), entries.end(), [&](const RepairEntry& entry) { return entry.final == final; }));
}

std::string next_after(const std::vector<RepairEntry>& entries) {
  constexpr std::size_t kMaxNamed = 3;
  std::string out;
  std::size_t named = 0;
  for (const RepairEntry& entry : entries) {
    if (entry.final != RepairResult::not_repaired || named == kMaxNamed) continue;
    out += ' ' + printable(entry.serial);
    ++named;
  }
  return out.empty() ? out : "enrolkit: next: enrolkit server stuck --explain" + out + '\n';
}

std::string sum_of_results(const std::vector<RepairEntry>& entries) {
  std::string out;
  for (const RepairResult final : {RepairResult::repaired, RepairResult::not_repaired, RepairResult::pending,
                                   RepairResult::refused, RepairResult::skipped}) {
    if (count_of(entries, final) == 0 && final != RepairResult::repaired) continue;
    out += fmt::format("{}{} {}", out.empty() ? "" : ", ", count_of(entries, final), to_text(final));
  }
  const std::size_t open = count_of(entries, RepairResult::none);
  return open == 0 ? out : out + fmt::format(", {} unfinished", open);
}

std::string progress_line(const std::vector<RepairEntry>& entries, std::int64_t next_look,
                          std::int64_t wait) {
  std::size_t all = 0, sent = 0, waiting = 0;
  std::int64_t until = next_look;
  for (const RepairEntry& entry : entries) {
    const bool open = entry.final == RepairResult::none;
    if (!open && entry.started == 0) continue;  // nothing was ever to be sent to it
    const bool is_sent = !open || entry.step == RepairStage::sent || entry.step == RepairStage::due;
    ++all;
    sent += is_sent ? 1U : 0U;
    waiting += open && is_sent ? 1U : 0U;
    if (open) until = std::max(until, entry.wait_from + wait);
  }
  std::string out = fmt::format("sent {} of {}, {} waiting", sent, all, waiting);
  for (const RepairResult final :
       {RepairResult::repaired, RepairResult::not_repaired, RepairResult::pending}) {
    if (const std::size_t count = count_of(entries, final); count > 0)
      out += fmt::format(", {} {}", count, to_text(final));
  }
  return out + fmt::format("; next look {}, until {} UTC", time_of_day(next_look), time_of_day(until));
}

const jamf::Suspect* RepairReport::known(const RepairEntry& entry) const {
  const auto found = known_.find(entry.id);
  return found == known_.end() ? nullptr : &found->second;
}

void RepairReport::tell(const RepairEntry& entry, const char* change) const {
  if (!context_.progress) context_.err(fmt::format("enrolkit: {}: {}\n", name_of(entry), change));
}

void RepairReport::end(const RepairEntry& entry) {
  if (context_.progress) context_.progress("");
  if (output_.is_table()) {
    output_.text(line_of(entry, known(entry)));
  } else {
    output_.row(repair_row(entry, known(entry)));
  }
}

jamf::RepairEvents RepairReport::events() {
  jamf::RepairEvents out;
  out.sent = [this](const RepairEntry& entry) { tell(entry, "sent"); };
  out.followed = [this](const RepairEntry& entry) { tell(entry, "second stage done, waiting"); };
  out.proved = [this](const RepairEntry& entry) {
    tell(entry, "it checked in; the next check-in is waited for");
  };
  out.refused = [this](const RepairEntry& entry, jamf::RepairAct act, const std::string& why) {
    if (context_.progress) context_.progress("");
    (void)context_.complain(fmt::format("{}: {}: {}", name_of(entry), to_text(act), why));
  };
  out.unflushed = [this](const RepairEntry& entry, const jamf::MdmCommand& command) {
    if (context_.progress) context_.progress("");
    (void)context_.complain(
        fmt::format("{}: {} came after its MDM commands were named: none of them is flushed", name_of(entry),
                    printable(command.type)));
  };
  out.delayed = [this](const RepairEntry* entry, const std::string& what) {
    if (context_.progress) context_.progress("");
    (void)context_.complain((entry == nullptr ? "" : name_of(*entry) + ": ") + printable(what));
  };
  out.ended = [this](const RepairEntry& entry) { end(entry); };
  out.waits = [this](const std::vector<RepairEntry>& entries, std::int64_t next_look) {
    if (context_.progress) context_.progress(progress_line(entries, next_look, wait_) + " ");
  };
  return out;
}

void RepairReport::would_send(const std::vector<RepairEntry>& entries, const jamf::RepairPlan& plan,
                              std::string_view but) {
  std::size_t waiting = 0;
  for (const RepairEntry& entry : entries) {
    if (entry.final != RepairResult::none) {
      end(entry);
    } else if (!is_to_be_sent(entry)) {
      RepairEntry sent = entry;
      sent.final = RepairResult::pending;
      sent.why = "it was sent the management framework already, and would be waited for";
      ++waiting;
      end(sent);
    } else if (output_.is_table()) {
      output_.text(fmt::format("{:<14}  would be sent the management framework{}{}\n",
                               printable(entry.serial), second_in_words(plan), but));
    } else {
      auto row = repair_row(entry, known(entry));
      row["state"] = "Planned";
      if (!but.empty()) row["why"] = but.substr(2);  // without the comma
      output_.row(row);
    }
  }
  std::string sum = fmt::format("{} would be sent the management framework{}", to_be_sent(entries), but);
  if (waiting > 0) sum += fmt::format(", {} {}", waiting, to_text(RepairResult::pending));
  for (const RepairResult final : {RepairResult::refused, RepairResult::skipped}) {
    if (const std::size_t count = count_of(entries, final); count > 0)
      sum += fmt::format(", {} {}", count, to_text(final));
  }
  context_.err("enrolkit: " + sum + "\n");
}

}  // namespace enrolkit
