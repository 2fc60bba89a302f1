// Draws a Mac's enrolment attempts for the terminal: steps, errors, reboots, and what followed.
#pragma once

#include <string>

#include "core/enrolment/diagnosis.h"
#include "core/log/history.h"
#include "run/streams.h"

namespace enrolkit {

// A part of a page (TerminalStyle::page). Empty when there is nothing to draw. Lines are at most style.width wide and end with a newline.
[[nodiscard]] std::string draw_timeline(const Diagnosis& diagnosis, const LogRead& log,
                                        const TerminalStyle& style);

// The part of a log line behind "HOST jamf[N]: ", harmless.
[[nodiscard]] std::string message_of(const LogReference& reference);

}  // namespace enrolkit
