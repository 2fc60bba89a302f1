// Files of one Mac's log in, its History out: in time order whatever they are called, in bounded memory, and
// from the tail where the question allows.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/reading.h"
#include "core/base/time.h"
#include "core/log/history.h"
#include "evidence/log_file.h"

namespace enrolkit {

struct ReadOptions {
  // Stop looking further back once a contact or an enrolment is proven: all before it is history. Line
  // numbers are then not known.
  bool from_tail = false;
  std::optional<LocalTime> as_of;  // no line is younger; in place of the newest file's modification time
  bool strip_quotes = false;       // see Scanner
  // Text that a person gives may have gone through other programs: learn its form, and read it in that.
  bool any_form = false;
  // Somebody may have left lines out, as `grep Error` does. Not of a log that lies at its place on a Mac: there a dead
  // Mac's own jamf.log holds errors alone.
  bool may_be_filtered = false;
  bool unknown_lines = false;    // keep the shapes of errors that stand in no list
  std::optional<LocalTime> now;  // no file is younger, whatever its time of modification says
};

[[nodiscard]] LogRead read_log(std::vector<LogFile> files, const ReadOptions& options);
// The same with what could not be opened beside them; unreadable where that is the newest, or nothing could be read.
[[nodiscard]] Reading<LogRead> read_log(OpenedLogs logs, const ReadOptions& options);

// A log of which not one byte could be read is unreadable, and no empty log.
[[nodiscard]] Reading<LogRead> unless_unreadable(LogRead read);

}  // namespace enrolkit
