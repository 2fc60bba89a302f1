// `enrolkit explain` between pipes: what comes by standard input, and a reader that goes away.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "programs/program_test.h"
#include "support/has.h"
#include "support/temp_folder.h"
#include "support/writers/archive_writer.h"
#include "support/writers/explained_logs.h"
#include "support/writers/log_writer.h"
#include "support/writers/packed.h"

namespace enrolkit::test {
namespace {

class ExplainStreams : public testing::Test {
 protected:
  TempFolder folder_;
};

TEST_F(ExplainStreams, ADashReadsStandardInput) {
  RunOptions options;
  options.input = kBad;
  const Ran piped = enrolkit({"explain", "-"}, options);
  EXPECT_EQ(piped.status, 1) << told(piped);
  options.input = gzipped(kGood);
  EXPECT_EQ(enrolkit({"explain", "-"}, options).status, 0);
  options = {};
  options.input_file = folder_.write("jamf.log", kGood);
  EXPECT_EQ(enrolkit({"explain", "-"}, options).status, 0);
  options.input_file = "/dev/null";
  const Ran empty = enrolkit({"explain", "-"}, options);
  EXPECT_EQ(empty.status, 2) << told(empty);
  options.input_file = folder_.path();
  const Ran folder = enrolkit({"explain", "-"}, options);
  EXPECT_EQ(folder.status, 2) << told(folder);
  EXPECT_EQ(folder.err, "enrolkit: standard input: Is a directory\n");
}

TEST_F(ExplainStreams, AnArchiveMayComeByStandardInput) {
  for (const Packed how : kAllPacked) {
    RunOptions options;
    options.input = packed(how, {{"lab-07/jamf.log", kBad}});
    const Ran one = enrolkit({"explain", "-"}, options);
    EXPECT_EQ(one.status, 1) << told(one);
    EXPECT_TRUE(has(one.out, "PermissionDenied")) << told(one);
    options.input = packed(how, {{"a/jamf.log", kBad}, {"b/jamf.log", on_host(kGood, "b")}});
    const Ran two = enrolkit({"explain", "-"}, options);
    EXPECT_EQ(two.status, 2) << told(two);
    EXPECT_EQ(two.err, "enrolkit: standard input: holds 2 Macs: give the archive by its name\n");
  }
}

TEST_F(ExplainStreams, APageMayBeAllThatIsPrinted) {
  const std::string log = folder_.write("jamf.log", kBad), page = folder_.at("page.html");
  const Ran printed = enrolkit({"explain", log, "--html", "-"});
  EXPECT_TRUE(printed.status == 1 && printed.err.empty()) << told(printed);
  EXPECT_EQ(enrolkit({"explain", log, "--html", page}).status, 1);
  std::ifstream written(page, std::ios::binary);
  EXPECT_EQ(printed.out, std::string(std::istreambuf_iterator<char>(written), {}));
  const Ran several = enrolkit({"explain", log, folder_.write("b.log", on_host(kGood, "b")), "--html", "-"});
  EXPECT_TRUE(several.out.starts_with("<!DOCTYPE html>") && has(several.out, "</html>")) << told(several);
  EXPECT_FALSE(has(several.out, "By cause and day\n")) << "the table";
  EXPECT_FALSE(std::filesystem::exists("-"));
  const Ran both = enrolkit({"explain", log, "--html", "-", "--json"});
  EXPECT_TRUE(both.status == 2 && both.out.empty()) << told(both);
  RunOptions full;
  full.output_file = "/dev/full";
  EXPECT_EQ(enrolkit({"explain", log, "--html", "-"}, full).status, 2);
}

TEST_F(ExplainStreams, AReaderThatGoesAwayIsNoCrash) {
  RunOptions options;
  options.reader_gone = true;
  EXPECT_EQ(enrolkit({"--help"}, options).status, 0);
  const Ran ran = enrolkit(
      {"explain", "--full", folder_.write("a.log", kBad), folder_.write("b.log", on_host(kBad, "b"))},
      options);
  EXPECT_EQ(ran.status, 1) << told(ran);
  EXPECT_EQ(ran.err, "") << told(ran);
}

}  // namespace
}  // namespace enrolkit::test
