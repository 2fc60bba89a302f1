// enrolkit: the administrator's program. Commands are listed here, one file each.
#include <memory>

#include "cli/explain/explain.h"
#include "cli/server/context.h"
#include "cli/server/server.h"
#include "collect/collect.h"
#include "run/program.h"
#include "run/version.h"

namespace {

using namespace enrolkit;

struct Commands {
  CollectOptions collect;
  ExplainOptions explain;
  std::unique_ptr<ServerCommand> server;
};

std::function<Exit()> define(CLI::App& app) {
  add_color(app);
  const auto commands = std::make_shared<Commands>();
  CLI::App* collect = app.add_subcommand("collect", std::string(kCollectAbout));
  add_collect_options(*collect, commands->collect);
  collect->footer("Example: sudo enrolkit collect -o mac.tar.gz");
  const CLI::App* explain = add_explain(app, commands->explain);
  commands->server = std::make_unique<ServerCommand>(app);
  return [=] {
    for (const CLI::App* command : {static_cast<const CLI::App*>(collect), explain}) {
      if (command->parsed() && refuses_empty_value(*command, "enrolkit")) return Exit::trouble;
    }
    if (collect->parsed()) return run_collect(commands->collect);
    if (explain->parsed()) return run_explain(commands->explain);
    return commands->server->run(process_context());
  };
}

}  // namespace

int main(int argc, char** argv) {
  return run_program(argc, argv,
                     {.name = "enrolkit",
                      .about = "Why did a Mac's Jamf enrolment fail, and what to do about it.",
                      .version = std::string(version_text()),
                      .example = "enrolkit explain lab-07.tar.gz --html lab-07.html",
                      .exit_status = kExitStatuses,
                      .bare_is_help = true},
                     define);
}
