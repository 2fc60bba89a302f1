#include "cli/server/server.h"

#include <string>
#include <vector>

#include "cli/server/context.h"
#include "cli/server/options.h"
#include "run/program.h"

namespace enrolkit {

ServerCommand::ServerCommand(CLI::App& app)
    : command_(app.add_subcommand(
          "server", "through Jamf Pro: setup, check, conflict, stuck, repair, watch, publish, unpublish")),
      options_(std::make_unique<ServerOptions>()) {
  command_->require_subcommand(0,
                               1);  // so that "check stuck" is one command and its argument, not two commands
  command_->footer(std::string("Example: enrolkit server stuck --since 14d\n\nExit status: ") +
                   kExitStatuses);
  add_connect(*command_, options_->connect);
  for (CLI::App* sub :
       {add_server_setup(*command_, options_->setup), add_server_check(*command_, options_->check),
        add_server_conflict(*command_, options_->conflict), add_server_stuck(*command_, options_->stuck),
        add_server_repair(*command_, options_->repair), add_server_watch(*command_, options_->watch),
        add_server_publish(*command_, options_->publish),
        add_server_unpublish(*command_, options_->unpublish)}) {
    sub->fallthrough();  // --url and the like may stand after the command's name
  }
}

ServerCommand::~ServerCommand() = default;

Exit ServerCommand::run(const ServerContext& context) const {
  std::vector<const CLI::App*> reached{command_};
  for (const CLI::App* sub : command_->get_subcommands()) reached.push_back(sub);
  for (const CLI::App* app : reached) {
    if (const std::string option = option_without_value(*app); !option.empty())
      return context.complain(option + ": its value is empty");
  }
  const auto is = [&](const char* name) { return command_->get_subcommand(name)->parsed(); };
  if (is("setup")) return run_server_setup(options_->setup, options_->connect, context);
  if (is("check")) return run_server_check(options_->check, options_->connect, context);
  if (is("conflict")) return run_server_conflict(options_->conflict, options_->connect, context);
  if (is("stuck")) return run_server_stuck(options_->stuck, options_->connect, context);
  if (is("repair")) return run_server_repair(options_->repair, options_->connect, context);
  if (is("watch")) return run_server_watch(options_->watch, options_->connect, context);
  if (is("publish")) return run_server_publish(options_->publish, options_->connect, context);
  if (is("unpublish")) return run_server_unpublish(options_->unpublish, options_->connect, context);
  return context.complain("server: which command?\nhint: enrolkit server --help");
}

}  // namespace enrolkit
