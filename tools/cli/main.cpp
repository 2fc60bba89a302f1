// enrolkit: the administrator's program. Commands are listed here, one file each.
#include <CLI/CLI.hpp>
#include <exception>

#include "cli/collect/collect.h"
#include "cli/explain/explain.h"
#include "cli/server/server.h"
#include "core/base/text.h"
#include "run/exit_code.h"
#include "run/streams.h"

namespace {

using namespace enrolkit;

Exit run(int argc, char** argv) {
  CLI::App app("Why did a Mac's Jamf enrolment fail, and what to do about it.", "enrolkit");
  app.footer(
      "Exit status: 0 healthy, or done; 1 something is wrong; 2 could not tell, or wrong usage; 3 a bulk job "
      "ended in "
      "part.");
  app.set_version_flag("--version", ENROLKIT_VERSION);
  app.fallthrough(false);
  CollectOptions collect;
  const CLI::App* collect_command = add_collect(app, collect);
  ExplainOptions explain;
  const CLI::App* explain_command = add_explain(app, explain);
  const ServerCommand server(app);
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    const auto chosen = app.get_subcommands();
    write_out(chosen.empty() ? app.help() : chosen.front()->help());
    return Exit::ok;
  } catch (const CLI::CallForVersion&) {
    write_out(ENROLKIT_VERSION "\n");
    return Exit::ok;
  } catch (const CLI::ParseError& e) {
    write_err("enrolkit: " + printable(e.what()) + "\nhint: enrolkit --help\n");
    return Exit::trouble;
  }
  if (*collect_command) return run_collect(collect);
  if (*explain_command) return run_explain(explain);
  if (server.chosen()) return server.run();
  write_err("enrolkit: no command\nhint: enrolkit --help\n");
  return Exit::trouble;
}

}  // namespace

int main(int argc, char** argv) {
  enrolkit::prepare_streams();
  try {
    return static_cast<int>(run(argc, argv));
  } catch (const std::exception& e) {
    enrolkit::write_err("enrolkit: error: " + enrolkit::printable(e.what()) + "\n");
  }
  return static_cast<int>(Exit::trouble);
}
