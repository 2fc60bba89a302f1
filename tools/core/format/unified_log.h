// What the jamf binary wrote to the unified log, as lines of jamf.log.
//
// The binary writes to the subsystem com.jamf.management.binary, too: a second copy where jamf.log is gone. `log show`
// prints it in its default style: date with microseconds and zone, thread, type, activity, PID, TTL, and behind "process: "
// the words (fleetdm/fleet issue 8167 shows whole lines). No page says that it holds every line of jamf.log: what rests on
// it is never certain, and proves nothing well.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/time.h"

namespace enrolkit {

struct JamfLines {
  std::string text;               // as jamf.log has them: "Fri Feb 10 09:10:36 unified-log jamf[335]: words"
  std::optional<LocalTime> last;  // the date of the last one; nothing: there is none
};

// `text`: the default style alone; a line of another program or form is passed over.
[[nodiscard]] JamfLines jamf_lines_of(std::string_view text);

}  // namespace enrolkit
