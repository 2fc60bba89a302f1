// What `enrolkit server` asks on a terminal: the secret, without echo, and the number of Macs.
#include <gtest/gtest.h>

#include "cli/server/fleet_program.h"
#include "support/process/on_terminal.h"

namespace enrolkit::test {
namespace {

// Nothing in the environment but the way to the server.
std::vector<std::string> check(const ProgramBench& s) {
  return {"server",      "check",  "--url",     s.TlsBench::server.url(),
          "--client-id", "client", "--ca-file", s.ca_file};
}

TEST(Prompt, TheSecretIsAskedForWithoutEcho) {
  ProgramBench s;
  OnTerminal terminal(program_under_test(), check(s));
  terminal.until("Client secret of client: ");
  EXPECT_FALSE(terminal.echoes());
  terminal.type(s.jamf.client_secret + "\n");
  EXPECT_EQ(terminal.wait(), 0) << terminal.screen();
  EXPECT_TRUE(terminal.echoes());
  EXPECT_TRUE(has(terminal.screen(), "may run")) << terminal.screen();
  EXPECT_FALSE(has(terminal.screen(), "s3cret")) << terminal.screen();
}

TEST(Prompt, CtrlCLeavesATerminalThatEchoes) {
  ProgramBench s;
  for (const auto& [key, signal] : {std::pair("\x03", SIGINT), {"\x1c", SIGQUIT}}) {
    OnTerminal terminal(program_under_test(), check(s));
    terminal.until("Client secret of client: ");
    terminal.type(std::string("half-of-it") + key);
    EXPECT_EQ(terminal.wait(), 128 + signal) << terminal.screen();
    EXPECT_TRUE(terminal.echoes());
    EXPECT_FALSE(has(terminal.screen(), "half-of-it")) << terminal.screen();
  }
}

// The screen after that was typed and did not do.
std::string refused(const std::string& typed) {
  ProgramBench s;
  OnTerminal terminal(program_under_test(), check(s));
  terminal.until("Client secret of client: ");
  terminal.type(typed + "\n");
  EXPECT_EQ(terminal.wait(), 2) << terminal.screen();
  return terminal.screen();
}

TEST(Prompt, AWrongSecretIsToldToBeTyped) {
  const std::string screen = refused("of-old");
  EXPECT_TRUE(has(screen, "hint: the secret was typed")) << screen;
  EXPECT_FALSE(has(screen, "of-old")) << screen;
}

TEST(Prompt, NothingTypedIsNoSecret) {
  const std::string screen = refused("");
  EXPECT_TRUE(has(screen, "no secret for client")) << screen;
}

TEST(Prompt, TheNumberOfMacsIsTypedAbove25) {
  for (const auto& [typed, status] : {std::pair("26\n", 0), {"25\n", 2}, {"yes\n", 2}}) {
    FleetBench s(26, 0);
    s.connect_by_environment();
    OnTerminal terminal(program_under_test(), s.repair_arguments({"--stuck"}));
    terminal.until("Type their number: ");
    terminal.type(typed);
    EXPECT_EQ(terminal.wait(), status) << terminal.screen();
    EXPECT_EQ(s.jamf.world.commands.size(), status == 0 ? 26U : 0U);
  }
}

TEST(Prompt, AFewAreConfirmed) {
  for (const auto& [typed, sent] : {std::pair("y\n", 1U), {"n\n", 0U}, {"\n", 0U}}) {
    FleetBench s(1, 0);
    s.connect_by_environment();
    OnTerminal terminal(program_under_test(), s.repair_arguments({"--stuck"}));
    terminal.until("[y/N] ");
    terminal.type(typed);
    EXPECT_EQ(terminal.wait(), sent == 1 ? 0 : 2) << terminal.screen();
    EXPECT_EQ(s.jamf.world.commands.size(), sent);
  }
}

}  // namespace
}  // namespace enrolkit::test
