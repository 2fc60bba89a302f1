// Ctrl-C as a question that a program asks when it suits: the act in hand is finished, its outcome noted, and
// nothing new begun. A second Ctrl-C ends the program at once.
#pragma once

#include <cstdint>

namespace enrolkit {

// From here on SIGINT, SIGTERM and SIGHUP are only remembered.
void remember_interrupts();
[[nodiscard]] bool interrupted();

// Afterwards SIGHUP is no wish to end, but one to read the settings again: true once for all that came since.
void remember_hangups();
[[nodiscard]] bool take_hangup();

// False when it was interrupted, then or before.
[[nodiscard]] bool sleep_for(std::int64_t seconds);

}  // namespace enrolkit
