#include "cli/server/repair.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/server/choose.h"
#include "cli/server/context.h"
#include "cli/server/journal_path.h"
#include "cli/server/mac_rows.h"
#include "cli/server/repair_refusal.h"
#include "cli/server/repair_report.h"
#include "core/base/text.h"
#include "jamfpro/repair/repairer.h"

namespace enrolkit {
namespace {

using jamf::RepairEntry;
using jamf::RepairResult;

// Counted, not named: a chat is read by many.
jamf::Notice notice_of(const jamf::RepairRun& run) {
  const std::string of =
      fmt::format("a repair of {} Mac{} ", run.entries.size(), run.entries.size() == 1 ? "" : "s");
  const std::string sum = sum_of_results(run.entries) + ".";
  if (!run.trouble.empty())
    return {"trouble", of + "broke off: " + run.trouble.substr(0, run.trouble.find('\n')) + "; " + sum};
  return {"ended", of + "ended: " + sum};
}

Exit exit_of(const jamf::RepairRun& run, const ServerContext& context) {
  if (!run.trouble.empty()) return context.complain(run.trouble);
  if (run.stopped)
    return context.complain(
        "stopped; what was sent is in the journal\nhint: enrolkit server repair --resume");
  const std::size_t fine =
      count_of(run.entries, RepairResult::repaired) + count_of(run.entries, RepairResult::skipped);
  if (fine == run.entries.size()) return Exit::ok;
  return run.entries.size() == 1 ? Exit::finding : Exit::partial;
}

struct ChosenMacs {
  std::vector<RepairEntry> entries;
  KnownMacs known;
};

std::variant<ChosenMacs, Exit> chosen_macs(const ServerRepairOptions& options, jamf::Client& client,
                                           const ServerContext& context) {
  const auto scope = scope_of(options.pick, client.session().server_now());
  if (!scope.ok()) return context.complain(scope.error().why);
  auto looked = jamf::survey(client, scope.value(), survey_progress(context));
  if (context.progress) context.progress("");
  if (!looked.ok()) return not_started(looked.error(), context);
  auto& survey = looked.value();
  if (survey.stopped) return context.complain("stopped; nothing was sent");
  for (const std::string& note : survey.notes)
    (void)context.complain("could not look into " + printable(note));
  if (options.stuck) {  // on a guess nothing is sent to a Mac that nobody named
    std::erase_if(survey.suspects,
                  [](const jamf::Suspect& one) { return one.verdict.state != jamf::MacState::stuck; });
  }
  ChosenMacs out{choose(survey, options.limit), {}};
  for (jamf::Suspect& one : survey.suspects) {
    std::string id = one.mac.id;
    out.known.emplace(std::move(id), std::move(one));
  }
  return out;
}

// Whose Macs the journal has unfinished. That it cannot be read stops nobody.
KnownMacs known_by_id(const std::vector<RepairEntry>& entries, jamf::Client& client) {
  std::vector<std::string> ids;
  for (const RepairEntry& entry : entries) ids.push_back(entry.id);
  KnownMacs out;
  auto macs = client.computers_with("id", ids, true);
  if (!macs.ok()) return out;
  for (jamf::Computer& mac : macs.value()) {
    jamf::Suspect one;
    one.mac = std::move(mac);
    std::string id = one.mac.id;
    out.emplace(std::move(id), std::move(one));
  }
  return out;
}

// The times of the run that is resumed, where the options say nothing.
Status take_up_limits(const ServerRepairOptions& options, jamf::Journal& journal, jamf::RepairPlan& plan) {
  const auto read = journal.limits();
  if (!read.ok()) return read.error();
  const std::optional<jamf::RunLimits>& limits = read.value();
  if (!limits) return {};
  if (options.wait.empty()) plan.times.wait = limits->wait;
  if (options.settle.empty()) plan.times.settle = limits->settle;
  if (options.poll.empty()) plan.poll = limits->poll;
  if (options.per_minute == 0) plan.per_minute = limits->per_minute;
  return {};
}

// A dry run leaves no journal behind, and reads one that is there. True: what was sent before is known.
bool know_what_was_sent(const ServerRepairOptions& options, const std::string& server,
                        std::vector<RepairEntry>& entries, const ServerContext& context) {
  const auto path = journal_path(options.journal, server);
  if (!path.ok() || !is_there(path.value())) return true;
  const auto opened = jamf::Journal::open(path.value(), server);
  const Status read = opened.ok() ? take_up_sent(*opened.value(), entries) : Status(opened.error());
  if (read.ok()) return true;
  (void)context.complain("what was sent before is not known: " + read.error().why);
  return false;
}

Exit run_with(jamf::Journal& journal, const ServerRepairOptions& options, const jamf::RepairPlan& plan,
              jamf::Client& client, ChosenMacs chosen, const ServerContext& context) {
  if (options.resume || count_of(chosen.entries, RepairResult::none) > 0) {  // else the last run's stay
    const Status kept = journal.keep_limits({plan.times.wait, plan.times.settle, plan.poll, plan.per_minute});
    if (!kept.ok()) return not_started(kept.error().why, context);
  }
  auto output = ListOutput::begin(options.list, context, "Repair of stuck Macs", repair_row({}, nullptr));
  if (!output.ok()) return context.complain(output.error().why);
  RepairReport report(std::move(output).value(), std::move(chosen.known), plan.times.wait, context);
  jamf::Repairer repairer(client, journal, plan, report.events());
  const jamf::RepairRun run = options.resume ? repairer.resume() : repairer.run(std::move(chosen.entries));
  if (context.progress) context.progress("");
  context.err("enrolkit: " + sum_of_results(run.entries) + "\n");
  if (run.left > 0)
    context.err(
        fmt::format("enrolkit: unfinished of earlier runs: {}; enrolkit server repair --resume\n", run.left));
  if (context.notify && !run.stopped) context.notify(notice_of(run));  // who stopped it is there
  const Status written = report.finish();
  const Exit exit = exit_of(run, context);
  context.err(next_after(run.entries));
  return written.ok() ? exit : context.complain(written.error().why);
}

// `conflict`: how the question about it ended, where it is in the way.
Exit dry_run(const ServerRepairOptions& options, const jamf::RepairPlan& plan, ChosenMacs chosen,
             std::optional<Exit> conflict, const ServerContext& context) {
  auto output = ListOutput::begin(options.list, context, "Repair of stuck Macs", repair_row({}, nullptr));
  if (!output.ok()) return context.complain(output.error().why);
  RepairReport report(std::move(output).value(), std::move(chosen.known), plan.times.wait, context);
  report.would_send(chosen.entries, plan,
                    !conflict                    ? ""
                    : *conflict == Exit::finding ? ", were it not for the conflict"
                                                 : ", were it known that no conflict stands");
  const Status written = report.finish();
  return written.ok() ? Exit::ok : context.complain(written.error().why);
}

Exit resume(const ServerRepairOptions& options, jamf::RepairPlan plan, jamf::Client& client,
            jamf::Journal& journal, const std::string& path, const ServerContext& context) {
  if (const Status limits = take_up_limits(options, journal, plan); !limits.ok())
    return context.complain(limits.error().why);
  const auto open = journal.unfinished();
  if (!open.ok()) return context.complain(open.error().why);
  const std::vector<RepairEntry>& entries = open.value();
  if (entries.empty()) {
    context.err("enrolkit: nothing is unfinished in " + printable(path) + "\n");
    return Exit::ok;
  }
  const std::size_t count = to_be_sent(entries);
  if (count > 0 && !options.despite_conflict) {
    if (const auto exit = conflict_in_the_way(client, "nothing was sent", context)) return *exit;
  }
  if (const auto exit = refusal(options, client, entries, plan, context)) return *exit;
  return run_with(journal, options, plan, client, {{}, known_by_id(entries, client)}, context);
}

Exit repair(const ServerRepairOptions& options, jamf::RepairPlan plan, const ConnectOptions& connect,
            const ServerContext& context) {
  const auto connected = context.connect(connect);
  if (!connected) return Exit::trouble;
  jamf::Client& client = connected->client();
  ChosenMacs chosen;
  if (!options.resume) {
    std::optional<Exit> conflict;
    if (!options.despite_conflict)
      conflict = conflict_in_the_way(client, options.dry_run ? "nothing would be sent" : "nothing was sent",
                                     context);
    if (conflict && !options.dry_run) return *conflict;
    auto answer = chosen_macs(options, client, context);
    if (const auto* exit = std::get_if<Exit>(&answer)) return *exit;
    chosen = std::move(std::get<ChosenMacs>(answer));
    if (options.dry_run) {
      const bool known = know_what_was_sent(options, connected->name(), chosen.entries, context);
      if (const auto exit = refusal(options, client, chosen.entries, plan, context)) return *exit;
      const Exit exit = dry_run(options, plan, std::move(chosen), conflict, context);
      return exit != Exit::ok ? exit : known ? conflict.value_or(exit) : Exit::trouble;
    }
  }
  const auto path = journal_path(options.journal, connected->name());
  if (!path.ok()) return not_started(path.error().why, context);
  if (options.resume && !is_there(path.value())) {
    return not_started(printable(path.value()) +
                           ": there is no journal, so nothing can be resumed\nhint: "
                           "--journal FILE, as the run had it",
                       context);
  }
  const auto opened = jamf::Journal::open(path.value(), connected->name());
  if (!opened.ok()) return not_started(opened.error().why, context);
  jamf::Journal& journal = *opened.value();
  if (const auto minutes = client.check_in_minutes(); options.settle.empty() && minutes.ok())
    plan.times.settle = std::int64_t{60} * minutes.value() + 300;
  if (options.resume) return resume(options, plan, client, journal, path.value(), context);
  if (const Status sent = take_up_sent(journal, chosen.entries); !sent.ok())
    return not_started(sent.error().why, context);
  if (const auto exit = refusal(options, client, chosen.entries, plan, context)) return *exit;
  return run_with(journal, options, plan, client, std::move(chosen), context);
}

}  // namespace

Exit run_server_repair(const ServerRepairOptions& options, const ConnectOptions& connect,
                       const ServerContext& context) {
  if (const std::string fault = fault_of(options); !fault.empty()) return context.complain(fault);
  jamf::RepairPlan plan;
  if (const std::string fault = set_times(options, plan); !fault.empty()) return context.complain(fault);
  if (const Status second = plan_second(options.second, plan); !second.ok())
    return context.complain(second.error().why);
  const auto url = notify_url_of(options.notify);
  if (!url.ok()) return context.complain(url.error().why);
  const auto notifier = open_notifier(url.value(), options.notify, connect);
  if (!notifier.ok()) return context.complain(notifier.error().why);
  ServerContext noting = context;
  if (options.dry_run) {
    noting.notify = nullptr;  // it repairs nothing
  } else if (notifier.value()) {
    noting.notify = [&](const jamf::Notice& notice) {
      if (const Status sent = notifier.value()->send(notice); !sent.ok())
        (void)context.complain(sent.error().why);
    };
  }
  return repair(options, std::move(plan), connect, noting);
}

}  // namespace enrolkit
