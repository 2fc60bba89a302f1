// `enrolkit server repair` is killed, or interrupted, and taken up again: the built program, TLS, a journal on
// disk.
#include <gtest/gtest.h>

#include <map>
#include <thread>

#include "cli/server/fleet_program.h"
#include "jamfpro/repair/journal.h"
#include "support/process/running.h"

namespace enrolkit::test {
namespace {

using jamf::RepairEntry;
using jamf::RepairResult;

struct Interrupted : FleetBench {
  using FleetBench::FleetBench;

  // Sends the signal to a run once so many Macs were sent the framework; answers its exit status.
  int signal_after(std::size_t commands, int signal, const std::vector<std::string>& arguments,
                   std::string* err = nullptr) {
    connect_by_environment();
    Running program(program_under_test(), repair_arguments(arguments));
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (sent() < commands && std::chrono::steady_clock::now() < end) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    program.send(signal);
    const int status = program.wait();
    if (err != nullptr) *err = program.err();
    return status;
  }
  std::size_t sent() {
    const std::lock_guard lock(TlsBench::server.mutex());
    return jamf.world.commands.size();
  }
  std::map<RepairResult, int> finals() {
    const auto journal = jamf::Journal::open(folder.at("journal"), TlsBench::server.url());
    const auto all = journal.value()->all();
    std::map<RepairResult, int> out;
    for (const RepairEntry& entry : all.value()) ++out[entry.final];
    return out;
  }
  void expect_each_repaired_by_one_command() {
    for (const SimMac& mac : jamf.world.macs) EXPECT_EQ(jamf.world.commands_to(mac), 1) << mac.serial;
    EXPECT_EQ(
        finals(),
        (std::map<RepairResult, int>{{RepairResult::repaired, static_cast<int>(jamf.world.macs.size())}}));
  }
};

TEST(RepairProgram, RepairsAndProvesIt) {
  FleetBench s(2, 1);
  const Ran ran = s.repair({"--stuck", "--yes"});
  EXPECT_EQ(ran.status, 0) << told(ran);
  EXPECT_TRUE(has(ran.out, "C02SIM000001    Repaired     mac-0001: enrolled ")) << ran.out;
  EXPECT_EQ(s.server({"conflict"}).status, 0);
}

TEST(RepairKilled, ThreeTimesAndEachMacIsSentToOnce) {
  Interrupted s(24, 0);
  std::vector<std::string> arguments{"--stuck", "--yes"};
  for (const std::size_t commands : {4U, 9U, 15U}) {
    EXPECT_EQ(s.signal_after(commands, SIGKILL, arguments), 128 + SIGKILL);
    EXPECT_LT(s.sent(), 24U) << "killed too late to prove anything";
    arguments = {"--resume", "--yes"};
  }
  // What was being sent is looked up only when every node of the server would show it; that time passes now.
  s.jamf.clock_ahead += 100;
  const Ran ran = s.repair({"--resume", "--yes"});
  EXPECT_EQ(ran.status, 0) << told(ran);
  s.expect_each_repaired_by_one_command();
}

TEST(RepairInterrupted, CtrlCEndsItInOrder) {
  Interrupted s(12, 0);
  std::string err;
  EXPECT_EQ(s.signal_after(4, SIGINT, {"--stuck", "--yes"}, &err), 2);
  EXPECT_TRUE(
      has(err, "enrolkit: stopped; what was sent is in the journal\nhint: enrolkit server repair --resume\n"))
      << err;
  EXPECT_LT(s.sent(), 12U);
  EXPECT_EQ(s.jamf.tokens_invalidated, s.jamf.tokens_given);
  s.jamf.clock_ahead += 100;
  EXPECT_EQ(s.repair({"--resume", "--yes"}).status, 0);
  s.expect_each_repaired_by_one_command();
}

}  // namespace
}  // namespace enrolkit::test
