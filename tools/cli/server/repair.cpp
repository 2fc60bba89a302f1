#include "cli/server/repair.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/server/choose.h"
#include "cli/server/context.h"
#include "cli/server/journal_path.h"
#include "core/base/finding_json.h"
#include "core/base/text.h"
#include "jamfpro/conflict/standing.h"
#include "jamfpro/repair/repairer.h"
#include "run/streams.h"

namespace enrolkit {
namespace {

using jamf::RepairEntry;
using jamf::RepairResult;

std::string line_of(const RepairEntry& entry) {
  return fmt::format("{:<14}  {:<12} {}{}\n", printable(entry.serial), to_text(entry.final),
                     printable(entry.name),
                     entry.why.empty() ? "" : (entry.name.empty() ? "" : ": ") + printable(entry.why));
}

std::string json_of(const RepairEntry& entry) {
  return dump({{"schema", "enrolkit.server-repair/2"},
               {"serial", entry.serial},
               {"name", entry.name},
               {"id", entry.id},
               {"state", to_text(entry.final)},
               {"why", entry.why},
               {"command", entry.uuid},
               {"sent", entry.started == 0 ? nlohmann::ordered_json(nullptr)
                                           : nlohmann::ordered_json(jamf::utc_text(entry.started))}},
              -1) +
         "\n";
}

std::size_t count_of(const std::vector<RepairEntry>& entries, RepairResult final) {
  return static_cast<std::size_t>(std::count_if(
      entries.begin(), entries.end(), [&](const RepairEntry& entry) { return entry.final == final; }));
}

std::string sum(const std::vector<RepairEntry>& entries) {
  std::string out;
  for (const RepairResult final : {RepairResult::repaired, RepairResult::not_repaired, RepairResult::pending,
                                   RepairResult::refused, RepairResult::skipped}) {
    if (count_of(entries, final) == 0 && final != RepairResult::repaired) continue;
    out += fmt::format("{}{} {}", out.empty() ? "" : ", ", count_of(entries, final), to_text(final));
  }
  const std::size_t open = count_of(entries, RepairResult::none);
  return open == 0 ? out : out + fmt::format(", {} unfinished", open);
}

jamf::RepairEvents events(bool json, const ServerContext& context) {
  const bool live = static_cast<bool>(context.progress);
  jamf::RepairEvents out;
  out.sent = [=, &context](const RepairEntry& entry) {
    if (!live) context.err(fmt::format("enrolkit: {}: sent\n", printable(entry.serial)));
  };
  out.followed = [=, &context](const RepairEntry& entry) {
    if (!live)
      context.err(fmt::format("enrolkit: {}: second stage done, waiting\n", printable(entry.serial)));
  };
  out.refused = [=, &context](const RepairEntry& entry, jamf::RepairAct act, const std::string& why) {
    if (live) context.progress("");
    (void)context.complain(fmt::format("{}: {}: {}", printable(entry.serial), to_text(act), why));
  };
  out.ended = [=, &context](const RepairEntry& entry) {
    if (live) context.progress("");
    context.out(json ? json_of(entry) : line_of(entry));
  };
  out.looked = [=, &context](const std::vector<RepairEntry>& entries) {
    if (live) context.progress(sum(entries) + " ");
  };
  return out;
}

// 1 and a line when the conflict still stands: what is repaired today would be broken at the next enrolment.
std::optional<Exit> conflict_in_the_way(jamf::Client& client, const ServerContext& context) {
  const auto asked = jamf::conflict_standing(client);
  if (!asked.ok()) return context.complain(asked.error());
  const jamf::ConflictStanding& conflict = asked.value();
  if (conflict.surely_not()) return std::nullopt;
  if (!conflict.stands) {
    return context.complain(fmt::format(
        "{} of {} PreStages cannot be judged, so the account conflict may stand: nothing was sent\nhint: enrolkit "
        "server conflict; or --despite-conflict",
        conflict.unknown, conflict.prestages));
  }
  (void)context.complain(
      "the account conflict stands, and would break the Macs again: nothing was sent\nhint: enrolkit server "
      "conflict; or "
      "--despite-conflict");
  return Exit::finding;
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

std::variant<std::vector<RepairEntry>, Exit> chosen_macs(const ServerRepairOptions& options,
                                                         jamf::Client& client, const ServerContext& context) {
  const auto scope = scope_of(options.pick, client.session().server_now());
  if (!scope.ok()) return context.complain(scope.error().why);
  auto looked = jamf::survey(client, scope.value());
  if (!looked.ok()) return context.complain(looked.error());
  auto& survey = looked.value();
  if (survey.stopped) return context.complain("stopped; nothing was sent");
  for (const std::string& note : survey.notes)
    (void)context.complain("could not look into " + printable(note));
  if (options.stuck) {  // on a guess nothing is sent to a Mac that nobody named
    std::erase_if(survey.suspects,
                  [](const jamf::Suspect& one) { return one.verdict.state != jamf::MacState::stuck; });
  }
  return choose(survey, options.limit);
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

// Said before anybody is asked. That it cannot be read stops nobody: it is said as well.
void tell_what_is_cleared(jamf::Client& client, const ServerContext& context) {
  const auto cleared = client.cleared_by_reenrolment();
  if (!cleared.ok()) {
    (void)context.complain("what a new enrolment clears on the server is not known: " +
                           brief(cleared.error()));
  } else if (!cleared.value().empty()) {
    context.err("enrolkit: a Mac that enrols again loses on the server: " + printable(cleared.value()) +
                "\n");
  }
}

void print_dry_run(const std::vector<RepairEntry>& entries, const jamf::RepairPlan& plan,
                   const ServerContext& context) {
  for (const RepairEntry& entry : entries) {
    context.out(entry.final == RepairResult::none
                    ? fmt::format("{:<14}  would be sent the management framework{}\n",
                                  printable(entry.serial), second_in_words(plan))
                    : line_of(entry));
  }
}

// What stands against sending to so many Macs, asked in the same way by a start and by a resumed run.
std::optional<Exit> refusal(const ServerRepairOptions& options, jamf::Client& client, std::size_t count,
                            const ServerContext& context) {
  if (count == 0) return std::nullopt;
  tell_what_is_cleared(client, context);
  if (options.dry_run) return std::nullopt;
  if (const auto why = refusal_to_start(options, count, context)) return context.complain(*why);
  return std::nullopt;
}

Exit run_with(jamf::Journal& journal, const ServerRepairOptions& options, const jamf::RepairPlan& plan,
              jamf::Client& client, std::vector<RepairEntry> entries, const ServerContext& context) {
  const Status kept = journal.keep_limits({plan.times.wait, plan.times.settle, plan.poll, plan.per_minute});
  if (!kept.ok()) return context.complain(kept.error().why);
  jamf::Repairer repairer(client, journal, plan, events(options.json, context));
  const jamf::RepairRun run = repairer.run(std::move(entries));
  if (context.progress) context.progress("");
  context.err("enrolkit: " + sum(run.entries) + "\n");
  return exit_of(run, context);
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
    if (const auto exit = conflict_in_the_way(client, context)) return *exit;
  }
  if (const auto exit = refusal(options, client, count, context)) return *exit;
  return run_with(journal, options, plan, client, {}, context);
}

}  // namespace

Exit run_server_repair(const ServerRepairOptions& options, const ConnectOptions& connect,
                       const ServerContext& context) {
  if (const std::string fault = fault_of(options); !fault.empty()) return context.complain(fault);
  jamf::RepairPlan plan;
  if (const std::string fault = set_times(options, plan); !fault.empty()) return context.complain(fault);
  if (const Status second = plan_second(options.second, plan); !second.ok())
    return context.complain(second.error().why);
  const auto connected = context.connect(connect);
  if (!connected) return Exit::trouble;
  jamf::Client& client = connected->client();
  std::vector<RepairEntry> entries;
  if (!options.resume) {
    if (!options.despite_conflict) {
      if (const auto exit = conflict_in_the_way(client, context)) return *exit;
    }
    auto chosen = chosen_macs(options, client, context);
    if (const auto* exit = std::get_if<Exit>(&chosen)) return *exit;
    entries = std::move(std::get<std::vector<RepairEntry>>(chosen));
    if (const auto exit = refusal(options, client, to_be_sent(entries), context)) return *exit;
    if (options.dry_run) {
      print_dry_run(entries, plan, context);
      return Exit::ok;
    }
  }
  const auto path = journal_path(options.journal, connected->name());
  if (!path.ok()) return context.complain(path.error().why);
  const auto opened = jamf::Journal::open(path.value(), connected->name());
  if (!opened.ok()) return context.complain(opened.error().why);
  jamf::Journal& journal = *opened.value();
  if (const auto minutes = client.check_in_minutes(); options.settle.empty() && minutes.ok())
    plan.times.settle = std::int64_t{60} * minutes.value() + 300;
  if (options.resume) return resume(options, plan, client, journal, path.value(), context);
  return run_with(journal, options, plan, client, std::move(entries), context);
}

}  // namespace enrolkit
