// enrolkit-ea ATTRIBUTE: one line <result>...</result> for Jamf Pro's inventory. See run/ea_frame.h for the
// contract. `enrolkit-ea collect`, and whoever asks for a file (--html), has exit statuses.
#include <algorithm>
#include <cstdlib>
#include <exception>
#include <memory>
#include <string>
#include <string_view>

#include "collect/collect.h"
#include "ea/commands.h"
#include "ea/page.h"
#include "host/real_run.h"
#include "run/ea_frame.h"
#include "run/program.h"
#include "run/streams.h"
#include "run/version.h"

namespace {

using namespace enrolkit;

constexpr std::string_view kHtml = "--html";

CollectOptions collect_options() {
  CollectOptions options;
  options.program = "enrolkit-ea";
  options.place = CollectPlace::state;
  return options;
}

std::function<Exit()> define_collect(CLI::App& app) {
  const auto options = std::make_shared<CollectOptions>(collect_options());
  add_collect_options(app, *options);
  return [options, &app] {
    return refuses_empty_value(app, options->program + " collect") ? Exit::trouble : run_collect(*options);
  };
}

int run_collect_program(int argc, char** argv) {
  return run_program(
      argc, argv,
      {.name = "enrolkit-ea collect",
       .about = "Gathers this Mac's evidence, without secrets, into one archive for enrolkit "
                "explain. Nothing is sent anywhere.",
       .version = std::string(version_text()),
       .example = "sudo /Library/Enrolkit/bin/enrolkit-ea collect",
       .exit_status = "0 the archive is written, and its path printed; 2 not written, or wrong usage."},
      define_collect);
}

void define(CLI::App& app, EaOptions& options) {
  app.add_option(
         "ATTRIBUTE", options.attribute,
         "what to look up; \"list\": all there is; \"all\": a table of all, or a page (--html); "
         "\"probe\": look at all, leave the answers in /var/db/enrolkit/state.json and print the summary")
      ->type_name("");
  app.add_option("--account", options.account, "the Management Account's exact username")->type_name("NAME");
  app.add_option("--root", options.root, "another volume, or a collected folder, in place of /")
      ->type_name("DIR");
  app.add_flag("--cached{3600}", options.cached,
               "answer from the last probe, if it is at most so many seconds old (--cached=600; else 3600)");
  app.add_flag("--json", options.json, "the finding with its evidence, as JSON");
  app.add_flag("--explain", options.explain, "the finding with its evidence, for people");
  app.add_option(std::string(kHtml), options.html,
                 "of all: write a page in place of the table, and print where it lies (- for stdout)")
      ->type_name("FILE");
  app.add_flag("--force", options.force, "replace that file if it is there already");
  add_color(app);
}

bool asks_for_page(int argc, char** argv) {
  return std::any_of(argv + std::min(argc, 1), argv + argc, [](std::string_view argument) {
    return argument == kHtml || (argument.starts_with(kHtml) && argument[kHtml.size()] == '=');
  });
}

int run_page_program(int argc, char** argv) {
  return run_program(argc, argv,
                     {.name = "enrolkit-ea",
                      .about = "All there is of this Mac, as a page. Nothing is sent anywhere.",
                      .version = std::string(version_text()),
                      .example = "",
                      .exit_status = "0 the page is written; 2 not written, or wrong usage."},
                     [](CLI::App& app) -> std::function<Exit()> {
                       const auto options = std::make_shared<EaOptions>();
                       define(app, *options);
                       return [options] { return write_page(*options); };
                     });
}

void run(int argc, char** argv) {
  const Program program{
      .name = "enrolkit-ea",
      .about =
          "Extension attributes for Jamf Pro: an attribute prints exactly one <result> line, and ends with status 0.",
      .version = std::string(version_text()),
      .example = "sudo /Library/Enrolkit/bin/enrolkit-ea summary --explain",
      .exit_status = "",
      .bare_is_help = false};
  EaOptions options;
  CLI::App app;
  set_up(app, program);
  define(app, options);
  CollectOptions collect = collect_options();  // for the help: main() is past it when it stands first
  CLI::App* collects = app.add_subcommand(std::string(kCollect), std::string(kCollectAbout));
  add_collect_options(*collects, collect);
  const Parse parse = parse_arguments(app, program, argc, argv);
  if (const auto* answered = std::get_if<Answered>(&parse)) {
    write_out(answered->text);
    return;
  }
  const Wrong misplaced{"collect stands first: enrolkit-ea collect --help", ""};
  const auto* wrong = collects->parsed() ? &misplaced : std::get_if<Wrong>(&parse);
  if (wrong == nullptr && options.attribute == kList) {
    write_out(list_text(options.json));
    return;
  }
  if (wrong == nullptr && (options.attribute == kAll || options.attribute == kProbe)) {
    if (!run_all(options, options.attribute == kProbe)) {
      kill_running_tools();  // what hangs must not outlive the policy that asked
      std::_Exit(0);
    }
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
  if (argc > 1 && argv[1] == kCollect) return run_collect_program(argc - 1, argv + 1);
  if (asks_for_page(argc, argv)) return run_page_program(argc, argv);
  enrolkit::prepare_streams();
  std::set_terminate(end_without_memory);
  try {
    run(argc, argv);
  } catch (...) {
    enrolkit::write_out(kBroken);
  }
  return 0;
}
