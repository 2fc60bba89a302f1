// From a root downwards, one component at a time, following no link: how every file of a Mac is opened.
#pragma once

#include <string_view>

#include "host/fd.h"

namespace enrolkit {

// Opens `path` (absolute, as on a running Mac) below the folder `root`. `flags` are those of open(2) for its
// last component; O_NOFOLLOW is added. -1 and errno when it cannot be: ELOOP for a link on the way, ENOENT
// for
// "..". On macOS /var, /etc and /tmp are links into /private; a collected tree may have them either way, so
// /private is tried first.
[[nodiscard]] Fd open_below(int root, std::string_view path, int flags);

}  // namespace enrolkit
