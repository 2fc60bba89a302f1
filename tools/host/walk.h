// From a root downwards, one component at a time, following no link: how every file of a Mac is opened.
#pragma once

#include <string>
#include <string_view>

#include "core/base/reading.h"
#include "host/fd.h"

namespace enrolkit {

// Opens `path` (absolute, as on a running Mac) below the folder `root`. `flags` are those of open(2) for its
// last component; O_NOFOLLOW is added. -1 and errno when it cannot be: ELOOP for a link on the way, ENOENT for "..".
// On macOS /var, /etc and /tmp are links into /private; a collected tree may have them either way, so
// /private is tried first.
// `Way::roots_own`: the root and every folder on the way must belong to root (to this process's user, where that is
// another) and may be written by nobody else; else EPERM. What is checked is what was opened, so that nothing can be
// exchanged between look and use.
// `Way::nobody_elses`: the same, except that others may write a folder in which each may remove what is theirs alone
// (sticky: /tmp).
enum class Way { any, roots_own, nobody_elses };
[[nodiscard]] Fd open_below(int root, std::string_view path, int flags, Way way = Way::any);

// Where the link `name` in a folder leads, as it stands there.
[[nodiscard]] Reading<std::string> link_target(int folder, const std::string& name);

// Whether a program must not be run: a folder on its way, or the program itself, may be written by others, or it cannot
// be told. The system follows links when it starts one: each is followed here, too, and what it leads to is checked in
// the same way. One that is not there is not refused: running it fails by itself.
[[nodiscard]] bool is_unsafe_program(int root, std::string_view path);

}  // namespace enrolkit
