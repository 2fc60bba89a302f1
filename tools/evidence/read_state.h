// What an earlier `enrolkit-ea probe` left.
#pragma once

#include "core/base/reading.h"
#include "core/saved/state.h"
#include "host/host.h"

namespace enrolkit {

// Unreadable also for a file that others than root may write, on the Mac itself: it could say anything.
[[nodiscard]] Reading<SavedState> read_state(const Host& host);

}  // namespace enrolkit
