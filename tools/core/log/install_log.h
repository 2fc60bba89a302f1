// Bytes of /var/log/install.log in, the deliveries of Jamf's QuickAdd package out: what went wrong before
// there was a jamf binary, and so before there was a jamf.log.
//
// A record is "2026-03-30 13:46:26-07 HOST PROCESS[PID]: MESSAGE": a full date, and the zone's offset, which
// is not used: times are the Mac's own, as printed. Older systems write "Mar 30 13:46:26 HOST PROCESS[PID]:
// MESSAGE"; that date is the newest which is not after the file's. A line that begins with a tab belongs to the record
// before it. As with jamf.log, the input may be hostile: nothing is allocated by what it says, and nothing
// fails.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/finding.h"
#include "core/base/time.h"
#include "core/format/line_cutter.h"

namespace enrolkit {

// One time that the package com.jamfsoftware.osxenrollment came, by MDM or by hand.
struct QuickAddDelivery {
  LocalTime at;                             // its first line
  std::optional<LocalTime> download_began;  // its script set out to fetch the jamf binary
  std::optional<LocalTime> ended;           // the download failed, or was complete
  std::optional<int> error_code;            // of curl: 28 is a timeout
  bool downloaded = false;
  std::uint32_t script = 0;        // process of the line that began the download
  std::vector<Evidence> evidence;  // at most three lines: the package, the download, how it ended
};

// A package that the installer was asked for.
struct InstallRequest {
  LocalTime at;
  std::string id;     // "com.example.package", at most kMaxPackageId bytes, as it stood there
  std::string where;  // "line 12"; empty where the file was begun in its middle
};
inline constexpr std::size_t kMaxPackageId = 120;

struct InstallHistory {
  std::vector<QuickAddDelivery> deliveries;  // in file order; the oldest are dropped beyond kMaxDeliveries
  std::uint64_t deliveries_dropped = 0;
  std::vector<InstallRequest>
      requests;  // other packages, in file order; the oldest are dropped beyond kMaxRequests
  std::uint64_t lines = 0;
  std::uint64_t records = 0;             // lines with a stamp and a process
  std::uint64_t endless = 0;             // lines over kMaxLineBytes, of which the rest was passed over
  std::optional<LocalTime> first, last;  // first and last record
  std::vector<std::string> sources;      // names of the files
  std::vector<std::string> faults;       // one line for each file that could not be read, or not to its end
};
inline constexpr std::size_t kMaxDeliveries = 16;
inline constexpr std::size_t kMaxRequests = 256;

class InstallScanner {
 public:
  static constexpr std::size_t kMaxLineBytes = LineCutter::kMaxLineBytes;

  // The next file of the same Mac, older before newer. Lines of a file that is begun in its middle bear no
  // number. `written`: when the file was; without it a date without a year is none.
  void next_file(std::string name, bool begins_inside_a_line,
                 std::optional<LocalTime> written = std::nullopt);
  // Reads all whole lines of the block; answers the rest, which the caller gives again before the bytes that
  // follow it. `last`: the file ends here.
  [[nodiscard]] std::string_view take(std::string_view block, bool last);

  [[nodiscard]] const InstallHistory& history() const { return history_; }
  [[nodiscard]] InstallHistory finish() && { return std::move(history_); }

 private:
  enum class Writer : std::uint8_t { other, installer, script };

  void read_line(std::string_view line);
  void read_script(std::string_view message, std::string_view line);
  void announce(std::string_view line);
  void note_request(std::string_view line);
  QuickAddDelivery& add_delivery();
  void keep(QuickAddDelivery& delivery, std::string_view line) const;

  InstallHistory history_;
  LineCutter cutter_;
  Writer writer_ = Writer::other;  // of the last record
  std::uint32_t pid_ = 0;
  LocalTime at_;
  std::optional<LocalTime> written_;
};

}  // namespace enrolkit
