#include "jamfpro/heal_rule.h"

#include <array>

namespace enrolkit::jamf {
namespace {

constexpr std::array kSteps{HealStep::chosen, HealStep::sending, HealStep::sent};
constexpr std::array kFinals{HealFinal::none,    HealFinal::cured,   HealFinal::not_cured,
                             HealFinal::pending, HealFinal::refused, HealFinal::skipped};

HealEntry ended(HealEntry entry, HealFinal final, std::string why) {
  entry.final = final;
  entry.why = std::move(why);
  return entry;
}

std::string missing(const Computer& mac, std::int64_t started) {
  const auto older = [&](const std::optional<std::int64_t>& time) { return !time || *time <= started; };
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
    const bool agent = missing(*mac, entry.started).empty();
    const bool enrolled = mac->enrolled && *mac->enrolled > entry.started;
    // Without a new enrolment date the rest of the proof is taken only when there is no more time to wait for
    // it.
    if (agent && (enrolled || late || entry.proof != 0))
      return settled(std::move(entry), *mac, enrolled, times, now);
  }
  if (command && is_failed(*command)) {
    return ended(std::move(entry), HealFinal::not_cured,
                 "the Mac refused the command" + (command->error.empty() ? "" : ": " + command->error));
  }
  if (!late) return entry;
  if (!mac) return ended(std::move(entry), HealFinal::not_cured, "its record is gone");
  if (command && !is_acknowledged(*command)) {
    return ended(std::move(entry), HealFinal::pending, "the Mac has not fetched the command; it may be off");
  }
  const std::string since = missing(*mac, entry.started);
  return ended(
      std::move(entry), HealFinal::not_cured,
      (command ? "the framework was installed, but since then no " : "since it was sent no ") + since);
}

std::string_view to_text(HealStep step) {
  switch (step) {
    case HealStep::chosen: return "chosen";
    case HealStep::sending: return "sending";
    case HealStep::sent: return "sent";
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
