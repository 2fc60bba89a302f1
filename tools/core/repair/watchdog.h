// When the watchdog looks again. launchd starts it every quarter of an hour
// (dist/mac/io.github.enrolkit.watchdog.plist), and most of the time it has nothing to do.
#pragma once

#include <cstdint>
#include <string_view>

namespace enrolkit {

// UTC seconds: `minutes` after the last look, and up to a quarter more. How much more differs from Mac to Mac
// and from look to look, so that a fleet that lost its server at one moment does not come back to it at one
// moment. `mac` tells Macs apart (the hardware UUID).
[[nodiscard]] std::int64_t next_look(std::int64_t last_unix, int minutes, std::string_view mac);

// A last look that lies in the future is from before the clock was set back, and counts as none.
[[nodiscard]] bool look_is_due(std::int64_t last_unix, std::int64_t now_unix, int minutes,
                               std::string_view mac);

}  // namespace enrolkit
