#include "policies/terms.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/base/installed.h"
#include "core/enrolment/cause.h"
#include "policies/steps/steps.h"

namespace enrolkit {
namespace {

struct Term {
  RefusalKind kind;
  std::string_view meaning;
  // What to do, with {repair} for this program; empty: the reason itself says what is missing.
  std::string_view first;
};
constexpr std::array<Term, kRefusalNames.size()> kTerms{{
    {RefusalKind::healthy, "nothing is wrong", "nothing is wrong"},
    {RefusalKind::not_root, "this does not run as root", "run it as root: sudo {repair}"},
    {RefusalKind::unsafe_permissions, "others than root may write what root would use", ""},
    {RefusalKind::setup_assistant, "Setup Assistant owns the Mac", "first finish Setup Assistant"},
    {RefusalKind::setup_running, "Setup Manager began, and has not finished",
     "first let Setup Manager finish, or restart the Mac"},
    {RefusalKind::enrolment_running, "an enrolment is under way, or may be", "first let the enrolment end"},
    {RefusalKind::other_server, "MDM belongs to another server",
     "first settle which Jamf Pro server this Mac belongs to"},
    {RefusalKind::back_off, "the last attempt failed a short while ago",
     "wait for the next attempt, or look yourself and then run sudo {repair} reset"},
    {RefusalKind::attempts_used_up, "it failed too often",
     "first look yourself, then run sudo {repair} reset"},
    {RefusalKind::outside_window, "unattended, and outside the time window (Repair.Window)",
     "wait for the time window (Repair.Window)"},
    {RefusalKind::server_unreachable, "the Jamf Pro server does not answer",
     "first let this Mac reach its Jamf Pro server"},
    {RefusalKind::account_conflict, "the Management Account and a local administrator have one name",
     "first give the two accounts different names in Jamf Pro: enrolkit server conflict"},
    {RefusalKind::jamf_running, "a run of jamf would lose its identity or its daemon",
     "first let the run of jamf end"},
    {RefusalKind::not_allowed, "something is missing, or a setting or an option forbids it", ""},
    {RefusalKind::tampered, "somebody undoes what a repair does",
     "first find who undoes it, then run sudo {repair} reset"},
}};

constexpr bool terms_are_in_order() {
  for (std::size_t i = 0; i < kTerms.size(); ++i) {
    if (static_cast<std::size_t>(kTerms[i].kind) != i) return false;
  }
  return true;
}
static_assert(terms_are_in_order());

const Term& term_of(RefusalKind kind) { return kTerms[static_cast<std::size_t>(kind)]; }

std::string first_of(const Refusal& refusal) {
  const std::string_view first = term_of(refusal.kind).first;
  return first.empty() ? refusal.why : fmt::format(fmt::runtime(first), fmt::arg("repair", kRepairProgram));
}

}  // namespace

std::string terms_text() {
  std::string text = "Steps, the least invasive first:\n";
  for (const StepPolicy* policy : repair_steps())
    text += fmt::format("  {:<19} {}\n", to_text(policy->need.step), policy->does);
  text +=
      "A report names the cause, then each step: it would be taken, is blocked, is not needed, or is not possible.\n"
      "Reasons for which a whole run is refused, or a single step is blocked:\n";
  for (const Term& term : kTerms) text += fmt::format("  {:<19} {}\n", to_text(term.kind), term.meaning);
  text.pop_back();
  return text;
}

std::string what_first(const Plan& plan) {
  if (!plan.refusals.empty()) return first_of(plan.refusals.front());
  if (plan.blocked.empty())
    return fmt::format("no step is left that would help: sudo {} all says what is wrong", kEaProgram);
  // Where an account conflict is in the way, what else is missing does not matter yet.
  const auto conflict = std::find_if(plan.blocked.begin(), plan.blocked.end(), [](const Refusal& refusal) {
    return refusal.kind == RefusalKind::account_conflict;
  });
  if (conflict != plan.blocked.end()) return first_of(*conflict);
  const std::string first = first_of(plan.blocked.front());
  // The server brings back what no step here can, and some reasons say so themselves.
  constexpr std::string_view kServers = "enrolkit server repair";
  const bool missing = plan.cause == to_text(Cause::framework_missing) || plan.cause == "framework:Missing";
  if (!missing || first.find(kServers) != std::string::npos) return first;
  return fmt::format("have MDM install Jamf's framework again: {} SERIAL (here: {})", kServers, first);
}

std::string verdict_without_acts(const Plan& plan, bool dry_run) {
  if (plan.may_act()) {
    return fmt::format("It would begin with {}, and look again after each step",
                       to_text(plan.steps.front().step));
  }
  return fmt::format("{}: {}", dry_run ? "Nothing would be done" : "Nothing was done", what_first(plan));
}

}  // namespace enrolkit
