// The frame of `enrolkit`: help, version, wrong usage, colour, a full disk, too little memory.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "programs/program_test.h"
#include "support/has.h"
#include "support/macs/fixture_host.h"
#include "support/temp_folder.h"
#include "support/writers/explained_logs.h"
#include "support/writers/log_writer.h"

namespace enrolkit::test {
namespace {

using Arguments = std::vector<std::string>;

TEST(Enrolkit, HelpAndVersionAreAnswers) {
  for (const Arguments& arguments : {Arguments{"--help"}, {"-h"}, {"explain", "--help"}}) {
    const Ran ran = enrolkit(arguments);
    EXPECT_EQ(ran.status, 0) << told(ran);
    EXPECT_TRUE(has(ran.out, "--help")) << told(ran);
    EXPECT_EQ(ran.err, "");
  }
  EXPECT_TRUE(has(enrolkit({"--help"}).out, "Exit status: 0 healthy, or done; 1 "));
  const Ran version = enrolkit({"--version"});
  EXPECT_EQ(version.status, 0);
  EXPECT_TRUE(has(version.out, "enrolkit " ENROLKIT_VERSION " (")) << version.out;
  EXPECT_EQ(version.err, "");
}

TEST(Enrolkit, AloneItPrintsHelp) {
  const Ran alone = enrolkit({});
  EXPECT_EQ(alone.status, 0) << told(alone);
  EXPECT_EQ(alone.out, enrolkit({"--help"}).out);
}

TEST(Enrolkit, HelpNamesTheWholeCommand) {
  EXPECT_TRUE(has(enrolkit({"server", "repair", "--help"}).out, "Usage: enrolkit server repair [OPTIONS]"));
  EXPECT_TRUE(has(enrolkit({"explain", "--help"}).out, "Usage: enrolkit explain [OPTIONS]"));
}

TEST(Enrolkit, AHintNamesTheLevelAndATypoGetsASuggestion) {
  const struct {
    Arguments arguments;
    const char* why;
    const char* level;
  } kCases[]{
      {{"explian", "x"}, "explian: there is no such command; did you mean explain?", "enrolkit"},
      {{"server", "repair", "--dry-rnu"},
       "--dry-rnu: there is no such option; did you mean --dry-run?",
       "enrolkit server repair"},
      {{"server", "stuck", "--zzzzzzzz"}, "--zzzzzzzz: there is no such option", "enrolkit server stuck"},
      {{"server", "--version"}, "--version: does not belong to this command", "enrolkit server"},
      {{"stuck", "--since", "7d"},
       "stuck: there is no such command here; did you mean enrolkit server stuck?",
       "enrolkit server stuck"},
      {{"server", "explain"},
       "explain: there is no such command here; did you mean enrolkit explain?",
       "enrolkit explain"}};
  for (const auto& [arguments, why, level] : kCases) {
    EXPECT_EQ(enrolkit(arguments).err, std::string("enrolkit: ") + why + "\nhint: " + level + " --help\n");
  }
}

// A full disk behind standard output, in every way of saying something.
TEST(Enrolkit, WhatCannotBeWrittenIsTrouble) {
  const std::string healthy = fixture_folder("healthy") + "/root";
  for (const Arguments& arguments : {Arguments{},
                                     {"--help"},
                                     {"--version"},
                                     {"explain", "--help"},
                                     {"explain", "--root", healthy},
                                     {"explain", "--json", "--root", healthy},
                                     {"collect", "-o", "-", "--root", healthy},
                                     {"server", "check", "--print-role"}}) {
    RunOptions options;
    options.output_file = "/dev/full";
    const Ran ran = enrolkit(arguments, options);
    EXPECT_EQ(ran.status, 2) << told(ran);
    EXPECT_TRUE(has(ran.err, "No space left on device") || has(ran.err, "standard output")) << told(ran);
  }
}

TEST(Enrolkit, ColourIsForcedOrForbidden) {
  const std::string healthy = fixture_folder("healthy") + "/root";
  const auto coloured = [&](const char* when) {
    return has(enrolkit({"explain", "--color", when, "--root", healthy}).out, "\x1b[");
  };
  EXPECT_TRUE(coloured("always"));
  EXPECT_FALSE(coloured("never"));
  EXPECT_FALSE(coloured("auto"));
  EXPECT_EQ(enrolkit({"explain", "--color", "sometimes", "--root", healthy}).status, 2);
}

// Under every limit of memory it ends by itself: an answer, or one line and status 2; never by a signal.
TEST(Enrolkit, ExplainEndsInItsContractWithoutMemory) {
  if (kSanitized) GTEST_SKIP() << "a sanitizer reserves more than any limit";
  const TempFolder folder;
  Arguments arguments{"explain", "--jobs", "16"};
  for (int i = 0; i < 40; ++i)
    arguments.push_back(folder.write("mac" + std::to_string(i) + "/jamf.log", kBad + kGood));
  for (long mb = 40; mb <= 300; mb += 10) {
    RunOptions options;
    options.memory_mb = mb;
    if (enrolkit({"--version"}, options).status != 0) continue;  // not even its libraries can be loaded
    const Ran ran = enrolkit(arguments, options);
    EXPECT_LE(ran.status, 2) << mb << " MB: " << told(ran);
  }
}

TEST(Enrolkit, WrongUsageIsTroubleAndSaysWhatToDo) {
  const std::string strange = "\x1b[2J\n--x";
  for (const Arguments& arguments : {Arguments{"frobnicate"},
                                     {"--frobnicate"},
                                     {strange},
                                     {"explain"},
                                     {"explain", "--frobnicate"},
                                     {"explain", "--as-of"},
                                     {"explain", "--as-of", "yesterday", "x.log"},
                                     {"explain", "--jobs", "0", "x.log"},
                                     {"explain", "--jobs", "65", "x.log"},
                                     {"explain", "--jobs", "many", "x.log"},
                                     {"explain", "--root"}}) {
    const Ran ran = enrolkit(arguments);
    EXPECT_EQ(ran.status, 2) << told(ran);
    EXPECT_EQ(ran.out, "") << told(ran);
    EXPECT_TRUE(ran.err.starts_with("enrolkit: ")) << told(ran);
    EXPECT_LE(lines_in(ran.err), 2) << told(ran);
    EXPECT_FALSE(has(ran.err, "\x1b")) << told(ran);
  }
}

}  // namespace
}  // namespace enrolkit::test
