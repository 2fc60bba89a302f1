// enrolkit-definitions: what Jamf Pro must know, written from the lists that the programs themselves use.
#include <filesystem>
#include <memory>
#include <string>

#include "common/failure.h"
#include "common/files.h"
#include "jamf/extension_attributes.h"
#include "jamf/readme.h"
#include "jamf/reference.h"
#include "jamf/server_objects.h"
#include "jamf/settings.h"
#include "jamf/smart_groups.h"
#include "jamf/watchdog.h"
#include "run/program.h"
#include "run/streams.h"
#include "run/version.h"

namespace {

using namespace enrolkit;

struct Options {
  std::string folder, package, team;
  bool reference = false;
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
  if (!std::filesystem::is_directory(folder)) throw Failure(options.folder + ": is not a folder");
  // What was there before would look as if it were generated now.
  if (!std::filesystem::is_empty(folder)) throw Failure(options.folder + ": is not empty");
  for (const Output& output : outputs) {
    std::filesystem::create_directories((folder / output.path).parent_path());
    write_file(folder / output.path, output.bytes, output.mode);
  }
}

std::function<Exit()> define(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  const CLI::Option* package =
      app.add_option("--package", options->package, "the package's file name")->type_name("NAME");
  app.add_option("--team-id", options->team, "the Team ID that signed the programs")->type_name("ID");
  const CLI::Option* folder = app.add_option("FOLDER", options->folder, "an empty folder")->type_name("DIR");
  app.add_flag("--reference", options->reference, "print causes and settings as JSON, and write nothing");
  app.parse_complete_callback([=] {
    if (options->reference) return;
    if (package->count() == 0) throw CLI::RequiredError("--package");
    if (folder->count() == 0) throw CLI::RequiredError("FOLDER");
  });
  return [options] {
    if (options->reference) {
      write_out(reference_json());
      return Exit::ok;
    }
    write(*options);
    return Exit::ok;
  };
}

}  // namespace

int main(int argc, char** argv) {
  return run_program(argc, argv,
                     {.name = "enrolkit-definitions",
                      .about = "Writes the definitions for Jamf Pro into an empty folder.",
                      .version = std::string(version_text()),
                      .exit_status = "0 written; 2 not written, or wrong usage."},
                     define);
}
