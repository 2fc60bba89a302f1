// A file whose size is not known, read from its beginning: standard input.
#pragma once

#include <cstdint>
#include <string>

#include "host/host.h"

namespace enrolkit {

// Unreadable: a fault, or over `most` bytes. `name` is for the message.
[[nodiscard]] Reading<std::string> read_onwards(OpenFile& file, const std::string& name, std::uint64_t most);

}  // namespace enrolkit
