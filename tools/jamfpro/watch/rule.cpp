#include "jamfpro/watch/rule.h"

#include <algorithm>

namespace enrolkit::jamf {
namespace {

constexpr std::int64_t kMinPause = 60, kMaxPause = 6 * 3600;

}  // namespace

Patience watch_patience(int check_in_minutes, std::int64_t grace) {
  Patience out = patience_for(check_in_minutes);
  out.settling = grace;
  return out;
}

WatchState state_for(const MacVerdict& verdict) {
  switch (verdict.state) {
    case MacState::settling: return WatchState::waiting;
    case MacState::well:
    case MacState::no_inventory: return WatchState::came;
    case MacState::stuck: return WatchState::stuck;
    case MacState::unreachable:
    case MacState::unknown: return WatchState::unclear;
    case MacState::unmanaged:
    case MacState::not_enrolled: return WatchState::gone;
  }
  return WatchState::unclear;
}

bool is_new_enrolment(const WatchedMac& known, std::int64_t enrolled) {
  if (known.state == WatchState::repairing) return false;
  const bool ended = known.state == WatchState::repaired || known.state == WatchState::failed;
  if (ended && enrolled <= known.changed) return false;
  return enrolled > known.begun + kSameEnrolmentSeconds;
}

bool is_followed(WatchState state) {
  switch (state) {
    case WatchState::waiting:
    case WatchState::stuck:
    case WatchState::unclear:
    case WatchState::repairing:
    case WatchState::failed: return true;
    case WatchState::came:
    case WatchState::repaired:
    case WatchState::gone: return false;
  }
  return true;
}

std::int64_t next_look(const WatchedMac& mac, std::int64_t grace, std::int64_t now) {
  if (mac.state == WatchState::waiting) return mac.begun + grace;
  return now + std::clamp((now - mac.begun) / 8, kMinPause, kMaxPause);
}

bool is_storm(const Tally& tally, const StormRule& rule) {
  return tally.broke >= rule.least && tally.broke * 100 > rule.share * tally.enrolled;
}

std::optional<std::int64_t> storm_after(const std::optional<std::int64_t>& before, const Tally& last_hour,
                                        const Tally& since_it_began, const StormRule& rule,
                                        std::int64_t now) {
  if (is_storm(last_hour, rule)) return before ? before : std::optional(now);
  if (!before) return std::nullopt;
  const bool proven = since_it_began.enrolled >= std::max<std::int64_t>(rule.least, 1) &&
                      since_it_began.broke * 100 <= rule.share * since_it_began.enrolled;
  return proven ? std::nullopt : before;
}

Hold hold_before_asking(const Gate& gate) {
  if (!gate.repair) return Hold::report_only;
  if (gate.storm) return Hold::storm;
  if (!gate.in_window) return Hold::outside_window;
  if (gate.sent_today >= gate.max_a_day) return Hold::day_is_full;
  return Hold::none;
}

Hold hold_of(const Gate& gate) {
  if (const Hold before = hold_before_asking(gate); before != Hold::none) return before;
  if (gate.conflict_stands.value_or(false)) return Hold::conflict;
  if (!gate.conflict_stands || !gate.conflict_is_known) return Hold::conflict_unknown;
  return Hold::none;
}

}  // namespace enrolkit::jamf
