// enrolkit-ea ATTRIBUTE: one line <result>...</result> for Jamf Pro's inventory. See run/ea_frame.h for the
// contract.
#include <cstdlib>
#include <exception>
#include <string>

#include "ea/commands.h"
#include "run/ea_frame.h"
#include "run/program.h"
#include "run/streams.h"
#include "run/version.h"

namespace {

using namespace enrolkit;

void define(CLI::App& app, EaOptions& options) {
  app.add_option(
         "ATTRIBUTE", options.attribute,
         "what to look up; \"list\": all there is; \"all\": a table of all; \"probe\": look at all, leave the "
         "answers in /var/db/enrolkit/state.json and print the summary")
      ->type_name("");
  app.add_option("--account", options.account, "the Management Account's exact username")->type_name("NAME");
  app.add_option("--root", options.root, "another volume, or a collected folder, in place of /")
      ->type_name("DIR");
  app.add_flag("--cached{3600}", options.cached,
               "answer from the last probe, if it is at most so many seconds old (--cached=600; else 3600)");
  app.add_flag("--json", options.json, "the finding with its evidence, as JSON");
  app.add_flag("--explain", options.explain, "the finding with its evidence, for people");
  add_color(app);
}

void run(int argc, char** argv) {
  const Program program{
      .name = "enrolkit-ea",
      .about =
          "Extension attributes for Jamf Pro: prints exactly one <result> line, and always ends with status 0.",
      .version = std::string(version_text()),
      .exit_status = "",
      .bare_is_help = false};
  EaOptions options;
  CLI::App app;
  set_up(app, program);
  define(app, options);
  const Parse parse = parse_arguments(app, program, argc, argv);
  if (const auto* answered = std::get_if<Answered>(&parse)) {
    write_out(answered->text);
    return;
  }
  const auto* wrong = std::get_if<Wrong>(&parse);
  if (wrong == nullptr && options.attribute == kList) {
    write_out(list_text(options.json));
    return;
  }
  if (wrong == nullptr && (options.attribute == kAll || options.attribute == kProbe)) {
    if (!run_all(options, options.attribute == kProbe)) std::_Exit(0);
    return;
  }
  EaRun ea;
  ea.attribute = options.attribute;
  ea.format = format_of(options);
  ea.answer = [&] { return wrong == nullptr ? answer_for(options) : unknown(options.attribute, wrong->why); };
  run_ea(ea);
}

constexpr std::string_view kBroken = "<result>Unknown; reason=internal error</result>\n";

// Before the frame stands, and without memory even for an exception.
[[noreturn]] void end_without_memory() {
  write_out(kBroken);
  std::_Exit(0);
}

}  // namespace

int main(int argc, char** argv) {
  enrolkit::prepare_streams();
  std::set_terminate(end_without_memory);
  try {
    run(argc, argv);
  } catch (...) {
    enrolkit::write_out(kBroken);
  }
  return 0;
}
