// The planner over a list of steps of two steps, so that each refusal is seen alone. The real list of steps:
// policies/plan_test.
#include "core/repair/plan.h"

#include <gtest/gtest.h>

#include <functional>

namespace enrolkit {
namespace {

std::optional<std::string> always(const RepairLook& /*look*/) { return "it helps"; }

const std::vector<StepNeed> kStepNeeds{
    {.step = RepairStep::permissions, .applies = always},
    {.step = RepairStep::check_in, .network = true, .applies = always},
    {.step = RepairStep::enrol, .network = true, .enrols = true, .exclusive = true, .applies = always},
    {.step = RepairStep::renew_enrolment, .enrols = true, .person = true, .applies = always},
};

// Broken, and everything allowed.
RepairLook broken() {
  RepairLook look;
  look.now = *parse_local_time("2026-03-02 12:00:00");
  look.now_unix = look.now.seconds;
  look.whole = true;
  look.cause = Cause::signature_lost;
  look.signature.id = "device-signature";
  look.signature.code = "Broken";
  look.signature.health = Health::unhealthy;
  look.conflict.code = "None";
  look.mdm.health = Health::healthy;
  look.processes = std::vector<Process>{};
  look.server = true;
  return look;
}

RepairSettings settings() {
  RepairSettings all = Settings{}.repair();
  all.highest = RepairStep::renew_enrolment;
  return all;
}

std::string shown(const Plan& plan) {
  std::string text;
  for (const PlannedStep& step : plan.steps) text += std::string(to_text(step.step)) + " ";
  for (const Refusal& refusal : plan.refusals) text += "!" + std::string(to_text(refusal.kind)) + " ";
  for (const Refusal& refusal : plan.blocked) {
    text += std::string(to_text(*refusal.step)) + "=" + std::string(to_text(refusal.kind)) + " ";
  }
  return text;
}

struct Case {
  const char* name;
  std::function<void(RepairLook&, RepairSettings&, PlanRequest&)> change;
  const char* says;
};

constexpr const char* kAll = "permissions check-in enrol renew-enrolment ";

TEST(RepairPlan, EachRefusalByItsName) {
  const std::vector<Case> cases{
      {"all is well to go", [](auto&, auto&, auto&) {}, kAll},
      {"not root", [](auto& look, auto&, auto&) { look.uid = 501; },
       "permissions check-in enrol renew-enrolment !not-root "},
      {"unsafe", [](auto& look, auto&, auto&) { look.unsafe = "x"; },
       "permissions check-in enrol renew-enrolment !unsafe-permissions "},
      {"inside a run of jamf, whose rest launchd may take",
       [](auto& look, auto&, auto&) { look.under_jamf = true; }, kAll},
      {"inside a run of jamf",
       [](auto& look, auto&, auto&) {
         look.under_jamf = true;
         look.no_hand_over = "x";
       },
       "permissions check-in renew-enrolment enrol=not-allowed "},
      {"beside a run of jamf",
       [](auto& look, auto&, auto&) {
         look.processes =
             std::vector<Process>{{7, 1, "/usr/local/jamf/bin/jamf", std::vector<std::string>{"policy"}, 0}};
       },
       "permissions check-in renew-enrolment enrol=jamf-running "},
      {"Setup Assistant", [](auto& look, auto&, auto&) { look.setup_assistant = "it runs"; },
       "permissions check-in enrol renew-enrolment !setup-assistant "},
      {"an enrolment runs",
       [](auto& look, auto&, auto&) {
         look.processes =
             std::vector<Process>{{7, 1, "/usr/local/jamf/bin/jamf", std::vector<std::string>{"enroll"}, 0}};
       },
       "permissions check-in enrol renew-enrolment !enrolment-running "},
      {"whether one runs is not known",
       [](auto& look, auto&, auto&) { look.processes = Unreadable{"refused"}; },
       "permissions check-in enrol renew-enrolment !enrolment-running "},
      {"another server", [](auto& look, auto&, auto&) { look.other_server = "mdm.example.com"; },
       "permissions check-in enrol renew-enrolment !other-server "},
      {"outside the window",
       [](auto&, auto& set, auto& request) {
         set.window = TimeWindow{60, 120};
         request.unattended = true;
       },
       "permissions check-in enrol !outside-window renew-enrolment=not-allowed "},
      {"the window is for unattended runs",
       [](auto&, auto& set, auto&) {
         set.window = TimeWindow{60, 120};
       },
       kAll},
      {"inside the window",
       [](auto&, auto& set, auto& request) {
         set.window = TimeWindow{22 * 60, 13 * 60};
         request.unattended = true;
       },
       "permissions check-in enrol renew-enrolment=not-allowed "},
      {"the server does not answer", [](auto& look, auto&, auto&) { look.server = false; },
       "permissions renew-enrolment check-in=server-unreachable enrol=server-unreachable "},
      {"the server could not be asked",
       [](auto& look, auto&, auto&) { look.server = Unreadable{"no binary"}; },
       "permissions renew-enrolment check-in=server-unreachable enrol=server-unreachable "},
      {"an account conflict", [](auto& look, auto&, auto&) { look.conflict.code = "Conflict"; },
       "permissions check-in enrol=account-conflict renew-enrolment=account-conflict "},
      {"a likely one", [](auto& look, auto&, auto&) { look.conflict.code = "Likely"; },
       "permissions check-in enrol=account-conflict renew-enrolment=account-conflict "},
      {"one that nobody can rule out",
       [](auto& look, auto&, auto&) {
         look.cause = Cause::account_conflict;
         look.conflict.code = "Unknown";
       },
       "permissions check-in enrol=account-conflict renew-enrolment=account-conflict "},
      {"one that was solved", [](auto& look, auto&, auto&) { look.cause = Cause::account_conflict; }, kAll},
      {"one that is overridden",
       [](auto& look, auto& set, auto&) {
         look.conflict.code = "Conflict";
         set.despite_conflict = true;
       },
       kAll},
      {"the highest step", [](auto&, auto& set, auto&) { set.highest = RepairStep::check_in; },
       "permissions check-in enrol=not-allowed renew-enrolment=not-allowed "},
      {"a flag below the settings",
       [](auto&, auto&, auto& request) { request.highest = RepairStep::permissions; },
       "permissions check-in=not-allowed enrol=not-allowed renew-enrolment=not-allowed "},
      {"a flag does not go above the settings",
       [](auto&, auto& set, auto& request) {
         set.highest = RepairStep::permissions;
         request.highest = RepairStep::renew_enrolment;
       },
       "permissions check-in=not-allowed enrol=not-allowed renew-enrolment=not-allowed "},
      {"a step that is switched off",
       [](auto&, auto& set, auto&) { set.allowed[static_cast<std::size_t>(RepairStep::check_in)] = false; },
       "permissions enrol renew-enrolment check-in=not-allowed "},
  };
  for (const Case& c : cases) {
    RepairLook look = broken();
    RepairSettings set = settings();
    PlanRequest request{"now", false, std::nullopt};
    c.change(look, set, request);
    const Plan plan = plan_repair(look, kStepNeeds, set, {}, request);
    EXPECT_EQ(shown(plan), c.says) << c.name;
    EXPECT_EQ(plan.may_act(), plan.refusals.empty()) << c.name;
  }
}

TEST(RepairPlan, AHealthyMacIsRefusedWhateverElseIsTrue) {
  RepairLook look = broken();
  look.uid = 501;
  look.cause.reset();
  look.signature.health = look.framework.health = look.enrolment.health = look.check_in.health =
      Health::healthy;
  look.keychain = KeychainState::healthy;
  EXPECT_EQ(shown(plan_repair(look, kStepNeeds, settings(), {}, {})), "!healthy ");
}

TEST(RepairPlan, WhatIsNotProvenIsNotHealthy) {
  RepairLook look = broken();
  look.cause.reset();
  look.signature.health = look.framework.health = Health::healthy;
  look.keychain = KeychainState::unknown;
  EXPECT_EQ(health_of(look), Health::unknown);
  look.keychain = KeychainState::healthy;
  EXPECT_EQ(health_of(look), Health::healthy);
  look.framework.health = Health::unknown;
  EXPECT_EQ(health_of(look), Health::unknown);
  look.framework.health = Health::healthy;
  look.jobs = {{"com.jamf.management.daemon", "", Unreadable{"no answer"}, true}};
  EXPECT_EQ(health_of(look), Health::unknown);
  look.whole = false;  // not asked for
  EXPECT_EQ(health_of(look), Health::healthy);
  look.whole = true;
  look.jobs.clear();
  look.mdm.health = Health::unknown;
  EXPECT_EQ(health_of(look), Health::unknown);
  EXPECT_EQ(cause_of(look), "unproven");
  EXPECT_TRUE(plan_repair(look, kStepNeeds, settings(), {}, {}).may_act());
}

TEST(RepairPlan, BackOffAndAttemptsComeFromTheJournal) {
  const RepairLook look = broken();
  std::vector<JournalEntry> journal;
  const auto fail = [&](std::int64_t ago) {
    const std::string run = "r" + std::to_string(journal.size());
    journal.push_back(
        {EntryKind::act, look.now_unix - ago, run, "SignatureLost", RepairStep::check_in, {}, "", 0});
    journal.push_back(
        {EntryKind::end, look.now_unix - ago, run, "SignatureLost", {}, StepOutcome::failed, "", 0});
  };
  fail(3599);
  const Plan waits = plan_repair(look, kStepNeeds, settings(), journal, {"now", false, std::nullopt});
  ASSERT_EQ(waits.refusals.size(), 1U);
  EXPECT_EQ(waits.refusals[0].kind, RefusalKind::back_off);
  EXPECT_EQ(waits.next_unix, look.now_unix + 1);
  journal.clear();
  fail(3601);
  EXPECT_TRUE(plan_repair(look, kStepNeeds, settings(), journal, {"now", false, std::nullopt}).may_act());
  fail(90'000);
  fail(90'000);
  const Plan over = plan_repair(look, kStepNeeds, settings(), journal, {"now", false, std::nullopt});
  ASSERT_EQ(over.refusals.size(), 1U);
  EXPECT_EQ(over.refusals[0].kind, RefusalKind::attempts_used_up);
  // Within the same run the journal forbids nothing but the same step.
  std::vector<JournalEntry> own{
      {EntryKind::act, look.now_unix, "now", "Before", RepairStep::check_in, {}, "", 0}};
  const Plan goes_on = plan_repair(look, kStepNeeds, settings(), own, {"now", false, std::nullopt});
  EXPECT_EQ(shown(goes_on), "permissions enrol renew-enrolment ");
  EXPECT_EQ(goes_on.cause, "Before");
}

TEST(RepairPlan, AStepThatFailedTwiceInTheSameWayIsNotTriedAgain) {
  const RepairLook look = broken();
  std::vector<JournalEntry> journal;
  for (const std::string run : {"a", "b"}) {
    journal.push_back({EntryKind::act, 1000, run, "Other", RepairStep::enrol, {}, "", 0});
    journal.push_back({EntryKind::result, 1000, run, "Other", RepairStep::enrol, StepOutcome::failed,
                       "jamf enroll: status 70", 0});
  }
  EXPECT_EQ(shown(plan_repair(look, kStepNeeds, settings(), journal, {"now", false, std::nullopt})),
            "permissions check-in renew-enrolment enrol=attempts-used-up ");
}

}  // namespace
}  // namespace enrolkit
