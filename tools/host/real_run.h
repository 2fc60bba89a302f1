// Runs a tool on this computer.
#pragma once

#include "host/command.h"

namespace enrolkit {

// Waits for the tool, never longer than its limit. It gets an empty standard input, the environment
// PATH=/usr/bin:/bin:/usr/sbin:/sbin and LC_ALL=C and `more` ("NAME=value"), no descriptor of ours but its
// three streams, and a process group of its own. When it outlives the limit or writes too much, the whole
// group is killed. Output that children it left behind write after its end is not waited for.
[[nodiscard]] Ran run_here(const Command& command, const std::vector<std::string>& more = {});

}  // namespace enrolkit
