// Changes on a real disk, and processes that are ended: the only tests that do either.
#include "host/real_host_writer.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include "host/atomic_file.h"
#include "host/fd.h"
#include "host/processes.h"
#include "support/temp_folder.h"

namespace enrolkit {
namespace {

using test::TempFolder;

std::string bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

struct stat status_of(const std::string& path) {
  struct stat st {};
  EXPECT_EQ(::lstat(path.c_str(), &st), 0) << path;
  return st;
}

class RealHostWriter : public testing::Test {
 protected:
  RealHostWriter() : writer_(std::move(std::get<0>(open_host_writer(folder_.path())))) {}
  const Access mine_{::getuid(), ::getgid(), 0600};
  TempFolder folder_;
  std::unique_ptr<HostWriter> writer_;
};

TEST_F(RealHostWriter, AFileIsReplacedWhole) {
  const std::string path = folder_.write("a", "old");
  ::chmod(path.c_str(), 0666);
  const auto before = status_of(path);
  EXPECT_TRUE(writer_->write_file("/a", "new", mine_).ok());
  EXPECT_EQ(bytes_of(path), "new");
  EXPECT_EQ(status_of(path).st_mode & 07777U, 0600U);
  EXPECT_NE(status_of(path).st_ino, before.st_ino);
}

std::vector<std::string> partial_names(const std::string& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().filename().string().ends_with(".partial"))
      names.push_back(entry.path().filename().string());
  }
  return names;
}

// Killed in the midst of writing: no trace of it where a file can be without a name, else none after the next writing.
TEST_F(RealHostWriter, AWriterThatIsKilledLeavesNothing) {
  const pid_t child = ::fork();
  if (child == 0) {
    auto file = AtomicFile::begin(Fd(::open(folder_.path().c_str(), O_RDONLY | O_DIRECTORY)), "a");
    if (file && file->write("half")) ::raise(SIGKILL);
    ::_exit(1);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status));
  EXPECT_EQ(::access(folder_.at("a").c_str(), F_OK), -1);
#ifdef O_TMPFILE
  EXPECT_TRUE(partial_names(folder_.path()).empty());
#endif
  EXPECT_TRUE(writer_->write_file("/a", "whole", mine_).ok());
  EXPECT_TRUE(partial_names(folder_.path()).empty());
  EXPECT_EQ(bytes_of(folder_.at("a")), "whole");
}

pid_t dead_process() {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(0);
  ::waitpid(child, nullptr, 0);
  return child;
}

void make_old(const std::string& path) {
  const timeval long_ago[2]{{1000, 0}, {1000, 0}};
  ASSERT_EQ(::utimes(path.c_str(), long_ago), 0) << path;
}

TEST_F(RealHostWriter, WhatADeadProcessLeftGoesAtOnceUnlessItIsLocked) {
  const pid_t dead = dead_process();
  const std::string left = folder_.write(partial_name(dead, 0), "half");
  const std::string locked = folder_.write(partial_name(dead, 1), "half");
  const Fd holds(::open(locked.c_str(), O_RDONLY));
  ASSERT_EQ(::flock(holds.get(), LOCK_EX | LOCK_NB), 0);
  const std::string other = folder_.write(".enrolkit-x.partial", "not by our name");
  for (const std::string& path : {locked, other}) make_old(path);
  EXPECT_TRUE(writer_->write_file("/a", "new", mine_).ok());
  EXPECT_EQ(::access(left.c_str(), F_OK), -1);
  EXPECT_EQ(::access(locked.c_str(), F_OK), 0);
  EXPECT_EQ(::access(other.c_str(), F_OK), 0);
}

// What another computer writes on a volume that both have is locked by nobody here, and its process is not here.
TEST_F(RealHostWriter, WhatMayBeAnotherComputersGoesWhenItIsOld) {
  const pid_t dead = dead_process();
  const auto elsewhere = [&](int number) {
    return fmt::format(".enrolkit-{}-{}-01234567-89AB-CDEF-0123-456789ABCDEF.partial", dead, number);
  };
  const std::string writing = folder_.write(elsewhere(0), "half"), left = folder_.write(elsewhere(1), "half");
  const std::string nameless =
      folder_.write(fmt::format(".enrolkit-{}-2.partial", dead), "no start in its name");
  const std::string alive = folder_.write(fmt::format(".enrolkit-{}-3.partial", ::getppid()), "half");
  for (const std::string& path : {left, alive}) make_old(path);
  EXPECT_TRUE(writer_->write_file("/a", "new", mine_).ok());
  EXPECT_EQ(::access(writing.c_str(), F_OK), 0);
  EXPECT_EQ(::access(nameless.c_str(), F_OK), 0);
  EXPECT_EQ(::access(left.c_str(), F_OK), -1);
  EXPECT_EQ(::access(alive.c_str(), F_OK), 0);
}

TEST_F(RealHostWriter, AFileIsRemovedAndNothingBehindALink) {
  const std::string path = folder_.write("a", "old");
  folder_.write("real/kept", "kept");
  folder_.link("way", folder_.at("real"));
  folder_.link("name", folder_.at("real/kept"));
  EXPECT_TRUE(writer_->remove("/a").ok());
  EXPECT_EQ(::access(path.c_str(), F_OK), -1);
  EXPECT_TRUE(writer_->remove("/a").ok());
  EXPECT_FALSE(writer_->remove("/way/kept").ok());
  EXPECT_TRUE(writer_->remove("/name").ok());
  EXPECT_EQ(bytes_of(folder_.at("real/kept")), "kept");
  EXPECT_FALSE(writer_->remove("/real").ok());
}

TEST_F(RealHostWriter, NoLinkIsFollowed) {
  folder_.write("real/secret", "untouched");
  folder_.link("way", folder_.at("real"));
  folder_.link("file", folder_.at("real/secret"));
  EXPECT_FALSE(writer_->write_file("/way/secret", "x", mine_).ok());
  EXPECT_FALSE(writer_->append("/file", "x", mine_).ok());
  EXPECT_FALSE(writer_->append("/way/secret", "x", mine_).ok());
  EXPECT_FALSE(writer_->set_access("/file", mine_).ok());
  EXPECT_FALSE(writer_->make_folder("/way/new", mine_).ok());
  EXPECT_TRUE(!writer_->write_file("/../escape", "x", mine_).ok() || ::access("/escape", F_OK) != 0);
  // The link itself is replaced, and what it led to stays.
  EXPECT_TRUE(writer_->write_file("/file", "own", mine_).ok());
  EXPECT_EQ(bytes_of(folder_.at("real/secret")), "untouched");
  EXPECT_FALSE(S_ISLNK(status_of(folder_.at("file")).st_mode));
}

TEST_F(RealHostWriter, LinesAreAddedAndAFileOfOthersIsNot) {
  EXPECT_TRUE(writer_->append("/log", "one\n", mine_).ok());
  EXPECT_TRUE(writer_->append("/log", "two\n", mine_).ok());
  EXPECT_EQ(bytes_of(folder_.at("log")), "one\ntwo\n");
  EXPECT_EQ(status_of(folder_.at("log")).st_mode & 07777U, 0600U);
  ::chmod(folder_.at("log").c_str(), 0622);
  EXPECT_FALSE(writer_->append("/log", "three\n", mine_).ok());
  folder_.fifo("fifo");
  EXPECT_FALSE(writer_->append("/fifo", "x", mine_).ok());
  EXPECT_FALSE(writer_->append("/absent/log", "x", mine_).ok());
}

// A crash or a full disk leaves no file that is empty or begins with half a line.
TEST_F(RealHostWriter, TheFirstLineIsThereWholeOrNotAtAll) {
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto caught = ::signal(SIGXFSZ, SIG_IGN);
  const rlimit small{2, before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  const Status done = writer_->append("/journal", "one line\n", mine_);
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
  ::signal(SIGXFSZ, caught);
  EXPECT_FALSE(done.ok());
  EXPECT_FALSE(std::filesystem::exists(folder_.at("journal")));
}

// A user who may make a second name for a file of root's must not keep it from being set right, or a log from being kept.
TEST_F(RealHostWriter, ASecondNameStopsNothingUnlessOthersMayWriteTheFile) {
  const std::string path = folder_.write("two", "");
  ASSERT_EQ(::link(path.c_str(), folder_.at("names").c_str()), 0);
  ::chmod(path.c_str(), 0444);
  EXPECT_TRUE(writer_->set_access("/two", {::getuid(), ::getgid(), 0644}).ok());
  EXPECT_EQ(status_of(path).st_mode & 07777U, 0644U);
  EXPECT_TRUE(writer_->append("/two", "x", mine_).ok());
  EXPECT_EQ(bytes_of(path), "x");
  ::chmod(path.c_str(), 0666);
  EXPECT_FALSE(writer_->set_access("/two", mine_).ok());
  EXPECT_FALSE(writer_->append("/two", "x", mine_).ok());
  EXPECT_EQ(status_of(path).st_mode & 07777U, 0666U);
}

TEST_F(RealHostWriter, OwnerAndModeAreThoseOfTheOpenFile) {
  const std::string path = folder_.write("binary", "x");
  ::chmod(path.c_str(), 0777);
  EXPECT_TRUE(writer_->set_access("/binary", {::getuid(), ::getgid(), 0555}).ok());
  EXPECT_EQ(status_of(path).st_mode & 07777U, 0555U);
  folder_.folder("folder");
  EXPECT_FALSE(writer_->set_access("/folder", mine_).ok());
  EXPECT_FALSE(writer_->set_access("/absent", mine_).ok());
}

TEST_F(RealHostWriter, FoldersLinksAndNames) {
  EXPECT_TRUE(writer_->make_folder("/state", {::getuid(), ::getgid(), 0700}).ok());
  EXPECT_TRUE(writer_->make_folder("/state", {::getuid(), ::getgid(), 0755}).ok());
  EXPECT_EQ(status_of(folder_.at("state")).st_mode & 07777U, 0700U);
  folder_.write("taken", "x");
  EXPECT_FALSE(writer_->make_folder("/taken", mine_).ok());
  EXPECT_TRUE(writer_->set_link("/taken", "/usr/local/jamf/bin/jamf").ok());
  std::string target(64, '\0');
  target.resize(static_cast<std::size_t>(
      std::max<ssize_t>(::readlink(folder_.at("taken").c_str(), target.data(), 64), 0)));
  EXPECT_EQ(target, "/usr/local/jamf/bin/jamf");
  folder_.write("from", "x");
  EXPECT_TRUE(writer_->rename("/from", "/to").ok());
  EXPECT_EQ(bytes_of(folder_.at("to")), "x");
  EXPECT_FALSE(writer_->rename("/from", "/to").ok());
}

TEST_F(RealHostWriter, ALockIsHeldByOneAndFreedByDeath) {
  auto first = writer_->lock("/lock");
  ASSERT_TRUE(std::holds_alternative<std::unique_ptr<HeldLock>>(first));
  EXPECT_TRUE(std::holds_alternative<Busy>(writer_->lock("/lock")));
  first = Busy{};
  EXPECT_TRUE(std::holds_alternative<std::unique_ptr<HeldLock>>(writer_->lock("/lock")));
  folder_.link("trap", folder_.at("lock"));
  EXPECT_TRUE(std::holds_alternative<Error>(writer_->lock("/trap")));
}

pid_t sleeper(bool deaf) {
  const pid_t child = ::fork();
  if (child == 0) {
    if (deaf) ::signal(SIGTERM, SIG_IGN);
    ::execl("/bin/sleep", "sleep", "600", nullptr);
    ::_exit(127);
  }
  // Until it is the program that it will be.
  for (int i = 0; i < 200; ++i) {
    const auto process = process_here(child);
    if (const auto* found = value_of(process); found != nullptr && found->known_path().ends_with("sleep"))
      break;
    ::usleep(10'000);
  }
  return child;
}

Process seen(pid_t pid) {
  const auto process = process_here(pid);
  return value_of(process) != nullptr ? *value_of(process) : Process{};
}

TEST_F(RealHostWriter, AProcessIsEndedByItsIdentityAlone) {
  for (const bool deaf : {false, true}) {
    const pid_t child = sleeper(deaf);
    const Process process = seen(child);
    ASSERT_EQ(process.pid, child);
    EXPECT_EQ(process.parent, ::getpid());
    EXPECT_EQ(*value_of(process.arguments), std::vector<std::string>{"600"});
    Process other = process;
    other.started_unix -= 10;
    EXPECT_TRUE(
        writer_->end_process(other, std::chrono::milliseconds(100)).ok());  // it is gone: nothing to do
    other = process;
    other.path = "/bin/other";
    EXPECT_TRUE(writer_->end_process(other, std::chrono::milliseconds(100)).ok());
    EXPECT_EQ(::kill(child, 0), 0);
    EXPECT_EQ(::waitpid(child, nullptr, WNOHANG), 0);
    EXPECT_TRUE(writer_->end_process(process, std::chrono::milliseconds(300)).ok());
    int status = 0;
    EXPECT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFSIGNALED(status));
    EXPECT_EQ(WTERMSIG(status), deaf ? SIGKILL : SIGTERM);
  }
  EXPECT_FALSE(writer_->end_process({1, 0, "/sbin/launchd", {}, 0}, std::chrono::milliseconds(1)).ok());
}

TEST(Processes, ThisOneIsAmongThem) {
  const auto all = processes_here();
  const auto* list = value_of(all);
  ASSERT_NE(list, nullptr);
  const auto it =
      std::find_if(list->begin(), list->end(), [](const Process& p) { return p.pid == own_pid(); });
  ASSERT_NE(it, list->end());
  EXPECT_EQ(it->parent, ::getppid());
  EXPECT_TRUE(it->known_path().ends_with("/host_test")) << it->known_path();
  EXPECT_LE(std::abs(it->started_unix - ::time(nullptr)), 300);
  EXPECT_TRUE(std::holds_alternative<Absent>(process_here(999'999'999)));
}

}  // namespace
}  // namespace enrolkit
