// The computer's own number.
#pragma once

#include <string>

#include "core/base/reading.h"

namespace enrolkit {

// As Host::hardware_uuid, of the computer this runs on.
[[nodiscard]] Reading<std::string> this_hardware_uuid();

}  // namespace enrolkit
