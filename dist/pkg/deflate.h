// zlib's two wrappings of the same compression.
#pragma once

#include <string>
#include <string_view>

namespace enrolkit {

enum class Wrapping { zlib, gzip };  // gzip: without name and time

[[nodiscard]] std::string deflated(std::string_view bytes, Wrapping wrapping);

}  // namespace enrolkit
