#include "cli/server/repair_options.h"

#include <fmt/format.h>

#include "core/base/text.h"

namespace enrolkit {

std::string fault_of(const ServerRepairOptions& options) {
  const PickOptions& pick = options.pick;
  const bool named = !pick.serials.empty() || !pick.serials_file.empty();
  if (options.resume && (named || options.stuck))
    return "--resume goes on with the journal's Macs, and takes no others";
  if (options.resume &&
      (!pick.since.empty() || !pick.group.empty() || !pick.prestage.empty() || options.limit != 0))
    return "--resume goes on with all of the journal's Macs: no --since, --group, --prestage or --limit";
  if (options.resume && options.dry_run) return "--resume and --dry-run do not go together";
  if (!options.resume && !named && !options.stuck)
    return "which Macs?\nhint: serials, --serials FILE, --stuck, or --resume";
  if (named && options.stuck) return "serials and --stuck do not go together";
  return "";
}

std::string set_times(const ServerRepairOptions& options, jamf::RepairPlan& plan) {
  if (options.per_minute != 0) plan.per_minute = options.per_minute;
  if (options.settle == "0") plan.times.settle = 0;
  const std::pair<const char*, std::pair<const std::string&, std::int64_t&>> kTimes[] = {
      {"--wait", {options.wait, plan.times.wait}},
      {"--settle", {options.settle, plan.times.settle}},
      {"--poll", {options.poll, plan.poll}}};
  for (const auto& [name, option] : kTimes) {
    const auto& [text, seconds] = option;
    if (text.empty() || (&text == &options.settle && text == "0")) continue;
    const auto parsed = parse_duration(text);
    if (!parsed)
      return fmt::format("{} {}: no such time; write it as 30s, 20m, or 2h", name, printable(text));
    seconds = *parsed;
  }
  return "";
}

CLI::App* add_server_repair(CLI::App& server, ServerRepairOptions& options) {
  CLI::App* sub =
      server.add_subcommand("repair", "send stuck Macs the management framework, and wait for the proof");
  add_pick(*sub, options.pick);
  sub->add_flag("--stuck", options.stuck, "all that `stuck` lists (with --since, --group, --prestage)");
  sub->add_flag("--resume", options.resume, "go on with what the journal has unfinished");
  sub->add_flag("--dry-run", options.dry_run, "say what would be sent, and send nothing");
  sub->add_flag("--yes", options.yes, "do not ask");
  sub->add_option("--count", options.count, "with --yes: how many Macs are sent something; needed above 25")
      ->type_name("N")
      ->check(CLI::Range(1, 1'000'000));
  sub->add_option("--limit", options.limit, "send to so many at most")
      ->type_name("N")
      ->check(CLI::Range(1, 1'000'000));
  sub->add_flag("--despite-conflict", options.despite_conflict, "also while the account conflict stands");
  sub->add_flag("--flush-failed", options.flush_failed,
                "first flush their pending and failed MDM commands; each is named before you are asked");
  add_list(*sub, options.list);
  add_second(*sub, options.second);
  add_notify(*sub, options.notify);
  sub->add_option("--wait", options.wait, "until a Mac is given up: 2h, 90m, 30s")
      ->type_name("TIME")
      ->default_str("2h");
  sub->add_option(
         "--settle", options.settle,
         "in which a second check-in must follow (default: a check-in period and 5m); 0: one is enough")
      ->type_name("TIME");
  sub->add_option("--poll", options.poll, "between two looks, at first")
      ->type_name("TIME")
      ->default_str("30s");
  sub->add_option("--per-minute", options.per_minute, "send to so many Macs a minute")
      ->type_name("N")
      ->default_str("30")
      ->check(CLI::Range(1, 600));
  sub->add_option("--journal", options.journal, "where the run is written down")->type_name("FILE");
  sub->footer("Example: enrolkit server repair --stuck --since 7d --dry-run");
  return sub;
}

}  // namespace enrolkit
