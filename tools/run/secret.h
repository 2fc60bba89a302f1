// Where a password or a client secret may come from. Never an argument: arguments are seen by every process.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/reading.h"

namespace enrolkit {

// The variable's value, which is removed from the environment, so that no child inherits it. Nothing when
// unset or empty.
[[nodiscard]] std::optional<std::string> take_from_environment(const char* name);

[[nodiscard]] std::string environment(const char* name);  // empty when unset

// The first line of a file that only its owner, who runs this program, may read (mode 0600 or less; no link).
[[nodiscard]] Reading<std::string> read_secret_file(const std::string& path);
// All of such a file: a private key.
[[nodiscard]] Reading<std::string> read_key_file(const std::string& path);

// Asks on the terminal, without echo. Absent: there is no terminal, or the user gave nothing.
[[nodiscard]] Reading<std::string> ask_secret(std::string_view prompt);

// Asks on the terminal, with echo, for one line. Absent: as above.
[[nodiscard]] Reading<std::string> ask_line(std::string_view prompt);

}  // namespace enrolkit
