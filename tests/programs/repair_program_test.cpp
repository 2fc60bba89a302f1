// enrolkit-repair as a program: what it answers, and that a dry run changes no byte.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>

#include "programs/program_test.h"
#include "support/has.h"
#include "support/macs/fixture_copy.h"
#include "support/temp_folder.h"

namespace enrolkit::test {
namespace {

Ran enrolkit_repair(const std::vector<std::string>& arguments) {
  return run_program(ENROLKIT_REPAIR_PROGRAM, arguments);
}

// Every file's bytes and time, and every folder.
std::map<std::string, std::string> snapshot(const std::string& root) {
  std::map<std::string, std::string> all;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    std::string& told = all[entry.path().string()];
    if (!entry.is_regular_file() || entry.is_symlink()) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    told = {std::istreambuf_iterator<char>(in), {}};
    told += std::to_string(entry.last_write_time().time_since_epoch().count());
  }
  return all;
}

TEST(RepairProgram, HelpAndVersionAreAnswers) {
  const Ran help = enrolkit_repair({"--help"});
  EXPECT_EQ(help.status, 0) << told(help);
  EXPECT_TRUE(has(help.out, "Exit status: 0 healthy or repaired, or put off by the user of Self Service; 1 "))
      << told(help);
  EXPECT_EQ(help.err, "");
  for (const char* term : {"  renew-enrolment ", "  account-conflict ", "  tampered ", "not needed"})
    EXPECT_TRUE(has(help.out, term)) << term;
  EXPECT_TRUE(enrolkit_repair({"--version"}).out.starts_with("enrolkit-repair " ENROLKIT_VERSION " ("));
}

TEST(RepairProgram, WrongUsageIsTroubleAndDoesNothing) {
  for (const std::vector<std::string>& arguments :
       std::vector<std::vector<std::string>>{{"--frobnicate"},
                                             {"frobnicate"},
                                             {"--highest"},
                                             {"--highest", "erase"},
                                             {"--highest", "\x1b[2J\n"},
                                             {"--root", "/tmp"},
                                             {"--dry-run", "--root", "/there/is/none"},
                                             {"status", "extra"},
                                             {"status", "reset"},
                                             {"--dry-run", "reset"},
                                             {"--root", "/tmp", "reset"}}) {
    const Ran ran = enrolkit_repair(arguments);
    EXPECT_EQ(ran.status, 2) << told(ran);
    EXPECT_EQ(ran.out, "") << told(ran);
    EXPECT_TRUE(ran.err.starts_with("enrolkit-repair: ")) << told(ran);
    EXPECT_FALSE(has(ran.err, "\x1b")) << told(ran);
  }
}

TEST(RepairProgram, ADryRunOverAVolumeNamesEveryActAndChangesNoByte) {
  TempFolder folder;
  const std::string root = lay_out(folder, "published-conflict", "mac");
  const auto before = snapshot(root);
  const Ran ran = enrolkit_repair({"--dry-run", "--root", root});
  EXPECT_EQ(ran.status, 1) << told(ran);
  EXPECT_TRUE(has(ran.out, "cause: AccountConflict\n")) << told(ran);
  EXPECT_TRUE(has(ran.out, "blocked: enrol: account-conflict: ")) << told(ran);
  EXPECT_EQ(snapshot(root), before);
}

TEST(RepairProgram, TheWatchdogIsOffUnlessAProfileSaysSo) {
  TempFolder folder;
  const std::string root = lay_out(folder, "published-conflict", "mac");
  const Ran ran = enrolkit_repair({"--dry-run", "--root", root, "--unattended", "--if-needed"});
  EXPECT_EQ(ran.status, 0) << told(ran);
  EXPECT_TRUE(has(ran.out, "Watchdog.Enabled")) << told(ran);
}

TEST(RepairProgram, StatusReadsTheJournal) {
  TempFolder folder;
  folder.write(
      "private/var/db/enrolkit/journal.jsonl",
      R"({"schema":"enrolkit.journal/2","kind":"act","at":1772452800,"run":"r1","cause":"SignatureLost",)"
      R"("step":"enrol","jitter":0})"
      "\n"
      R"({"schema":"enrolkit.journal/2","kind":"end","at":1772452860,"run":"r1","cause":"SignatureLost",)"
      R"("outcome":"failed","jitter":0})"
      "\n");
  const Ran text = enrolkit_repair({"--root", folder.path(), "status"});
  EXPECT_EQ(text.status, 1) << told(text);
  EXPECT_TRUE(text.out.starts_with("Failed; step=enrol; attempts=1; at=")) << told(text);
  EXPECT_EQ(enrolkit_repair({"status", "--root", folder.path()}).out, text.out);
  const Ran json = enrolkit_repair({"--root", folder.path(), "status", "--json"});
  const auto document = nlohmann::json::parse(json.out, nullptr, false);
  ASSERT_TRUE(document.is_object()) << told(json);
  EXPECT_EQ(document["schema"], "enrolkit.repair/1");
  EXPECT_EQ(document["repair"]["code"], "Failed");
  EXPECT_EQ(document["journal"].size(), 2U);
  EXPECT_EQ(document["journal"][0]["step"], "enrol");
}

}  // namespace
}  // namespace enrolkit::test
