// `enrolkit server setup` as a process: with an administrator's password, and the client that it made at work.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "cli/server/fleet_program.h"
#include "support/process/on_terminal.h"

namespace enrolkit::test {
namespace {

struct SetupProgram : FleetBench {
  SetupProgram() : FleetBench(1, 1) {
    ::setenv("ENROLKIT_URL", TlsBench::server.url().c_str(), 1);
    ::setenv("ENROLKIT_CA_FILE", ca_file.c_str(), 1);
  }
  ~SetupProgram() { ::unsetenv("ENROLKIT_CLIENT_ID"); }
  SetupProgram(const SetupProgram&) = delete;
  SetupProgram& operator=(const SetupProgram&) = delete;
};

TEST(ServerSetupProgram, TheClientThatItMadeDoesWhatItIsForAndNothingElse) {
  SetupProgram s;
  const std::string file = s.folder.at("client.secret");
  ::setenv("ENROLKIT_PASSWORD", s.jamf.password.c_str(), 1);
  const Ran made = enrolkit(
      {"server", "setup", "--user", s.jamf.user, "--for", "stuck", "--yes", "--store", "file:" + file});
  ::unsetenv("ENROLKIT_PASSWORD");
  ASSERT_EQ(made.status, 0) << told(made);
  const std::string key = "ENROLKIT_CLIENT_ID=", id = made.out.substr(made.out.find(key) + key.size(), 36);
  EXPECT_EQ(made.out, "export ENROLKIT_URL=" + s.TlsBench::server.url() + "\nexport " + key + id +
                          "\nexport ENROLKIT_SECRET_FILE=" + file + "\n");
  EXPECT_FALSE(has(made.out + made.err, "of-the-simulator")) << told(made);
  const std::vector<std::string> by{"--client-id", id, "--secret-file", file};
  const auto run = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "server");
    arguments.insert(arguments.end(), by.begin(), by.end());
    return enrolkit(arguments);
  };
  const Ran check = run({"check", "stuck"});
  EXPECT_EQ(check.status, 0) << told(check);
  EXPECT_TRUE(has(check.out, "account  " + id)) << check.out;
  EXPECT_EQ(run({"stuck"}).status, 1);
  EXPECT_EQ(run({"check", "publish"}).status, 1) << "it may not publish";
  EXPECT_EQ(run({"setup", "--for", "publish", "--yes", "--store", "file:" + s.folder.at("more")}).status, 2)
      << "nor give itself more";
}

TEST(ServerSetupProgram, AnAdministratorsPasswordIsNeverAClientsSecret) {
  SetupProgram s;
  const std::string file = s.folder.write("client.secret", s.jamf.client_secret + "\n");
  ASSERT_EQ(::chmod(file.c_str(), 0600), 0);
  ::setenv("ENROLKIT_SECRET_FILE", file.c_str(), 1);
  const std::vector<std::string> setup{"server",    "setup",   "--user",
                                       s.jamf.user, "--for",   "stuck",
                                       "--yes",     "--store", "file:" + s.folder.at("new")};
  for (const std::vector<std::string>& arguments :
       {setup, std::vector<std::string>{"server", "check", "--user", s.jamf.user}}) {
    const Ran ran = enrolkit(arguments);
    EXPECT_EQ(ran.status, 2) << told(ran);
    EXPECT_TRUE(has(ran.err, "no password for " + s.jamf.user +
                                 " (with --user, ENROLKIT_SECRET_FILE is not used)\nhint: ENROLKIT_PASSWORD"))
        << told(ran);
  }
  ::unsetenv("ENROLKIT_SECRET_FILE");
  EXPECT_TRUE(s.jamf.log.empty()) << "a wrong password may lock the account";
}

TEST(ServerSetupProgram, OnlyAFileWithTheClientsOwnSecretIsNamed) {
  SetupProgram s;
  ::setenv("ENROLKIT_PASSWORD", s.jamf.password.c_str(), 1);
  const std::string file = s.folder.at("client.secret"), other = s.folder.write("other", "not-it\n");
  ASSERT_EQ(::chmod(other.c_str(), 0600), 0);
  const auto setup = [&](const std::string& where) {
    ::setenv("ENROLKIT_PASSWORD", s.jamf.password.c_str(), 1);
    const Ran ran = enrolkit(
        {"server", "setup", "--user", s.jamf.user, "--for", "stuck", "--yes", "--store", "file:" + where});
    ::unsetenv("ENROLKIT_PASSWORD");
    return ran;
  };
  ASSERT_EQ(setup(file).status, 0);
  const Ran again = setup(file);
  EXPECT_TRUE(has(again.out, "\nexport ENROLKIT_SECRET_FILE=" + file + "\n")) << told(again);
  const Ran wrong = setup(other);
  EXPECT_EQ(wrong.status, 0) << told(wrong);
  EXPECT_FALSE(has(wrong.out, "ENROLKIT_SECRET_FILE")) << told(wrong);
  EXPECT_TRUE(has(wrong.err, other + ": it does not hold this client's secret\n")) << told(wrong);
}

TEST(ServerSetupProgram, AsksForThePasswordAndThenForLeave) {
  SetupProgram s;
  OnTerminal terminal(program_under_test(), {"server", "setup", "--user", s.jamf.user, "--for", "stuck",
                                             "--store", "file:" + s.folder.at("client.secret")});
  terminal.until("Password of " + s.jamf.user + ": ");
  EXPECT_FALSE(terminal.echoes());
  terminal.type(s.jamf.password + "\n");
  terminal.until("[y/N] ");
  terminal.type("y\n");
  EXPECT_EQ(terminal.wait(), 0) << terminal.screen();
  EXPECT_FALSE(has(terminal.screen(), "s3cret")) << terminal.screen();
  EXPECT_FALSE(has(terminal.screen(), "of-the-simulator")) << terminal.screen();
  EXPECT_EQ(s.jamf.access.secrets_made, 1);
}

}  // namespace
}  // namespace enrolkit::test
