// From the paths a person gives to the Macs they stand for.
#pragma once

#include <string>
#include <vector>

namespace enrolkit {

// What stands for one Mac.
struct Subject {
  enum class Kind { files, tree, input, archive };
  Kind kind = Kind::files;
  std::string name;  // as a report calls it: the path of the log or of the folder; "-" for stdin
  std::vector<std::string> paths;  // files: a log and its rotated siblings; tree: the folder; archive: it
  bool found = false;              // met in a folder, not named by the person
  std::vector<std::string> install_logs = {};  // files: install.log of the same folder, and its siblings
  std::vector<std::string> system_logs = {};   // likewise, system.log
};

struct Gathered {
  std::vector<Subject> subjects;
  std::vector<std::string>
      troubles;  // one line each: a path that is not there, a folder that may not be read
};

// A file is a log; files of one folder that differ only in what follows ".log" are one Mac's (jamf.log,
// jamf.log.0.gz),
// and an install.log or system.log beside a jamf.log is the same Mac's. A folder that holds var/log/jamf.log
// (or private/var/log/jamf.log) is a Mac; any other is searched for both. What `enrolkit collect` wrote is a
// Mac, whatever its name: its first bytes say so.
// "-" is standard input.
[[nodiscard]] Gathered gather(const std::vector<std::string>& paths);

}  // namespace enrolkit
