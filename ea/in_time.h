// A look at a Mac that the system may keep waiting for ever (a dead network volume), and the clock beside it.
#pragma once

#include <chrono>
#include <functional>

namespace enrolkit {

// Runs `look` in a thread of its own; where there is none to be had, here. What it throws ends it. False when `limit` passed
// first: it goes on, so all it works on is shared, and whoever asked ends the process soon, by std::_Exit.
[[nodiscard]] bool ended_in_time(std::function<void()> look, std::chrono::milliseconds limit);

}  // namespace enrolkit
