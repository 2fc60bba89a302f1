// The icon of the repair in Self Service: a PNG of 512 by 512, drawn by icon.py.
#pragma once

#include <string>

namespace enrolkit {

[[nodiscard]] std::string self_service_icon();

}  // namespace enrolkit
