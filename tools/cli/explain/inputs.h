// From the paths a person gives to the Macs they stand for.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cli/explain/place.h"

namespace enrolkit {

// What stands for one Mac.
struct Subject {
  enum class Kind { files, tree, input, archive };
  Kind kind = Kind::files;
  std::string name;  // as a report calls it: the path of the log or of the folder; "-" for stdin
  std::vector<std::string> paths;  // files: a log and its rotated siblings; tree: the folder; archive: it
  bool found = false;              // met in a folder or an archive, not named by the person
  std::vector<std::string> install_logs = {};  // files: install.log of the same folder, and its siblings
  std::vector<std::string> system_logs = {};   // likewise, system.log
  Place place = {};                            // where the paths lead
};

struct Gathered {
  std::vector<Subject> subjects;
  std::vector<std::string>
      troubles;  // one line each: a path that is not there, a folder that may not be read
  std::vector<std::string>
      notes;  // one line each: a file that was not counted, since it is another one's copy
};

// A file is a log; files of one folder that differ only in what follows ".log" are one Mac's (jamf.log,
// jamf.log.0.gz), unless they name different computers. Files of one folder that hold the same records are one Mac,
// whatever they are called. An install.log or system.log beside a jamf.log is the same Mac's. A folder that holds
// var/log/jamf.log (or private/var/log/jamf.log) is a Mac; any other is searched for both. What `enrolkit collect`
// wrote is a Mac, whatever its name: its first bytes say so. Any other tar or zip is unpacked in memory, and is
// searched as a folder. "-" is standard input. `roots`: folders that are Macs, whatever they hold. No Mac comes twice.
[[nodiscard]] Gathered gather(const std::vector<std::string>& paths,
                              const std::vector<std::string>& roots = {});

// The same for the Macs of an archive that was unpacked already.
[[nodiscard]] Gathered gather_archive(const std::shared_ptr<const ArchiveTree>& tree);

}  // namespace enrolkit
