// --files-from: a list of paths, as another program hands them over (find, a Spark worker).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace enrolkit {

inline constexpr std::size_t kMaxListBytes = 256U << 20U;

// The paths of a list: a NUL byte behind each where it holds one (`find -print0`), else a line each, with or without a
// carriage return. Empty ones are left out.
[[nodiscard]] std::vector<std::string> paths_in(std::string_view list);

// The same for a file; "-" is standard input. Error: it could not be read, is larger than kMaxListBytes, or names
// nothing: a list without a path is a fault of whoever made it, never "all is well".
[[nodiscard]] Result<std::vector<std::string>> read_paths(const std::string& file);

}  // namespace enrolkit
