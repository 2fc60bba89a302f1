// Runs a tool on this computer.
#pragma once

#include <chrono>
#include <memory>
#include <variant>

#include "host/command.h"

namespace enrolkit {

// Waits for the tool, never longer than its limit. It gets its input, or an empty one, the environment
// PATH=/usr/bin:/bin:/usr/sbin:/sbin and LC_ALL=C and `more` ("NAME=value"), no descriptor of ours but its
// three streams, and a process group of its own. When it outlives the limit or writes too much, the whole
// group is killed. Output that children it left behind write after its end is not waited for.
[[nodiscard]] Ran run_here(const Command& command, const std::vector<std::string>& more = {});

// A tool that goes on; in the same way, but what it writes goes to /dev/null. Its whole group is ended when
// this is destroyed: politely, and after `patience` by force.
[[nodiscard]] std::variant<std::unique_ptr<Started>, NotStarted> start_here(
    const Command& command, std::chrono::milliseconds patience);

// Kills every tool of this process that is at work, with its group. For a signal handler that is about to leave.
void kill_running_tools();

}  // namespace enrolkit
