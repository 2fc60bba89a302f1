// Puts a whole file in place at once: whoever reads it sees the old bytes or the new ones, also after a power
// cut.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/reading.h"

namespace enrolkit {

// Writes `bytes` to `path` below `root` ("/" on the Mac itself), mode 0600, by a temporary file beside it,
// fsync and rename. Its folder is made, mode 0700, where only that one is missing. No link is followed; a
// folder on the way that others may write, or that belongs to another user, is refused, as what lies there could be
// exchanged. Answers why it was not written; then nothing is left behind.
[[nodiscard]] std::optional<Unreadable> write_own_file(const std::string& root, std::string_view path,
                                                       std::string_view bytes);
// That folder alone, by the same rules; one that is there is left as it is.
[[nodiscard]] std::optional<Unreadable> make_own_folder(const std::string& root, std::string_view path);

}  // namespace enrolkit
