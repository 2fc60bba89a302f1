#include "jamfpro/repair/rule.h"

#include <algorithm>

namespace enrolkit::jamf {
namespace {

RepairEntry ended(RepairEntry entry, RepairResult final, std::string why) {
  entry.final = final;
  entry.why = std::move(why);
  return entry;
}

// When the last thing was sent: what proves a repair is newer.
std::int64_t last_sent(const RepairEntry& entry) { return std::max(entry.started, entry.second); }

// A date proves something only between the command and now: what lies ahead did not happen.
bool is_between(const std::optional<std::int64_t>& time, std::int64_t since, std::int64_t now) {
  return time && *time > since && *time <= now + kClockAllowance;
}

std::string missing(const Computer& mac, std::int64_t since, std::int64_t now) {
  const auto older = [&](const std::optional<std::int64_t>& time) { return !is_between(time, since, now); };
  std::string out;
  const auto add = [&](bool is_missing, const char* what) {
    if (is_missing) (out += out.empty() ? "" : ", ") += what;
  };
  add(older(mac.check_in), "check-in");
  add(older(mac.report), "inventory");
  add(!mac.binary, "version of the jamf binary");
  return out;
}

// The agent has spoken; is it there to stay?
RepairEntry settled(RepairEntry entry, const Computer& mac, bool enrolled, const RepairTimes& times,
                    std::int64_t now) {
  const std::string enrolment =
      enrolled ? "enrolled " + utc_text(*mac.enrolled) : "its enrolment date did not move";
  if (entry.proof == 0) {
    entry.proof = *mac.check_in;
    entry.proof_at = now;
  }
  if (times.settle == 0 || *mac.check_in > entry.proof) {
    return ended(std::move(entry), RepairResult::repaired,
                 enrolment + ", checked in " + utc_text(*mac.check_in));
  }
  if (now - entry.proof_at <= times.settle) return entry;
  return ended(std::move(entry), RepairResult::not_repaired, "it relapsed: one check-in, and none after it");
}

}  // namespace

RepairEntry judge_repair(RepairEntry entry, const std::optional<MdmCommand>& command,
                         const std::optional<Computer>& mac, const RepairTimes& times, std::int64_t now) {
  const bool late = now - entry.wait_from >= times.wait;
  if (mac) {
    const bool agent = missing(*mac, last_sent(entry), now).empty();
    const bool enrolled = is_between(mac->enrolled, entry.started, now);
    // Without a new enrolment date the rest of the proof is taken only when there is no more time to wait for
    // it.
    if (agent && (enrolled || late || entry.proof != 0))
      return settled(std::move(entry), *mac, enrolled, times, now);
  }
  if (command && is_failed(*command)) {
    const std::string what =
        entry.second == 0 ? "the Mac refused the command" : "the Mac refused the package";
    return ended(std::move(entry), RepairResult::not_repaired,
                 what + (command->error.empty() ? "" : ": " + command->error));
  }
  if (!late) return entry;
  if (!mac) return ended(std::move(entry), RepairResult::not_repaired, "its record is gone");
  if (command && !is_acknowledged(*command) && !is_waiting(*command)) {
    return ended(std::move(entry), RepairResult::pending,
                 "the state of the command is not known: the server says \"" + command->state + "\"");
  }
  if (command && !is_acknowledged(*command)) {
    return ended(std::move(entry), RepairResult::pending,
                 "the Mac has not fetched the command; it may be off");
  }
  std::string why = command ? "the framework was installed, but since then no " : "since it was sent no ";
  if (entry.second != 0) why = "since the second stage no ";
  why += missing(*mac, last_sent(entry), now);
  if (!entry.why.empty()) why += "; whether it arrived is not known: " + entry.why;
  return ended(std::move(entry), RepairResult::not_repaired, why);
}

void go_on_from(const RepairEntry& before, RepairEntry& entry) {
  if (!is_open(before) && before.final != RepairResult::pending) return;
  if (is_open(before)) entry.row = before.row;
  entry.step = before.step;
  entry.uuid = before.uuid;
  entry.started = before.started;
  entry.second = before.second;
}

bool may_have_second_stage(const RepairEntry& judged, const std::optional<Computer>& mac) {
  const bool failed = judged.final == RepairResult::not_repaired || judged.final == RepairResult::pending;
  return failed && judged.second == 0 && mac;
}

RepairEntry due_for_second_stage(RepairEntry judged) {
  if (judged.final != RepairResult::pending) judged.uuid.clear();
  judged.final = RepairResult::none;
  judged.why.clear();
  judged.step = RepairStage::due;
  return judged;
}

}  // namespace enrolkit::jamf
