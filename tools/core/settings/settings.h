// What an administrator told enrolkit about the site, by profile, preferences or flags. Which keys there are,
// and what each means: keys.h.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/reading.h"
#include "core/settings/repair_step.h"

namespace enrolkit {

struct WatchdogSettings {
  bool enabled = false;
  int minutes = 60;
};

// Minutes after midnight, local time. From after to: over midnight.
struct TimeWindow {
  int from = 0, to = 0;
  [[nodiscard]] bool holds(int minute) const {
    return from <= to ? minute >= from && minute < to : minute >= from || minute < to;
  }
};

struct RepairSettings {
  RepairStep highest = RepairStep::enrol;
  std::array<bool, kRepairStepNames.size()> allowed{};  // by step
  std::optional<TimeWindow> window;
  int attempts = 3;
  int back_off_minutes = 60;
  bool despite_conflict = false;
  bool dialogs = true;
  bool dialogs_at_login_window = false;
  std::map<std::string, std::string, std::less<>> texts;  // those that were given, by their key
};

class Settings {
 public:
  using Value = std::variant<std::string, std::vector<std::string>, bool, std::int64_t>;

  [[nodiscard]] std::optional<std::string> management_account() const { return text("ManagementAccount"); }
  // The PreStage's, exact usernames. None given, and an empty array, are the same here.
  [[nodiscard]] std::vector<std::string> local_administrators() const;
  [[nodiscard]] std::optional<std::string> certificate_issuer() const { return text("CertificateIssuer"); }
  [[nodiscard]] std::optional<std::string> server_url() const { return text("ServerURL"); }
  [[nodiscard]] WatchdogSettings watchdog() const;
  [[nodiscard]] RepairSettings repair() const;

  // One clear line each: unknown keys, wrong types, files that are not used.
  std::vector<std::string> warnings;

  // Why it cannot be told what a repair may do: a file that cannot be read, or a key or a value under "Repair" that is
  // none of its own.
  // Empty: it can.
  std::string unclear;

  // Why nobody can tell what that key was given; nothing: what `given` has of it is all there is.
  [[nodiscard]] std::optional<std::string> why_unknown(std::string_view path) const;
  // A file that is there and is not used. Keys that a stronger one gave before are known all the same.
  void leave_out_file(std::string why);
  // A value that does not fit its key, and is not used.
  void leave_out_value(const std::string& path, std::string why);

  // What was given, by path ("Repair.Attempts"). Values fit their keys.
  std::map<std::string, Value, std::less<>> given;

 private:
  [[nodiscard]] std::optional<std::string> text(std::string_view path) const;

  std::string unread_;                                           // why a file is not used; empty: all are
  std::set<std::string, std::less<>> given_before_;              // by files that are stronger than that one
  std::map<std::string, std::string, std::less<>> not_fitting_;  // why, by path
};

// Reads one preferences file into `settings`; a key that is there already stays (the stronger source comes
// first), in sections each key for itself. `source` names the file in warnings. Unreadable when the bytes are
// no property list.
[[nodiscard]] std::optional<Unreadable> add_settings(Settings& settings, std::string_view source,
                                                     std::string_view plist);

}  // namespace enrolkit
