// enrolkit-repair itself, as root, on a Mac of files and scripts: real processes, a real disk, a real kill.
#include <gtest/gtest.h>

#include <sys/stat.h>

#include <filesystem>

#include "programs/chroot_mac.h"
#include "support/has.h"

namespace enrolkit::test {
namespace {

constexpr const char* kJournal = "/private/var/db/enrolkit/journal.jsonl";
constexpr const char* kRepairLog = "/private/var/log/enrolkit.log";
constexpr const char* kInvitationFile = "/private/var/db/enrolkit/invitation";

class RepairInAChroot : public testing::Test {
 protected:
  void SetUp() override {
    const std::string why = ChrootMac::why_not();
    if (!why.empty()) GTEST_SKIP() << why;
    mac = std::make_unique<ChrootMac>();
  }
  // The invitation is nowhere but in its file, and in jamf's own argument.
  void expect_no_secret(const Ran& ran) const {
    EXPECT_EQ(told(ran).find(ChrootMac::kInvitation), std::string::npos) << told(ran);
    for (const char* path : {kJournal, kRepairLog}) {
      EXPECT_EQ(mac->read(path).find(ChrootMac::kInvitation), std::string::npos) << path;
    }
  }
  std::unique_ptr<ChrootMac> mac;
};

TEST_F(RepairInAChroot, AHealthyMacIsLeftAloneAndItsKeychainSaved) {
  const Ran first = mac->repair();
  EXPECT_EQ(first.status, 0) << told(first);
  EXPECT_EQ(first.out, "Healthy: nothing to do\n") << told(first);
  EXPECT_EQ(first.err, "");
  EXPECT_FALSE(mac->has(kJournal));
  EXPECT_EQ(mac->mode("/private/var/db/enrolkit/backup/0"), 0600U);
  EXPECT_EQ(mac->mode("/private/var/db/enrolkit/backup"), 0700U);
  EXPECT_FALSE(has(mac->ran(), "jamf ")) << mac->ran();
}

TEST_F(RepairInAChroot, ALostSignatureIsEnrolledAnewAndProven) {
  mac->drop_signature();
  const Ran ran = mac->repair();
  EXPECT_EQ(ran.status, 0) << told(ran) << mac->read(kRepairLog);
  EXPECT_TRUE(has(ran.out, "enrol: repaired\nRepaired: proven by a new look\n")) << told(ran);
  const std::string enrol = std::string("jamf enroll -invitation ") + ChrootMac::kInvitation;
  EXPECT_TRUE(has(mac->ran(), enrol + " -noRecon -noManage -noPolicy\njamf manage\njamf recon\njamf policy "))
      << mac->ran();
  expect_no_secret(ran);
  EXPECT_EQ(mac->mode(kJournal), 0600U);
  EXPECT_EQ(mac->mode(kRepairLog), 0640U);
  const Ran status = mac->repair({"status"});
  EXPECT_EQ(status.status, 0);
  EXPECT_TRUE(status.out.starts_with("Repaired; step=enrol; ")) << told(status);
  const std::string before = mac->read(kJournal);
  EXPECT_EQ(mac->repair().out, "Healthy: nothing to do\n");
  EXPECT_EQ(mac->read(kJournal), before);
}

TEST_F(RepairInAChroot, ADryRunChangesNoByte) {
  mac->drop_signature();
  const Ran ran = mac->repair({"--dry-run"});
  EXPECT_EQ(ran.status, 1) << told(ran);
  EXPECT_TRUE(has(ran.out, "run /usr/local/jamf/bin/jamf enroll -invitation (invitation) -noRecon"))
      << told(ran);
  EXPECT_FALSE(has(mac->ran(), "jamf enroll")) << mac->ran();
  EXPECT_FALSE(mac->has(kJournal));
  EXPECT_FALSE(mac->has(kRepairLog));
  EXPECT_FALSE(mac->has("/private/var/db/enrolkit/lock"));
}

TEST_F(RepairInAChroot, AToolThatLiesRepairsNothing) {
  mac->drop_signature();
  mac->behave("enroll() { :; }\n");
  const Ran ran = mac->repair({"--highest", "enrol"});
  EXPECT_EQ(ran.status, 1) << told(ran);
  EXPECT_TRUE(has(ran.out, "enrol: failed, jamf manage: status 52\n")) << told(ran);
  const Ran again = mac->repair();
  EXPECT_EQ(again.status, 1);
  EXPECT_TRUE(has(again.out, "refused: back-off: the next attempt is due in ")) << told(again);
  EXPECT_EQ(mac->repair({"reset"}).status, 0);
  mac->behave("");
  EXPECT_EQ(mac->repair().status, 0);
}

TEST_F(RepairInAChroot, AToolThatPrintsMegabytesOrFailsIsToldInOneLine) {
  mac->drop_signature();
  mac->behave(
      "enroll() { while :; do echo xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx; done; "
      "}\n");
  const Ran much = mac->repair({"--highest", "enrol"});
  EXPECT_EQ(much.status, 1) << told(much);
  EXPECT_TRUE(has(much.out, "enrol: failed, jamf enroll: more than 1048576 bytes of output\n")) << told(much);
  EXPECT_LT(much.out.size(), 4000U);
  EXPECT_EQ(mac->repair({"reset"}).status, 0);
  mac->behave("enroll() { echo \"$2 was refused\" >&2; exit 70; }\n");
  const Ran failed = mac->repair({"--highest", "enrol"});
  EXPECT_TRUE(has(failed.out, "enrol: failed, jamf enroll: status 70\n")) << told(failed);
  EXPECT_TRUE(has(mac->read(kRepairLog), "jamf enroll said: (removed) was refused")) << mac->read(kRepairLog);
  expect_no_secret(failed);
}

TEST_F(RepairInAChroot, AKillInTheMiddleOfAnEnrolmentIsKnownToTheNextRun) {
  mac->drop_signature();
  mac->behave("enroll() { kill -9 $PPID; exit 1; }\n");
  const Ran killed = mac->repair({"--highest", "enrol"});
  EXPECT_EQ(killed.status, 128 + 9) << told(killed);
  EXPECT_TRUE(has(mac->read(kJournal), "\"kind\":\"act\"")) << mac->read(kJournal);
  mac->behave("");
  const Ran next = mac->repair();
  EXPECT_EQ(next.status, 1) << told(next);
  EXPECT_TRUE(has(next.out, "refused: back-off: ")) << told(next);
  EXPECT_EQ(mac->repair({"reset"}).status, 0);
  const Ran last = mac->repair();
  EXPECT_EQ(last.status, 0) << told(last);
  EXPECT_TRUE(has(last.out, "Repaired: proven by a new look\n")) << told(last);
}

TEST_F(RepairInAChroot, AnInvitationThatOthersMayReadIsNotUsed) {
  mac->drop_signature();
  mac->write(kInvitationFile, ChrootMac::kInvitation, 0644);
  const Ran ran = mac->repair({"--highest", "enrol"});
  EXPECT_EQ(ran.status, 1) << told(ran);
  EXPECT_TRUE(
      has(ran.out, "blocked: enrol: unsafe-permissions: /var/db/enrolkit/invitation must be root's alone"))
      << told(ran);
  mac->remove(kInvitationFile);
  EXPECT_TRUE(
      has(mac->repair({"--highest", "enrol", "--dry-run"}).out, "blocked: enrol: not-allowed: there is no "));
  EXPECT_FALSE(has(mac->ran(), "jamf enroll")) << mac->ran();
}

TEST_F(RepairInAChroot, ADamagedJournalIsKeptAsideAndCountsAsAnAttempt) {
  mac->drop_signature();
  mac->write(kJournal, "{\"schema\":\"enrolkit.journal/2\",\"kind\":\n\x01\x02\n", 0600);
  const Ran ran = mac->repair();
  EXPECT_EQ(ran.status, 1) << told(ran);
  EXPECT_TRUE(has(ran.out, "refused: back-off: ")) << told(ran);
  EXPECT_TRUE(has(mac->read(kRepairLog), "the journal is damaged (")) << mac->read(kRepairLog);
  EXPECT_TRUE(has(mac->read(kJournal), "\"kind\":\"lost\"")) << mac->read(kJournal);
}

TEST_F(RepairInAChroot, WhereOthersMayWriteRootWritesNothing) {
  mac->drop_signature();
  const Ran chmod = mac->repair({"--dry-run"});
  ASSERT_EQ(chmod.status, 1);
  mac->write(kJournal, "", 0666);
  const Ran ran = mac->repair();
  EXPECT_NE(ran.status, 0) << told(ran);
  EXPECT_EQ(mac->read(kJournal), "");
  EXPECT_FALSE(has(mac->ran(), "jamf enroll")) << mac->ran();
}

// It would get the invitation, and be root.
TEST_F(RepairInAChroot, ABinaryThatCodesignDoesNotVouchForIsNotRun) {
  mac->drop_signature();
  for (const char* codesign : {"#!/bin/sh\nexit 1\n", "#!/bin/sh\nexit 3\n", "#!/bin/sh\nkill -9 $$\n"}) {
    mac->write("/usr/bin/codesign", codesign, 0755);
    const Ran ran = mac->repair();
    EXPECT_NE(ran.status, 0) << told(ran);
    EXPECT_TRUE(has(ran.out, "is not proven to be Jamf's own (codesign)")) << told(ran);
  }
  mac->write("/usr/local/jamf/bin/jamf", "#!/bin/sh\n", 0555);
  EXPECT_NE(mac->repair().status, 0);
  EXPECT_FALSE(has(mac->ran(), "jamf ")) << mac->ran();
}

TEST_F(RepairInAChroot, SettingsThatCannotBeReadMayForbidIt) {
  mac->drop_signature();
  mac->write("/Library/Preferences/io.github.enrolkit.plist", "rubbish");
  for (const std::vector<std::string>& how :
       {std::vector<std::string>{}, {"--dry-run"}, {"--unattended", "--if-needed"}}) {
    const Ran ran = mac->repair(how);
    EXPECT_EQ(ran.status, 2) << told(ran);
    EXPECT_TRUE(has(ran.err, "nothing is done, since the settings may forbid it")) << told(ran);
  }
  EXPECT_EQ(mac->ran(), "");
  EXPECT_EQ(mac->repair({"reset"}).status, 0);
}

// Neither the caller's umask nor its zone is the Mac's.
TEST_F(RepairInAChroot, WhatItInheritsDecidesNothing) {
  mac->drop_signature();
  mac->behave("umask >>/umask\npolicy() { :; }\n");
  // In that zone the last contact is still to come.
  mac->write("/enter", "export TZ=HERE+10\n" + mac->read("/enter"));
  const mode_t before = ::umask(0);
  const Ran ran = mac->repair({"--highest", "check-in"});
  ::umask(before);
  EXPECT_TRUE(has(ran.out, "check-in: no-effect")) << told(ran);
  EXPECT_TRUE(has(mac->read("/umask"), "0022")) << mac->read("/umask");
  EXPECT_FALSE(has(mac->read("/umask"), "0000")) << mac->read("/umask");
}

TEST_F(RepairInAChroot, ASelfServiceRunKeepsItsIdentity) {
  if (ChrootMac::of_the_mac()) GTEST_SKIP() << "macho-run shows no process that started it";
  constexpr const char* kKeychain = "/Library/Application Support/JAMF/JAMF.keychain";
  mac->drop_signature();
  const std::string before = mac->read(kKeychain);
  const Ran asked = mac->repair_in_self_service({"--highest", "enrol"});
  EXPECT_EQ(asked.status, 1) << told(asked);
  EXPECT_TRUE(has(asked.out, "Handed to launchd: ")) << told(asked);
  EXPECT_TRUE(mac->has("/survived"));
  EXPECT_FALSE(has(mac->ran(), "jamf enroll")) << mac->ran();
  EXPECT_TRUE(has(mac->ran(), "launchctl bootstrap system /var/db/enrolkit/hand-over.plist")) << mac->ran();
  EXPECT_EQ(mac->read(kKeychain), before);
  // What launchd starts goes on with it.
  const std::string job = mac->read("/private/var/db/enrolkit/hand-over.plist");
  const auto run = job.find("<string>", job.find("--handed-over")) + 8;
  const Ran went_on = mac->repair({"--handed-over", job.substr(run, job.find('<', run) - run)});
  EXPECT_EQ(went_on.status, 0) << told(went_on);
  EXPECT_TRUE(has(mac->ran(), "jamf enroll")) << mac->ran();
}

TEST_F(RepairInAChroot, TwoAtOnceAreOne) {
  if (ChrootMac::of_the_mac()) GTEST_SKIP() << "a shell of Linux does not start the Mac's program";
  mac->drop_signature();
  mac->behave(
      "enroll() { /Library/Enrolkit/bin/enrolkit-repair >/second 2>&1; echo $? >>/second; exit 70; }\n");
  const Ran ran = mac->repair({"--highest", "enrol"});
  EXPECT_EQ(ran.status, 1) << told(ran);
  EXPECT_EQ(mac->read("/second"), "Nothing was done: another repair is at work\n2\n");
}

}  // namespace
}  // namespace enrolkit::test
