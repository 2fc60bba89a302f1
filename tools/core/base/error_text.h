// What the system says of an error number. strerror(3) shares one text among all threads.
#pragma once

#include <array>
#include <cstring>
#include <string>

namespace enrolkit {
namespace detail {

// strerror_r(3) of POSIX fills the buffer and answers a number; that of glibc answers the text.
inline const char* said(int /*status*/, const char* buffer) { return buffer; }
inline const char* said(const char* text, const char* /*buffer*/) { return text; }

}  // namespace detail

[[nodiscard]] inline std::string error_text(int error) {
  std::array<char, 256> buffer{};
  return detail::said(::strerror_r(error, buffer.data(), buffer.size()), buffer.data());
}

}  // namespace enrolkit
