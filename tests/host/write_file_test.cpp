#include "host/write_file.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "host/atomic_file.h"
#include "support/temp_folder.h"

namespace enrolkit::test {
namespace {

namespace fs = std::filesystem;
constexpr const char* kFile = "/var/db/enrolkit/state.json";

struct Mac {
  TempFolder folder;
  std::string root = folder.at("mac");
  Mac() { fs::create_directories(root + "/var/db"); }
  [[nodiscard]] std::string at(const std::string& path) const { return root + path; }
  [[nodiscard]] std::optional<Unreadable> write(std::string_view bytes) const {
    return write_own_file(root, kFile, bytes);
  }
  [[nodiscard]] std::string text() const {
    std::ifstream file(at(kFile));
    std::ostringstream all;
    all << file.rdbuf();
    return all.str();
  }
  [[nodiscard]] std::size_t files() const {
    std::size_t count = 0;
    for (const auto& entry : fs::directory_iterator(at("/var/db/enrolkit")))
      count += entry.exists() ? 1U : 0U;
    return count;
  }
};

mode_t mode_of(const std::string& path) {
  struct stat st {};
  EXPECT_EQ(::lstat(path.c_str(), &st), 0) << path;
  return st.st_mode & 07777U;
}

TEST(WriteOwnFile, MakesItsFolderAndReplacesTheWholeFile) {
  const Mac mac;
  EXPECT_FALSE(mac.write("old, and longer"));
  EXPECT_FALSE(mac.write("new"));
  EXPECT_EQ(mac.text(), "new");
  EXPECT_EQ(mode_of(mac.at("/var/db/enrolkit")), 0700U);
  EXPECT_EQ(mode_of(mac.at(kFile)), 0600U);
  EXPECT_EQ(mac.files(), 1U);
}

TEST(WriteOwnFile, MakesNoMoreThanItsOwnFolder) {
  const Mac mac;
  fs::remove(mac.at("/var/db"));
  const auto why = mac.write("x");
  ASSERT_TRUE(why);
  EXPECT_EQ(why->why, "/var/db/enrolkit/state.json: not written: No such file or directory");
  EXPECT_FALSE(fs::exists(mac.at("/var/db")));
}

TEST(WriteOwnFile, RefusesAFolderThatOthersMayWrite) {
  const Mac mac;
  fs::create_directory(mac.at("/var/db/enrolkit"));
  for (const mode_t mode : {0770U, 0707U, 0777U}) {
    ASSERT_EQ(::chmod(mac.at("/var/db/enrolkit").c_str(), mode), 0);
    const auto why = mac.write("x");
    ASSERT_TRUE(why);
    EXPECT_NE(why->why.find("may be written by others"), std::string::npos) << why->why;
    EXPECT_EQ(mac.files(), 0U);
  }
}

TEST(WriteOwnFile, RefusesAFolderOnTheWayThatOthersMayWrite) {
  for (const char* folder : {"/var/db", "/var", ""}) {
    const Mac mac;
    ASSERT_EQ(::chmod(mac.at(folder).c_str(), 0777), 0);
    const auto why = mac.write("x");
    ASSERT_TRUE(why) << folder;
    EXPECT_NE(why->why.find("may be written by others"), std::string::npos) << why->why;
    EXPECT_FALSE(fs::exists(mac.at("/var/db/enrolkit"))) << folder;
  }
}

TEST(WriteOwnFile, RefusesAFolderOfAnotherUser) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give a folder away";
  const Mac mac;
  fs::create_directory(mac.at("/var/db/enrolkit"));
  ASSERT_EQ(::chmod(mac.at("/var/db/enrolkit").c_str(), 0700), 0);
  ASSERT_EQ(::chown(mac.at("/var/db/enrolkit").c_str(), 1234, 0), 0);
  const auto why = mac.write("x");
  ASSERT_TRUE(why);
  EXPECT_NE(why->why.find("belongs to another user"), std::string::npos) << why->why;
}

TEST(WriteOwnFile, FollowsNoLink) {
  const Mac mac;
  fs::create_directory(mac.at("/elsewhere"));
  fs::create_directory_symlink(mac.at("/elsewhere"), mac.at("/var/db/enrolkit"));
  EXPECT_TRUE(mac.write("x"));
  EXPECT_TRUE(fs::is_empty(mac.at("/elsewhere")));
  fs::remove(mac.at("/var/db/enrolkit"));

  fs::create_directory(mac.at("/var/db/enrolkit"));
  ASSERT_EQ(::chmod(mac.at("/var/db/enrolkit").c_str(), 0700), 0);
  std::ofstream(mac.at("/elsewhere/kept")) << "kept";
  fs::create_symlink(mac.at("/elsewhere/kept"), mac.at(kFile));
  const std::string temporary = "/var/db/enrolkit/" + partial_name(::getpid(), 0);
  fs::create_symlink(mac.at("/elsewhere/kept"), mac.at(temporary));
  EXPECT_FALSE(mac.write("new"));
  EXPECT_FALSE(fs::is_symlink(mac.at(kFile)));
  EXPECT_EQ(mac.text(), "new");
  EXPECT_EQ(fs::file_size(mac.at("/elsewhere/kept")), 4U);
}

TEST(WriteOwnFile, KeepsTheOldFileWhereTheDiskIsFull) {
  const Mac mac;
  ASSERT_FALSE(mac.write("old"));
  struct Limit {
    rlimit before{};
    Limit() {
      ::signal(SIGXFSZ, SIG_IGN);
      ::getrlimit(RLIMIT_FSIZE, &before);
      rlimit small = before;
      small.rlim_cur = 1000;
      ::setrlimit(RLIMIT_FSIZE, &small);
    }
    ~Limit() { ::setrlimit(RLIMIT_FSIZE, &before); }
  };
  std::optional<Unreadable> why;
  {
    const Limit limit;
    why = mac.write(std::string(5000, 'x'));
  }
  ASSERT_TRUE(why);
  EXPECT_NE(why->why.find("not written"), std::string::npos) << why->why;
  EXPECT_EQ(mac.text(), "old");
  EXPECT_EQ(mac.files(), 1U);
}

}  // namespace
}  // namespace enrolkit::test
