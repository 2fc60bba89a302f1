// enrolkit collect as a shell sees it: what it writes, where, and what it answers when it cannot.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "programs/program_test.h"
#include "support/has.h"
#include "support/macs/fixture_copy.h"
#include "support/process/as_nobody.h"
#include "support/writers/log_writer.h"

namespace enrolkit::test {
namespace {

class Collect : public testing::Test {
 protected:
  TempFolder folder_;

  // The names in a folder, also those that are hidden.
  [[nodiscard]] std::vector<std::string> names_in(const std::string& name) const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder_.at(name)))
      names.push_back(entry.path().filename().string());
    return names;
  }
  [[nodiscard]] static std::string without_source(const std::string& json) {
    auto document = nlohmann::json::parse(json);
    document.erase("source");
    for (auto& finding : document["findings"]) finding.erase("took_us");
    return document.dump(1);
  }
};

TEST_F(Collect, WhatItWritesIsExplainedAsTheMacIs) {
  for (const char* fixture :
       {"healthy", "published-conflict-certain", "quickadd-timeout", "signature-expired"}) {
    const std::string mac = lay_out(folder_, fixture, std::string("macs/") + fixture);
    const std::string archive = folder_.at(std::string(fixture) + ".tar.gz");
    const Ran ran = enrolkit({"collect", "--root", mac, "-o", archive});
    EXPECT_EQ(ran.status, 0) << told(ran);
    EXPECT_EQ(ran.out, archive + "\n");
    EXPECT_EQ(ran.err, "");
    const Ran before = enrolkit({"explain", "--json", "--root", mac});
    const Ran after = enrolkit({"explain", "--json", archive});
    EXPECT_EQ(after.status, before.status) << told(after);
    EXPECT_EQ(after.err, before.err);
    EXPECT_EQ(without_source(after.out), without_source(before.out));
  }
}

TEST_F(Collect, StandardOutputAndInputJoinIt) {
  const std::string mac = lay_out(folder_, "published-conflict", "mac");
  const Ran ran = enrolkit({"collect", "--root", mac, "-o", "-"});
  EXPECT_EQ(ran.status, 0) << told(ran);
  EXPECT_TRUE(ran.out.starts_with("\x1F\x8B"));
  RunOptions options;
  options.input = ran.out;
  const Ran explained = enrolkit({"explain", "-"}, options);
  EXPECT_EQ(explained.status, 1) << told(explained);
  EXPECT_TRUE(has(explained.out, "AccountConflict")) << told(explained);
  EXPECT_EQ(explained.err, "");
}

TEST_F(Collect, ItsArchivesAreFoundInFoldersWhateverTheyAreCalled) {
  folder_.folder("fleet/deeper");
  for (const auto& [fixture, name] :
       std::vector<std::pair<std::string, std::string>>{{"healthy", "fleet/a.tar.gz"},
                                                        {"published-conflict", "fleet/deeper/b.log.of-a-mac"},
                                                        {"repaired", "fleet/c"}}) {
    const Ran ran =
        enrolkit({"collect", "--root", lay_out(folder_, fixture, "macs/" + fixture), "-o", folder_.at(name)});
    EXPECT_EQ(ran.status, 0) << told(ran);
  }
  folder_.write("fleet/jamf.log",
                enrolment(at("2026-03-02 08:30:00"), 633) + check_in(at("2026-03-02 09:00:00"), 700));
  folder_.write("fleet/readme.txt", "nothing");
  const Ran ran = enrolkit({"explain", folder_.at("fleet")});
  EXPECT_EQ(ran.status, 1) << told(ran);
  EXPECT_TRUE(ran.out.starts_with("4 Macs: 1 fine, 2 wrong, 1 could not be told\n")) << told(ran);
  EXPECT_EQ(ran.err, "");
}

TEST_F(Collect, ADamagedArchiveIsTroubleInOneLine) {
  const std::string mac = lay_out(folder_, "healthy", "mac");
  EXPECT_EQ(enrolkit({"collect", "--root", mac, "-o", folder_.at("a.tgz")}).status, 0);
  std::ifstream file(folder_.at("a.tgz"), std::ios::binary);
  const std::string whole{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  const std::string cut = folder_.write("cut.tgz", whole.substr(0, whole.size() / 2));
  const Ran ran = enrolkit({"explain", cut});
  EXPECT_EQ(ran.status, 2) << told(ran);
  EXPECT_TRUE(ran.err.starts_with("enrolkit: " + cut + ": is damaged or cut off after ")) << told(ran);
  EXPECT_EQ(std::count(ran.err.begin(), ran.err.end(), '\n'), 1) << told(ran);
}

TEST_F(Collect, WhatCouldNotBeReadIsSaidAndRecorded) {
  const std::string mac = lay_out(folder_, "healthy", "mac");
  std::filesystem::remove(mac + "/private/var/log/jamf.log");
  folder_.fifo("mac/private/var/log/jamf.log");
  const std::string archive = folder_.at("a.tgz");
  const Ran ran = enrolkit({"collect", "--root", mac, "-o", archive});
  EXPECT_EQ(ran.status, 0) << told(ran);
  EXPECT_EQ(ran.err, "enrolkit: " + mac + "/var/log/jamf.log: is a FIFO, not a file (recorded)\n");
  const Ran explained = enrolkit({"explain", archive});
  EXPECT_EQ(explained.status, 2) << told(explained);
  EXPECT_EQ(explained.err, "enrolkit: " + mac + "/var/log/jamf.log: is a FIFO, not a file\n");
}

TEST_F(Collect, WhereNothingIsNothingIsWritten) {
  folder_.folder("empty");
  folder_.folder("out");
  for (const std::string& root : {folder_.at("empty"), folder_.at("missing")}) {
    const Ran ran = enrolkit({"collect", "--root", root, "-o", folder_.at("out/a.tgz")});
    EXPECT_EQ(ran.status, 2) << told(ran);
    EXPECT_EQ(ran.out, "");
    EXPECT_EQ(std::count(ran.err.begin(), ran.err.end(), '\n'), 1) << told(ran);
    EXPECT_TRUE(names_in("out").empty());
  }
}

TEST_F(Collect, AFileThatIsThereIsReplacedOnlyByForce) {
  const std::string mac = lay_out(folder_, "healthy", "mac");
  const std::string there = folder_.write("out/a.tgz", "precious");
  const Ran ran = enrolkit({"collect", "--root", mac, "-o", there});
  EXPECT_EQ(ran.status, 2) << told(ran);
  EXPECT_EQ(ran.err, "enrolkit: " + there + ": is there already; --force replaces it\n");
  EXPECT_EQ(std::filesystem::file_size(there), 8U);
  EXPECT_EQ(enrolkit({"collect", "--root", mac, "-o", there, "--force"}).status, 0);
  EXPECT_GT(std::filesystem::file_size(there), 1000U);
  EXPECT_EQ(names_in("out"), (std::vector<std::string>{"a.tgz"}));
}

TEST_F(Collect, AClosedFolderAndAFullDiskLeaveNothing) {
  const std::string mac = lay_out(folder_, "healthy", "mac");
  folder_.folder("out");
  const std::string archive = folder_.at("out/a.tgz");
  std::filesystem::copy(ENROLKIT_PROGRAM, folder_.at("enrolkit"));
  EXPECT_TRUE(as_nobody([&] {
    const Ran ran = run_program(folder_.at("enrolkit"), {"collect", "--root", mac, "-o", archive});
    return ran.status == 2 && ran.err == "enrolkit: " + archive + ": Permission denied\n" && ran.out.empty();
  }));
  EXPECT_TRUE(names_in("out").empty());
  // No file may grow beyond a kilobyte or two: a disk that fills up.
  const Ran filled =
      run_program("/bin/sh", {"-c", std::string("ulimit -f 2; exec '") + ENROLKIT_PROGRAM +
                                        "' collect --root '" + mac + "' -o '" + archive + "'"});
  EXPECT_EQ(filled.status, 2) << told(filled);
  EXPECT_EQ(filled.err, "enrolkit: " + archive + ": File too large\n");
  EXPECT_EQ(filled.out, "");
  EXPECT_TRUE(names_in("out").empty());
  const Ran full = run_program("/bin/sh", {"-c", std::string("'") + ENROLKIT_PROGRAM + "' collect --root '" +
                                                     mac + "' -o - > /dev/full"});
  EXPECT_EQ(full.status, 2) << told(full);
  EXPECT_EQ(full.err, "enrolkit: standard output: No space left on device: not all of it was written\n");
}

TEST_F(Collect, AReaderThatGoesAwayIsOneLine) {
  RunOptions options;
  options.reader_gone = true;
  const Ran ran = enrolkit({"collect", "--root", lay_out(folder_, "healthy", "mac"), "-o", "-"}, options);
  EXPECT_EQ(ran.status, 2) << told(ran);
  EXPECT_EQ(ran.err, "enrolkit: standard output: the archive could not be written\n");
}

TEST_F(Collect, WithoutANameItMakesOneOfTheMacsAndTheTime) {
  const std::string mac = lay_out(folder_, "healthy", "mac");
  folder_.folder("here");
  const Ran ran = run_program("/bin/sh", {"-c", "cd '" + folder_.at("here") + "' && '" + ENROLKIT_PROGRAM +
                                                    "' collect --root '" + mac + "'"});
  EXPECT_EQ(ran.status, 0) << told(ran);
  const auto names = names_in("here");
  ASSERT_EQ(names.size(), 1U);
  EXPECT_EQ(ran.out, names[0] + "\n");
  EXPECT_TRUE(names[0].starts_with("enrolkit-") && names[0].ends_with(".tar.gz")) << names[0];
  EXPECT_EQ(names[0].find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-."),
            std::string::npos);
}

TEST_F(Collect, WrongUsageIsTrouble) {
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"collect", "--frobnicate"}, {"collect", "-o"}, {"collect", "a"}}) {
    const Ran ran = enrolkit(arguments);
    EXPECT_EQ(ran.status, 2) << told(ran);
    EXPECT_EQ(ran.out, "");
  }
  EXPECT_EQ(enrolkit({"collect", "--help"}).status, 0);
}

#ifndef __APPLE__
// Of a computer that is no Mac it would gather what tells nothing, and call that a Mac.
TEST_F(Collect, AsksForAMacWhereThereIsNone) {
  folder_.folder("here");
  for (const bool ea : {false, true}) {
    const std::vector<std::string> arguments{"collect", "-o", folder_.at("here/a.tar.gz")};
    const Ran ran = ea ? enrolkit_ea(arguments) : enrolkit(arguments);
    EXPECT_EQ(ran.status, 2) << told(ran);
    EXPECT_EQ(ran.out, "");
    EXPECT_TRUE(has(ran.err, "no Mac was named")) << ran.err;
    EXPECT_TRUE(has(ran.err, "collect --root DIR")) << ran.err;
  }
  EXPECT_TRUE(names_in("here").empty());
}
#endif

TEST_F(Collect, AnInstallLogOnStandardInputIsKnown) {
  RunOptions options;
  options.input_file = fixture_folder("quickadd-timeout") + "/root/private/var/log/install.log";
  const Ran piped = enrolkit({"explain", "-"}, options);
  const Ran named = enrolkit({"explain", options.input_file});
  EXPECT_EQ(piped.status, named.status);
  EXPECT_TRUE(piped.out.starts_with("Failed: DownloadFailed (likely)")) << told(piped);
  EXPECT_EQ(piped.err, "");
  std::ifstream file(options.input_file);
  RunOptions pipe;
  pipe.input = {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  EXPECT_EQ(enrolkit({"explain", "-"}, pipe).out, piped.out);
}

}  // namespace
}  // namespace enrolkit::test
