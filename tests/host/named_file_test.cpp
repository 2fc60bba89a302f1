// Files and folders that a person names: links are followed, and nothing is waited for.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <string>
#include <vector>

#include "host/real_host.h"
#include "support/process/as_nobody.h"
#include "support/readings.h"
#include "support/temp_folder.h"

namespace enrolkit::test {
namespace {

using Names = std::vector<std::string>;

TEST(OpenNamedFile, FollowsLinks) {
  const TempFolder folder;
  folder.write("real", "behind");
  auto opened = open_named_file(folder.link("link", "real"));
  ASSERT_EQ(opened.index(), 0U) << why(opened);
  EXPECT_EQ(*value_of(read_all(*std::get<0>(opened), "link", 10)), "behind");
}

TEST(OpenNamedFile, TellsMissingFromRefused) {
  const TempFolder folder;
  EXPECT_TRUE(absent(open_named_file(folder.at("missing"))));
  EXPECT_TRUE(absent(open_named_file(folder.link("dangling", "missing"))));
  EXPECT_TRUE(says(why(open_named_file(folder.path())), "is a folder"));
  EXPECT_TRUE(says(why(open_named_file(folder.fifo("fifo"))), "is a FIFO"));
  folder.link("round", "round");
  EXPECT_NE(why_unreadable(open_named_file(folder.at("round"))), nullptr);
}

TEST(ListNamedFolder, MarksFoldersAndNoLinks) {
  const TempFolder folder;
  folder.write("b/x", "");
  folder.write("a", "");
  folder.fifo("f");
  folder.link("l", "b");
  const auto listed = list_named_folder(folder.path());
  ASSERT_NE(value_of(listed), nullptr) << why(listed);
  EXPECT_EQ(*value_of(listed), (Names{"a", "b/", "f", "l"}));
  EXPECT_TRUE(absent(list_named_folder(folder.at("missing"))));
  EXPECT_TRUE(absent(list_named_folder(folder.at("a")))) << "a file has no names in it";
}

// Names that can be listed and not looked at must not get lost: opening them says why.
TEST(ListNamedFolder, AFolderWithoutSearchPermissionStillNamesItsFiles) {
  const TempFolder folder;
  folder.write("dark/jamf.log", "x");
  ASSERT_EQ(::chmod(folder.at("dark").c_str(), 0744), 0);
  EXPECT_TRUE(as_nobody([&] {
    const auto listed = list_named_folder(folder.at("dark"));
    return value_of(listed) != nullptr && *value_of(listed) == Names{"jamf.log"};
  }));
  EXPECT_TRUE(
      as_nobody([&] { return says(why(open_named_file(folder.at("dark/jamf.log"))), "Permission denied"); }));
}

// A file of ten bytes of which none, or some, can be read.
class ShortFile final : public OpenFile {
 public:
  explicit ShortFile(std::size_t readable) : readable_(readable) { info_.size = 10; }
  [[nodiscard]] const FileInfo& info() const override { return info_; }
  [[nodiscard]] Reading<std::size_t> read_at(std::uint64_t offset, char* to, std::size_t size) override {
    const std::size_t rest = offset < readable_ ? readable_ - static_cast<std::size_t>(offset) : 0;
    const std::size_t got = std::min(rest, size);
    std::fill_n(to, got, 'x');
    return got;
  }

 private:
  FileInfo info_;
  std::size_t readable_;
};

TEST(ReadAll, OfFewerBytesThanTheFileHasIsUnreadableAndNotEmpty) {
  for (const std::size_t readable : {0U, 4U}) {
    ShortFile file(readable);
    const auto bytes = read_all(file, "a", 100);
    ASSERT_NE(why_unreadable(bytes), nullptr);
    EXPECT_EQ(*why_unreadable(bytes), "a: " + std::to_string(readable) + " of its 10 bytes could be read");
  }
  ShortFile whole(10);
  EXPECT_EQ(*value_of(read_all(whole, "a", 100)), "xxxxxxxxxx");
}

}  // namespace
}  // namespace enrolkit::test
