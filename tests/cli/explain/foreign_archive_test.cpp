// Archives that `enrolkit collect` did not write: judged as a folder of those Macs, or refused in one line.
#include <gtest/gtest.h>

#include <algorithm>

#include "cli/explain/explained_macs.h"
#include "support/writers/archive_writer.h"
#include "support/writers/packed.h"

namespace enrolkit::test {
namespace {

constexpr std::size_t kTarCut = 600;

std::string healthy() {
  std::string text = enrolment(at("2026-03-02 09:00:00"), 330);
  for (int i = 0; i < 3; ++i) {
    text += check_in(LocalTime{at("2026-03-02 10:00:00").seconds + i * 900}, 500U + static_cast<unsigned>(i));
  }
  return text;
}
std::string refused() { return refused_enrolment(at("2026-03-02 09:00:00"), 730); }

class ForeignArchive : public testing::Test {
 protected:
  Gathered gather_bytes(const std::string& bytes, const std::string& name = "case.bin") {
    return gather({folder_.write(name, bytes)});
  }
  // What is said of an archive of which nothing is judged.
  std::string trouble_of(const std::string& bytes, const std::string& name = "case.bin") {
    const Gathered gathered = gather_bytes(bytes, name);
    EXPECT_TRUE(gathered.subjects.empty());
    if (gathered.troubles.size() != 1) return fmt::format("{} lines", gathered.troubles.size());
    EXPECT_FALSE(has(gathered.troubles.front(), "\n"));
    return gathered.troubles.front();
  }
  TempFolder folder_;
};

TEST_F(ForeignArchive, IsJudgedAsAFolderWhateverItIsPackedWith) {
  for (const Packed how : kAllPacked) {
    const Gathered gathered = gather_bytes(packed(
        how,
        {{"logs/lab-07/jamf.log", healthy()}, {"logs/lab-08/jamf.log", refused()}, {"logs/readme", "x"}}));
    ASSERT_EQ(gathered.subjects.size(), 2U);
    EXPECT_TRUE(gathered.troubles.empty());
    EXPECT_TRUE(gathered.subjects[0].name.ends_with("case.bin/logs/lab-07/jamf.log"));
    EXPECT_EQ(explain_mac(gathered.subjects[0], {}).exit(), Exit::ok);
    const ExplainedMac c = explain_mac(gathered.subjects[1], {});
    EXPECT_EQ(c.diagnosis.cause, Cause::permission_denied);
    ASSERT_TRUE(c.diagnosis.at) << "the entry's own time dates it";
    EXPECT_EQ(to_civil(*c.diagnosis.at).year, 2026);
  }
}

TEST_F(ForeignArchive, AWholeMacInItIsAMac) {
  for (const Packed how : kAllPacked) {
    const Gathered gathered =
        gather_bytes(packed(how, {{"./Mac/private/var/log/jamf.log", refused()},
                                  {"./Mac/private/var/log/jamf.log.0.gz", gzipped(healthy())},
                                  {"./Mac/var", "", "private/var"}}));
    ASSERT_EQ(gathered.subjects.size(), 1U);
    EXPECT_EQ(gathered.subjects[0].kind, Subject::Kind::tree);
    const ExplainedMac c = explain_mac(gathered.subjects[0], {});
    EXPECT_EQ(c.trouble, "");
    EXPECT_EQ(value_of(c.log)->sources.size(), 2U);
  }
}

TEST_F(ForeignArchive, RotatedLogsInItAreOneMac) {
  const Gathered gathered =
      gather_bytes(packed(Packed::zip, {{"jamf.log.1.bz2", bzipped(healthy())},
                                        {"jamf.log", check_in(at("2026-03-02 11:00:00"), 900)},
                                        {"__MACOSX/._jamf.log", "x"},
                                        {"._jamf.log", "x"}}));
  ASSERT_EQ(gathered.subjects.size(), 1U);
  EXPECT_EQ(gathered.subjects[0].paths.size(), 2U);
  EXPECT_EQ(explain_mac(gathered.subjects[0], {}).diagnosis.state, State::complete);
}

TEST_F(ForeignArchive, AnArchiveInsideItIsAFolderOfItAndADeeperOneIsRefused) {
  std::string bytes = packed(Packed::tar_gz, {{"jamf.log", refused()}});
  bytes = packed(Packed::zip, {{"inner.tgz", bytes}});
  const Gathered two = gather_bytes(bytes, "two.zip");
  ASSERT_EQ(two.subjects.size(), 1U);
  EXPECT_TRUE(two.subjects[0].name.ends_with("two.zip/inner.tgz/jamf.log"));
  EXPECT_EQ(explain_mac(two.subjects[0], {}).diagnosis.cause, Cause::permission_denied);
  for (int i = 0; i < 2; ++i) bytes = packed(Packed::tar, {{"more.tar", bytes}});
  EXPECT_TRUE(has(trouble_of(bytes, "four.tar"), "an archive inside 3 others"));
}

TEST_F(ForeignArchive, WhatIsWrongWithAFileInItIsSaidOfThatFile) {
  const auto why = [&](const std::vector<ArchiveEntry>& entries, Packed how = Packed::tar) {
    const Gathered gathered = gather_bytes(packed(how, entries));
    EXPECT_EQ(gathered.subjects.size(), 1U);
    if (gathered.subjects.empty()) return std::string("none");
    const ExplainedMac c = explain_mac(gathered.subjects[0], {});
    EXPECT_EQ(c.exit(), Exit::trouble);
    return c.trouble;
  };
  EXPECT_TRUE(has(why({{"jamf.log", "", "/etc/passwd"}}), "is a link in the archive"));
  EXPECT_TRUE(has(why({{"jamf.log", "", "/etc/passwd"}}, Packed::zip), "is a link in the archive"));
  EXPECT_TRUE(has(why({{"readme", "x"}, {"jamf.log", "", "", "readme"}}), "is a link in the archive"));
  EXPECT_TRUE(has(why({{"jamf.log", healthy()}, {"./jamf.log", refused()}}), "holds it twice"));
  EXPECT_TRUE(has(why({{"jamf.log", healthy()}, {"jamf.log", refused()}}, Packed::zip), "holds it twice"));
  const Gathered same = gather_bytes(packed(Packed::tar, {{"jamf.log", refused()}, {"jamf.log", refused()}}));
  EXPECT_EQ(explain_mac(same.subjects.at(0), {}).diagnosis.cause, Cause::permission_denied);
}

TEST_F(ForeignArchive, AnEncryptedZipIsSaidToBeOne) {
  const Gathered gathered = gather_bytes(packed(Packed::zip, {{"jamf.log", healthy()}}, "secret"));
  ASSERT_EQ(gathered.subjects.size(), 1U);
  const ExplainedMac c = explain_mac(gathered.subjects[0], {});
  EXPECT_TRUE(has(c.trouble, "is encrypted")) << c.trouble;
  EXPECT_EQ(c.exit(), Exit::trouble);
}

TEST_F(ForeignArchive, APathThatLeadsOutOfItIsRefused) {
  const Gathered gathered =
      gather_bytes(packed(Packed::tar, {{"../../jamf.log", healthy()}, {"a/../../jamf.log", healthy()}}));
  EXPECT_TRUE(gathered.subjects.empty());
  ASSERT_EQ(gathered.troubles.size(), 2U);
  EXPECT_TRUE(has(gathered.troubles[0], "leads out of the archive")) << gathered.troubles[0];
  EXPECT_EQ(
      gather_bytes(packed(Packed::tar, {{"/var/log/jamf.log", refused()}}), "abs.tar").subjects.at(0).kind,
      Subject::Kind::tree);
}

TEST_F(ForeignArchive, CutAnywhereItIsRefused) {
  for (const Packed how : kAllPacked) {
    const std::string whole = packed(how, {{"jamf.log", healthy()}, {"b/jamf.log", refused()}});
    const std::size_t last = how == Packed::tar ? whole.rfind("b/jamf.log") + kTarCut : whole.size() - 9;
    for (std::size_t size = kTarCut; size < last; size += last / 17 + 1) {
      const Gathered gathered = gather_bytes(whole.substr(0, size));
      for (const Subject& subject : gathered.subjects) {
        EXPECT_NE(explain_mac(subject, {}).exit(), Exit::ok) << static_cast<int>(how) << " at " << size;
      }
    }
  }
}

TEST_F(ForeignArchive, WhatHoldsNoLogIsSaidToHoldNone) {
  EXPECT_TRUE(
      has(trouble_of(packed(Packed::zip, {{"[Content_Types].xml", "<x/>"}, {"word/document.xml", "x"}})),
          "no log in it: give the Mac's /var/log/jamf.log"));
  folder_.write("fleet/pictures.zip", packed(Packed::zip, {{"a.png", "x"}}));
  folder_.write("fleet/jamf.log", healthy());
  const Gathered fleet = gather({folder_.at("fleet")});
  EXPECT_EQ(fleet.subjects.size(), 1U);
  EXPECT_TRUE(fleet.troubles.empty()) << "a folder may hold any archive";
  EXPECT_EQ(fleet.notes.size(), 1U);
}

TEST_F(ForeignArchive, WhatIsNotReadIsNamed) {
  using namespace std::string_literals;
  for (const auto& [bytes, kind] : std::vector<std::pair<std::string, std::string>>{
           {"\xFD"
            "7zXZ\0rest"s,
            "an xz file"},
           {"7z\xBC\xAF\x27\x1Crest", "a 7-Zip archive"},
           {"TW9uIEp1bCAwNiAwODowMDowMCBtYWMtbGFiLTMgamFtZls4MDBdOiBDaGVja2luZyBmb3Ig\ncG9saWNpZXM=\n",
            "a file as base64 text"},
           {"Rar!\x1A\x07\x01", "a RAR archive"},
           {"%PDF-1.7\n", "a PDF"},
           {"\x89PNG\r\n", "a picture"},
           {"{\\rtf1", "rich text"},
       }) {
    EXPECT_TRUE(has(trouble_of(bytes, "jamf.log"), "is " + kind)) << kind;
    EXPECT_TRUE(has(trouble_of(bytes, "jamf.log"), "/var/log/jamf.log"));
  }
}

TEST_F(ForeignArchive, ASysdiagnoseIsJudgedByItsJamfLogOrNamed) {
  const std::string top = "sysdiagnose_2026.03.02_09-10-36-0700_macOS_MacBookPro18-3_24A335/";
  const ArchiveEntry logarchive{top + "system_logs.logarchive/Info.plist", "x"};
  const ArchiveEntry own{top + "sysdiagnose.log", "x"};
  const std::string line = trouble_of(packed(Packed::tar_gz, {logarchive, own}));
  EXPECT_TRUE(has(line, "a sysdiagnose without jamf.log (in it: system_logs.logarchive)")) << line;
  EXPECT_TRUE(has(line, "give the Mac's /var/log/jamf.log"));
  const Gathered gathered = gather_bytes(
      packed(Packed::tar_gz, {logarchive, own, {top + "logs/jamf.log", refused()}}), "with.tar.gz");
  EXPECT_TRUE(gathered.troubles.empty());
  ASSERT_EQ(gathered.subjects.size(), 1U);
  EXPECT_EQ(explain_mac(gathered.subjects[0], {}).diagnosis.cause, Cause::permission_denied);
  folder_.write(top + "system_logs.logarchive/Info.plist", "x");
  folder_.write(top + "logs/other.log", "x");
  EXPECT_TRUE(has(gather({folder_.at(top)}).troubles.at(0), "a sysdiagnose without jamf.log"));
}

TEST_F(ForeignArchive, OneThatIsGivenTwiceIsReadOnce) {
  const std::string path = folder_.write("a.zip", packed(Packed::zip, {{"jamf.log", healthy()}}));
  EXPECT_EQ(gather({path, folder_.path() + "/./a.zip", folder_.path()}).subjects.size(), 1U);
}

}  // namespace
}  // namespace enrolkit::test
