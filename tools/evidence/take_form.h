// The form of each file of a log, and the log that jamf wrote in place of what was given.
#pragma once

#include <string>
#include <vector>

#include "core/log/form.h"
#include "evidence/log_file.h"

namespace enrolkit {

struct Forms {
  LogForm form = LogForm::whole;    // the worst of those that are read; if none is, of those that are not
  bool same_lines = true;           // lines have the numbers that they have in the files
  std::vector<std::string> faults;  // one line for each file that is not read, beside others that are
};

// Only a beginning of each file is looked at, and a file that jamf wrote is not changed. Any other is held in
// memory, at most kMaxRewrittenBytes of it.
inline constexpr std::size_t kMaxRewrittenBytes = 64U << 20U;
[[nodiscard]] Forms take_forms(std::vector<LogFile>& files);

}  // namespace enrolkit
