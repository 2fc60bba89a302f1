// On the Mac itself, who may write a file, or a folder on its way, may tell a root program what to believe, and what to
// run. There is no list of folders: every component counts, from the root downwards. Once one is root's alone, nobody
// else can exchange what lies in it, so the answers hold together.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "host/host.h"

namespace enrolkit {

// Why the file at `path` is not used: others than root may write it, or a folder on its way, or that could not be
// checked. Elsewhere than on the running Mac owners and modes say nothing.
[[nodiscard]] std::optional<std::string> why_not_root_only(const Host& host, std::string_view path,
                                                           const FileInfo& info);

// The same of the folders alone: why others may put something else in the place of `path`.
[[nodiscard]] std::optional<std::string> why_folders_not_root_only(const Host& host, std::string_view path);

}  // namespace enrolkit
