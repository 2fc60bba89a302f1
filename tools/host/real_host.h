// The Host that asks the system it runs on.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "host/host.h"

namespace enrolkit {

// `root` is followed as the user wrote it, links included; nothing below it is. Unreadable when it is no
// directory. Where `tools_end` is given, all tools together have until then, each no longer than its own limit.
using ToolsEnd = std::optional<std::chrono::steady_clock::time_point>;
[[nodiscard]] Reading<std::unique_ptr<Host>> open_host(const std::string& root,
                                                       ToolsEnd tools_end = std::nullopt);

// This computer's wall clock: now, and at a time in UTC seconds.
[[nodiscard]] LocalTime local_now();
[[nodiscard]] LocalTime local_time(std::int64_t unix_seconds);

// A file that the user named, links included, for programs run by a person. Not for root programs.
[[nodiscard]] Reading<std::unique_ptr<OpenFile>> open_named_file(const std::string& path);

// Names in a folder that the user named; folders end in '/', but links to folders do not, so that a walk
// ends.
[[nodiscard]] Reading<std::vector<std::string>> list_named_folder(const std::string& path);

// What stands on standard input, as a file that can only be read onwards.
[[nodiscard]] std::unique_ptr<OpenFile> standard_input();

}  // namespace enrolkit
