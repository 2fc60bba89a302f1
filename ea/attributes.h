// Every extension attribute there is.
#pragma once

#include <span>

#include "ea/attribute.h"

namespace enrolkit {

[[nodiscard]] std::span<const Attribute* const> attributes();
[[nodiscard]] const Attribute* find_attribute(std::string_view name);  // null: there is none

}  // namespace enrolkit
