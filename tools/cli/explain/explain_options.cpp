// What `enrolkit explain` takes.
#include "cli/explain/explain.h"
#include "cli/explain/fleet.h"
#include "run/program.h"

namespace enrolkit {
namespace {

CLI::Option* add_fleet_options(CLI::App& sub, ExplainOptions& options) {
  CLI::Option* format =
      sub.add_option("--format", options.format,
                     "table, csv or jsonl (one JSON object a line), however many Macs they are")
          ->type_name("FORMAT")
          ->check(CLI::IsMember({"table", "csv", "jsonl"}));
  const std::vector<std::string> orders(kFleetSortNames.names.begin(), kFleetSortNames.names.end());
  sub.add_option("--sort", options.sort,
                 "the order of the table's list and of csv: cause (the default), name, serial, date or file")
      ->type_name("ORDER")
      ->check(CLI::IsMember(orders));
  sub.add_option("--limit", options.limit, "at most N Macs in that list (default: all)")
      ->type_name("N")
      ->check(CLI::Range(1, 10'000'000));
  return format;
}

}  // namespace

CLI::App* add_explain(CLI::App& app, ExplainOptions& options) {
  CLI::App* sub = app.add_subcommand("explain", "why did this enrolment fail?");
  sub->add_option(
      "PATH", options.paths,
      "a jamf.log, with or without its rotated siblings; what enrolkit collect wrote; a tar, a zip or a "
      "folder of such; - for stdin");
  sub->get_option("PATH")->type_name("");
  sub->add_option("--root", options.roots, "a whole Mac: a volume, or a collected tree")
      ->type_name("DIR")
      ->allow_extra_args(false);
  sub->add_option("--files-from", options.files_from,
                  "also the paths in this file, one a line, or each ended by a NUL byte; - for stdin")
      ->type_name("FILE");
  sub->add_option("--account", options.account, "the Management Account's exact username (with --root)")
      ->type_name("NAME");
  sub->add_option(
         "--as-of", options.as_of,
         "the latest date the log can contain (YYYY-MM-DD [hh:mm:ss]), where the file's own time is wrong")
      ->type_name("DATE");
  auto* json = sub->add_flag("--json", options.json, "one JSON object a Mac; with several, one a line");
  auto* full =
      sub->add_flag("--full", options.full, "with several Macs, a report on each in place of the table");
  auto* brief = sub->add_flag("--brief", options.brief, "five lines a Mac, for a ticket or a chat")
                    ->excludes(json)
                    ->excludes(full);
  add_fleet_options(*sub, options)->excludes(json)->excludes(full)->excludes(brief);
  sub->add_option(
         "--html", options.html,
         "write a page as well: one Mac, or a dashboard of several (- for stdout, and nothing else there)")
      ->type_name("FILE");
  sub->add_flag("--force", options.force, "replace the file of --html");
  sub->add_flag(
      "--unknown-lines", options.unknown_lines,
      "print the errors of jamf that enrolkit does not know, without names and numbers: for a bug report");
  sub->add_option("--jobs", options.jobs, "how many files to read at a time (default: the processors)")
      ->type_name("N")
      ->check(CLI::Range(1, 64));
  add_color(*sub);
  sub->footer("Example: enrolkit explain --account jamfadmin --root /Volumes/Broken");
  return sub;
}

}  // namespace enrolkit
