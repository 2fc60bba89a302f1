// What the name of a file says: which log it is, whether it is a rotated one or a copy, whether it is worth a look.
#pragma once

#include <string>
#include <string_view>

namespace enrolkit {

struct LogName {
  std::string
      stem;  // "logs/jamf.log" for "logs/jamf.log.0.gz" and for "logs/jamf copy.log"; else the path itself
  bool copy = false;  // as the Finder, a browser or Windows names a copy
};
[[nodiscard]] LogName log_name(const std::string& path);

// The part behind the last '/'.
[[nodiscard]] std::string_view file_name(std::string_view path);

// A log by its name: "jamf.log", "lab-07.log.0.gz", "jamf.txt".
[[nodiscard]] bool is_log_name(std::string_view name);

// Of an archive's files those that a question of enrolkit may need: logs, archives, and what it reads on a Mac.
[[nodiscard]] bool is_wanted_path(std::string_view path);

// "sysdiagnose_2026.03.02_09-10-36-0700_macOS_MacBookPro_24A335.tar.gz", or its folder.
[[nodiscard]] bool is_sysdiagnose_name(std::string_view path);

}  // namespace enrolkit
