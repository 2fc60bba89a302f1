// enrolkit-definitions: what Jamf Pro must know, written from the lists that the programs themselves use.
#include <CLI/CLI.hpp>
#include <exception>
#include <filesystem>
#include <string>

#include "common/failure.h"
#include "common/files.h"
#include "core/base/text.h"
#include "jamf/extension_attributes.h"
#include "jamf/readme.h"
#include "jamf/server_objects.h"
#include "jamf/settings.h"
#include "jamf/smart_groups.h"
#include "jamf/watchdog.h"
#include "run/exit_code.h"
#include "run/streams.h"

namespace {

using namespace enrolkit;

struct Options {
  std::string folder, package, team;
};

void append(Outputs& all, Outputs more) {
  for (Output& output : more) all.push_back(std::move(output));
}

void write(const Options& options) {
  Outputs outputs = package_objects(options.package);
  append(outputs, settings_files());
  append(outputs, extension_attributes());
  append(outputs, smart_groups());
  append(outputs, repair_objects());
  append(outputs, watchdog_files(options.team));
  outputs.push_back({"README.md", readme_of(outputs, !options.team.empty()), ""});
  const std::filesystem::path folder = options.folder;
  if (!std::filesystem::is_directory(folder)) throw Failure(options.folder + ": is no folder");
  // What was there before would look as if it were generated now.
  if (!std::filesystem::is_empty(folder)) throw Failure(options.folder + ": is not empty");
  for (const Output& output : outputs) {
    std::filesystem::create_directories((folder / output.path).parent_path());
    write_file(folder / output.path, output.bytes, output.mode);
  }
}

Exit run(int argc, char** argv) {
  CLI::App app("Writes the definitions for Jamf Pro into an empty folder.", "enrolkit-definitions");
  Options options;
  app.add_option("--package", options.package, "the package's file name")->required();
  app.add_option("--team-id", options.team, "the Team ID that signed the programs");
  app.add_option("FOLDER", options.folder, "an empty folder")->required();
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    write_out(app.help());
    return Exit::ok;
  } catch (const CLI::ParseError& e) {
    write_err("enrolkit-definitions: " + printable(e.what()) + "\nhint: enrolkit-definitions --help\n");
    return Exit::trouble;
  }
  write(options);
  return Exit::ok;
}

}  // namespace

int main(int argc, char** argv) {
  enrolkit::prepare_streams();
  try {
    return static_cast<int>(run(argc, argv));
  } catch (const std::exception& e) {
    enrolkit::write_err("enrolkit-definitions: " + enrolkit::printable(e.what()) + "\n");
  }
  return static_cast<int>(enrolkit::Exit::trouble);
}
