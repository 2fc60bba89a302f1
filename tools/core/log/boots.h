// When the Mac went down and came up, by what macOS keeps of it: a restart in the silence of an enrolment is
// certain then, and not only inferred from process ids.
//
// - The kernel's boot time: the last start only.
// - /var/run/utmpx: fixed records of 628 bytes (struct utmpx32 of Apple's Libc, gen/utmpx-darwin.h), the last
//   start only as a rule, for the folder is emptied by it.
// - /var/log/system.log: "Feb 10 09:11:20 HOST bootlog[0]: BOOT_TIME 1676020280 0" and
//   "... shutdown[412]: SHUTDOWN_TIME: 1676020260 0" (or reboot, halt), for about a week. The stamp is local
//   time and the number UTC, so that such a line tells the Mac's time zone, too.
//
// None of them is complete. That there is no such line proves nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/finding.h"
#include "core/base/reading.h"
#include "core/base/time.h"
#include "core/format/line_cutter.h"

namespace enrolkit {

struct Boot {
  LocalTime at;
  // `at` is on the Mac's clock. Else the Mac's zone is not known, and it is on the clock of the computer that
  // read it.
  bool zone_known = false;
  Evidence evidence;
};

// The first that lies between two times of the Mac's clock, one whose zone is known before all others; null
// if there is none. Without `before`: any time after.
[[nodiscard]] const Boot* boot_between(const std::vector<Boot>& boots, LocalTime after,
                                       std::optional<LocalTime> before);

// A start or an end as a file has it: in UTC.
struct BootRecord {
  std::int64_t unix_seconds = 0;
  bool start = true;                         // else the Mac was shut down, or restarted, then
  std::optional<std::int64_t> zone_seconds;  // the Mac's clock less UTC, where the record tells
  std::string source, where, text;
};
inline constexpr std::size_t kMaxBootRecords = 256;

// The record as a boot: `here` is its time on the clock of the computer that reads it, `is_the_mac` whether
// that is the Mac.
[[nodiscard]] Boot boot_of(const BootRecord& record, LocalTime here, bool is_the_mac);

// The starts and ends in utmpx, at most the last kMaxBootRecords. Unreadable: not a utmpx file of macOS. A
// last record that is cut off is passed over.
[[nodiscard]] std::variant<std::vector<BootRecord>, Unreadable> parse_utmpx(std::string_view name,
                                                                            std::string_view bytes);

// The same file without what else it holds: who was logged in, from where. Empty where it is no utmpx file.
[[nodiscard]] std::string redacted_utmpx(std::string_view bytes);

// The lines of system.log that tell of a start or an end; the oldest are dropped beyond kMaxBootRecords.
class SystemLogScanner {
 public:
  void next_file(std::string name, bool begins_inside_a_line);
  // As LineCutter::cut.
  [[nodiscard]] std::string_view take(std::string_view block, bool last);
  [[nodiscard]] const std::vector<BootRecord>& records() const { return records_; }

 private:
  void read_line(std::string_view line);

  LineCutter cutter_;
  std::string name_;
  std::vector<BootRecord> records_;
};

// One line of system.log, of which SystemLogScanner would make a record.
[[nodiscard]] bool tells_of_a_boot(std::string_view line);

}  // namespace enrolkit
