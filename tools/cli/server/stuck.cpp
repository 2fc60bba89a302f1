#include "cli/server/stuck.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/server/context.h"
#include "cli/server/mac_rows.h"
#include "cli/server/stuck_page.h"

namespace enrolkit {
namespace {

using jamf::MacState;
using jamf::Suspect;

bool is_shown_unasked(const Suspect& one) {
  const MacState state = one.verdict.state;
  return state == MacState::stuck || state == MacState::not_enrolled || state == MacState::no_inventory;
}

bool is_of_conflict(const Suspect* one) { return likely_cause(one->verdict) == Cause::account_conflict; }

Status write_list(ListOutput& output, const StuckOptions& options, const std::vector<const Suspect*>& shown,
                  const jamf::Survey& survey, const ServerContext& context) {
  for (const Suspect* one : shown) {
    if (output.is_table() && options.explain) {
      output.text(explained_stuck(*one, survey, context.style) + (one == shown.back() ? "" : "\n"));
    } else if (!output.is_table()) {
      auto row = stuck_row(*one);
      if (options.explain) add_details(row, one->details);
      output.row(row);
    }
  }
  if (output.is_table() && !options.explain && !shown.empty())
    output.text(stuck_table(shown, survey.at, context.style));
  return output.finish();
}

}  // namespace

CLI::App* add_server_stuck(CLI::App& server, StuckOptions& options) {
  CLI::App* sub = server.add_subcommand("stuck", "Macs whose MDM is alive and whose agent is dead");
  add_pick(*sub, options.pick);
  add_list(*sub, options.list);
  sub->add_flag("--explain", options.explain,
                "all about the Macs that are named: dates, accounts, MDM commands, and why");
  sub->add_option("--to-group", options.group.name,
                  "make a static computer group of this name hold those that are stuck; asked first")
      ->type_name("NAME");
  sub->add_flag("--yes", options.group.yes, "with --to-group: do not ask");
  sub->add_flag("--all", options.all,
                "also Macs that cannot be reached, have just enrolled, or cannot be judged");
  sub->add_flag("--quick", options.quick, "inventory alone: no question about single Macs");
  sub->footer("Example: enrolkit server stuck --since 7d --format csv -o stuck.csv");
  return sub;
}

Exit run_server_stuck(const StuckOptions& options, const ConnectOptions& connect,
                      const ServerContext& context) {
  const bool named = !options.pick.serials.empty() || !options.pick.serials_file.empty();
  if (options.explain && !named)
    return context.complain("--explain: which Mac?\nhint: enrolkit server stuck --explain SERIAL");
  if (options.explain && options.quick) return context.complain("--explain and --quick do not go together");
  if (options.group.yes && options.group.name.empty())
    return context.complain("--yes: it goes with --to-group");
  auto output = ListOutput::begin(options.list, context, "Stuck Macs", stuck_row({}));
  if (!output.ok()) return context.complain(output.error().why);  // before hours of work, not after
  const auto connected = context.connect(connect);
  if (!connected) return Exit::trouble;
  auto scope = scope_of(options.pick, connected->client().session().server_now());
  if (!scope.ok()) return context.complain(scope.error().why);
  jamf::SurveyScope& wanted = scope.value();
  wanted.quick = options.quick;
  wanted.settling = options.all || !options.group.name.empty();
  wanted.whole = options.explain;
  auto looked = jamf::survey(connected->client(), wanted, survey_progress(context));
  if (context.progress) context.progress("");
  if (!looked.ok()) return context.complain(looked.error());
  auto& survey = looked.value();

  std::vector<const Suspect*> shown;
  for (const Suspect& one : survey.suspects)
    if (options.all || !wanted.serials.empty() || is_shown_unasked(one)) shown.push_back(&one);
  const Status written = write_list(output.value(), options, shown, survey, context);
  const Exit gaps = survey.stopped ? context.complain("stopped; this is what was looked at until then")
                                   : tell_gaps(survey, context);
  context.err("enrolkit: " + sum_of_states(survey) + "\n");
  if (!written.ok()) return context.complain(written.error().why);
  if (survey.stopped) return Exit::trouble;
  if (!options.group.name.empty()) {
    // Who is not in such a list would leave the group, and may be stuck.
    if (gaps != Exit::ok) return context.complain("the list is not whole, so the group was not changed");
    if (keep_group(options.group, survey.suspects, connected->client(), context) != Exit::ok)
      return Exit::trouble;
  }
  if (survey.of(MacState::stuck) > 0 && std::any_of(shown.begin(), shown.end(), is_of_conflict))
    context.err("enrolkit: first: enrolkit server conflict (while one stands, repaired Macs break again)\n");
  if (survey.of(MacState::stuck) > 0)
    context.err("enrolkit: next: enrolkit server repair" + as_typed(options.pick) + " --dry-run\n");
  if (survey.of(MacState::stuck) + survey.of(MacState::not_enrolled) > 0) return Exit::finding;
  return survey.of(MacState::unknown) > 0 ? Exit::trouble : gaps;
}

}  // namespace enrolkit
