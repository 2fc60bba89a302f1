#include "policies/repair.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.h"
#include "core/repair/back_off.h"
#include "core/repair/plan.h"
#include "policies/begin.h"
#include "policies/hand_over.h"
#include "policies/perform.h"
#include "policies/plan_text.h"
#include "policies/steps/steps.h"
#include "policies/store.h"
#include "policies/terms.h"
#include "policies/windows.h"

namespace enrolkit {
namespace {

Exit exit_without_repair(const Plan& plan, const RepairFacts& facts) {
  for (const Refusal& refusal : plan.refusals) {
    if (refusal.kind == RefusalKind::not_root) return Exit::trouble;
  }
  const bool known = health_of(facts) == Health::unhealthy || !plan.refusals.empty() || !plan.steps.empty();
  return known ? Exit::finding : Exit::trouble;
}

std::vector<std::string> enabled_since(const RepairFacts& before, const RepairFacts& after) {
  std::vector<std::string> labels;
  for (const Job& was : before.jobs) {
    const bool is = std::any_of(after.jobs.begin(), after.jobs.end(), [&](const Job& job) {
      return job.file.label == was.file.label && value_of(job.disabled) != nullptr && !job.is_disabled();
    });
    if (was.is_disabled() && is) labels.push_back(was.file.label);
  }
  return labels;
}

const Refusal* find_refusal(const Plan& plan, RefusalKind kind) {
  const auto it = std::find_if(plan.refusals.begin(), plan.refusals.end(),
                               [kind](const Refusal& refusal) { return refusal.kind == kind; });
  return it == plan.refusals.end() ? nullptr : &*it;
}

class Run {
 public:
  Run(const Host& host, HostWriter* writer, const RepairSettings& settings, const RepairOptions& options,
      const Say& say)
      : host_(host),
        writer_(writer),
        settings_(settings),
        options_(options),
        say_(say),
        store_(host, writer) {
    if (options.self_service && writer != nullptr) windows_ = Windows(host, *writer, settings);
  }

  Exit go() {
    const Begun begun = begin_run(host_, writer_, options_, store_);
    if (begun.why_not) {
      say_(fmt::format("Nothing was done: {}", *begun.why_not));
      return begun.exit;
    }
    if (!begun.note.empty()) say_("Note: " + begun.note);
    if (options_.if_needed) {
      const RepairFacts files = read_file_facts(host_, options_.self);
      // What the files speak against is looked at whole, even where no step of theirs applies: a disabled job, say.
      if (health_of(files) == Health::healthy && verdict_of(files).health == Health::healthy)
        return healthy(files);
    }
    RepairFacts facts = read_repair_facts(host_, options_.self);
    Plan plan = plan_for(facts);
    if (health_of(facts) == Health::healthy) return healthy(facts);
    if (writer_ == nullptr || !plan.may_act()) return without_acts(plan, facts);
    if (!options_.handed_over && !windows_.agreed()) return put_off(plan);
    windows_.progress();
    while (plan.may_act()) {
      const RepairStep step = plan.steps.front().step;
      if (is_handed_on(policy_of(step).need, facts)) return hand_on(plan);
      say_(fmt::format("{}: {} ({})", to_text(step), policy_of(step).does, plan.steps.front().why));
      if (!act(step, plan, facts)) return Exit::trouble;
      if (health_of(facts) == Health::healthy) break;
      plan = plan_for(facts);
    }
    return ended(plan, facts);
  }

 private:
  // The rest, in a launchd job of its own.
  Exit hand_on(const Plan& plan) {
    if (!note(entry(EntryKind::handed, plan.cause))) return Exit::trouble;
    const auto log = [&](std::string_view text) { store_.log(fmt::format("hand over: {}", text)); };
    if (const auto failure = perform(hand_over(options_), host_, *writer_, log).failure) {
      JournalEntry line = entry(EntryKind::end, plan.cause);
      line.outcome = StepOutcome::failed;
      line.detail = *failure;
      say_(fmt::format("Not repaired: not handed to launchd: {}", *failure));
      return note(line) ? Exit::finding : Exit::trouble;
    }
    say_(
        "Handed to launchd: it goes on when this run of jamf has ended, and the attribute repair says what "
        "came of it");
    return Exit::finding;
  }

  Exit put_off(const Plan& plan) {
    JournalEntry line = entry(EntryKind::end, plan.cause);
    line.outcome = StepOutcome::cancelled;
    say_("Put off by the user: nothing was done");
    return note(line) ? Exit::ok : Exit::trouble;
  }

  Plan plan_for(const RepairFacts& facts) const {
    return plan_repair(facts, needs(), settings_, store_.entries(),
                       {options_.run, options_.unattended, options_.highest, options_.self_service});
  }

  JournalEntry entry(EntryKind kind, const std::string& cause) const {
    JournalEntry made;
    made.kind = kind;
    made.at_unix = host_.now_unix();
    made.run = options_.run;
    made.cause = cause;
    made.jitter = options_.jitter;
    return made;
  }

  // False: the journal cannot be written, and nothing more may be done.
  bool note(const JournalEntry& line) {
    if (const Status done = store_.add(line); !done.ok()) {
      say_(fmt::format("Not repaired: the journal cannot be written, so nothing more is done: {}",
                       done.error().why));
      store_.log("the journal cannot be written: " + done.error().why);
      return false;
    }
    return true;
  }

  // One step, and a new look after it.
  bool act(RepairStep step, const Plan& plan, RepairFacts& facts) {
    const StepPolicy& policy = policy_of(step);
    JournalEntry line = entry(EntryKind::act, plan.cause);
    line.step = step;
    if (!note(line)) return false;
    const auto log = [&](std::string_view text) { store_.log(fmt::format("{}: {}", to_text(step), text)); };
    const Performed performed = perform(policy.acts(facts), host_, *writer_, log);
    const auto& failure = performed.failure;
    if (policy.settle.count() > 0 && !performed.done.empty()) writer_->pause(policy.settle);
    RepairFacts after = read_repair_facts(host_, options_.self);
    constexpr std::chrono::seconds kNap{30};
    for (auto rest = policy.patience; rest.count() > 0 && !failure && !policy.proven(facts, after);
         rest -= kNap) {
      writer_->pause(kNap);
      after = read_repair_facts(host_, options_.self);
    }
    line = entry(EntryKind::result, plan.cause);
    line.step = step;
    const auto undone =
        policy.turned_back != nullptr ? policy.turned_back(performed.done, after) : std::nullopt;
    const auto* answers = value_of(after.server_answers);
    const bool lost = policy.need.network && answers != nullptr && !*answers;
    line.outcome = undone                                ? StepOutcome::tampered
                   : health_of(after) == Health::healthy ? StepOutcome::repaired
                   : policy.proven(facts, after)         ? StepOutcome::helped
                   : lost                                ? StepOutcome::unreachable
                   : failure                             ? StepOutcome::failed
                                                         : StepOutcome::no_effect;
    lost_ = line.outcome == StepOutcome::unreachable;
    line.detail = undone ? *undone : *line.outcome == StepOutcome::failed ? *failure : "";
    if (step == RepairStep::reload_daemons) line.enabled = enabled_since(facts, after);
    facts = std::move(after);
    std::string text = fmt::format("{}: {}", to_text(step), to_text(*line.outcome));
    if (!line.detail.empty()) text += ", " + line.detail;
    for (const std::string& label : line.enabled)
      text += fmt::format("; {} was disabled, and is enabled", label);
    say_(text);
    store_.log(text);
    return note(line);
  }

  Exit healthy(const RepairFacts& facts) {
    // A repair by other hands makes history of our failures, too.
    const auto& entries = store_.entries();
    if (store_.keeps() && since_last_repair(entries) < entries.size())
      (void)note(entry(EntryKind::found_healthy, ""));
    save(facts);
    const Assessment all = verdict_of(facts);
    windows_.result(all.health == Health::healthy);
    return conclude("Healthy: nothing to do", "Nothing to do for a step", all);
  }

  // The last line. No word is better than the verdict on the Mac: no step mends an account conflict, for one.
  Exit conclude(std::string_view well, std::string_view otherwise, const Assessment& all) const {
    if (all.health == Health::healthy) {
      say_(std::string(well));
      return Exit::ok;
    }
    for (const Gap& gap : gaps_together(all.gaps)) {
      say_(fmt::format("not known: {}: {} ({})", gap.finding, printable(gap.why), gap.how));
    }
    say_(fmt::format("{}; the verdict on this Mac: {}", otherwise, all.headline));
    return exit_of(all.health);
  }

  // Only what a contact has proven is worth keeping.
  void save(const RepairFacts& facts) {
    if (!facts.contact) return;
    if (const Status done = store_.back_up(facts); !done.ok()) {
      say_(fmt::format("the keychain was not saved: {}", done.error().why));
      store_.log("the keychain was not saved: " + done.error().why);
    }
  }

  Exit without_acts(const Plan& plan, const RepairFacts& facts) {
    const std::string names = refusal_names(plan);
    for (const std::string& line : plan_text(plan, facts, options_, writer_ == nullptr)) say_(line);
    if (health_of(facts) == Health::unknown) {
      for (const std::string& line : unknown_text(facts)) {
        say_(line);
        store_.log(line);
      }
    }
    const bool by_journal =
        std::all_of(plan.refusals.begin(), plan.refusals.end(), [](const Refusal& refusal) {
          return refusal.kind == RefusalKind::back_off || refusal.kind == RefusalKind::attempts_used_up;
        });
    // What the journal itself forbids need not stand in it; and the same refusal stands there once.
    const bool noted = !store_.entries().empty() && store_.entries().back().kind == EntryKind::refused &&
                       store_.entries().back().detail == names;
    if (!noted && !names.empty() && (plan.refusals.empty() || !by_journal)) refused(plan, names);
    say_(verdict_without_acts(plan, writer_ == nullptr));
    windows_.result(false);
    return exit_without_repair(plan, facts);
  }

  void refused(const Plan& plan, const std::string& names) {
    JournalEntry line = entry(EntryKind::refused, plan.cause);
    line.detail = names;
    if (!store_.add(line).ok()) return;  // a dry run, or not root: then it is said, and not kept
    store_.log("refused: " + names);
  }

  Exit ended(const Plan& plan, const RepairFacts& facts) {
    const bool repaired = health_of(facts) == Health::healthy;
    JournalEntry line = entry(EntryKind::end, plan.cause);
    line.outcome = repaired ? StepOutcome::repaired : lost_ ? StepOutcome::unreachable : StepOutcome::failed;
    const Refusal* tampered = find_refusal(plan, RefusalKind::tampered);
    if (!repaired && tampered != nullptr) {
      line.outcome = StepOutcome::tampered;
      line.cause = to_text(Cause::tampered);
      line.detail = tampered->why;
    }
    const bool noted = note(line);
    if (repaired) {
      save(facts);
      windows_.result(true);
      constexpr std::string_view kRepaired = "Repaired: proven by a new look";
      const Exit exit = conclude(kRepaired, kRepaired, verdict_of(facts));
      return noted ? exit : Exit::trouble;
    }
    for (const std::string& text : plan_text(plan, facts, options_, false)) say_(text);
    windows_.result(false);
    say_(fmt::format("Not repaired: {}: {}", tampered != nullptr ? line.cause : cause_of(facts),
                     what_first(plan)));
    return exit_without_repair(plan, facts);
  }

  const Host& host_;
  HostWriter* writer_;
  const RepairSettings& settings_;
  const RepairOptions& options_;
  const Say& say_;
  Store store_;
  bool lost_ = false;  // the server, in the last step
  Windows windows_;
};

}  // namespace

Exit repair(const Host& host, HostWriter* writer, const RepairSettings& settings,
            const RepairOptions& options, const Say& say) {
  return Run(host, writer, settings, options, say).go();
}

}  // namespace enrolkit
