#include "policies/act.h"

#include <fmt/format.h>

#include "core/base/text.h"
#include "evidence/repair_commands.h"

namespace enrolkit {
namespace {

std::string quoted(const std::string& word) {
  const std::string shown = printable(word);
  return shown.find(' ') == std::string::npos ? shown : "\"" + shown + "\"";
}

std::string line_of(const Command& command) {
  std::string line = quoted(command.tool);
  for (const std::string& argument : command.arguments) line += " " + quoted(argument);
  return line;
}

std::string access_text(const Access& access) {
  return fmt::format("owner {}, group {}, mode {:04o}", access.owner, access.group, access.mode);
}

}  // namespace

std::string to_text(const Act& act) {
  return std::visit(
      Cases{
          [](const RunTool& run) {
            return fmt::format("run {}{}", line_of(run.command),
                               run.tries > 1 ? fmt::format(", at most {} times", run.tries) : "");
          },
          [](const WriteFile& write) {
            return fmt::format("write {} ({} bytes, {})", write.path, write.bytes.size(),
                               access_text(write.access));
          },
          [](const SetAccess& set) { return fmt::format("set {}: {}", set.path, access_text(set.access)); },
          [](const ReplaceFile& file) {
            return fmt::format("replace {} by a copy{}: {}", file.path,
                               file.check ? " once this agrees: " + line_of(*file.check) : "",
                               access_text(file.access));
          },
          [](const SetLink& link) { return fmt::format("link {} to {}", link.path, link.target); },
          [](const EndProcess& end) { return fmt::format("end process {}, {}", end.process.pid, end.what); },
          [](const AwaitJob& await) {
            return fmt::format("wait for a process of {}; without one, run {} once", await.job.label,
                               line_of(commands::start_job(await.job.label)));
          }},
      act);
}

std::string short_name(const Command& command) {
  std::string name = command.tool.substr(command.tool.rfind('/') + 1);
  if (!command.arguments.empty() && !command.arguments.front().starts_with('-')) {
    name += " " + command.arguments.front();
  }
  return name;
}

}  // namespace enrolkit
