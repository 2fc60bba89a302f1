// One change, as data: what a dry run prints is what a run does.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/base/process.h"
#include "core/management/launchd.h"
#include "host/command.h"
#include "host/host_writer.h"

namespace enrolkit {

enum class IfFails {
  stop,       // what follows is not done
  go_on,      // it is, and the failure is reported as that of the whole
  no_matter,  // it is, and tells how it went
};

struct RunTool {
  Command command;           // commands::kInvitationHere stands for the invitation
  std::vector<int> fine{0};  // exit statuses that are no failure
  int tries = 1;             // a second apart
  IfFails if_fails = IfFails::stop;
};
struct WriteFile {
  std::string path;
  std::string bytes;
  Access access;
};
struct SetAccess {
  std::string path;
  Access access;
};
// A file that others could write: its bytes go into a new one beside it, which nobody else ever had open; that is
// checked by `check`, whose last argument becomes its path, and takes the old one's place.
struct ReplaceFile {
  std::string path;
  Access access;
  std::optional<Command> check;
};
struct SetLink {
  std::string path;
  std::string target;
};
struct EndProcess {
  Process process;
  std::string what;
};
// A job that launchd has loaded runs when a process of it is there some seconds later; else it is started once. What
// launchctl ended with says neither.
struct AwaitJob {
  JobFile job;
};
using Act = std::variant<RunTool, WriteFile, SetAccess, ReplaceFile, SetLink, EndProcess, AwaitJob>;

// For people: "run /usr/local/jamf/bin/jamf manage". Never bytes of a file, never a secret.
[[nodiscard]] std::string to_text(const Act& act);

// "jamf enroll", "launchctl bootstrap": a tool without the rest, the same for the same failure.
[[nodiscard]] std::string short_name(const Command& command);

}  // namespace enrolkit
