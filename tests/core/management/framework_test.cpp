// The framework's files: each code, and what each fact does when it is wrong, missing or not to be read.
#include "core/management/framework.h"

#include <gtest/gtest.h>

#include "support/told.h"
#include "support/whole_framework.h"

namespace enrolkit::test {
namespace {

constexpr std::string_view kChecked = "Checking for patches...";
constexpr std::string_view kServiceGone =
    "Error Domain=NSCocoaErrorDomain Code=4099 \"The connection to service named "
    "com.jamf.management.daemon.binary was invalidated from this process.\"";

Reading<LogRead> log_of(const std::string& text) { return read_text(text, "2026-04-30 20:00:00"); }
Reading<LogRead> working() { return log_of(rec("Thu Apr 30 09:00:00", 500, kChecked)); }

Finding judged(const FrameworkFacts& facts, const Reading<LogRead>& log = working()) {
  return judge_framework(facts, {log, FrameworkPresence::some}).finding;
}
std::string text_of(const FrameworkFacts& facts) { return result_text(judged(facts)); }

template <class Change>
std::string changed(Change change) {
  FrameworkFacts facts = whole_framework();
  change(facts);
  return text_of(facts);
}

TEST(Framework, AWholeOneIsHealthyWithItsSignature) {
  const Finding finding = judged(whole_framework());
  EXPECT_EQ(result_text(finding), "Healthy; version=11.14.1");
  EXPECT_EQ(finding.health, Health::healthy);
  ASSERT_EQ(finding.evidence.size(), 1U);
  EXPECT_EQ(finding.evidence[0].where, "code signature");
  EXPECT_EQ(finding.evidence[0].text, "valid");
}

TEST(Framework, WithoutTheBinaryItIsMissing) {
  EXPECT_EQ(changed([](FrameworkFacts& f) { f.binary.file = Absent{}; }),
            "Missing; version=11.14.1; what=binary");
}

TEST(Framework, EachFaultOfTheBinary) {
  const auto with = [](auto change) {
    return changed([&](FrameworkFacts& f) { change(std::get<FoundFile>(f.binary.file)); });
  };
  const std::string damaged = "Damaged; version=11.14.1; what=binary";
  EXPECT_EQ(with([](FoundFile& b) { b.size = 0; }), damaged);
  EXPECT_EQ(with([](FoundFile& b) { b.bytes = "#!/b"; }), damaged);
  EXPECT_EQ(with([](FoundFile& b) { b.regular = false; }), damaged);
  EXPECT_EQ(with([](FoundFile& b) { b.owner = 501; }), damaged);
  EXPECT_EQ(with([](FoundFile& b) { b.mode = 0444; }), damaged);
  EXPECT_EQ(with([](FoundFile& b) { b.mode = 0777; }), damaged);
  EXPECT_EQ(with([](FoundFile& b) { b.mode = 0551; }), "Healthy; version=11.14.1");
  EXPECT_EQ(with([](FoundFile& b) { b.bytes = "\xCA\xFE\xBA\xBE"; }), "Healthy; version=11.14.1");
}

TEST(Framework, OwnersOfAnotherVolumeAreNotJudgedSoItIsNeverHealthy) {
  const std::string text = changed([](FrameworkFacts& f) {
    f.running_system = false;
    std::get<FoundFile>(f.binary.file).owner = 501;
    std::get<FoundFile>(f.daemon.file).mode = 0666;
  });
  EXPECT_EQ(text, "Unknown; reason=owners, modes and the code signature of another volume cannot be judged");
}

TEST(Framework, ASignatureProvenWrongIsUnsignedAndSaysHow) {
  const auto with = [](SignatureVerdict verdict) {
    return changed([&](FrameworkFacts& f) { f.signature.verdict = verdict; });
  };
  EXPECT_EQ(with(SignatureVerdict::is_unsigned), "Unsigned; version=11.14.1; what=unsigned");
  EXPECT_EQ(with(SignatureVerdict::modified), "Unsigned; version=11.14.1; what=modified");
  EXPECT_EQ(with(SignatureVerdict::other_signer), "Unsigned; version=11.14.1; what=other-signer");
}

TEST(Framework, AWrongSignatureOutweighsEveryFaultButAMissingBinary) {
  EXPECT_EQ(changed([](FrameworkFacts& f) {
              f.signature.verdict = SignatureVerdict::modified;
              f.task.file = Absent{};
              f.keychain.file = Unreadable{"no"};
            }),
            "Unsigned; version=11.14.1; what=modified,task");
  EXPECT_EQ(changed([](FrameworkFacts& f) {
              f.signature.verdict = SignatureVerdict::modified;
              f.binary.file = Absent{};
            }),
            "Missing; version=11.14.1; what=binary");
}

TEST(Framework, ASignatureThatWasNotJudgedIsNeverHealthy) {
  FrameworkFacts facts = whole_framework();
  facts.signature = {};
  const Finding finding = judged(facts);
  EXPECT_EQ(result_text(finding), "Unknown; reason=the code signature could not be judged: not looked at");
  EXPECT_EQ(finding.health, Health::unknown);
  ASSERT_EQ(finding.evidence.size(), 1U);
  EXPECT_EQ(finding.evidence[0].text, "could not be judged: not looked at");
  // What is proven wrong is said all the same.
  facts.task.file = Absent{};
  EXPECT_EQ(text_of(facts), "Damaged; version=11.14.1; what=task");
  EXPECT_EQ(judged(facts).evidence[0].text, "could not be judged: not looked at");
}

TEST(Framework, AnotherVolumeIsProvenWrongByItsFilesAndNeverHealthy) {
  FrameworkFacts facts = whole_framework();
  facts.running_system = false;
  for (const SignatureVerdict verdict : {SignatureVerdict::unknown, SignatureVerdict::modified}) {
    facts.signature.verdict = verdict;
    const Finding finding = judged(facts);
    EXPECT_EQ(finding.health, Health::unknown);
    EXPECT_EQ(finding.evidence[0].text, "not looked at: nothing is run for another volume");
    EXPECT_NE(finding.detail.find("signature of another volume cannot be judged"), std::string::npos);
  }
  facts.task.file = Absent{};
  EXPECT_EQ(text_of(facts), "Damaged; version=11.14.1; what=task");
}

TEST(Framework, AnEarlierVerdictIsToldWithItsTime) {
  FrameworkFacts facts = whole_framework();
  facts.signature.checked_before = parse_local_time("2026-04-28 03:00:00");
  const Finding finding = judged(facts);
  EXPECT_EQ(finding.code, "Healthy");
  EXPECT_EQ(finding.evidence[0].text, "valid (verified at 2026-04-28 03:00:00; the file is the same)");
}

struct Fact {
  std::string_view what;
  FrameworkPiece FrameworkFacts::*piece;
};
constexpr Fact kFacts[] = {{"binary", &FrameworkFacts::binary},
                           {"link", &FrameworkFacts::link},
                           {"preferences", &FrameworkFacts::preferences},
                           {"app", &FrameworkFacts::app},
                           {"app", &FrameworkFacts::app_info},
                           {"keychain", &FrameworkFacts::keychain},
                           {"daemon", &FrameworkFacts::daemon},
                           {"task", &FrameworkFacts::task}};

TEST(Framework, WhatIsAbsentIsWrongAndWhatIsUnreadableIsUnknown) {
  for (const Fact& fact : kFacts) {
    const std::string absent = changed([&](FrameworkFacts& f) { (f.*fact.piece).file = Absent{}; });
    EXPECT_NE(absent.find("what=" + std::string(fact.what)), std::string::npos) << absent;
    const std::string unreadable =
        changed([&](FrameworkFacts& f) { (f.*fact.piece).file = Unreadable{"Operation not permitted"}; });
    EXPECT_EQ(unreadable, "Unknown; reason=Operation not permitted") << fact.what;
  }
}

TEST(Framework, WhatIsProvenWrongOutweighsWhatCouldNotBeRead) {
  EXPECT_EQ(changed([](FrameworkFacts& f) {
              f.task.file = Absent{};
              f.keychain.file = Unreadable{"Operation not permitted"};
            }),
            "Damaged; version=11.14.1; what=task");
}

TEST(Framework, LeftoversAreToldAndAreNoDamage) {
  EXPECT_EQ(changed([](FrameworkFacts& f) { f.leftovers = std::size_t{3}; }),
            "Healthy; version=11.14.1; what=leftovers");
  EXPECT_EQ(changed([](FrameworkFacts& f) { f.leftovers = Unreadable{"no"}; }), "Unknown; reason=no");
}

TEST(Framework, ALostServiceIsADeadDaemonUntilTheNextContact) {
  const std::string earlier = rec("Thu Apr 30 09:00:00", 500, kChecked);
  const std::string once = rec("Thu Apr 30 10:00:00", 600, kServiceGone);
  const std::string twice = once + rec("Thu Apr 30 10:15:00", 700, kServiceGone);
  const std::string contact = rec("Thu Apr 30 11:00:00", 800, kChecked);
  EXPECT_EQ(judged(whole_framework(), log_of(earlier + once)).code, "Healthy");
  EXPECT_EQ(judged(whole_framework(), log_of(once)).code, "Unknown") << "nothing speaks for it, either";
  EXPECT_EQ(result_text(judged(whole_framework(), log_of(twice))),
            "DaemonDown; version=11.14.1; what=daemon");
  EXPECT_EQ(judged(whole_framework(), log_of(twice + contact)).code, "Healthy");
  // A fact that could not be read does not hide it.
  FrameworkFacts facts = whole_framework();
  facts.keychain.file = Unreadable{"no"};
  EXPECT_EQ(judged(facts, log_of(twice)).code, "DaemonDown");
}

TEST(Framework, ADaemonThatWasStartedAgainSinceIsNotDownAndNotProven) {
  const std::string twice =
      rec("Thu Apr 30 10:00:00", 600, kServiceGone) + rec("Thu Apr 30 10:15:00", 700, kServiceGone);
  const std::string started = rec("Thu Apr 30 10:20:00", 720, "Daemon starting");
  const Finding finding = judged(whole_framework(), log_of(twice + started));
  EXPECT_EQ(result_text(finding).substr(0, 48), "Unknown; reason=the daemon was started again aft");
  EXPECT_EQ(finding.evidence.size(), 4U) << "the signature, the losses, the start";
  EXPECT_EQ(judged(whole_framework(), log_of(started + twice)).code, "DaemonDown");
  EXPECT_EQ(
      judged(whole_framework(), log_of(twice + started + rec("Thu Apr 30 10:40:00", 800, kServiceGone))).code,
      "DaemonDown");
  EXPECT_EQ(
      judged(whole_framework(), log_of(twice + started + rec("Thu Apr 30 10:40:00", 800, kChecked))).code,
      "Healthy");
}

TEST(Framework, TheServiceOfAnotherProgramIsNotTheDaemons) {
  const std::string other =
      "Error Domain=NSCocoaErrorDomain Code=4099 \"The connection to service named com.example.helper was "
      "invalidated from this process.\"";
  const std::string cut =
      "Error Domain=NSCocoaErrorDomain Code=4099 \"The connection to service named com.ja";
  const auto twice = [](const std::string& text) {
    return log_of(rec("Thu Apr 30 09:00:00", 500, kChecked) + rec("Thu Apr 30 10:00:00", 600, text) +
                  rec("Thu Apr 30 10:15:00", 700, text));
  };
  EXPECT_EQ(judged(whole_framework(), twice(other)).code, "Healthy");
  EXPECT_EQ(judged(whole_framework(), twice(cut)).code, "DaemonDown");
}

TEST(Framework, ADaemonThatEndedIsToldAndIsNoProof) {
  const std::string contact = rec("Thu Apr 30 09:00:00", 500, kChecked);
  const std::string ended = rec("Thu Apr 30 10:20:00", 120, "Daemon exiting");
  const Finding finding = judged(whole_framework(), log_of(contact + ended));
  EXPECT_EQ(finding.code, "Healthy");
  EXPECT_NE(finding.evidence.back().text.find("Daemon exiting"), std::string::npos);
  const std::string started = rec("Thu Apr 30 10:20:02", 720, "Daemon starting");
  for (const std::string& log : {contact + ended + started, ended + contact}) {
    EXPECT_EQ(judged(whole_framework(), log_of(log)).evidence.size(), 1U) << log;
  }
}

TEST(Framework, ALogWithoutAContactOrEditedSinceDoesNotSayThatTheDaemonAnswers) {
  const std::string contact = rec("Thu Apr 30 09:00:00", 500, kChecked);
  const std::string edited = "Jamf-Resolver removed lines with Device Signature error from Jamf.log, done\n" +
                             rec("Thu Apr 30 09:10:00", 600, "Daemon starting");
  for (const std::string& log : {std::string(), std::string("no line of jamf\n"), edited, contact + edited,
                                 rec("Thu Apr 30 09:00:00", 500, "Daemon starting")}) {
    const Finding finding = judged(whole_framework(), log_of(log));
    EXPECT_EQ(finding.code, "Unknown") << log;
    EXPECT_EQ(finding.health, Health::unknown) << log;
  }
  EXPECT_EQ(judged(whole_framework(), log_of(edited + contact)).code, "Healthy");
}

TEST(Framework, ALogInAFormThatDecidesNothingProvesNothing) {
  LogRead read = read_text(rec("Thu Apr 30 09:00:00", 500, kChecked), "2026-04-30 20:00:00");
  read.history.quality.form = LogForm::mixed;
  EXPECT_EQ(judged(whole_framework(), read).code, "Unknown");
}

TEST(Framework, WithoutALogNothingSaysWhetherTheDaemonAnswers) {
  const Finding absent = judged(whole_framework(), Absent{});
  const Finding unreadable =
      judged(whole_framework(), Unreadable{"/var/log/jamf.log: Operation not permitted"});
  EXPECT_EQ(absent.code, "Unknown");
  EXPECT_EQ(result_text(unreadable), "Unknown; reason=/var/log/jamf.log: Operation not permitted");
  EXPECT_NE(result_text(absent), result_text(unreadable));
}

TEST(Framework, NothingIsMissingFromWhatIsNoWholeVolume) {
  const auto bare = [](Reading<FoundFile> system) {
    return changed([&](FrameworkFacts& f) {
      f.system.file = std::move(system);
      f.binary.file = f.daemon.file = f.task.file = Absent{};
    });
  };
  EXPECT_EQ(bare(Absent{}).substr(0, 26), "Unknown; reason=this is no");
  EXPECT_EQ(bare(Unreadable{"no"}), "Unknown; reason=no");
}

TEST(Framework, FactsThatNobodyLookedAtAreUnknown) {
  EXPECT_EQ(text_of({}), "Unknown; reason=not looked at");
}

}  // namespace
}  // namespace enrolkit::test
