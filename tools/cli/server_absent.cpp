// `enrolkit server` of a program that was built without POCO (ENROLKIT_SERVER=OFF).
#include "cli/server.h"
#include "run/streams.h"

namespace enrolkit {

struct ServerOptions {};

ServerCommand::ServerCommand(CLI::App& app)
    : command_(app.add_subcommand("server", "not in this build: it was made without POCO")) {
  command_->allow_extras();
}
ServerCommand::~ServerCommand() = default;

bool ServerCommand::chosen() const { return command_->parsed(); }

Exit ServerCommand::run() const {
  write_err(
      "enrolkit: server: this build was made without POCO, so it cannot talk to Jamf Pro\nhint: use a build "
      "of "
      "the whole program, see README.md\n");
  return Exit::trouble;
}

}  // namespace enrolkit
