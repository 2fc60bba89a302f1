// The edge on real files: what is opened, what is refused, and that "refused" never comes out as "not there".
#include "host/real_host.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "support/process/as_nobody.h"
#include "support/readings.h"
#include "support/temp_folder.h"

namespace enrolkit::test {
namespace {

using Names = std::vector<std::string>;

class RealHostTest : public testing::Test {
 protected:
  void SetUp() override {
    auto opened = open_host(folder_.path());
    ASSERT_EQ(opened.index(), 0U) << why(opened);
    host_ = std::move(std::get<0>(opened));
  }
  [[nodiscard]] std::string text_of(std::string_view path) const {
    const auto bytes = read_file(*host_, path, 1000);
    return value_of(bytes) != nullptr ? *value_of(bytes) : why(bytes);
  }

  TempFolder folder_;
  std::unique_ptr<Host> host_;
};

TEST_F(RealHostTest, ReadsARegularFileBelowItsRoot) {
  folder_.write("Library/Preferences/a.plist", "hello");
  EXPECT_EQ(text_of("/Library/Preferences/a.plist"), "hello");
}

TEST_F(RealHostTest, TellsSizeModeOwnerAndTimeOfAFile) {
  const std::string path = folder_.write("a", "12345");
  ASSERT_EQ(::chmod(path.c_str(), 0640), 0);
  const timeval times[2]{{1'700'000'000, 0}, {1'700'000'000, 0}};
  ASSERT_EQ(::utimes(path.c_str(), times), 0);
  const auto info = host_->info("/a");
  ASSERT_NE(value_of(info), nullptr) << why(info);
  EXPECT_EQ(value_of(info)->size, 5U);
  EXPECT_EQ(value_of(info)->mode, 0640U);
  EXPECT_EQ(value_of(info)->owner, ::geteuid());
  EXPECT_EQ(value_of(info)->modified, host_->to_local(1'700'000'000));
  EXPECT_TRUE(value_of(info)->regular);
  EXPECT_FALSE(value_of(info)->directory);
}

TEST_F(RealHostTest, AnOpenFileTellsTheSameAsItsName) {
  const std::string path = folder_.write("a", "12345");
  const timeval times[2]{{1'700'000'000, 0}, {1'700'000'000, 0}};
  ASSERT_EQ(::utimes(path.c_str(), times), 0);
  auto opened = host_->open("/a");
  ASSERT_EQ(opened.index(), 0U) << why(opened);
  EXPECT_EQ(std::get<0>(opened)->info().size, 5U);
  EXPECT_EQ(std::get<0>(opened)->info().modified, host_->to_local(1'700'000'000));
}

TEST_F(RealHostTest, LocalTimeIsTheZonesTime) {
  const std::string before = ::getenv("TZ") != nullptr ? ::getenv("TZ") : "UTC";
  ::setenv("TZ", "HERE-02:30", 1);  // two and a half hours ahead of UTC
  ::tzset();
  const LocalTime local = host_->to_local(1'700'000'000);
  ::setenv("TZ", before.c_str(), 1);
  ::tzset();
  EXPECT_EQ(local.seconds, 1'700'000'000 + 9000);
}

TEST_F(RealHostTest, WhatIsMissingIsAbsent) {
  folder_.write("a", "");
  EXPECT_TRUE(absent(host_->open("/missing")));
  EXPECT_TRUE(absent(host_->open("/no/such/folder/missing")));
  EXPECT_TRUE(absent(host_->info("/missing")));
  EXPECT_TRUE(absent(host_->info("/no/such/missing")));
  EXPECT_TRUE(absent(host_->list("/missing")));
}

// A file where a folder must be is a fault: what the folder would hold is not known not to be there.
TEST_F(RealHostTest, WhatLiesBehindAFileIsNotAbsent) {
  folder_.write("a", "");
  folder_.write("private/var/db/enrolkit", "");
  folder_.fifo("private/var/fifo");
  for (const char* path : {"/a/x", "/a/x/y", "/var/db/enrolkit/journal.jsonl", "/var/fifo/x"}) {
    EXPECT_TRUE(says(why(host_->open(path)), "something that is not a folder stands where one must be"))
        << path;
    EXPECT_TRUE(says(why(host_->info(path)), "something that is not a folder stands where one must be"))
        << path;
    EXPECT_NE(why_unreadable(host_->list(path)), nullptr) << path;
  }
  folder_.link("var", "private/var");  // as on every Mac
  EXPECT_NE(why_unreadable(host_->open("/var/db/enrolkit/journal.jsonl")), nullptr);
  EXPECT_TRUE(absent(host_->open("/var/db/other/journal.jsonl")));
}

TEST_F(RealHostTest, AFolderIsNoFile) {
  folder_.folder("var/log/jamf.log");
  const auto opened = host_->open("/var/log/jamf.log");
  EXPECT_TRUE(says(why(opened), "is a folder, not a file")) << why(opened);
  const auto info = host_->info("/var/log/jamf.log");
  ASSERT_NE(value_of(info), nullptr);
  EXPECT_TRUE(value_of(info)->directory);
}

TEST_F(RealHostTest, AFifoIsRefusedAtOnce) {
  folder_.fifo("var/log/jamf.log");
  const auto begin = std::chrono::steady_clock::now();
  const auto opened = host_->open("/var/log/jamf.log");
  const auto listed = host_->list("/var/log/jamf.log");
  const auto below = host_->open("/var/log/jamf.log/x");
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(1));
  EXPECT_TRUE(says(why(opened), "is a FIFO, not a file")) << why(opened);
  EXPECT_NE(why_unreadable(listed), nullptr) << why(listed);
  EXPECT_NE(why_unreadable(below), nullptr) << why(below);
}

TEST_F(RealHostTest, ALinkIsRefusedAsAFile) {
  folder_.write("real", "secret");
  folder_.link("var/log/jamf.log", "../../real");
  EXPECT_TRUE(says(text_of("/var/log/jamf.log"), "symbolic link")) << text_of("/var/log/jamf.log");
  folder_.link("dangling", "nowhere");
  EXPECT_NE(why_unreadable(host_->open("/dangling")), nullptr) << "a link is not looked behind: not absent";
  const auto info = host_->info("/var/log/jamf.log");
  ASSERT_NE(value_of(info), nullptr);
  EXPECT_FALSE(value_of(info)->regular) << "what the link names is not looked at";
}

TEST_F(RealHostTest, ALinkOnTheWayIsRefusedAndNotAbsent) {
  folder_.write("elsewhere/log/jamf.log", "secret");
  folder_.link("Library/Logs", folder_.at("elsewhere/log"));
  folder_.link("var", folder_.at("elsewhere"));
  EXPECT_TRUE(says(text_of("/Library/Logs/jamf.log"), "symbolic link")) << text_of("/Library/Logs/jamf.log");
  EXPECT_TRUE(says(text_of("/Library/Logs/missing"), "symbolic link"));
  EXPECT_TRUE(says(text_of("/var/log/jamf.log"), "symbolic link")) << text_of("/var/log/jamf.log");
  EXPECT_TRUE(says(why(host_->list("/var/log")), "symbolic link")) << why(host_->list("/var/log"));
  EXPECT_TRUE(says(why(host_->info("/var/log/jamf.log")), "symbolic link"));
}

TEST_F(RealHostTest, NoPathLeavesTheRoot) {
  folder_.write("outside", "secret");
  folder_.folder("root/sub");
  auto inner = open_host(folder_.at("root"));
  ASSERT_EQ(inner.index(), 0U);
  const Host& host = *std::get<0>(inner);
  for (const char* path : {"/../outside", "/sub/../../outside", "/sub/../outside", "/.."}) {
    EXPECT_TRUE(absent(host.open(path))) << path;
    EXPECT_TRUE(absent(host.info(path))) << path;
  }
  EXPECT_TRUE(absent(host.list("/..")));
  EXPECT_TRUE(absent(host.list("/sub/..")));
}

TEST_F(RealHostTest, VarIsLookedForInPrivateFirst) {
  folder_.write("private/var/log/jamf.log", "in private");
  folder_.write("var/log/jamf.log", "beside it");
  EXPECT_EQ(text_of("/var/log/jamf.log"), "in private");
  EXPECT_EQ(*value_of(host_->list("/var/log")), (Names{"jamf.log"}));
}

TEST_F(RealHostTest, ACollectedTreeMayHaveVarWithoutPrivate) {
  folder_.write("var/log/jamf.log", "plain var");
  EXPECT_EQ(text_of("/var/log/jamf.log"), "plain var");
  EXPECT_NE(value_of(host_->info("/var/log/jamf.log")), nullptr);
}

// On every Mac /var is a link to private/var. What is missing there is absent, not "behind a link".
TEST_F(RealHostTest, OnAMacWhatIsMissingInVarIsAbsent) {
  folder_.write("private/var/log/jamf.log", "here");
  folder_.link("var", "private/var");
  EXPECT_EQ(text_of("/var/log/jamf.log"), "here");
  EXPECT_TRUE(absent(host_->open("/var/log/jamf.log.0"))) << why(host_->open("/var/log/jamf.log.0"));
  EXPECT_TRUE(absent(host_->info("/var/db/enrolkit"))) << why(host_->info("/var/db/enrolkit"));
  EXPECT_TRUE(absent(host_->list("/var/db/dslocal/nodes"))) << why(host_->list("/var/db/dslocal/nodes"));
  const auto log = host_->info("/var/log");
  ASSERT_NE(value_of(log), nullptr) << why(log);
  EXPECT_TRUE(value_of(log)->directory);
  EXPECT_EQ(*value_of(host_->list("/var")), (Names{"log"}));
}

TEST_F(RealHostTest, ALinkInPrivateVarIsRefusedThoughVarWouldDo) {
  folder_.write("var/log/jamf.log", "beside it");
  folder_.folder("private/var");
  folder_.link("private/var/log", folder_.at("var/log"));
  EXPECT_TRUE(says(text_of("/var/log/jamf.log"), "symbolic link")) << text_of("/var/log/jamf.log");
}

TEST_F(RealHostTest, ListsSortedWithoutTheDots) {
  for (const char* name : {"b", "a", "B", ".hidden", "jamf.log", "jamf.log.0.gz"}) folder_.write(name, "");
  const auto listed = host_->list("/");
  ASSERT_NE(value_of(listed), nullptr) << why(listed);
  EXPECT_EQ(*value_of(listed), (Names{".hidden", "B", "a", "b", "jamf.log", "jamf.log.0.gz"}));
}

TEST_F(RealHostTest, AFolderCanBeListedAgain) {
  folder_.write("a", "");
  EXPECT_EQ(*value_of(host_->list("/")), (Names{"a"}));
  folder_.write("b", "");
  EXPECT_EQ(*value_of(host_->list("/")), (Names{"a", "b"}));
}

TEST_F(RealHostTest, WhatMayNotBeReadIsUnreadable) {
  const std::string file = folder_.write("closed-file", "x");
  folder_.write("closed/jamf.log", "x");
  ASSERT_EQ(::chmod(file.c_str(), 0), 0);
  ASSERT_EQ(::chmod(folder_.at("closed").c_str(), 0), 0);
  EXPECT_TRUE(
      as_nobody([&] { return says(why(host_->open("/closed-file")), "Permission denied (try sudo)"); }));
  EXPECT_TRUE(as_nobody([&] { return says(why(host_->open("/closed/jamf.log")), "Permission denied"); }));
  EXPECT_TRUE(as_nobody([&] { return says(why(host_->open("/closed/missing")), "Permission denied"); }));
  EXPECT_TRUE(as_nobody([&] { return says(why(host_->info("/closed/jamf.log")), "Permission denied"); }));
  EXPECT_TRUE(as_nobody([&] { return says(why(host_->list("/closed")), "Permission denied"); }));
  ::chmod(folder_.at("closed").c_str(), 0755);
}

TEST_F(RealHostTest, ReasonsNameTheFileAsAPersonWouldFindIt) {
  folder_.folder("var/log/jamf.log");
  EXPECT_EQ(why(host_->open("/var/log/jamf.log")),
            folder_.path() + "/var/log/jamf.log: is a folder, not a file");
}

TEST_F(RealHostTest, ReadAllTakesAFileOfExactlyTheLimitAndNoLarger) {
  folder_.write("a", "12345");
  EXPECT_EQ(*value_of(read_file(*host_, "/a", 5)), "12345");
  EXPECT_EQ(why(read_file(*host_, "/a", 4)), "/a: larger than 4 bytes");
  folder_.write("empty", "");
  EXPECT_EQ(*value_of(read_file(*host_, "/empty", 0)), "");
  EXPECT_TRUE(absent(read_file(*host_, "/missing", 5)));
}

TEST_F(RealHostTest, AFileThatIsCutWhileItIsReadIsUnreadable) {
  const std::string path = folder_.write("a", std::string(1000, 'x'));
  auto opened = host_->open("/a");
  ASSERT_EQ(opened.index(), 0U);
  OpenFile& file = *std::get<0>(opened);
  ASSERT_EQ(::truncate(path.c_str(), 10), 0);
  EXPECT_EQ(why(read_all(file, "/a", 2000)), "/a: 10 of its 1000 bytes could be read");
}

TEST_F(RealHostTest, AnOpenFileStaysTheSameWhenItsNameIsGivenAway) {
  const std::string path = folder_.write("a", "old");
  auto opened = host_->open("/a");
  ASSERT_EQ(opened.index(), 0U);
  std::filesystem::remove(path);
  folder_.write("a", "new one");
  EXPECT_EQ(*value_of(read_all(*std::get<0>(opened), "/a", 100)), "old");
}

TEST_F(RealHostTest, ReadAtGivesNothingAtTheEnd) {
  folder_.write("a", "12345");
  auto opened = host_->open("/a");
  char to[8]{};
  EXPECT_EQ(*value_of(std::get<0>(opened)->read_at(3, to, sizeof to)), 2U);
  EXPECT_EQ(std::string_view(to, 2), "45");
  EXPECT_EQ(*value_of(std::get<0>(opened)->read_at(5, to, sizeof to)), 0U);
  EXPECT_EQ(*value_of(std::get<0>(opened)->read_at(500, to, sizeof to)), 0U);
}

TEST_F(RealHostTest, AFileIsKnownAgainUntilItIsChanged) {
  folder_.write("program", "12345");
  const auto identity = [&] { return std::get<0>(host_->open("/program"))->info().identity; };
  const FileIdentity before = identity();
  EXPECT_NE(before.inode, 0U);
  EXPECT_EQ(before.size, 5U);
  EXPECT_GT(before.changed_ns, 1'600'000'000'000'000'000);
  EXPECT_EQ(identity(), before);
  EXPECT_EQ(value_of(host_->info("/program"))->identity, before);
  // The same length and the same modification time: the change time tells.
  const struct timespec times[2] = {{0, UTIME_OMIT}, {1'700'000'000, 123'456'789}};
  ASSERT_EQ(::utimensat(AT_FDCWD, folder_.at("program").c_str(), times, 0), 0);
  const FileIdentity set_back = identity();
  EXPECT_EQ(set_back.modified_ns, 1'700'000'000'123'456'789);
  EXPECT_NE(set_back, before);
  folder_.write("other", "12345");
  ASSERT_EQ(::rename(folder_.at("other").c_str(), folder_.at("program").c_str()), 0);
  EXPECT_NE(identity().inode, before.inode);
}

TEST_F(RealHostTest, OnlyTheRunningSystemHasABootTime) {
  EXPECT_FALSE(host_->is_running_system());
  EXPECT_TRUE(absent(host_->booted()));
  auto slash = open_host("/");
  ASSERT_EQ(slash.index(), 0U);
  const Host& mac = *std::get<0>(slash);
  EXPECT_TRUE(mac.is_running_system());
  const auto booted = mac.booted();
  ASSERT_NE(value_of(booted), nullptr) << why(booted);
  EXPECT_LE(*value_of(booted), mac.now());
}

}  // namespace
}  // namespace enrolkit::test
