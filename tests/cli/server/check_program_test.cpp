// `enrolkit server check` and how every command meets a bad connection: exit status, stdout, stderr.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <nlohmann/json.hpp>

#include "cli/server/server_program.h"

namespace enrolkit::test {
namespace {

// One line that says what is wrong, and lines of hints.
void expect_trouble(const Ran& ran, std::string_view part) {
  EXPECT_EQ(ran.status, 2) << told(ran);
  EXPECT_EQ(ran.out, "") << told(ran);
  EXPECT_TRUE(ran.err.starts_with("enrolkit: ")) << told(ran);
  EXPECT_TRUE(has(ran.err, part)) << told(ran);
  EXPECT_FALSE(has(ran.err, "s3cret")) << told(ran);
}

TEST(ServerCheck, EverythingIsThere) {
  ProgramBench s;
  const Ran ran = s.server({"check"});
  EXPECT_EQ(ran.status, 0) << told(ran);
  EXPECT_EQ(ran.err, "");
  EXPECT_TRUE(has(ran.out, "version  11.30.1\n")) << ran.out;
  EXPECT_TRUE(has(ran.out, "[+]  conflict --fix         may run\n")) << ran.out;
  EXPECT_TRUE(ran.out.ends_with("\nAll of these commands may run.\n")) << ran.out;
  EXPECT_FALSE(has(ran.out, "warning")) << ran.out;
  EXPECT_TRUE(has(ran.out, "\ntls      TLSv1.3, TLS_AES_256_GCM_SHA384, EC 256, SHA256\n")) << ran.out;
  EXPECT_EQ(s.jamf.tokens_invalidated, 1);
  const auto tls = nlohmann::json::parse(s.server({"check", "--json"}).out)["tls"];
  EXPECT_EQ(tls["known"], true);
  EXPECT_EQ(tls["macos_27_refuses"], nlohmann::json::array());
}

TEST(ServerCheck, WarnsOfAVersionThatItDoesNotKnow) {
  for (const auto& [version, is_known] : {std::pair(enrolkit::jamf::Version{10, 49, 9}, false),
                                          {{10, 50, 0}, true},
                                          {{11, 34, 9}, true},
                                          {{11, 35, 0}, false},
                                          {{12, 0, 0}, false}}) {
    ProgramBench s;
    s.jamf.version = version;
    EXPECT_NE(has(s.server({"check", "stuck"}).out, "warning  enrolkit knows Jamf Pro 10.50 to 11.34"),
              is_known);
    const auto json = nlohmann::json::parse(s.server({"check", "stuck", "--json"}).out);
    EXPECT_EQ(json["known_version"], is_known);
  }
}

TEST(ServerCheck, NamesWhatIsMissingPerCommand) {
  ProgramBench s;
  s.jamf.privileges.erase("Update User-Initiated Enrollment");
  s.jamf.privileges.erase("View Local Admin Password");
  const Ran ran = s.server({"check"});
  EXPECT_EQ(ran.status, 1) << told(ran);
  EXPECT_TRUE(has(ran.out, "[-]  conflict --fix         cannot run\n")) << ran.out;
  EXPECT_TRUE(has(ran.out, "lacks Update User-Initiated Enrollment (the change,")) << ran.out;
  EXPECT_TRUE(has(ran.out, "runs without View Local Admin Password (accounts of one")) << ran.out;
  EXPECT_EQ(s.server({"check", "stuck"}).status, 0);
  const Ran json = s.server({"check", "--json"});
  EXPECT_EQ(json.status, 1);
  const auto parsed = nlohmann::json::parse(json.out);
  EXPECT_EQ(parsed["schema"], "enrolkit.server-check/1");
  EXPECT_EQ(parsed["commands"][1]["lacks"][0], "Update User-Initiated Enrollment");
}

TEST(ServerCheck, AnOptionOutranksEveryVariable) {
  ProgramBench s;
  ::setenv("ENROLKIT_USER", "somebody", 1);
  EXPECT_EQ(s.server({"check", "--client-id", s.jamf.client_id}).status, 0);
  ::unsetenv("ENROLKIT_USER");
  expect_trouble(s.server({"check", "--client-id", "a", "--user", "b"}), "give one of them");
}

TEST(ServerCheck, PrintsARoleWithoutAskingAnyServer) {
  const Ran ran = enrolkit({"server", "check", "conflict", "--print-role"});
  EXPECT_EQ(ran.status, 0) << told(ran);
  EXPECT_EQ(ran.out,
            "Read User-Initiated Enrollment\nRead Computer PreStage Enrollments\nRead Computer Enrollment "
            "Invitations\n");
  const auto role = nlohmann::json::parse(enrolkit({"server", "check", "--print-role", "--json"}).out);
  EXPECT_EQ(role["displayName"], "enrolkit");
  EXPECT_EQ(role["privileges"].size(), 48U);
}

TEST(ServerCheck, TellsAClockThatIsWrong) {
  ProgramBench s;
  s.jamf.clock_ahead = 7200;
  const Ran ran = s.server({"check"});
  EXPECT_EQ(ran.status, 0) << told(ran);
  EXPECT_TRUE(has(ran.out, "clock    the server's is 2 hours ahead")) << ran.out;
}

TEST(ServerCheck, AUserMayAskInPlaceOfAClient) {
  ProgramBench s;
  ::setenv("ENROLKIT_PASSWORD", s.jamf.password.c_str(), 1);
  const Ran ran = s.server({"check", "--user", s.jamf.user});
  EXPECT_EQ(ran.status, 0) << told(ran);
  EXPECT_TRUE(has(ran.out, "account  admin\n")) << ran.out;
}

TEST(ServerCheck, TheSecretMayBeInAFileThatOnlyItsOwnerReads) {
  ProgramBench s;
  const std::string file = s.folder.write("secret", s.jamf.client_secret + "\nmore\n");
  const auto check = [&] {
    return enrolkit({"server", "check", "--url", s.TlsBench::server.url(), "--client-id", "client",
                     "--ca-file", s.ca_file, "--secret-file", file});
  };
  ::chmod(file.c_str(), 0600);
  EXPECT_EQ(check().status, 0);
  ::setenv("ENROLKIT_CLIENT_SECRET", "of another day", 1);
  EXPECT_EQ(check().status, 0) << "an option outranks every variable";
  ::unsetenv("ENROLKIT_CLIENT_SECRET");
  ::chmod(file.c_str(), 0640);
  expect_trouble(check(), "chmod 600");
  s.folder.link("link", file);
  expect_trouble(enrolkit({"server", "check", "--url", s.TlsBench::server.url(), "--client-id", "client",
                           "--secret-file", s.folder.at("link")}),
                 "is a link");
}

TEST(ServerConnection, ARefusedSecretIsToldByWhereItCameFrom) {
  ProgramBench s;
  const auto refused = [&](const std::vector<std::string>& more, const std::string& where) {
    std::vector<std::string> arguments{"server",    "check",  "--url", s.TlsBench::server.url(),
                                       "--ca-file", s.ca_file};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const Ran ran = enrolkit(arguments);
    expect_trouble(ran, "does not accept the credentials");
    EXPECT_TRUE(has(ran.err, where)) << ran.err;
    EXPECT_FALSE(has(ran.err, "of-old")) << ran.err;
  };
  const std::string file = s.folder.write("secret", "of-old\n");
  ::chmod(file.c_str(), 0600);
  refused({"--client-id", "client", "--secret-file", file},
          "hint: the secret came from --secret-file " + file + ": write the current one there");
  ::setenv("ENROLKIT_SECRET_FILE", file.c_str(), 1);
  refused({"--client-id", "client"}, "hint: the secret came from ENROLKIT_SECRET_FILE, " + file + ": write");
  ::unsetenv("ENROLKIT_SECRET_FILE");
  ::setenv("ENROLKIT_CLIENT_SECRET", "of-old", 1);
  refused({"--client-id", "client"},
          "hint: the secret came from ENROLKIT_CLIENT_SECRET: set the current one, or unset it");
  ::setenv("ENROLKIT_PASSWORD", "of-old", 1);
  refused({"--user", "admin"},
          "hint: the password came from ENROLKIT_PASSWORD: set the current one, or unset it");
}

TEST(ServerConnection, NeedsToKnowWhoAsksAndATrustedServer) {
  const ProgramBench s;
  ::setenv("ENROLKIT_URL", s.TlsBench::server.url().c_str(), 1);
  ::setenv("ENROLKIT_CLIENT_SECRET", "s3cret", 1);
  expect_trouble(enrolkit({"server", "check", "--client-id", "client"}), "its certificate is not trusted");
  expect_trouble(enrolkit({"server", "check", "--client-id", "a", "--user", "b"}), "give one of them");
  expect_trouble(enrolkit({"server", "check"}), "no credentials\nhint: --client-id");
  ::unsetenv("ENROLKIT_CLIENT_SECRET");
  expect_trouble(enrolkit({"server", "check", "--client-id", "client", "--ca-file", s.ca_file}),
                 "no secret for client\nhint: ");
}

TEST(ServerUsage, IsTroubleAndSaysWhatToDo) {
  for (const std::vector<std::string>& arguments : {std::vector<std::string>{"server"},
                                                    {"server", "frobnicate"},
                                                    {"server", "check", "frobnicate"},
                                                    {"server", "conflict", "--yes"},
                                                    {"server", "conflict", "--insecure"},
                                                    {"server", "conflict", "--fix"}}) {
    const Ran ran = enrolkit(arguments);
    EXPECT_EQ(ran.status, 2) << told(ran);
    EXPECT_EQ(ran.out, "") << told(ran);
    EXPECT_FALSE(ran.err.empty());
  }
  for (const std::vector<std::string>& arguments : {std::vector<std::string>{"server", "--help"},
                                                    {"server", "check", "--help"},
                                                    {"server", "conflict", "--help"}}) {
    const Ran ran = enrolkit(arguments);
    EXPECT_EQ(ran.status, 0) << told(ran);
    EXPECT_EQ(ran.err, "");
    EXPECT_TRUE(has(ran.out, "--help")) << ran.out;
  }
}

}  // namespace
}  // namespace enrolkit::test
