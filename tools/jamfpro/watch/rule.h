// What the watch makes of a Mac that enrolled, and when it may repair: values in, values out.
//
// Whether a Mac is stuck is judged by the one rule for that (repair/stuck.h); the watch gives it another grace, and
// nothing else.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/enum_names.h"
#include "jamfpro/repair/stuck.h"

namespace enrolkit::jamf {

// The one state of each Mac.
enum class WatchState {
  waiting,    // within its grace
  came,       // its agent works
  stuck,      // the grace is over, and MDM alone is alive
  unclear,    // it cannot be judged
  repairing,  // it is in the journal of repairs, unfinished
  repaired,
  failed,  // a repair ended otherwise; a person has to look
  gone,    // its record is, or it is no longer managed
};
inline constexpr EnumNames<WatchState, 8> kWatchStateNames{
    {"waiting", "came", "stuck", "unclear", "repairing", "repaired", "failed", "gone"}};
[[nodiscard]] constexpr std::string_view to_text(WatchState state) { return kWatchStateNames[state]; }

// Times are UTC seconds by the server's clock.
struct WatchedMac {
  std::string id, serial, name, management_id;
  WatchState state = WatchState::waiting;
  std::int64_t begun = 0;    // when it enrolled, or was first seen where that is not told
  std::int64_t changed = 0;  // when it came into this state
  bool broke = false;        // its agent had not come when its grace was over
  bool operator==(const WatchedMac&) const = default;
};

// A day of patience less than `server stuck` has: only the grace is another.
[[nodiscard]] Patience watch_patience(int check_in_minutes, std::int64_t grace);

[[nodiscard]] WatchState state_for(const MacVerdict& verdict);

// Is that another enrolment than the one that is watched? That of our own repair is not.
[[nodiscard]] bool is_new_enrolment(const WatchedMac& known, std::int64_t enrolled);

// Whether the Mac is to be looked at again and again, and when next: when its grace is over; afterwards the less often
// the longer it lasts.
[[nodiscard]] bool is_followed(WatchState state);
[[nodiscard]] std::int64_t next_look(const WatchedMac& mac, std::int64_t grace, std::int64_t now);

// Enrolments whose grace is over, and how many of them broke.
struct Tally {
  std::int64_t enrolled = 0, broke = 0;
};

// More than `share` percent broke, and at least `least` Macs: the server or its settings are at fault, not the Macs.
struct StormRule {
  std::int64_t share = 30, least = 5;
};
[[nodiscard]] bool is_storm(const Tally& tally, const StormRule& rule);

// When the storm began that stands after this look; nothing: none does. It is called by the last hour's enrolments. It is
// over when as many as it takes to call it enrolled since it began, and do not make one: silence proves nothing.
[[nodiscard]] std::optional<std::int64_t> storm_after(const std::optional<std::int64_t>& before,
                                                      const Tally& last_hour, const Tally& since_it_began,
                                                      const StormRule& rule, std::int64_t now);

// Why nothing is sent now.
enum class Hold { none, report_only, storm, conflict, conflict_unknown, outside_window, day_is_full };
inline constexpr EnumNames<Hold, 7> kHoldNames{
    {"none", "report-only", "storm", "conflict", "conflict-unknown", "outside-window", "day-is-full"}};
[[nodiscard]] constexpr std::string_view to_text(Hold hold) { return kHoldNames[hold]; }

struct Gate {
  bool repair = false;  // somebody allowed it
  bool storm = false;
  bool in_window = true;
  std::int64_t sent_today = 0, max_a_day = 0;  // in the last 24 hours
  // Asked last, since it takes requests. Nothing: not asked yet.
  std::optional<bool> conflict_stands;
  bool conflict_is_known = false;
};
[[nodiscard]] Hold hold_of(const Gate& gate);
// The same, as if no conflict stood: whether it is worth asking.
[[nodiscard]] Hold hold_before_asking(const Gate& gate);

}  // namespace enrolkit::jamf
