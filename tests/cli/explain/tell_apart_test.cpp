// A Mac is not a file name: copies are one, other computers are others, and no Mac comes twice.
#include "cli/explain/tell_apart.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "cli/explain/explained_macs.h"
#include "support/writers/packed.h"

namespace enrolkit::test {
namespace {

const std::string kOld = enrolment(at("2026-03-02 09:00:00"), 330) + check_in(at("2026-03-02 09:15:00"), 340);
const std::string kNew = check_in(at("2026-03-03 09:00:00"), 350) + check_in(at("2026-03-03 09:15:00"), 360);

class OneMac : public testing::Test {
 protected:
  // The names of the Macs of the folder, sorted.
  [[nodiscard]] std::vector<std::string> macs() const { return names(gather({folder_.path()})); }
  [[nodiscard]] std::vector<std::string> names(const Gathered& gathered) const {
    std::vector<std::string> out;
    for (const Subject& subject : gathered.subjects)
      out.push_back(subject.name.substr(folder_.path().size() + 1));
    std::sort(out.begin(), out.end());
    return out;
  }
  TempFolder folder_;
};
using Names = std::vector<std::string>;

TEST_F(OneMac, CopiesOfALogAreOneMac) {
  folder_.write("jamf.log", kOld + kNew);
  for (const char* copy : {"jamf copy.log", "jamf copy 2.log", "jamf (1).log", "jamf 2.log", "jamf.log (1)",
                           "Copy of jamf.log", "jamf - Kopie.log", "jamf.log.old", "other.log"}) {
    folder_.write(copy, kOld);
  }
  const Gathered gathered = gather({folder_.path()});
  EXPECT_EQ(names(gathered), Names{"jamf.log"});
  EXPECT_EQ(gathered.notes.size(), 9U);
  EXPECT_TRUE(has(gathered.notes.at(0), "was not counted again"));
}

TEST_F(OneMac, TheLongerOfTwoIsTheLog) {
  folder_.write("jamf.log", kOld);
  folder_.write("jamf copy.log", kOld + kNew);
  folder_.write("packed.log.gz", gzipped(kOld));
  const Gathered gathered = gather({folder_.path()});
  ASSERT_EQ(names(gathered), Names{"jamf.log"});
  EXPECT_EQ(gathered.subjects[0].paths, Names{folder_.at("jamf copy.log")});
}

TEST_F(OneMac, ACopyOfWhatWasRotatedAwayInPartIsOne) {
  folder_.write("jamf.log", kOld + kNew);
  folder_.write("jamf copy.log", kNew);
  EXPECT_EQ(macs(), Names{"jamf.log"});
}

TEST_F(OneMac, TwoStatesOfALogThatOverlapAreOne) {
  const std::string between = check_in(at("2026-03-02 20:00:00"), 345);
  folder_.write("jamf.log", between + kNew);
  folder_.write("jamf copy.log", kOld + between);
  folder_.write("other/monday.log", kOld + between);
  folder_.write("other/tuesday.log", between + kNew);
  folder_.write("other/strange.log", on_host(between + kNew, "lab-08"));
  const Gathered gathered = gather({folder_.path()});
  EXPECT_EQ(names(gathered), (Names{"jamf.log", "other/strange.log", "other/tuesday.log"}));
  for (const Subject& subject : gathered.subjects) {
    EXPECT_EQ(subject.paths.size(), subject.name.ends_with("strange.log") ? 1U : 2U) << subject.name;
  }
  ASSERT_EQ(gathered.notes.size(), 1U);
  EXPECT_TRUE(has(gathered.notes[0], "goes on in"));
}

TEST_F(OneMac, ACopyThatGoesAnotherWayIsAnother) {
  folder_.write("jamf.log", kOld + kNew);
  folder_.write("jamf copy.log", kOld + broken_check_in(at("2026-03-03 09:00:00"), 350));
  EXPECT_EQ(macs(), (Names{"jamf copy.log", "jamf.log"}));
}

TEST_F(OneMac, FilesOfDifferentComputersAreNeverPutTogether) {
  folder_.write("jamf.log", kNew);
  folder_.write("jamf.log.0", kOld);
  folder_.write("jamf.log.1", on_host(kOld, "lab-08"));
  folder_.write("jamf.log.2.gz", gzipped(on_host(kOld, "lab-09")));
  EXPECT_EQ(macs(), (Names{"jamf.log", "jamf.log.1", "jamf.log.2.gz"}));
}

TEST_F(OneMac, AComputerThatWasRenamedIsOne) {
  folder_.write("jamf.log", on_host(kNew, "Ana\xE2\x80\x99s Mac"));
  folder_.write("jamf.log.0", on_host(kOld, "MacBook Pro") +
                                  on_host(check_in(at("2026-03-03 08:00:00"), 345), "Ana's Mac"));
  folder_.write("jamf.log.1", on_host(check_in(at("2026-03-01 08:00:00"), 300), "MacBook Pro"));
  EXPECT_EQ(macs(), Names{"jamf.log"});
}

TEST_F(OneMac, TheErrorsBesideALogAreNoMac) {
  folder_.write("jamf.log", kOld + kNew);
  folder_.write("jamferror.log", broken_check_in(at("2026-03-02 08:00:00"), 320));
  EXPECT_EQ(macs(), Names{"jamf.log"});
  folder_.write("jamferror.log", on_host(broken_check_in(at("2026-03-02 08:00:00"), 320), "lab-08"));
  EXPECT_EQ(macs(), (Names{"jamf.log", "jamferror.log"}));
}

TEST_F(OneMac, AWholeMacAndItsLogAreOne) {
  const std::string log = folder_.write("A/private/var/log/jamf.log", kOld);
  folder_.write("B/var/log/jamf.log", kOld);
  EXPECT_EQ(names(gather({log}, {folder_.at("A")})), Names{"A"});
  EXPECT_EQ(names(gather({folder_.at("B/var/log/jamf.log")}, {folder_.at("B/")})), Names{"B/"});
  EXPECT_EQ(names(gather({folder_.at("A"), folder_.path() + "/./A"}, {folder_.at("A"), folder_.at("A")})),
            Names{"A"});
  EXPECT_EQ(names(gather({log}, {folder_.at("B")})), (Names{"A/private/var/log/jamf.log", "B"}));
}

TEST_F(OneMac, AFileNamedInTwoWaysIsOne) {
  const std::string log = folder_.write("A/jamf.log", kOld);
  const Gathered gathered = gather({log, folder_.path() + "/./A/../A/jamf.log", folder_.at("A")});
  ASSERT_EQ(gathered.subjects.size(), 1U);
  EXPECT_EQ(gathered.subjects[0].paths.size(), 1U);
}

}  // namespace
}  // namespace enrolkit::test
