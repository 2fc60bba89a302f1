// Files as whole strings, for tools that run on the build machine.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace enrolkit {

// The bytes of a regular file; never through a link at its last step. Throws Failure.
[[nodiscard]] std::string read_file(const std::filesystem::path& path);

// Writes beside `path` and renames, so that nothing half-written stands under the final name; the mode is
// exact, whatever the umask. Only a regular file is replaced. Throws Failure, and then leaves nothing behind.
void write_file(const std::filesystem::path& path, std::string_view bytes, unsigned mode = 0644);

}  // namespace enrolkit
