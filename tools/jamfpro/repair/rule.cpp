#include "jamfpro/repair/rule.h"

#include <algorithm>
#include <array>

namespace enrolkit::jamf {
namespace {

constexpr std::array kSteps{HealStep::chosen, HealStep::sending, HealStep::sent, HealStep::due};
constexpr std::array kFinals{HealFinal::none,    HealFinal::cured,   HealFinal::not_cured,
                             HealFinal::pending, HealFinal::refused, HealFinal::skipped};

HealEntry ended(HealEntry entry, HealFinal final, std::string why) {
  entry.final = final;
  entry.why = std::move(why);
  return entry;
}

// When the last thing was sent: what proves a cure is newer.
std::int64_t last_sent(const HealEntry& entry) { return std::max(entry.started, entry.second); }

std::string missing(const Computer& mac, std::int64_t since) {
  const auto older = [&](const std::optional<std::int64_t>& time) { return !time || *time <= since; };
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
HealEntry settled(HealEntry entry, const Computer& mac, bool enrolled, const HealTimes& times,
                  std::int64_t now) {
  const std::string enrolment =
      enrolled ? "enrolled " + utc_text(*mac.enrolled) : "its enrolment date did not move";
  if (entry.proof == 0) {
    entry.proof = *mac.check_in;
    entry.proof_at = now;
  }
  if (times.settle == 0 || *mac.check_in > entry.proof) {
    return ended(std::move(entry), HealFinal::cured, enrolment + ", checked in " + utc_text(*mac.check_in));
  }
  if (now - entry.proof_at <= times.settle) return entry;
  return ended(std::move(entry), HealFinal::not_cured, "it relapsed: one check-in, and none after it");
}

}  // namespace

HealEntry judge_heal(HealEntry entry, const std::optional<MdmCommand>& command,
                     const std::optional<Computer>& mac, const HealTimes& times, std::int64_t now) {
  const bool late = now - entry.wait_from >= times.wait;
  if (mac) {
    const bool agent = missing(*mac, last_sent(entry)).empty();
    const bool enrolled = mac->enrolled && *mac->enrolled > entry.started;
    // Without a new enrolment date the rest of the proof is taken only when there is no more time to wait for
    // it.
    if (agent && (enrolled || late || entry.proof != 0))
      return settled(std::move(entry), *mac, enrolled, times, now);
  }
  if (command && is_failed(*command)) {
    const std::string what =
        entry.second == 0 ? "the Mac refused the command" : "the Mac refused the package";
    return ended(std::move(entry), HealFinal::not_cured,
                 what + (command->error.empty() ? "" : ": " + command->error));
  }
  if (!late) return entry;
  if (!mac) return ended(std::move(entry), HealFinal::not_cured, "its record is gone");
  if (command && !is_acknowledged(*command)) {
    return ended(std::move(entry), HealFinal::pending, "the Mac has not fetched the command; it may be off");
  }
  std::string why = command ? "the framework was installed, but since then no " : "since it was sent no ";
  if (entry.second != 0) why = "since the second stage no ";
  why += missing(*mac, last_sent(entry));
  return ended(std::move(entry), HealFinal::not_cured, why);
}

bool may_have_second_stage(const HealEntry& judged, const std::optional<Computer>& mac) {
  const bool failed = judged.final == HealFinal::not_cured || judged.final == HealFinal::pending;
  return failed && judged.second == 0 && mac;
}

HealEntry due_for_second_stage(HealEntry judged) {
  if (judged.final != HealFinal::pending) judged.uuid.clear();
  judged.final = HealFinal::none;
  judged.step = HealStep::due;
  return judged;
}

std::string_view to_text(HealStep step) {
  switch (step) {
    case HealStep::chosen: return "chosen";
    case HealStep::sending: return "sending";
    case HealStep::sent: return "sent";
    case HealStep::due: return "due";
  }
  return "sending";
}

std::string_view to_text(HealFinal final) {
  switch (final) {
    case HealFinal::none: return "";
    case HealFinal::cured: return "Cured";
    case HealFinal::not_cured: return "NotCured";
    case HealFinal::pending: return "Pending";
    case HealFinal::refused: return "Refused";
    case HealFinal::skipped: return "Skipped";
  }
  return "";
}

HealStep heal_step(std::string_view text) {
  for (const HealStep step : kSteps) {
    if (text == to_text(step)) return step;
  }
  return HealStep::sending;  // the careful reading: look before anything is sent
}

HealFinal heal_final(std::string_view text) {
  for (const HealFinal final : kFinals) {
    if (text == to_text(final)) return final;
  }
  return HealFinal::none;
}

}  // namespace enrolkit::jamf
