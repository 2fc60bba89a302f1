#include "core/repair/plan.h"

#include <fmt/format.h>

#include "core/base/installed.h"
#include "core/base/url.h"
#include "core/repair/back_off.h"
#include "core/repair/tampering.h"

namespace enrolkit {
namespace {

using Why = std::optional<std::string>;

// What speaks against running the enrolment settings again. One of which nothing tells is no obstacle: on most Macs nothing
// shows who made the account. What might tell and could not be read is one.
std::optional<Refusal> conflict_of(const RepairFacts& facts) {
  const auto conflict = [](std::string why) {
    return Refusal{RefusalKind::account_conflict, std::move(why), {}};
  };
  switch (facts.conflict.state) {
    case ConflictState::conflict:
    case ConflictState::likely: return conflict(facts.conflict.finding.detail);
    case ConflictState::none: return std::nullopt;
    case ConflictState::unknown: break;
  }
  if (facts.cause == Cause::account_conflict)
    return conflict("the last enrolment met an account conflict, and nothing shows that it is solved");
  if (facts.conflict.unread.empty()) return std::nullopt;
  return Refusal{
      RefusalKind::not_allowed,
      fmt::format("what would show an account conflict could not be read: {}. Where macOS hides it, give "
                  "enrolkit-repair Full Disk Access (profile enrolkit-privacy); Repair.DespiteConflict "
                  "overrides this",
                  facts.conflict.unread),
      {}};
}

Why enrolment_of(const RepairFacts& facts) {
  if (const auto* why = why_unreadable(facts.processes)) {
    return "cannot tell whether one runs: " + *why;
  }
  const auto* processes = value_of(facts.processes);
  return processes != nullptr ? enrolment_under_way(*processes) : std::nullopt;
}

// Whose the Mac is without MDM: where no settings name the server, that is the jamf binary's.
std::string server_here(const RepairFacts& facts) {
  const bool by_settings =
      facts.server_url && facts.other_server && host_of(*facts.server_url) != *facts.other_server;
  return by_settings ? *facts.server_url : "the jamf binary's server";
}

class Planner {
 public:
  Planner(const RepairFacts& facts, const RepairSettings& settings, const PlanRequest& request, Plan& plan)
      : facts_(facts), settings_(settings), request_(request), plan_(plan) {}

  // What forbids any act.
  void refuse(const Standing& standing, const std::vector<JournalEntry>& journal) {
    const auto refuse_if = [&](RefusalKind kind, const Why& why) {
      if (why) plan_.refusals.push_back({kind, *why, std::nullopt});
    };
    const auto when = [](bool is, std::string why) { return is ? Why(std::move(why)) : std::nullopt; };
    refuse_if(RefusalKind::not_root, when(facts_.uid != 0, "a repair must be run as root"));
    refuse_if(RefusalKind::unsafe_permissions, when(!facts_.unsafe.empty(), facts_.unsafe));
    refuse_if(RefusalKind::setup_assistant, facts_.setup_assistant);
    refuse_if(RefusalKind::setup_running, facts_.setup_running);
    refuse_if(RefusalKind::enrolment_running, enrolment_of(facts_));
    refuse_if(RefusalKind::other_server, facts_.other_server
                                             ? Why(fmt::format("MDM belongs to {}, not to {}",
                                                               *facts_.other_server, server_here(facts_)))
                                             : std::nullopt);
    refuse_if(RefusalKind::tampered, tampering_of(facts_, journal));
    const bool used_up = standing.failed >= settings_.attempts;
    refuse_if(RefusalKind::attempts_used_up,
              when(used_up, fmt::format("{} failed for {}: a person must look; then `sudo {} reset`",
                                        standing.failed, plan_.cause, kRepairProgram)));
    refuse_if(RefusalKind::back_off, when(!used_up && standing.next_unix > facts_.now_unix,
                                          fmt::format("the next attempt is due in {}",
                                                      duration_text(standing.next_unix - facts_.now_unix))));
    if (request_.unattended && settings_.window) {
      const Civil now = to_civil(facts_.now);
      refuse_if(RefusalKind::outside_window, when(!settings_.window->holds(now.hour * 60 + now.minute),
                                                  fmt::format("it is {:02}:{:02}", now.hour, now.minute)));
    }
  }

  void consider(const StepNeed& need, const Standing& standing) {
    const auto index = static_cast<std::size_t>(need.step);
    if (standing.tried[index]) {
      plan_.not_needed.push_back({need.step, "it was tried in this run"});
      return;
    }
    const Use use = need.applies(facts_);
    if (!use.helps) {
      (use.possible ? plan_.not_needed : plan_.not_possible).push_back({need.step, use.why});
      return;
    }
    if (const auto why = forbidden(need, standing.exhausted[index])) {
      plan_.blocked.push_back({why->kind, why->why, need.step});
    } else {
      plan_.steps.push_back({need.step, use.why});
    }
  }

 private:
  // Inside a run of jamf the rest is handed on, and waits for that run's end.
  [[nodiscard]] std::optional<Refusal> beside_jamf(Takes takes) const {
    if (takes == Takes::nothing) return std::nullopt;
    const bool daemon = takes == Takes::daemon;
    if (facts_.under_jamf) {
      if (facts_.no_hand_over.empty()) return std::nullopt;
      return Refusal{
          RefusalKind::not_allowed,
          fmt::format("asked for by a run of jamf, whose {} it would take, and it cannot be handed on: {}",
                      daemon ? "daemon" : "own identity", facts_.no_hand_over),
          {}};
    }
    const auto* processes = value_of(facts_.processes);
    if (processes == nullptr) return std::nullopt;  // then everything is refused
    const Why why = daemon ? service_run_under_way(*processes) : run_under_way(*processes);
    return why ? std::optional(Refusal{RefusalKind::jamf_running, *why, {}}) : std::nullopt;
  }

  [[nodiscard]] std::optional<Refusal> forbidden(const StepNeed& need, bool exhausted) const {
    if (!settings_.allowed[static_cast<std::size_t>(need.step)]) {
      return Refusal{RefusalKind::not_allowed,
                     fmt::format("the setting Repair.Steps.{} is false", to_text(need.step)),
                     {}};
    }
    if (need.step > settings_.highest) {
      return Refusal{RefusalKind::not_allowed,
                     fmt::format("the setting Repair.HighestStep is {}: it must be {} or higher",
                                 to_text(settings_.highest), to_text(need.step)),
                     {}};
    }
    if (request_.highest && need.step > *request_.highest) {
      return Refusal{RefusalKind::not_allowed,
                     fmt::format("--highest {} allows no step above it", to_text(*request_.highest)),
                     {}};
    }
    if (need.person && request_.unattended) {
      return Refusal{
          RefusalKind::not_allowed, "it needs a person at the screen, and --unattended asks nobody", {}};
    }
    if (need.judged && (request_.unattended || request_.self_service)) {
      return Refusal{RefusalKind::not_allowed,
                     fmt::format("an administrator must judge whether it is right, and start it: "
                                 "sudo {} --highest {}",
                                 kRepairProgram, to_text(need.step)),
                     {}};
    }
    if (exhausted) {
      return Refusal{RefusalKind::attempts_used_up, "it failed twice in the same way", {}};
    }
    if (need.enrols && !settings_.despite_conflict) {
      if (auto blocked = conflict_of(facts_)) return blocked;
    }
    if (auto blocked = beside_jamf(taken_by(need, facts_))) return blocked;
    if (need.blocked != nullptr) {
      if (auto blocked = need.blocked(facts_)) return blocked;
    }
    if (need.network) {
      const auto* up = value_of(facts_.server_answers);
      if (up == nullptr) {
        const auto* why = why_unreadable(facts_.server_answers);
        return Refusal{RefusalKind::server_unreachable,
                       "it could not be asked: " + (why != nullptr ? *why : std::string("no answer")),
                       {}};
      }
      if (!*up) return Refusal{RefusalKind::server_unreachable, "the Jamf Pro server does not answer", {}};
    }
    return std::nullopt;
  }

  const RepairFacts& facts_;
  const RepairSettings& settings_;
  const PlanRequest& request_;
  Plan& plan_;
};

// All that a run writes bears the cause it set out with, however the Mac looks in the middle.
std::string cause_of_run(const RepairFacts& facts, const std::vector<JournalEntry>& journal,
                         const std::string& run) {
  for (const JournalEntry& entry : journal) {
    if (entry.run == run && (entry.kind == EntryKind::act || entry.kind == EntryKind::handed))
      return entry.cause;
  }
  return cause_of(facts);
}

}  // namespace

Takes taken_by(const StepNeed& need, const RepairFacts& facts) {
  return need.takes != nullptr ? need.takes(facts) : Takes::nothing;
}

bool is_handed_on(const StepNeed& need, const RepairFacts& facts) {
  return facts.under_jamf && taken_by(need, facts) != Takes::nothing;
}

Plan plan_repair(const RepairFacts& facts, std::span<const StepNeed> repair_steps,
                 const RepairSettings& settings, const std::vector<JournalEntry>& journal,
                 const PlanRequest& request) {
  Plan plan;
  if (health_of(facts) == Health::healthy) {
    plan.refusals.push_back({RefusalKind::healthy, "nothing is wrong", std::nullopt});
    return plan;
  }
  plan.cause = cause_of_run(facts, journal, request.run);
  const Standing standing =
      standing_of(journal, plan.cause, request.run, settings.back_off_minutes, facts.now_unix);
  plan.attempts = standing.attempts;
  plan.next_unix = standing.next_unix;
  Planner planner(facts, settings, request, plan);
  planner.refuse(standing, journal);
  for (const StepNeed& need : repair_steps) planner.consider(need, standing);
  return plan;
}

}  // namespace enrolkit
