// Files and folders that a person names: links are followed, and nothing is waited for.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <string>
#include <vector>

#include "host/real_host.h"
#include "support/process/as_nobody.h"
#include "support/temp_folder.h"

namespace enrolkit::test {
namespace {

using Names = std::vector<std::string>;

template <class T>
bool absent(const Reading<T>& reading) {
  return std::holds_alternative<Absent>(reading);
}

template <class T>
std::string why(const Reading<T>& reading) {
  const auto* text = why_unreadable(reading);
  return text != nullptr ? *text : absent(reading) ? "(absent)" : "(a value)";
}

bool says(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

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

}  // namespace
}  // namespace enrolkit::test
