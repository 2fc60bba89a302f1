// What `enrolkit explain` answers for each input: 0 healthy, 1 a finding, 2 could not tell; data on stdout, words on
// stderr.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "programs/program_test.h"
#include "support/has.h"
#include "support/macs/fixture_copy.h"
#include "support/process/as_nobody.h"
#include "support/temp_folder.h"
#include "support/writers/explained_logs.h"
#include "support/writers/log_writer.h"
#include "support/writers/packed.h"

namespace enrolkit::test {
namespace {

using Arguments = std::vector<std::string>;

class Explain : public testing::Test {
 protected:
  TempFolder folder_;
};

TEST_F(Explain, AVolumeWhoseSignatureNobodyJudgesIsTwo) {
  const Ran ran = enrolkit({"explain", "--root", lay_out(folder_, "healthy", "mac")});
  EXPECT_EQ(ran.status, 2) << told(ran);
  EXPECT_EQ(ran.err, "") << told(ran);
  EXPECT_TRUE(has(ran.out, "jamf-keychain") && has(ran.out, "framework")) << told(ran);
}

TEST_F(Explain, AHealthyMacIsZero) {
  for (const Arguments& arguments : {Arguments{"explain", folder_.write("jamf.log", kGood)},
                                     {"explain", "--json", folder_.at("jamf.log")}}) {
    const Ran ran = enrolkit(arguments);
    EXPECT_EQ(ran.status, 0) << told(ran);
    EXPECT_EQ(ran.err, "") << told(ran);
    EXPECT_NE(ran.out, "");
    EXPECT_FALSE(has(ran.out, "\x1b")) << "no colour into a pipe";
  }
}

TEST_F(Explain, AFailedEnrolmentIsOne) {
  for (const Arguments& arguments : {Arguments{"explain", folder_.write("jamf.log", kBad)},
                                     {"explain", lay_out(folder_, "published-conflict", "mac")},
                                     {"explain", "--json", folder_.at("mac")}}) {
    const Ran ran = enrolkit(arguments);
    EXPECT_EQ(ran.status, 1) << told(ran);
    EXPECT_EQ(ran.err, "") << told(ran);
    EXPECT_FALSE(has(ran.out, "\x1b")) << told(ran);
  }
}

TEST_F(Explain, WhatHoldsNoAnswerIsTwo) {
  std::string noise(300'000, '\0');
  for (std::size_t i = 0; i < noise.size(); ++i) noise[i] = static_cast<char>((i * 2'654'435'761U) >> 13U);
  const std::string none = "There is no line of jamf in it.";
  for (const auto& [path, why] :
       {std::pair(folder_.write("empty/jamf.log", ""), none),
        std::pair(folder_.write("binary/jamf.log", noise), std::string("This is not a text.")),
        std::pair(folder_.write("other/jamf.log", "Mar  2 08:30:00 mac kernel[0]: hello\n"), none),
        std::pair(folder_.write("packed/jamf.log.0.gz", gzipped("")), none)}) {
    const Ran ran = enrolkit({"explain", path});
    EXPECT_EQ(ran.status, 2) << told(ran);
    EXPECT_TRUE(ran.out.starts_with("Unknown\n")) << told(ran);
    EXPECT_TRUE(has(ran.out, why)) << told(ran);
    EXPECT_FALSE(has(ran.out, "\x1b"));
  }
}

TEST_F(Explain, WhatCannotBeReadIsTwoAndOneLineSaysWhy) {
  folder_.folder("empty-folder");
  const std::vector<std::pair<std::string, std::string>> cases{
      {folder_.at("missing.log"), "there is no such file"},
      {folder_.fifo("fifo.log"), "is a FIFO, not a file"},
      {folder_.at("new\nline.log"), "there is no such file"},
      {folder_.write("jamf.log.0.gz", ""), "empty, though its name says it is packed"},
      {folder_.at("empty-folder"), "no log in it"},
      {folder_.link("round", "round"), "symbolic link"}};
  for (const auto& [path, why] : cases) {
    const Ran ran = enrolkit({"explain", path});
    EXPECT_EQ(ran.status, 2) << told(ran);
    EXPECT_TRUE(ran.err.starts_with("enrolkit: ")) << told(ran);
    EXPECT_TRUE(has(ran.err, why)) << told(ran);
    EXPECT_EQ(lines_in(ran.err), 1) << told(ran);
    if (has(why, "no such file")) {
      EXPECT_EQ(ran.out, "") << "no page about a path that was mistyped";
    }
    EXPECT_LT(ran.took, std::chrono::seconds(5));
  }
  const Ran ran = enrolkit({"explain", "--root", folder_.at("missing")});
  EXPECT_EQ(ran.status, 2) << told(ran);
  EXPECT_EQ(lines_in(ran.err), 1) << told(ran);
}

TEST_F(Explain, WhatCannotBeMeantIsRefused) {
  const std::string log = folder_.write("jamf.log", kGood);
  folder_.folder("pages");
  for (const auto& [arguments, why] : std::vector<std::pair<std::vector<std::string>, std::string>>{
           {{"explain", "--html", folder_.at("pages"), log}, "is a folder"},
           {{"collect", "--root", folder_.path(), "-o", folder_.at("pages")}, "is a folder"},
           {{"explain", "--json", "--brief", log}, "--brief"},
           {{"explain", "--html", "", log}, "--html: its value is empty"},
           {{"explain", "--account", "", log}, "--account: its value is empty"},
           {{"explain", ""}, "PATH: its value is empty"},
           {{"collect", "-o", "", "--root", folder_.path()}, "--output: its value is empty"}}) {
    const Ran ran = enrolkit(arguments);
    EXPECT_EQ(ran.status, 2) << told(ran);
    EXPECT_TRUE(has(ran.err, why)) << told(ran);
    EXPECT_FALSE(has(ran.err, "--force")) << told(ran);
    EXPECT_EQ(ran.out, "") << told(ran);
  }
}

TEST_F(Explain, WhatMayNotBeReadIsTwo) {
  folder_.write("closed/jamf.log", kGood);
  ASSERT_EQ(::chmod(folder_.at("closed").c_str(), 0), 0);
  ASSERT_EQ(::chmod(folder_.write("closed.log", kGood).c_str(), 0), 0);
  // A copy that a user without rights can run.
  std::filesystem::copy(ENROLKIT_PROGRAM, folder_.at("enrolkit"));
  for (const char* name : {"closed", "closed/jamf.log", "closed.log"}) {
    EXPECT_TRUE(as_nobody([&] {
      const Ran ran = run_program(folder_.at("enrolkit"), {"explain", folder_.at(name)});
      return ran.status == 2 &&
             ran.err == "enrolkit: " + folder_.at(name) + ": Permission denied (try sudo)\n";
    })) << name;
  }
  ::chmod(folder_.at("closed").c_str(), 0755);
}

// Its newest lines are behind the cut: the Mac may have been repaired since, or broken.
TEST_F(Explain, ACutGzipIsNotJudgedByWhatCameBeforeTheCut) {
  std::string text = kBad;
  for (std::int64_t i = 0; i < 3000; ++i) {
    text += broken_check_in({at("2026-03-03 08:00:00").seconds + i * 900},
                            static_cast<unsigned>(700 + i * 7919 % 9000));
  }
  const std::string packed = gzipped(text);
  const Ran ran =
      enrolkit({"explain", folder_.write("jamf.log.0.gz", packed.substr(0, packed.size() * 2 / 3))});
  EXPECT_EQ(ran.status, 2) << told(ran);
  EXPECT_TRUE(ran.out.starts_with("Unknown\n")) << told(ran);
  EXPECT_TRUE(has(ran.out, "The end of the file could not be read, and with it the newest.")) << told(ran);
  EXPECT_TRUE(has(ran.out, "\nTimeline")) << told(ran);  // what it does tell is shown
  EXPECT_TRUE(has(ran.err, "cut short after ")) << told(ran);
  EXPECT_EQ(lines_in(ran.err), 1) << told(ran);
}

TEST_F(Explain, OneBadInputAmongSeveralLosesNoOther) {
  const Arguments paths{folder_.write("a.log", kGood),
                        folder_.fifo("b.log"),
                        folder_.write("c.log", kBad),
                        folder_.at("d.log"),
                        folder_.write("e.log.0.gz", ""),
                        folder_.write("f.log", ""),
                        folder_.write("g.log", on_host(kGood, "g")),
                        folder_.at("h\n.log")};
  Arguments arguments{"explain"};
  arguments.insert(arguments.end(), paths.begin(), paths.end());
  const Ran table = enrolkit(arguments);
  EXPECT_EQ(table.status, 1) << "a finding outranks trouble\n" << told(table);
  EXPECT_TRUE(table.out.starts_with("8 Macs: 2 fine, 1 wrong, 1 could not be told, 4 could not be read\n"))
      << told(table);
  EXPECT_EQ(lines_in(table.err), 4) << told(table);
  EXPECT_FALSE(has(table.out, "\x1b"));

  arguments.insert(arguments.begin() + 1, "--json");
  const Ran json = enrolkit(arguments);
  EXPECT_EQ(json.status, 1) << told(json);
  EXPECT_EQ(lines_in(json.out), 8) << told(json);
  std::size_t from = 0;
  for (const std::string& path : paths) {
    const auto end = json.out.find('\n', from);
    const auto object = nlohmann::json::parse(json.out.substr(from, end - from), nullptr, false);
    ASSERT_FALSE(object.is_discarded()) << json.out.substr(from, end - from);
    if (path.find('\n') == std::string::npos) {
      EXPECT_EQ(object["source"], path) << "in the order given";
    }
    from = end + 1;
  }
  arguments[1] = "--full";
  const Ran full = enrolkit(arguments);
  EXPECT_EQ(full.status, 1) << told(full);
  EXPECT_TRUE(has(full.out, "\nFailed: PermissionDenied")) << told(full);
}

TEST_F(Explain, SeveralMacsComeAsATableCsvOrJsonLines) {
  const std::string good = folder_.write("a.log", kGood), bad = folder_.write("b.log", on_host(kBad, "=b"));
  const Ran csv = enrolkit({"explain", good, bad, "--format", "csv"});
  EXPECT_EQ(csv.status, 1) << told(csv);
  EXPECT_TRUE(csv.out.starts_with("source,host,health,")) << told(csv);
  EXPECT_EQ(lines_in(csv.out), 3) << told(csv);
  const Ran lines = enrolkit({"explain", good, bad, "--format", "jsonl"});
  EXPECT_EQ(lines.status, 1) << told(lines);
  EXPECT_EQ(lines.out.substr(0, 30), enrolkit({"explain", good, bad, "--json"}).out.substr(0, 30));
  EXPECT_EQ(lines_in(lines.out), 2) << told(lines);
  EXPECT_EQ(lines_in(enrolkit({"explain", bad, "--format", "jsonl"}).out), 1) << "one Mac is a line, too";
  const Ran table = enrolkit({"explain", bad, "--format", "table"});
  EXPECT_TRUE(table.out.starts_with("1 Mac: 0 fine, 1 wrong")) << told(table);
  for (const Arguments& wrong : {Arguments{"--format", "csv", "--json"},
                                 {"--format", "xml"},
                                 {"--sort", "size"},
                                 {"--json", "--sort", "name"},
                                 {"--json", "--limit", "3"},
                                 {"--limit", "0"}}) {
    Arguments arguments{"explain", good, bad};
    arguments.insert(arguments.end(), wrong.begin(), wrong.end());
    const Ran ran = enrolkit(arguments);
    EXPECT_EQ(ran.status, 2) << told(ran);
    EXPECT_EQ(ran.out, "") << told(ran);
  }
}

TEST_F(Explain, PathsMayComeAsAList) {
  const std::string good = folder_.write("a.log", kGood), bad = folder_.write("b c.log", on_host(kBad, "b")),
                    third = folder_.write("new\nline.log", on_host(kGood, "c"));
  const std::string expected = enrolkit({"explain", good, bad}).out;
  EXPECT_TRUE(expected.starts_with("2 Macs: 1 fine, 1 wrong")) << expected;
  EXPECT_EQ(enrolkit({"explain", "--files-from", folder_.write("list", good + "\r\n\n" + bad)}).out,
            expected);
  EXPECT_EQ(enrolkit({"explain", good, "--files-from", folder_.write("rest", bad + "\n")}).out, expected);
  RunOptions piped;
  piped.input = good + '\0' + bad + '\0' + third + '\0';
  const Ran all = enrolkit({"explain", "--files-from", "-"}, piped);
  EXPECT_TRUE(all.out.starts_with("3 Macs: 2 fine, 1 wrong")) << told(all);
  EXPECT_EQ(all.err, "");
}

TEST_F(Explain, AListThatNamesNothingIsTrouble) {
  RunOptions dash;
  dash.input = "-\n";
  const std::vector<std::pair<Ran, std::string>> cases{
      {enrolkit({"explain", "--files-from", "-"}), "enrolkit: --files-from: standard input: names no path\n"},
      {enrolkit({"explain", "--files-from", folder_.at("none")}),
       "enrolkit: --files-from: " + folder_.at("none") + ": there is no such file\n"},
      {enrolkit({"explain", "--files-from", folder_.write("blank", "\n\n")}),
       "enrolkit: --files-from: " + folder_.at("blank") + ": names no path\n"},
      {enrolkit({"explain", "-", "--files-from", "-"}),
       "enrolkit: --files-from -: standard input is one thing alone, the list or a log\n"},
      {enrolkit({"explain", "--files-from", "-"}, dash), "enrolkit: ./-: there is no such file\n"}};
  for (const auto& [ran, line] : cases) {
    EXPECT_EQ(ran.status, 2) << told(ran);
    EXPECT_EQ(ran.err, line) << told(ran);
  }
}

// Silence about an option that did nothing would be taken for an answer.
TEST_F(Explain, AnAccountIsAskedOfAMacAndNotOfALog) {
  const std::string log = folder_.write("jamf.log", kGood), mac = lay_out(folder_, "healthy", "mac");
  RunOptions piped;
  piped.input = kGood;
  for (const Ran& ran :
       {enrolkit({"explain", log, "--account", "x"}), enrolkit({"explain", "--account", "x", "-"}, piped)}) {
    EXPECT_EQ(ran.status, 2) << told(ran);
    EXPECT_EQ(lines_in(ran.err), 1) << told(ran);
    EXPECT_TRUE(has(ran.err, "enrolkit: --account: a log alone names no accounts")) << told(ran);
  }
  const Ran both = enrolkit({"explain", log, "--account", "x", "--root", mac});
  EXPECT_TRUE(has(both.err, "--account was not used for 1 of the Macs")) << told(both);
  EXPECT_FALSE(has(enrolkit({"explain", "--account", "x", "--root", mac}).err, "--account"));
}

TEST_F(Explain, ARootThatIsNamedTwiceIsOneMac) {
  const std::string mac = lay_out(folder_, "healthy", "mac");
  const Ran once = enrolkit({"explain", "--root", mac});
  EXPECT_EQ(enrolkit({"explain", "--root", mac, "--root", mac + "/"}).out, once.out);
  EXPECT_EQ(enrolkit({"explain", mac, "--root", mac}).out, once.out);
}

TEST_F(Explain, TroubleOutranksHealth) {
  const Ran ran = enrolkit({"explain", folder_.write("a.log", kGood), folder_.at("missing.log")});
  EXPECT_EQ(ran.status, 2) << told(ran);
}

TEST_F(Explain, AFolderOfLogsPassesOverWhatIsNoneAndSaysSo) {
  folder_.write("logs/lab-07.log", kGood);
  folder_.write("logs/install.log", "Mar  2 08:30:00 mac installer[7]: hello\n");
  const Ran ran = enrolkit({"explain", folder_.at("logs")});
  EXPECT_EQ(ran.status, 0) << told(ran);
  EXPECT_EQ(ran.err, "enrolkit: 1 file without a line of jamf passed over\n") << told(ran);
}

TEST_F(Explain, TheSameInputGivesTheSameOutputHoweverManyReadAtATime) {
  Arguments paths;
  for (int i = 0; i < 30; ++i)
    paths.push_back(folder_.write(std::to_string(i) + ".log",
                                  on_host(i % 3 == 0 ? kBad : kGood, "lab-" + std::to_string(i))));
  std::string first;
  for (const char* jobs : {"1", "2", "16"}) {
    Arguments arguments{"explain", "--full", "--jobs", jobs};
    arguments.insert(arguments.end(), paths.begin(), paths.end());
    const Ran ran = enrolkit(arguments);
    EXPECT_EQ(ran.status, 1) << told(ran);
    if (first.empty()) first = ran.out;
    EXPECT_EQ(ran.out, first) << jobs;
  }
}

}  // namespace
}  // namespace enrolkit::test
