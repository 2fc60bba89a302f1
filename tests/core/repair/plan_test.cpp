// The planner over a list of steps of two steps, so that each refusal is seen alone. The real list of steps:
// policies/steps_test.cpp.
#include "core/repair/plan.h"

#include <gtest/gtest.h>

#include <fmt/format.h>

#include <functional>

namespace enrolkit {
namespace {

Use always(const RepairFacts& /*look*/) { return use("it helps"); }

Takes identity(const RepairFacts& /*facts*/) { return Takes::identity; }

const std::vector<StepNeed> kStepNeeds{
    {.step = RepairStep::permissions, .applies = always},
    {.step = RepairStep::trust,
     .judged = true,
     .applies =
         [](const RepairFacts& facts) {
           return facts.cause == Cause::untrusted_server ? use("it helps") : no_use("no");
         }},
    {.step = RepairStep::check_in, .network = true, .applies = always},
    {.step = RepairStep::enrol, .network = true, .enrols = true, .takes = identity, .applies = always},
    {.step = RepairStep::renew_enrolment, .enrols = true, .person = true, .applies = always},
};

// Broken, and everything allowed.
RepairFacts broken() {
  RepairFacts facts;
  facts.now = *parse_local_time("2026-03-02 12:00:00");
  facts.now_unix = facts.now.seconds;
  facts.whole = true;
  facts.cause = Cause::signature_lost;
  facts.signature.finding.id = "device-signature";
  facts.signature.state = SignatureState::broken;
  facts.signature.finding.code = "Broken";
  facts.signature.finding.health = Health::unhealthy;
  facts.conflict.state = ConflictState::none;
  facts.mdm.finding.health = Health::healthy;
  facts.processes = std::vector<Process>{};
  facts.server_answers = true;
  return facts;
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
  std::function<void(RepairFacts&, RepairSettings&, PlanRequest&)> change;
  const char* says;
};

constexpr const char* kAll = "permissions check-in enrol renew-enrolment ";

const std::vector<Case>& refusals() {
  static const std::vector<Case> kCases{
      {"all is well to go", [](auto&, auto&, auto&) {}, kAll},
      {"not root", [](auto& facts, auto&, auto&) { facts.uid = 501; },
       "permissions check-in enrol renew-enrolment !not-root "},
      {"unsafe", [](auto& facts, auto&, auto&) { facts.unsafe = "x"; },
       "permissions check-in enrol renew-enrolment !unsafe-permissions "},
      {"inside a run of jamf, whose rest launchd may take",
       [](auto& facts, auto&, auto&) { facts.under_jamf = true; }, kAll},
      {"inside a run of jamf",
       [](auto& facts, auto&, auto&) {
         facts.under_jamf = true;
         facts.no_hand_over = "x";
       },
       "permissions check-in renew-enrolment enrol=not-allowed "},
      {"beside a run that JamfManagementService started",
       [](auto& facts, auto&, auto&) {
         facts.processes =
             std::vector<Process>{{3, 1, "/Library/Application Support/JAMF/Jamf.app/Contents/MacOS/x",
                                   std::vector<std::string>{}, 0},
                                  {7, 3, "/bin/sh", std::vector<std::string>{}, 0}};
       },
       "permissions check-in renew-enrolment enrol=jamf-running "},
      {"beside a run of jamf",
       [](auto& facts, auto&, auto&) {
         facts.processes =
             std::vector<Process>{{7, 1, "/usr/local/jamf/bin/jamf", std::vector<std::string>{"policy"}, 0}};
       },
       "permissions check-in renew-enrolment enrol=jamf-running "},
      {"a certificate that an administrator judges",
       [](auto& facts, auto&, auto&) { facts.cause = Cause::untrusted_server; },
       "permissions trust check-in enrol renew-enrolment "},
      {"a certificate that nobody judges",
       [](auto& facts, auto&, auto& request) {
         facts.cause = Cause::untrusted_server;
         request.unattended = true;
       },
       "permissions check-in enrol trust=not-allowed renew-enrolment=not-allowed "},
      {"a certificate that a user judges",
       [](auto& facts, auto&, auto& request) {
         facts.cause = Cause::untrusted_server;
         request.self_service = true;
       },
       "permissions check-in enrol renew-enrolment trust=not-allowed "},
      {"Setup Manager", [](auto& facts, auto&, auto&) { facts.setup_running = "it has not finished"; },
       "permissions check-in enrol renew-enrolment !setup-running "},
      {"Setup Assistant", [](auto& facts, auto&, auto&) { facts.setup_assistant = "it runs"; },
       "permissions check-in enrol renew-enrolment !setup-assistant "},
      {"an enrolment runs",
       [](auto& facts, auto&, auto&) {
         facts.processes =
             std::vector<Process>{{7, 1, "/usr/local/jamf/bin/jamf", std::vector<std::string>{"enroll"}, 0}};
       },
       "permissions check-in enrol renew-enrolment !enrolment-running "},
      {"whether one runs is not known",
       [](auto& facts, auto&, auto&) { facts.processes = Unreadable{"refused"}; },
       "permissions check-in enrol renew-enrolment !enrolment-running "},
      {"another server", [](auto& facts, auto&, auto&) { facts.other_server = "mdm.example.com"; },
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
      {"the server does not answer", [](auto& facts, auto&, auto&) { facts.server_answers = false; },
       "permissions renew-enrolment check-in=server-unreachable enrol=server-unreachable "},
      {"the server could not be asked",
       [](auto& facts, auto&, auto&) { facts.server_answers = Unreadable{"no binary"}; },
       "permissions renew-enrolment check-in=server-unreachable enrol=server-unreachable "},
      {"an account conflict",
       [](auto& facts, auto&, auto&) { facts.conflict.state = ConflictState::conflict; },
       "permissions check-in enrol=account-conflict renew-enrolment=account-conflict "},
      {"a likely one", [](auto& facts, auto&, auto&) { facts.conflict.state = ConflictState::likely; },
       "permissions check-in enrol=account-conflict renew-enrolment=account-conflict "},
      {"one that nobody can rule out",
       [](auto& facts, auto&, auto&) {
         facts.cause = Cause::account_conflict;
         facts.conflict.state = ConflictState::unknown;
       },
       "permissions check-in enrol=account-conflict renew-enrolment=account-conflict "},
      {"one of which nothing tells, as on most Macs",
       [](auto& facts, auto&, auto&) {
         facts.conflict = {ConflictState::unknown, {}, ""};
       },
       kAll},
      {"one that something unread might show",
       [](auto& facts, auto&, auto&) {
         facts.conflict = {ConflictState::unknown, {}, "/var/db/dslocal: refused"};
       },
       "permissions check-in enrol=not-allowed renew-enrolment=not-allowed "},
      {"the same, overridden",
       [](auto& facts, auto& set, auto&) {
         facts.conflict = {ConflictState::unknown, {}, "/var/db/dslocal: refused"};
         set.despite_conflict = true;
       },
       kAll},
      {"one that was not looked for",
       [](auto& facts, auto&, auto&) { facts.conflict = RepairFacts{}.conflict; },
       "permissions check-in enrol=not-allowed renew-enrolment=not-allowed "},
      {"one that was solved", [](auto& facts, auto&, auto&) { facts.cause = Cause::account_conflict; }, kAll},
      {"one that is overridden",
       [](auto& facts, auto& set, auto&) {
         facts.conflict.state = ConflictState::conflict;
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
  return kCases;
}

TEST(RepairPlan, EachRefusalByItsName) {
  for (const Case& c : refusals()) {
    RepairFacts facts = broken();
    RepairSettings set = settings();
    PlanRequest request{"now", false, std::nullopt};
    c.change(facts, set, request);
    const Plan plan = plan_repair(facts, kStepNeeds, set, {}, request);
    EXPECT_EQ(shown(plan), c.says) << c.name;
    EXPECT_EQ(plan.may_act(), plan.refusals.empty()) << c.name;
  }
}

TEST(RepairPlan, WhatCouldNotBeReadOfAConflictIsNamedWithWhatToDo) {
  RepairFacts facts = broken();
  facts.conflict = {ConflictState::unknown, {}, "/var/db/dslocal: refused"};
  const Plan plan = plan_repair(facts, kStepNeeds, settings(), {}, {"now", false, std::nullopt});
  ASSERT_EQ(plan.blocked.size(), 2U);
  for (const char* word : {"/var/db/dslocal: refused", "Full Disk Access", "Repair.DespiteConflict"})
    EXPECT_NE(plan.blocked[0].why.find(word), std::string::npos) << plan.blocked[0].why;
}

TEST(RepairPlan, AHealthyMacIsRefusedWhateverElseIsTrue) {
  RepairFacts facts = broken();
  facts.uid = 501;
  facts.cause.reset();
  facts.signature.finding.health = facts.framework.finding.health = facts.enrolment.finding.health =
      facts.check_in.health = Health::healthy;
  facts.keychain = KeychainState::healthy;
  EXPECT_EQ(shown(plan_repair(facts, kStepNeeds, settings(), {}, {})), "!healthy ");
}

TEST(RepairPlan, WhatIsNotProvenIsNotHealthy) {
  RepairFacts facts = broken();
  facts.cause.reset();
  facts.signature.finding.health = facts.framework.finding.health = Health::healthy;
  facts.keychain = KeychainState::unknown;
  EXPECT_EQ(health_of(facts), Health::unknown);
  facts.keychain = KeychainState::healthy;
  EXPECT_EQ(health_of(facts), Health::healthy);
  facts.framework.finding.health = Health::unknown;
  EXPECT_EQ(health_of(facts), Health::unknown);
  facts.framework.finding.health = Health::healthy;
  facts.jobs = {{{"com.jamf.management.daemon", "", ""}, "", JobKind::daemon, Unreadable{"no answer"}, true}};
  EXPECT_EQ(health_of(facts), Health::unknown);
  facts.jobs[0].loaded = true;
  EXPECT_EQ(health_of(facts), Health::unknown) << "who knows whether launchd loads it again";
  facts.jobs[0].disabled = false;
  EXPECT_EQ(health_of(facts), Health::healthy);
  facts.jobs[0].running = Unreadable{"no answer"};
  EXPECT_EQ(health_of(facts), Health::unknown);
  facts.jobs[0].running = false;
  EXPECT_EQ(health_of(facts), Health::unhealthy);
  facts.jobs[0].running = true;
  facts.jobs[0].disabled = true;
  EXPECT_EQ(health_of(facts), Health::unhealthy);
  facts.jobs[0].disabled = false;
  facts.refused_jobs = {{"/Library/LaunchDaemons/x.plist", "x"}};
  EXPECT_EQ(health_of(facts), Health::unknown);
  facts.refused_jobs.clear();
  facts.jobs[0].loaded = Unreadable{"no answer"};
  facts.whole = false;  // not asked for
  EXPECT_EQ(health_of(facts), Health::healthy);
  facts.whole = true;
  facts.jobs.clear();
  facts.mdm.finding.health = Health::unknown;
  EXPECT_EQ(health_of(facts), Health::unknown);
  EXPECT_EQ(cause_of(facts), "unproven");
  EXPECT_TRUE(plan_repair(facts, kStepNeeds, settings(), {}, {}).may_act());
  // A fault for which there is no step is no riddle.
  facts.findings = {make_finding("tampering", Health::unhealthy, "Found", {}, "x")};
  EXPECT_EQ(health_of(facts), Health::unknown);
  EXPECT_EQ(cause_of(facts), "Tampered");
}

TEST(RepairPlan, BackOffAndAttemptsComeFromTheJournal) {
  const RepairFacts facts = broken();
  std::vector<JournalEntry> journal;
  const auto fail = [&](std::int64_t ago) {
    const std::string run = "r" + std::to_string(journal.size());
    journal.push_back(
        {EntryKind::act, facts.now_unix - ago, run, "SignatureLost", RepairStep::check_in, {}, "", 0});
    journal.push_back(
        {EntryKind::end, facts.now_unix - ago, run, "SignatureLost", {}, StepOutcome::failed, "", 0});
  };
  fail(3599);
  const Plan waits = plan_repair(facts, kStepNeeds, settings(), journal, {"now", false, std::nullopt});
  ASSERT_EQ(waits.refusals.size(), 1U);
  EXPECT_EQ(waits.refusals[0].kind, RefusalKind::back_off);
  EXPECT_EQ(waits.next_unix, facts.now_unix + 1);
  journal.clear();
  fail(3601);
  EXPECT_TRUE(plan_repair(facts, kStepNeeds, settings(), journal, {"now", false, std::nullopt}).may_act());
  fail(90'000);
  fail(90'000);
  const Plan over = plan_repair(facts, kStepNeeds, settings(), journal, {"now", false, std::nullopt});
  ASSERT_EQ(over.refusals.size(), 1U);
  EXPECT_EQ(over.refusals[0].kind, RefusalKind::attempts_used_up);
  // Within the same run the journal forbids nothing but the same step.
  std::vector<JournalEntry> own{
      {EntryKind::act, facts.now_unix, "now", "Before", RepairStep::check_in, {}, "", 0}};
  const Plan goes_on = plan_repair(facts, kStepNeeds, settings(), own, {"now", false, std::nullopt});
  EXPECT_EQ(shown(goes_on), "permissions enrol renew-enrolment ");
  EXPECT_EQ(goes_on.cause, "Before");
}

TEST(RepairPlan, RestartsInTheMiddleDoNotUseUpTheAttempts) {
  const RepairFacts facts = broken();
  std::vector<JournalEntry> journal;
  for (int i = 0; i < 20; ++i) {
    journal.push_back({EntryKind::act,
                       facts.now_unix - 90'000 - i,
                       fmt::format("cut{}", i),
                       "SignatureLost",
                       RepairStep::enrol,
                       {},
                       "",
                       0});
  }
  const Plan plan = plan_repair(facts, kStepNeeds, settings(), journal, {"now", false, std::nullopt});
  EXPECT_EQ(shown(plan), "permissions check-in enrol renew-enrolment ");
  EXPECT_EQ(plan.attempts, 20);
}

TEST(RepairPlan, AStepThatFailedTwiceInTheSameWayIsNotTriedAgain) {
  const RepairFacts facts = broken();
  std::vector<JournalEntry> journal;
  for (const std::string run : {"a", "b"}) {
    journal.push_back({EntryKind::act, 1000, run, "Other", RepairStep::enrol, {}, "", 0});
    journal.push_back({EntryKind::result, 1000, run, "Other", RepairStep::enrol, StepOutcome::failed,
                       "jamf enroll: status 70", 0});
  }
  EXPECT_EQ(shown(plan_repair(facts, kStepNeeds, settings(), journal, {"now", false, std::nullopt})),
            "permissions check-in renew-enrolment enrol=attempts-used-up ");
}

}  // namespace
}  // namespace enrolkit
