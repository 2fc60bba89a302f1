// A file is there whole, or not at all, and never in the place of another by accident.
#include "host/new_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "support/process/as_nobody.h"
#include "support/temp_folder.h"

namespace enrolkit::test {
namespace {

std::string bytes_in(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}
std::size_t files_in(const std::string& folder) {
  const std::filesystem::directory_iterator all(folder);
  return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}
std::string why(const std::variant<NewFile, Unreadable>& begun) {
  const auto* fault = std::get_if<Unreadable>(&begun);
  return fault != nullptr ? fault->why : "begun";
}

TEST(NewFileTest, IsThereOnlyAtTheEndAndForItsOwnerAlone) {
  const TempFolder folder;
  const std::string path = folder.at("a.tar.gz");
  {
    auto begun = NewFile::begin(path, false);
    auto& file = std::get<NewFile>(begun);
    EXPECT_EQ(file.write("one "), std::nullopt);
    EXPECT_EQ(file.write("two"), std::nullopt);
    EXPECT_FALSE(std::filesystem::exists(path));
    EXPECT_EQ(file.put_in_place(), std::nullopt);
  }
  EXPECT_EQ(bytes_in(path), "one two");
  EXPECT_EQ(files_in(folder.path()), 1U);
  struct stat st {};
  ASSERT_EQ(::stat(path.c_str(), &st), 0);
  EXPECT_EQ(st.st_mode & 07777U, 0600U);
  EXPECT_EQ(st.st_nlink, 1U);
}

TEST(NewFileTest, GivenUpItLeavesNothing) {
  const TempFolder folder;
  {
    auto begun = NewFile::begin(folder.at("a"), false);
    EXPECT_EQ(std::get<NewFile>(begun).write("half"), std::nullopt);
  }
  EXPECT_EQ(files_in(folder.path()), 0U);
}

TEST(NewFileTest, AnotherIsNotReplacedUnlessAsked) {
  const TempFolder folder;
  const std::string path = folder.write("a", "old");
  EXPECT_EQ(why(NewFile::begin(path, false)), path + ": is there already; --force replaces it");
  {
    auto begun = NewFile::begin(path, true);
    EXPECT_EQ(std::get<NewFile>(begun).write("new"), std::nullopt);
    EXPECT_EQ(std::get<NewFile>(begun).put_in_place(), std::nullopt);
  }
  EXPECT_EQ(bytes_in(path), "new");
  EXPECT_EQ(files_in(folder.path()), 1U);
}

TEST(NewFileTest, OneThatCameMeanwhileIsNotReplaced) {
  const TempFolder folder;
  {
    auto begun = NewFile::begin(folder.at("a"), false);
    folder.write("a", "quicker");
    EXPECT_EQ(std::get<NewFile>(begun).put_in_place(),
              folder.at("a") + ": is there already; --force replaces it");
  }
  EXPECT_EQ(bytes_in(folder.at("a")), "quicker");
  EXPECT_EQ(files_in(folder.path()), 1U);
}

TEST(NewFileTest, ALinkInItsPlaceIsNotFollowed) {
  const TempFolder folder;
  const std::string target = folder.write("target", "untouched");
  const std::string link = folder.link("link", target);
  EXPECT_EQ(why(NewFile::begin(link, false)), link + ": is there already; --force replaces it");
  folder.link("dangling", folder.at("nowhere"));
  EXPECT_EQ(why(NewFile::begin(folder.at("dangling"), false)),
            folder.at("dangling") + ": is there already; --force replaces it");
  EXPECT_NE(why(NewFile::begin(link, true)).find("only such a file is replaced"), std::string::npos);
  EXPECT_EQ(bytes_in(target), "untouched");
  EXPECT_TRUE(std::filesystem::is_symlink(link));
  const std::string fifo = folder.fifo("fifo");
  EXPECT_NE(why(NewFile::begin(fifo, true)).find("only such a file is replaced"), std::string::npos);
}

TEST(NewFileTest, APlaceThatCannotBeWrittenIsSaid) {
  const TempFolder folder;
  folder.folder("sub");
  EXPECT_EQ(why(NewFile::begin(folder.at("no/a"), false)), folder.at("no/a") + ": No such file or directory");
  EXPECT_EQ(why(NewFile::begin(folder.at("sub/"), false)), folder.at("sub/") + ": is not a name for a file");
  EXPECT_EQ(why(NewFile::begin(folder.at("sub"), true)), folder.at("sub") + ": is a folder");
  EXPECT_EQ(why(NewFile::begin(folder.at("sub"), false)), folder.at("sub") + ": is a folder")
      << "no --force replaces it";
  EXPECT_TRUE(as_nobody(
      [&] { return why(NewFile::begin(folder.at("a"), false)) == folder.at("a") + ": Permission denied"; }));
}

// Root writes nothing where another user could exchange it; for anybody else the system's own rights decide.
TEST(NewFileTest, RootsOwnFoldersAloneAreGoodEnoughForRoot) {
  const TempFolder folder;  // below /tmp, in which everybody may write
  const std::string closed =
      "its folder, or one on the way, is a link, belongs to another user, or may be written by others";
  const auto begun = [](const std::string& path) { return why(NewFile::begin(path, false, Way::roots_own)); };
  EXPECT_EQ(begun("a.tar.gz"), "a.tar.gz: must be a whole path, from / on");
  if (::geteuid() == 0) {
    EXPECT_EQ(begun(folder.at("a")), folder.at("a") + ": " + closed);
    EXPECT_EQ(begun("/enrolkit-test-begun-only"), "begun");
  } else {
    EXPECT_EQ(begun(folder.at("a")), "begun");
  }
  EXPECT_EQ(files_in(folder.path()), 0U);
}

}  // namespace
}  // namespace enrolkit::test
