// What to do about a Mac: pure. From a look, the settings and the journal to steps in order, each with its
// reason, or to refusals, each with its name.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/enum_names.h"
#include "core/repair/facts.h"
#include "core/repair/journal.h"
#include "core/settings/repair_step.h"
#include "core/settings/settings.h"

namespace enrolkit {

enum class RefusalKind : std::uint8_t {
  healthy,
  not_root,
  unsafe_permissions,
  setup_assistant,
  setup_running,
  enrolment_running,
  other_server,
  back_off,
  attempts_used_up,
  outside_window,
  server_unreachable,
  account_conflict,
  jamf_running,
  not_allowed,
  tampered,
};
inline constexpr EnumNames<RefusalKind, 15> kRefusalNames{
    {"healthy", "not-root", "unsafe-permissions", "setup-assistant", "setup-running", "enrolment-running",
     "other-server", "back-off", "attempts-used-up", "outside-window", "server-unreachable",
     "account-conflict", "jamf-running", "not-allowed", "tampered"}};
[[nodiscard]] constexpr std::string_view to_text(RefusalKind kind) { return kRefusalNames[kind]; }

struct Refusal {
  RefusalKind kind = RefusalKind::healthy;
  std::string why;
  std::optional<RepairStep> step;  // nothing: all of them
};

// Whether a step should help, and why, or why not: for a person.
struct Use {
  bool helps = false;
  std::string why;
  bool possible = true;  // false: whether it would help or not, it cannot be taken
};
[[nodiscard]] inline Use use(std::string why) { return {true, std::move(why)}; }
[[nodiscard]] inline Use no_use(std::string why) { return {false, std::move(why)}; }
[[nodiscard]] inline Use impossible(std::string why) { return {false, std::move(why), false}; }

// What a step takes from the runs of jamf. Inside a run such a step is handed on to launchd, and beside one it waits.
enum class Takes : std::uint8_t {
  nothing,
  daemon,    // it ends Jamf's daemon, which some runs come from
  identity,  // every run's: the certificate with which it still has to report
};

// What the planner asks of a step. Pure functions of a look.
struct StepNeed {
  RepairStep step = RepairStep::permissions;
  bool network = false;  // asks the server
  bool enrols = false;   // runs the enrolment settings again: an account conflict would strike again
  bool person = false;   // needs somebody at the screen
  bool judged = false;   // an administrator must have judged that it is right, and is there
  Takes (*takes)(const RepairFacts& facts) = nullptr;  // null: nothing
  Use (*applies)(const RepairFacts& facts) = nullptr;
  // Why it may not be done although it should help; nothing: it may. Null: always.
  std::optional<Refusal> (*blocked)(const RepairFacts& facts) = nullptr;
};

[[nodiscard]] Takes taken_by(const StepNeed& need, const RepairFacts& facts);
// It is not begun here, inside a run of jamf: a launchd job of its own goes on with it once that run has ended.
[[nodiscard]] bool is_handed_on(const StepNeed& need, const RepairFacts& facts);

struct PlanRequest {
  std::string run;                    // of the journal
  bool unattended = false;            // nobody is there: the window holds, and nobody can be asked
  std::optional<RepairStep> highest;  // by flag; never above the settings'
  bool self_service = false;          // who is there pressed a button, and is no administrator
};

struct PlannedStep {
  RepairStep step = RepairStep::permissions;
  std::string why;
};

struct Plan {
  std::string cause;
  std::vector<PlannedStep> steps;       // in order
  std::vector<Refusal> refusals;        // of everything: nothing is done
  std::vector<Refusal> blocked;         // of single steps
  std::vector<PlannedStep> not_needed;  // why they would not help, or are behind us
  std::vector<PlannedStep> not_possible;
  std::int64_t next_unix = 0;  // not before, where the back-off is not over
  int attempts = 0;            // runs that failed for this cause
  [[nodiscard]] bool may_act() const { return refusals.empty() && !steps.empty(); }
};

[[nodiscard]] Plan plan_repair(const RepairFacts& facts, std::span<const StepNeed> repair_steps,
                               const RepairSettings& settings, const std::vector<JournalEntry>& journal,
                               const PlanRequest& request);

}  // namespace enrolkit
