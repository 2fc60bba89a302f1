// Payload and Scripts of a package: gzip around a cpio archive of the old portable kind (odc).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "pkg/tree.h"

namespace enrolkit {

// By libarchive; owner root:wheel and `when` (seconds since 1970) for every path, so that the same tree gives
// the same bytes. Throws Failure.
[[nodiscard]] std::string packed(const std::vector<Node>& nodes, std::uint32_t when);

}  // namespace enrolkit
