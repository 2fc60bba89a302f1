#include "core/management/tamper_evidence.h"

#include <gtest/gtest.h>

namespace enrolkit::test {
namespace {

std::string overrides(const std::string& entries) {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<plist version=\"1.0\"><dict>" + entries +
         "</dict></plist>";
}
std::string job(const std::string& label, const std::string& value) {
  return "<key>" + label + "</key><" + value + "/>";
}

TamperFacts with(Reading<std::string> disabled, Reading<std::string> hosts) {
  TamperFacts facts;
  facts.overrides = std::move(disabled);
  facts.overrides_path = "/var/db/com.apple.xpc.launchd/disabled.plist";
  facts.hosts = std::move(hosts);
  facts.hosts_path = "/etc/hosts";
  facts.servers = {"jamf.example.org"};
  return facts;
}

TEST(TamperEvidence, DisabledJobsOfJamfsFrameworkAreNamed) {
  const std::string bytes = overrides(
      job("com.jamf.management.daemon", "true") + job("com.jamfsoftware.task.Every 15 Minutes", "true") +
      job("com.jamfsoftware.task.bgrecon", "true") + job("com.example.other", "true"));
  const TamperVerdict verdict = judge_tampering(with(bytes, Absent{}));
  EXPECT_EQ(verdict.state, TamperState::found);
  EXPECT_TRUE(verdict.jobs);
  EXPECT_EQ(result_text(verdict.finding), "Found; what=jobs");
  EXPECT_EQ(verdict.finding.evidence.size(), 2U);
}

TEST(TamperEvidence, TheDaemonOfAnOlderJamfIsOneOfItsJobs) {
  TamperFacts facts = with(overrides(job("com.jamfsoftware.jamf.daemon", "true")), Absent{});
  EXPECT_EQ(result_text(judge_tampering(facts).finding), "Found; what=jobs");
  facts.old_daemon = false;
  EXPECT_EQ(judge_tampering(facts).state, TamperState::none) << "its label outlived it";
}

TEST(TamperEvidence, EnabledJobsAndThoseOfOthersAreNothing) {
  const std::string bytes =
      overrides(job("com.jamf.management.daemon", "false") + job("com.example.other", "true"));
  EXPECT_EQ(judge_tampering(with(bytes, "127.0.0.1 localhost\n")).state, TamperState::none);
  EXPECT_EQ(judge_tampering(with(Absent{}, Absent{})).state, TamperState::none);
}

TEST(TamperEvidence, ATaskThatIsAwayWhileSetupManagerWorksIsNothing) {
  TamperFacts facts = with(overrides(job("com.jamfsoftware.task.Every 15 Minutes", "true")), Absent{});
  EXPECT_EQ(judge_tampering(facts).state, TamperState::found);
  facts.setup_runs = true;
  EXPECT_EQ(judge_tampering(facts).state, TamperState::none);
}

TEST(TamperEvidence, EveryHostThatIsNamedForTheServerIsLookedFor) {
  TamperFacts facts = with(Absent{}, "0.0.0.0 new.example.org\n");
  facts.servers = {"new.example.org", "jamf.example.org"};
  EXPECT_TRUE(judge_tampering(facts).server);
  facts.hosts = "0.0.0.0 jamf.example.org\n";
  EXPECT_TRUE(judge_tampering(facts).server);
  facts.servers = {"new.example.org"};
  facts.servers_unread = "preferences: permission denied";
  EXPECT_EQ(judge_tampering(facts).state, TamperState::unknown);
}

TEST(TamperEvidence, WhatCouldNotBeJudgedIsNeverNone) {
  TamperFacts facts = with(Absent{}, "127.0.0.1 localhost\n10.0.0.1 some.example.org\n");
  for (const char* unread : {"preferences: permission denied", ""}) {
    facts.servers.clear();
    facts.servers_unread = unread;
    const TamperVerdict verdict = judge_tampering(facts);
    EXPECT_EQ(verdict.state, TamperState::unknown) << "lines for the server were not judged";
    EXPECT_NE(verdict.finding.detail.find("server's name"), std::string::npos) << verdict.finding.detail;
  }
  facts.hosts = "127.0.0.1\tlocalhost\n255.255.255.255\tbroadcasthost\n::1 LOCALHOST # mine\n";
  EXPECT_EQ(judge_tampering(facts).state, TamperState::none) << "no line can be a server's, whichever it is";
  facts.servers_unread = "preferences: permission denied";
  facts.hosts = Absent{};
  EXPECT_EQ(judge_tampering(facts).state, TamperState::none) << "there are no lines";
  facts.undone = Unreadable{"journal: permission denied"};
  EXPECT_EQ(judge_tampering(facts).state, TamperState::unknown);
  facts.hosts = "0.0.0.0 acmdm.apple.com\n";
  const TamperVerdict verdict = judge_tampering(facts);
  EXPECT_EQ(verdict.state, TamperState::found);
  EXPECT_EQ(verdict.finding.evidence.size(), 3U) << "the line, and two that could not be looked at";
}

TEST(TamperEvidence, HostsAreReadAsTheSystemReadsThem) {
  const auto names = [](std::string_view hosts) {
    std::string all;
    for (const HostsLine& line : redirected_hosts(hosts, {"jamf.example.org"}))
      all += std::to_string(line.number) + (line.of_server ? "s " : "a ");
    return all;
  };
  EXPECT_EQ(names("127.0.0.1 localhost\n0.0.0.0\tacmdm.apple.com\r\n::1 x JAMF.example.org.\n"), "2a 3s ");
  EXPECT_EQ(names("# 0.0.0.0 acmdm.apple.com\n0.0.0.0 # albert.apple.com\n"), "") << "comments";
  EXPECT_EQ(names("0.0.0.0 notjamf.example.org jamf.example.org.evil\n0.0.0.0 www.apple.com\n"), "");
  EXPECT_EQ(names("jamf.example.org\n"), "") << "a line without an address leads nowhere";
}

TEST(TamperEvidence, WhatWasNotLookedAtIsNeverNone) {
  EXPECT_EQ(judge_tampering(with(Unreadable{"no rights"}, Absent{})).state, TamperState::unknown);
  EXPECT_EQ(judge_tampering(with(Absent{}, Unreadable{"no rights"})).state, TamperState::unknown);
  EXPECT_EQ(judge_tampering(with("no list", Absent{})).state, TamperState::unknown);
  EXPECT_EQ(
      judge_tampering(with(overrides("<key>com.jamf.management.daemon</key><string>x</string>"), Absent{}))
          .state,
      TamperState::unknown);
  EXPECT_EQ(judge_tampering(with(Unreadable{"no rights"}, "0.0.0.0 jamf.example.org\n")).state,
            TamperState::found);
}

TEST(TamperEvidence, WhatARepairFoundUndoneIsEvidence) {
  TamperFacts facts = with(Absent{}, Absent{});
  facts.undone = "the mode of the jamf binary turned back";
  const TamperVerdict verdict = judge_tampering(facts);
  EXPECT_EQ(result_text(verdict.finding), "Found; what=repairs");
  EXPECT_NE(verdict.finding.detail.find("turned back"), std::string::npos);
}

TEST(TamperEvidence, IsTheCauseOfWhatItExplainsAndOfNothingElse) {
  const auto refined = [](Cause cause, const TamperVerdict& verdict) {
    Diagnosis d;
    d.cause = cause;
    refine_with_tampering(d, verdict);
    return *d.cause;
  };
  const TamperVerdict jobs =
      judge_tampering(with(overrides(job("com.jamf.management.daemon", "true")), Absent{}));
  const TamperVerdict hosts = judge_tampering(with(Absent{}, "0.0.0.0 jamf.example.org\n"));
  const TamperVerdict apple = judge_tampering(with(Absent{}, "0.0.0.0 albert.apple.com\n"));
  EXPECT_EQ(refined(Cause::daemon_dead, jobs), Cause::tampered);
  EXPECT_EQ(refined(Cause::daemon_dead, hosts), Cause::daemon_dead);
  EXPECT_EQ(refined(Cause::server_unreachable, hosts), Cause::tampered);
  EXPECT_EQ(refined(Cause::server_unreachable, apple), Cause::server_unreachable);
  EXPECT_EQ(refined(Cause::account_conflict, jobs), Cause::account_conflict);
}

}  // namespace
}  // namespace enrolkit::test
