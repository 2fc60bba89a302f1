// The Bom of a package: the bill of materials from which macOS makes the receipt (`pkgutil --files`).
// Apple does not document the format. The layout follows what bomutils and Fleet's writer produce, with what
// embala-pkg's authors found by comparing with mkbom and lsbom on macOS 26: path records of files are four
// bytes longer than those of folders, the paths' leaf is in the order (parent, name), and the index ends with
// a free list. No kept tool that a bare Debian can build writes one.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "pkg/tree.h"

namespace enrolkit {

// `when`: seconds since 1970, for every path. Throws Failure where the paths do not fit one leaf (510).
[[nodiscard]] std::string bom_of(const std::vector<Node>& nodes, std::uint32_t when);

}  // namespace enrolkit
