// A user who owns a folder on the way exchanges what lies in it, as fast as he can. Root then runs nothing and writes
// nothing there: the folder itself is not root's, whatever lies in it at the moment of a look.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <thread>

#include "host/fd.h"
#include "host/real_host_writer.h"
#include "host/walk.h"
#include "support/temp_folder.h"

#ifdef __linux__
#include <sys/syscall.h>
#endif

namespace enrolkit::test {
namespace {

bool exchange(const std::string& one, const std::string& other) {
#ifdef __linux__
  constexpr unsigned kExchange = 2;  // RENAME_EXCHANGE
  return ::syscall(SYS_renameat2, AT_FDCWD, one.c_str(), AT_FDCWD, other.c_str(), kExchange) == 0;
#else
  return ::renamex_np(one.c_str(), other.c_str(), RENAME_SWAP) == 0;
#endif
}

TEST(SwapRace, AFolderThatIsAUsersIsNeverOnTheWay) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give a folder away";
  const TempFolder folder;
  const std::string program = "#!/bin/sh\n: >" + folder.at("was-run") + "\n";
  for (const char* name : {"usr/local/jamf/bin/jamf", "usr/local/evil/bin/jamf"})
    ASSERT_EQ(::chmod(folder.write(name, program).c_str(), 0755), 0);
  ASSERT_EQ(::chown(folder.at("usr/local/evil").c_str(), 501, 20), 0);
  ASSERT_EQ(::chown(folder.at("usr/local/evil/bin/jamf").c_str(), 501, 20), 0);
  ASSERT_EQ(::chown(folder.at("usr/local").c_str(), 501, 20), 0);
  std::atomic<bool> stop{false};
  std::atomic<long> swaps{0};
  std::thread user([&] {
    while (!stop) swaps += exchange(folder.at("usr/local/jamf"), folder.at("usr/local/evil")) ? 1 : 0;
  });
  auto opened = open_host_writer(folder.path());
  HostWriter& writer = *std::get<0>(opened);
  long tries = 0, let_through = 0;
  for (; tries < 2000 || swaps < 100; ++tries) {
    // The program is checked below the writer's root; what would be run is the same path on this computer, which has none.
    const Ran ran = writer.run({"/usr/local/jamf/bin/jamf", {}, std::chrono::seconds(1), 100});
    const auto* refused = std::get_if<NotStarted>(&ran);
    let_through +=
        refused == nullptr || refused->why.find("others than root may write") == std::string::npos ? 1 : 0;
    let_through += writer.write_file("/usr/local/jamf/bin/new", "x", {0, 0, 0755}).ok() ? 1 : 0;
    let_through += writer.set_access("/usr/local/jamf/bin/jamf", {0, 0, 0755}).ok() ? 1 : 0;
  }
  stop = true;
  user.join();
  EXPECT_EQ(let_through, 0) << tries << " tries, " << swaps << " exchanges";
  EXPECT_FALSE(std::filesystem::exists(folder.at("was-run")));
}

// The system follows a link when it starts a program, so what the link leads to is checked as well.
TEST(UnsafeProgram, ALinkLeadsToWhatIsChecked) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give a folder away";
  const TempFolder folder;
  for (const char* name : {"usr/bin/tool", "home/tool"})
    ASSERT_EQ(::chmod(folder.write(name, "#!/bin/sh\n").c_str(), 0755), 0);
  ASSERT_EQ(::chown(folder.at("home").c_str(), 501, 20), 0);
  folder.link("bin", "usr/bin");
  folder.link("usr/bin/by-name", "tool");
  folder.link("usr/bin/by-path", "/usr/bin/by-name");
  folder.link("usr/bin/users", "/home/tool");
  folder.link("usr/bin/up", "../bin/tool");
  folder.link("usr/bin/circle", "circle");
  folder.link("usr/bin/nowhere", "/usr/bin/missing");
  folder.link("opt", "/home");
  const Fd root(::open(folder.path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  for (const char* sound :
       {"/usr/bin/tool", "/bin/tool", "/usr/bin/by-name", "/bin/by-path", "/usr/bin/missing"})
    EXPECT_FALSE(is_unsafe_program(root.get(), sound)) << sound;
  for (const char* unsafe : {"/home/tool", "/usr/bin/users", "/bin/users", "/opt/tool", "/usr/bin/up",
                             "/usr/bin/circle", "/usr/bin/nowhere"})
    EXPECT_TRUE(is_unsafe_program(root.get(), unsafe)) << unsafe;
}

}  // namespace
}  // namespace enrolkit::test
