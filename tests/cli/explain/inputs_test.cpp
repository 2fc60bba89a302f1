// From paths to Macs: siblings belong together, folders are searched, and what cannot be looked at is said.
#include "cli/explain/inputs.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <chrono>
#include <string>
#include <vector>

#include "cli/explain/explained_macs.h"
#include "core/base/text.h"
#include "support/process/as_nobody.h"

namespace enrolkit::test {
namespace {

using Kind = Subject::Kind;
using Paths = std::vector<std::string>;

class Gathering : public testing::Test {
 protected:
  TempFolder folder_;

  [[nodiscard]] Paths names_of(const Gathered& gathered) const {
    Paths names;
    for (const Subject& subject : gathered.subjects) {
      names.push_back(subject.name.starts_with(folder_.path() + "/")
                          ? subject.name.substr(folder_.path().size() + 1)
                          : subject.name);
    }
    return names;
  }
};

TEST_F(Gathering, AFileIsOneMac) {
  const std::string path = folder_.write("jamf.log", "x");
  const Gathered gathered = gather({path});
  ASSERT_EQ(gathered.subjects.size(), 1U);
  EXPECT_EQ(gathered.subjects[0].kind, Kind::files);
  EXPECT_EQ(gathered.subjects[0].name, path);
  EXPECT_EQ(gathered.subjects[0].paths, Paths{path});
  EXPECT_FALSE(gathered.subjects[0].found);
  EXPECT_TRUE(gathered.troubles.empty());
}

TEST_F(Gathering, AFolderWithoutALogIsNamed) {
  const std::string log = folder_.write("jamf.log", "x");
  folder_.folder("empty");
  folder_.folder("x.log");
  for (const std::string name : {"empty", "x.log"}) {
    const Gathered gathered = gather({folder_.at(name), log});
    EXPECT_EQ(gathered.subjects.size(), 1U);
    ASSERT_EQ(gathered.troubles.size(), 1U) << name;
    EXPECT_TRUE(gathered.troubles[0].starts_with(folder_.at(name) + ": no log in it: no file"))
        << gathered.troubles[0];
  }
  folder_.write("full/jamf.log", "x");
  EXPECT_TRUE(gather({folder_.at("full"), folder_.at("full")}).troubles.empty());
}

TEST_F(Gathering, RotatedSiblingsAreOneMac) {
  const Paths paths{folder_.write("jamf.log", "x"), folder_.write("jamf.log.0.gz", "x"),
                    folder_.write("jamf.log.1.bz2", "x")};
  const Gathered gathered = gather(paths);
  ASSERT_EQ(gathered.subjects.size(), 1U);
  EXPECT_EQ(gathered.subjects[0].name, folder_.at("jamf.log"));
  EXPECT_EQ(gathered.subjects[0].paths, paths);
}

TEST_F(Gathering, OnlyDigitsDatesAndPackingAreARotation) {
  const Gathered gathered =
      gather({folder_.write("jamf.log", ""), folder_.write("jamf.log.0.gz", ""),
              folder_.write("jamf.log.2023-02-01.bz2", ""), folder_.write("jamf.log.lab01", ""),
              folder_.write("jamf.log.lab02", ""), folder_.write("jamf.log.old", "")});
  EXPECT_EQ(names_of(gathered), (Paths{"jamf.log", "jamf.log.lab01", "jamf.log.lab02", "jamf.log.old"}));
  EXPECT_EQ(gathered.subjects[0].paths.size(), 3U);
}

TEST_F(Gathering, ALogThatIsNotThereIsNotOneThatCouldNotBeRead) {
  const ExplainedMac c = explain_mac(gather({folder_.at("missing.log")}).subjects.at(0), {});
  EXPECT_TRUE(std::holds_alternative<Absent>(c.log));
  EXPECT_FALSE(has(c.diagnosis.missing, "it is there"));
  EXPECT_EQ(c.exit(), Exit::trouble);
}

TEST_F(Gathering, AFileNamedTwiceIsReadOnce) {
  const std::string path = folder_.write("jamf.log", "x");
  EXPECT_EQ(gather({path, path}).subjects.at(0).paths, Paths{path});
}

TEST_F(Gathering, FilesOfDifferentNamesOrFoldersAreDifferentMacs) {
  const Gathered gathered = gather({folder_.write("a/jamf.log", ""), folder_.write("b/jamf.log", ""),
                                    folder_.write("lab-07.log", ""), folder_.write("lab-08.log", ""),
                                    folder_.write("lab.login", "")});
  EXPECT_EQ(names_of(gathered), (Paths{"a/jamf.log", "b/jamf.log", "lab-07.log", "lab-08.log", "lab.login"}));
}

TEST_F(Gathering, ADotLogInTheNameOfAFolderGroupsNothing) {
  EXPECT_EQ(gather({folder_.write("all.log.d/one", ""), folder_.write("all.log.d/two", "")}).subjects.size(),
            2U);
}

TEST_F(Gathering, AFolderIsSearchedForLogs) {
  for (const char* name :
       {"one/jamf.log", "one/jamf.log.0.gz", "two/deeper/jamf.log", "top.log", "readme.txt"}) {
    folder_.write(name, "");
  }
  const Gathered gathered = gather({folder_.path()});
  EXPECT_EQ(names_of(gathered), (Paths{"one/jamf.log", "top.log", "two/deeper/jamf.log"}));
  EXPECT_EQ(gathered.subjects[0].paths.size(), 2U);
  for (const Subject& subject : gathered.subjects) EXPECT_TRUE(subject.found);
}

TEST_F(Gathering, ASlashAtTheEndOfAFolderMakesNoDifference) {
  folder_.write("one/jamf.log", "");
  EXPECT_EQ(names_of(gather({folder_.path() + "//"})), (Paths{"one/jamf.log"}));
}

TEST_F(Gathering, AFolderThatIsAMacIsATree) {
  folder_.write("with-var/var/log/jamf.log", "");
  folder_.write("with-private/private/var/log/jamf.log", "");
  folder_.write("without-log/System/Library/CoreServices/SystemVersion.plist", "");
  for (const char* name : {"with-var", "with-private", "without-log"}) {
    const Gathered gathered = gather({folder_.at(name)});
    ASSERT_EQ(gathered.subjects.size(), 1U) << name;
    EXPECT_EQ(gathered.subjects[0].kind, Kind::tree);
    EXPECT_EQ(gathered.subjects[0].paths, Paths{folder_.at(name)});
    EXPECT_FALSE(gathered.subjects[0].found);
  }
}

TEST_F(Gathering, ARootOneFolderTooHighIsSaid) {
  folder_.write("unpacked/root/private/var/log/jamf.log", "");
  const Gathered gathered = gather({}, {folder_.at("unpacked")});
  EXPECT_TRUE(gathered.subjects.empty());
  const std::string place = folder_.at("unpacked");
  EXPECT_EQ(gathered.troubles, Paths{place + ": is not a Mac; the one in it: --root " + place + "/root"});
  EXPECT_EQ(gather({}, {place + "/root"}).subjects.size(), 1U);
}

TEST_F(Gathering, MacsInAFolderAreFoundBesideLogs) {
  folder_.write("macs/lab-07/var/log/jamf.log", "");
  folder_.write("macs/lab-07/var/log/install.log", "");
  folder_.write("macs/lab-08/System/Library/CoreServices/SystemVersion.plist", "");
  folder_.write("z.log", "");
  const Gathered gathered = gather({folder_.path()});
  EXPECT_EQ(names_of(gathered), (Paths{"macs/lab-07", "macs/lab-08", "z.log"}));
  EXPECT_EQ(gathered.subjects[0].kind, Kind::tree);
  EXPECT_TRUE(gathered.subjects[0].found);
}

// Process ids go on, so that jamf.log alone shows no restart.
TEST_F(Gathering, TheSystemLogOfAFolderShowsTheRestart) {
  folder_.write("case/jamf.log",
                "Mon Mar 02 08:30:03 Cart 07 jamf[830]: Creating user _mgmt...\n"
                "Mon Mar 02 08:31:04 Cart 07 jamf[911]: Checking for policies triggered by \"x\"...\n");
  const std::string boot =
      "Mar  2 08:30:21 localhost bootlog[0]: BOOT_TIME 1772469021 0\n";  // eight hours behind
  folder_.write("case/system.log.0", boot);
  folder_.write("case/system.log", "");
  const Gathered gathered = gather({folder_.at("case")});
  ASSERT_EQ(names_of(gathered), (Paths{"case/jamf.log"}));
  EXPECT_EQ(gathered.subjects[0].system_logs.size(), 2U);
  ExplainMacOptions how;
  how.as_of = at("2026-03-20 18:00:00");
  const ExplainedMac c = explain_mac(gathered.subjects[0], how);
  EXPECT_EQ(c.diagnosis.cause, Cause::account_conflict);
  ASSERT_EQ(c.diagnosis.elsewhere.size(), 1U);
  EXPECT_EQ(c.diagnosis.elsewhere[0].source, folder_.at("case/system.log.0"));
  EXPECT_EQ(explain_mac(gather({folder_.at("case/jamf.log")}).subjects[0], how).diagnosis.cause,
            Cause::interrupted);
}

TEST_F(Gathering, AMacWhoseLogMayNotBeReadIsAMac) {
  folder_.fifo("mac/var/log/jamf.log");
  const Gathered gathered = gather({folder_.at("mac")});
  ASSERT_EQ(gathered.subjects.size(), 1U);
  EXPECT_EQ(gathered.subjects[0].kind, Kind::tree);
  EXPECT_TRUE(has(explain_mac(gathered.subjects[0], {}).trouble, "is a FIFO, not a file"));
}

TEST_F(Gathering, WhatIsNotThereBecomesTroubleAndNothingElseIsLost) {
  const std::string good = folder_.write("jamf.log", check_in(at("2026-03-02 09:00:00"), 7));
  const Gathered gathered = gather({folder_.at("missing.log"), good});
  ASSERT_EQ(gathered.subjects.size(), 2U);
  EXPECT_EQ(explain_mac(gathered.subjects[0], {}).trouble,
            folder_.at("missing.log") + ": there is no such file");
  EXPECT_EQ(explain_mac(gathered.subjects[1], {}).trouble, "");
}

TEST_F(Gathering, OneSiblingThatIsMissingIsAFaultOfTheOthers) {
  const std::string good = folder_.write("jamf.log", check_in(at("2026-03-02 09:00:00"), 7));
  const Gathered gathered = gather({good, folder_.at("jamf.log.0.gz")});
  ASSERT_EQ(gathered.subjects.size(), 1U);
  const ExplainedMac c = explain_mac(gathered.subjects[0], {});
  EXPECT_EQ(c.trouble, "");
  EXPECT_EQ(value_of(c.log)->faults, Paths{folder_.at("jamf.log.0.gz") + ": there is no such file"});
}

TEST_F(Gathering, AFolderThatMayNotBeReadIsSaidAndTheOthersAreFound) {
  folder_.write("closed/jamf.log", "");
  folder_.write("open/jamf.log", "");
  ASSERT_EQ(::chmod(folder_.at("closed").c_str(), 0), 0);
  EXPECT_TRUE(as_nobody([&] {
    const Gathered gathered = gather({folder_.path()});
    return gathered.troubles == Paths{folder_.at("closed") + "/: Permission denied (try sudo)"} &&
           names_of(gathered) == Paths{"open/jamf.log"};
  }));
  EXPECT_TRUE(as_nobody([&] {
    const Gathered gathered =
        gather({folder_.at("closed"), folder_.at("closed/jamf.log"), folder_.at("open")});
    return gathered.troubles.size() == 2 && names_of(gathered) == Paths{"open/jamf.log"};
  }));
  ::chmod(folder_.at("closed").c_str(), 0755);
}

// Whatever the names of its folders: jamf.log is the newest, and an older one does not stand in for it.
TEST_F(Gathering, AnOlderLogIsNotJudgedInPlaceOfOneThatMayNotBeRead) {
  const std::string newest = folder_.write("with-a-long-name/jamf.log", "x");
  ASSERT_EQ(::chmod(newest.c_str(), 0), 0);
  const std::string older = folder_.write("o/jamf.log.0", check_in(at("2026-03-02 09:00:00"), 900));
  EXPECT_TRUE(as_nobody([&] {
    Subject subject = gather({older}).subjects.at(0);
    subject.paths = {older, newest};
    const ExplainedMac c = explain_mac(subject, {});
    return why_unreadable(c.log) != nullptr && c.exit() == Exit::trouble;
  }));
}

TEST_F(Gathering, AFileThatMayNotBeReadIsSaid) {
  ASSERT_EQ(::chmod(folder_.write("jamf.log", "x").c_str(), 0), 0);
  EXPECT_TRUE(as_nobody([&] {
    const ExplainedMac c = explain_mac(gather({folder_.at("jamf.log")}).subjects.at(0), {});
    return c.trouble == folder_.at("jamf.log") + ": Permission denied (try sudo)" &&
           c.exit() == Exit::trouble;
  }));
}

TEST_F(Gathering, AFifoIsRefusedAtOnce) {
  const auto begin = std::chrono::steady_clock::now();
  const Gathered gathered = gather({folder_.fifo("jamf.log")});
  ASSERT_EQ(gathered.subjects.size(), 1U);
  const ExplainedMac c = explain_mac(gathered.subjects[0], {});
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(1));
  EXPECT_EQ(c.trouble, folder_.at("jamf.log") + ": is a FIFO, not a file");
}

TEST_F(Gathering, ANameWithANewlineIsOneLineOfTrouble) {
  const Gathered gathered = gather({folder_.at("no\nsuch\x1b[2J.log")});
  ASSERT_EQ(gathered.subjects.size(), 1U);
  const std::string trouble = explain_mac(gathered.subjects[0], {}).trouble;
  EXPECT_TRUE(has(trouble, "there is no such file")) << trouble;
  EXPECT_FALSE(has(trouble, "\n"));
  EXPECT_FALSE(has_controls(trouble));
  folder_.write("a\nb/jamf.log", check_in(at("2026-03-02 09:00:00"), 7));
  EXPECT_EQ(explain_mac(gather({folder_.at("a\nb")}).subjects.at(0), {}).trouble, "") << "and it can be read";
}

TEST_F(Gathering, AVeryDeepTreeIsSearchedToALimitAndThatIsSaid) {
  std::string deep;
  for (int i = 0; i < 40; ++i) deep += "d/";
  folder_.write(deep + "jamf.log", "");
  folder_.write("d/d/jamf.log", "");
  const Gathered gathered = gather({folder_.path()});
  EXPECT_EQ(names_of(gathered), (Paths{"d/d/jamf.log"}));
  ASSERT_EQ(gathered.troubles.size(), 1U);
  EXPECT_TRUE(gathered.troubles[0].ends_with("/: too deep, not searched")) << gathered.troubles[0];
}

TEST_F(Gathering, ARingOfLinksEnds) {
  folder_.write("a/jamf.log", "");
  folder_.link("a/up", "..");
  const Gathered gathered = gather({folder_.path()});
  EXPECT_EQ(names_of(gathered), (Paths{"a/jamf.log"}));
  EXPECT_TRUE(gathered.troubles.empty());
}

TEST_F(Gathering, ALinkToALogIsALog) {
  folder_.write("elsewhere/real", check_in(at("2026-03-02 09:00:00"), 7));
  const Gathered gathered = gather({folder_.link("jamf.log", "elsewhere/real")});
  EXPECT_EQ(explain_mac(gathered.subjects.at(0), {}).trouble, "");
}

TEST_F(Gathering, ADashIsStandardInput) {
  const Gathered gathered = gather({"-"});
  ASSERT_EQ(gathered.subjects.size(), 1U);
  EXPECT_EQ(gathered.subjects[0].kind, Kind::input);
}

TEST_F(Gathering, NothingIsNothing) {
  EXPECT_TRUE(gather({}).subjects.empty());
  const Gathered empty = gather({folder_.path()});
  EXPECT_TRUE(empty.subjects.empty());
  EXPECT_EQ(empty.troubles.size(), 1U) << "which of the folders it was";
}

}  // namespace
}  // namespace enrolkit::test
