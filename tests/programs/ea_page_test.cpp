// enrolkit-ea all --html: the page that enrolkit explain --html writes, from the program that every managed Mac has.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "programs/program_test.h"
#include "support/has.h"
#include "support/macs/fixture_copy.h"
#include "support/process/as_nobody.h"
#include "support/temp_folder.h"

namespace enrolkit::test {
namespace {

std::string bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream all;
  all << file.rdbuf();
  return all.str();
}

// The word of `summary`, as the page shows it.
std::string shown_verdict(const Ran& summary) {
  if (summary.out.starts_with("<result>Healthy")) return "<div class=\"verdict good\">";
  return summary.out.starts_with("<result>Attention") ? "<div class=\"verdict bad\">"
                                                      : "<div class=\"verdict warn\">";
}

TEST(EaPage, IsThePageOfExplainWithTheVerdictOfSummary) {
  const TempFolder folder;
  for (const std::string& fixture : fixture_names()) {
    const std::string mac = lay_out(folder, fixture, "macs/" + fixture), page = folder.at(fixture + ".html");
    const Ran ea = enrolkit_ea({"all", "--root", mac, "--html", "-"});
    EXPECT_EQ(ea.status, 0) << told(ea);
    EXPECT_EQ(ea.err, "");
    EXPECT_TRUE(has(ea.out, shown_verdict(enrolkit_ea({"summary", "--root", mac})))) << fixture;
    (void)enrolkit({"explain", "--root", mac, "--html", page});
    EXPECT_TRUE(ea.out == bytes_of(page)) << fixture;
  }
}

// A user without rights may write where he likes; the program lies where he can run it.
class EaPageFile : public testing::Test {
 protected:
  void SetUp() override {
    mac_ = lay_out(folder_, "published-conflict", "mac");
    std::filesystem::copy(ENROLKIT_EA_PROGRAM, program_);
    ASSERT_EQ(::chmod(folder_.folder("out").c_str(), 0777), 0);
  }
  [[nodiscard]] Ran run(const std::string& page, std::vector<std::string> more = {}) const {
    std::vector<std::string> arguments{"all", "--root", mac_, "--html", page};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_program(program_, arguments);
  }
  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> all;
    for (const auto& entry : std::filesystem::directory_iterator(folder_.at("out")))
      all.push_back(entry.path().filename().string());
    return all;
  }

  TempFolder folder_;
  std::string mac_, program_ = folder_.at("enrolkit-ea"), page_ = folder_.at("out/mac.html");
};

TEST_F(EaPageFile, IsItsOwnersAloneAndItsPathIsPrinted) {
  EXPECT_TRUE(as_nobody([&] {
    const Ran ran = run(page_);
    return ran.status == 0 && ran.err.empty() && ran.out == page_ + "\n";
  }));
  struct stat there {};
  ASSERT_EQ(::stat(page_.c_str(), &there), 0);
  EXPECT_EQ(there.st_mode & 07777, 0600);
  EXPECT_TRUE(has(bytes_of(page_), "AccountConflict (likely)"));
  EXPECT_EQ(names(), (std::vector<std::string>{"mac.html"}));
}

TEST_F(EaPageFile, ReplacesNothingUnlessForcedAndThenRegularFilesAlone) {
  folder_.write("out/mac.html", "precious");
  ASSERT_EQ(::chown(page_.c_str(), ::geteuid() == 0 ? 65534 : ::geteuid(), static_cast<gid_t>(-1)), 0);
  EXPECT_TRUE(as_nobody([&] {
    const Ran ran = run(page_);
    return ran.status == 2 && ran.out.empty() &&
           ran.err == "enrolkit-ea: --html: " + page_ + ": is there already; --force replaces it\n";
  }));
  EXPECT_EQ(bytes_of(page_), "precious");
  EXPECT_TRUE(as_nobody([&] { return run(page_, {"--force"}).status == 0; }));
  EXPECT_TRUE(has(bytes_of(page_), "<!DOCTYPE html>"));
  const std::string link = folder_.at("out/link");
  std::filesystem::create_symlink(page_, link);
  EXPECT_TRUE(as_nobody([&] {
    const Ran ran = run(link, {"--force"});
    return ran.status == 2 && has(ran.err, "not a regular file");
  }));
}

TEST_F(EaPageFile, RootWritesWhereNobodyElseMay) {
  if (::geteuid() != 0) GTEST_SKIP() << "not root";
  const Ran ran = run(page_);
  EXPECT_EQ(ran.status, 2) << told(ran);
  EXPECT_TRUE(has(ran.err, "may be written by others")) << told(ran);
  EXPECT_TRUE(names().empty());
  EXPECT_EQ(run("mac.html").status, 2) << "not a path from / on";
}

TEST_F(EaPageFile, AFullDiskLeavesNothing) {
  EXPECT_TRUE(as_nobody([&] {
    const Ran ran = run_program("/bin/sh", {"-c", "ulimit -f 2; exec '" + program_ + "' all --root '" + mac_ +
                                                      "' --html '" + page_ + "'"});
    return ran.status == 2 && ran.out.empty() &&
           ran.err == "enrolkit-ea: --html: " + page_ + ": File too large\n";
  }));
  EXPECT_TRUE(names().empty());
  RunOptions full;
  full.output_file = "/dev/full";
  EXPECT_EQ(enrolkit_ea({"all", "--root", mac_, "--html", "-"}, full).status, 2);
}

// Whoever asks for a file hears by the status whether it is there.
TEST_F(EaPageFile, SaysSoByItsStatusWhenItCannot) {
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"--html", "-"},
        {"device-signature", "--html", "-"},
        {"all", "--html"},
        {"all", "--html=-", "--json"},
        {"all", "--html", "-", "--cached"},
        {"all", "--html", "-", "--no-such-option"},
        {"all", "--root", folder_.at("missing"), "--html", "-"}}) {
    const Ran ran = enrolkit_ea(arguments);
    EXPECT_EQ(ran.status, 2) << told(ran);
    EXPECT_EQ(ran.out, "") << told(ran);
    EXPECT_TRUE(ran.err.starts_with("enrolkit-ea: ")) << told(ran);
  }
}

}  // namespace
}  // namespace enrolkit::test
