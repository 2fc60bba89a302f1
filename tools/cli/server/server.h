// `enrolkit server ...`: what is to be done through Jamf Pro. The commands are listed in server.cpp, one file
// each.
#pragma once

#include <CLI/CLI.hpp>
#include <memory>

#include "run/exit_code.h"

namespace enrolkit {

// Of every command of enrolkit, for its help.
inline constexpr const char* kExitStatuses =
    "0 healthy, or done; 1 something is wrong; 2 could not tell, or wrong usage; 3 a bulk job ended in part.";

struct ServerContext;
struct ServerOptions;

// Adds the subcommand. The options live as long as the answer.
class ServerCommand {
 public:
  explicit ServerCommand(CLI::App& app);
  ServerCommand(const ServerCommand&) = delete;
  ServerCommand& operator=(const ServerCommand&) = delete;
  ~ServerCommand();

  [[nodiscard]] Exit run(const ServerContext& context) const;

 private:
  CLI::App* command_;
  std::unique_ptr<ServerOptions> options_;
};

}  // namespace enrolkit
