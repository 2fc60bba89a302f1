// Single steps, as pure functions of what was looked at.
#include "policies/steps/steps.h"

#include <gtest/gtest.h>

#include "support/has.h"

namespace enrolkit::test {
namespace {

RepairFacts facts_of(const std::string& url) {
  RepairFacts facts;
  facts.cause = Cause::untrusted_server;
  facts.binary = facts.jamfs = true;
  facts.jss_url = url;
  return facts;
}

// Whoever opens TLS on the way to Jamf's cloud shows a certificate that is not trusted, too.
TEST(Trust, TakesNoCertificateForJamfsCloud) {
  for (const std::string host :
       {"school.jamfcloud.com", "SCHOOL.JamfCloud.com:8443", "school.jamfcloud.com."}) {
    const auto refused = kTrust.need.blocked(facts_of("https://" + host + "/"));
    ASSERT_TRUE(refused) << host;
    EXPECT_EQ(refused->kind, RefusalKind::not_allowed);
    EXPECT_TRUE(has(refused->why, "has a certificate that every Mac trusts")) << refused->why;
  }
  for (const std::string host : {"jamf.example.org", "jamfcloud.com.example.org", "notjamfcloud.com"})
    EXPECT_FALSE(kTrust.need.blocked(facts_of("https://" + host + "/"))) << host;
}

TEST(Trust, NeedsToKnowWhichServerItIs) {
  RepairFacts facts = facts_of("");
  facts.jss_url = Unreadable{"no"};
  EXPECT_TRUE(kTrust.need.blocked(facts));
  EXPECT_TRUE(kTrust.need.blocked(facts_of("")));
}

// An identity that nobody could judge is neither there nor gone.
TEST(Signing, WhatIsNotKnownIsNotCalledMissing) {
  RepairFacts facts;
  facts.framework.state = FrameworkState::damaged;
  facts.framework.parts = {FrameworkPart::daemon};
  facts.keychain = KeychainState::unknown;
  facts.findings = {unknown("jamf-keychain", "JAMF.keychain: Operation not permitted")};
  for (const StepPolicy* step : {&kCheckIn, &kManage, &kRestoreKeychain}) {
    const Use use = step->need.applies(facts);
    EXPECT_FALSE(use.helps || use.possible) << to_text(step->need.step);
    EXPECT_TRUE(has(use.why, "not known whether the keychain can sign: ")) << use.why;
    EXPECT_TRUE(has(use.why, "Operation not permitted")) << use.why;
  }
  facts.keychain = KeychainState::missing;
  for (const StepPolicy* step : {&kCheckIn, &kManage})
    EXPECT_TRUE(has(step->need.applies(facts).why, "nothing to sign")) << to_text(step->need.step);
  EXPECT_TRUE(kRestoreKeychain.need.applies(facts).helps);
}

// What could not be read is not kept, and so is not replaced.
TEST(Enrol, ReplacesNoKeychainOfWhichThereIsNoCopy) {
  RepairFacts facts = facts_of("https://jamf.example.org/");
  facts.invitation = Invitation::ready;
  facts.saved.emplace();
  for (const StepPolicy* step : {&kEnrol, &kRestoreKeychain}) {
    facts.keychain_bytes = Unreadable{"Operation not permitted"};
    const auto refused = step->need.blocked(facts);
    ASSERT_TRUE(refused) << to_text(step->need.step);
    EXPECT_EQ(refused->kind, RefusalKind::not_allowed);
    EXPECT_TRUE(has(refused->why, "Operation not permitted")) << refused->why;
    facts.keychain_bytes = Absent{};
    EXPECT_FALSE(step->need.blocked(facts)) << "there is none to keep";
    EXPECT_TRUE(keep_keychain(facts).empty());
    facts.keychain_bytes = "kych";
    EXPECT_FALSE(step->need.blocked(facts));
    EXPECT_EQ(keep_keychain(facts).size(), 1U);
  }
}

TEST(Trust, IsAnAdministratorsToJudge) { EXPECT_TRUE(kTrust.need.judged); }

Job running_job(const std::string& label, JobKind kind) {
  Job job;
  job.file.label = label;
  job.kind = kind;
  job.loaded = job.running = true;
  job.disabled = false;
  return job;
}

TEST(ReloadDaemons, IsNotProvenByAListThatLacksAJob) {
  RepairFacts before, after;
  before.jobs = {running_job("com.jamf.management.daemon", JobKind::daemon),
                 running_job("com.jamfsoftware.task.1", JobKind::task)};
  EXPECT_TRUE(kReloadDaemons.proven(before, before));
  EXPECT_FALSE(kReloadDaemons.proven(before, after));
  after.jobs = {before.jobs[0]};
  EXPECT_FALSE(kReloadDaemons.proven(before, after));
  after.jobs = before.jobs;
  after.refused_jobs.push_back({"/x", "it could not be read"});
  EXPECT_FALSE(kReloadDaemons.proven(before, after));
}

}  // namespace
}  // namespace enrolkit::test
