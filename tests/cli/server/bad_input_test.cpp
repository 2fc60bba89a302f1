// What comes in wrong, and from the server's side goes wrong: one line that says what, where, and what to do,
// the exit status, and nothing on standard output. Every line is pinned whole.
#include <gtest/gtest.h>

#include <functional>

#include "cli/server/fleet_program.h"
#include "jamfpro/repair/journal.h"

namespace enrolkit::test {
namespace {

struct BadInput {
  const char* name;
  std::function<void(FleetBench&)> lay;
  std::vector<std::string> arguments;
  int status;
  std::string err;  // {url} and {folder} are the bench's
};

std::string filled(std::string text, const FleetBench& s) {
  for (const auto& [name, value] : {std::pair<std::string, std::string>{"{url}", s.TlsBench::server.url()},
                                    {"{folder}", s.folder.path()}}) {
    for (auto at = text.find(name); at != std::string::npos; at = text.find(name))
      text.replace(at, name.size(), value);
  }
  return text;
}

const std::vector<BadInput>& bad_inputs() {
  static const std::vector<BadInput> kAll{
      {"plain http",
       [](FleetBench& s) { s.server_url = "http://localhost:8443"; },
       {"check"},
       2,
       "enrolkit: --url: http://localhost:8443: http would send the password in the open; write it as "
       "https://NAME.jamfcloud.com\n"},
      {"no address",
       [](FleetBench& s) { s.server_url = "localhost"; },
       {"check"},
       2,
       "enrolkit: --url: localhost: no https address; write it as https://NAME.jamfcloud.com\n"},
      {"nobody there",
       [](FleetBench& s) { s.server_url = "https://127.0.0.1:1"; },
       {"check"},
       2,
       "enrolkit: https://127.0.0.1:1 cannot be reached: Connection refused; again in 1 s\n"
       "enrolkit: https://127.0.0.1:1 cannot be reached: Connection refused; again in 2 s\n"
       "enrolkit: https://127.0.0.1:1 cannot be reached: Connection refused; again in 4 s\n"
       "enrolkit: POST /api/v1/oauth/token: https://127.0.0.1:1 cannot be reached: Connection refused\nhint: "
       "is the address right, and is it reached from here?\n"},
      {"no Jamf Pro there",
       [](FleetBench& s) { s.server_url = s.TlsBench::server.url() + "/intranet"; },
       {"check"},
       2,
       "enrolkit: no Jamf Pro answers at this address: POST /api/oauth/token: status 404 (HTTP Status 404 - "
       "Not Found)\n"},
      {"an expired secret",
       [](FleetBench& s) { s.secret = "old-s3cret"; },
       {"check"},
       2,
       "enrolkit: POST /api/v1/oauth/token: the server does not accept the credentials (invalid_client: bad "
       "secret (removed))\nhint: the secret came from ENROLKIT_CLIENT_SECRET: set the current one, or unset it\n"
       "hint: is the API client enabled, and is this its last secret?\n"},
      {"a missing privilege",
       [](FleetBench& s) { s.jamf.privileges.erase("Read Computers"); },
       {"stuck"},
       2,
       "enrolkit: GET /api/v4/computers-inventory: not allowed: the API role lacks \"Read Computers\" "
       "(INVALID_PRIVILEGE: Forbidden)\nhint: enrolkit server check\n"},
      {"maintenance",
       [](FleetBench& s) { s.fault("POST", Effect::maintenance, 9); },
       {"stuck"},
       2,
       "enrolkit: POST /api/v1/oauth/token: the server is not available, perhaps in maintenance (status 503) "
       "(Jamf Pro is starting up)\nhint: try again later\n"},
      {"a proxy's login page",
       [](FleetBench& s) { s.fault("POST", Effect::login_page, 9); },
       {"stuck"},
       2,
       "enrolkit: POST /api/v1/oauth/token: a web page came back in place of data: the login page of a proxy "
       "or of single sign-on? (Sign in to continue)\nhint: is this Jamf Pro's own address, and does a proxy "
       "stand between?\n"},
      {"a login page in mid-run",
       [](FleetBench& s) { s.fault("GET /api/v4", Effect::login_page, 9); },
       {"stuck"},
       2,
       "enrolkit: GET /api/v4/computers-inventory: a web page came back in place of data: the login page of "
       "a proxy or of single sign-on? (Sign in to continue)\nhint: is this Jamf Pro's own address, and does "
       "a proxy stand between?\n"},
      {"a redirection",
       [](FleetBench& s) { s.fault("POST", Effect::redirect, 9); },
       {"conflict"},
       2,
       "enrolkit: POST /api/v1/oauth/token: the server sends on to https://sso.example.com/?(removed)\nhint: "
       "give that address, if it is your server's\n"},
      {"a firewall's page",
       [](FleetBench& s) { s.fault("GET /api", Effect::html_403, 9); },
       {"conflict"},
       2,
       "enrolkit: GET /api/v4/enrollment: not allowed: the API role lacks \"Read User-Initiated Enrollment\" "
       "(The request could not be satisfied.); a page of HTML says so: it may be a firewall or proxy that "
       "refuses\nhint: enrolkit server check\n"},
      {"a ca-file of no use",
       [](FleetBench& s) { s.ca_file = s.folder.write("no.pem", "nothing"); },
       {"check"},
       2,
       "enrolkit: ENROLKIT_CA_FILE {folder}/no.pem: no certificates in PEM form can be read from it\n"},
      {"an unknown serial",
       [](FleetBench&) {},
       {"stuck", "C02NONE"},
       2,
       "enrolkit: C02NONE: no Mac of that serial has a record\nenrolkit: 0 stuck\n"},
      {"a serial of two records",
       [](FleetBench& s) { s.jamf.world.macs[1].serial = "C02SIM000001"; },
       {"repair", "C02SIM000001", "--yes", "--journal", "{folder}/j"},
       3,
       "enrolkit: 0 Repaired, 2 Refused\n"},
      {"an unknown group",
       [](FleetBench&) {},
       {"stuck", "--group", "no such"},
       2,
       "enrolkit: no Mac is in a group \"no such\"\n"},
      {"an unknown PreStage",
       [](FleetBench&) {},
       {"stuck", "--prestage", "no such"},
       2,
       "enrolkit: there is no PreStage \"no such\"\n"},
      {"a file that is no journal",
       [](FleetBench& s) { s.folder.write("j", std::string(4096, 'x')); },
       {"repair", "C02SIM000001", "--yes", "--journal", "{folder}/j"},
       2,
       "enrolkit: {folder}/j: this is not a journal\nhint: --journal FILE, for another\n"},
      {"a journal of another server",
       [](FleetBench& s) { (void)jamf::Journal::open(s.folder.at("j"), "https://other.example.com"); },
       {"repair", "C02SIM000001", "--yes", "--journal", "{folder}/j"},
       2,
       "enrolkit: {folder}/j: the journal belongs to another server: https://other.example.com\nhint: "
       "--journal FILE, for another\n"},
      {"a journal that is not there",
       [](FleetBench&) {},
       {"repair", "--resume", "--journal", "{folder}/j"},
       2,
       "enrolkit: {folder}/j: there is no journal, so nothing can be resumed\nhint: --journal FILE, as the "
       "run had it\n"},
      {"a variable that was not set",
       [](FleetBench&) {},
       {"repair", "--stuck", "--group", "", "--yes"},
       2,
       "enrolkit: --group: its value is empty\n"},
      {"another number than was said",
       [](FleetBench&) {},
       {"repair", "--stuck", "--yes", "--count", "3", "--journal", "{folder}/j"},
       2,
       "enrolkit: a new enrolment clears on the server: pending and failed MDM commands\n"
       "enrolkit: --count 3: 2 Macs would be sent the framework, so nothing was sent\n"},
      {"authorities in a file that is not there",
       [](FleetBench&) {},
       {"check", "--ca-file", "{folder}/none"},
       2,
       "enrolkit: --ca-file {folder}/none: there is no such file\n"},
      {"the same by the variable",
       [](FleetBench& s) { s.ca_file = "/nonexistent"; },
       {"check"},
       2,
       "enrolkit: ENROLKIT_CA_FILE /nonexistent: there is no such file\n"},
      {"what is no serial number",
       [](FleetBench&) {},
       {"stuck", "C02*"},
       2,
       "enrolkit: C02*: is not a serial number\n"}};
  return kAll;
}

TEST(BadInput, IsOneLineThatSaysWhatToDo) {
  for (const BadInput& bad : bad_inputs()) {
    FleetBench s(2, 1);
    bad.lay(s);
    std::vector<std::string> arguments;
    for (const std::string& argument : bad.arguments) arguments.push_back(filled(argument, s));
    const Ran ran = s.server(arguments);
    EXPECT_EQ(ran.status, bad.status) << bad.name << "\n" << told(ran);
    EXPECT_EQ(ran.err, filled(bad.err, s)) << bad.name << "\n" << told(ran);
    EXPECT_EQ(ran.out.empty(), bad.status == 2) << bad.name << "\n" << told(ran);
    EXPECT_TRUE(s.jamf.world.commands.empty()) << bad.name;
  }
}

TEST(BadInput, AHostThatNobodyKnows) {
  FleetBench s(1, 0);
  s.server_url = "https://no-such-host.invalid";  // RFC 6761: never resolved
  const Ran ran = s.server({"check"});
  EXPECT_EQ(ran.status, 2) << told(ran);
  EXPECT_EQ(ran.out, "");
  // Without any name server the resolver says something else; what to do is the same.
  const std::string begins = "enrolkit: POST /api/v1/oauth/token: https://no-such-host.invalid";
  EXPECT_EQ(ran.err.rfind("enrolkit: https://no-such-host.invalid: ", 0), 0U) << "at once, and then again";
  EXPECT_TRUE(has(ran.err, begins + ": there is no such host\nhint: is the address right?") ||
              has(ran.err, begins + ": the name service does not answer"))
      << told(ran);
  EXPECT_NE(ran.err.find("\nhint: is the address right"), std::string::npos) << told(ran);
}

TEST(BadInput, ASerialTwiceIsOneMac) {
  FleetBench s(1, 0);
  const Ran ran = s.repair({"C02SIM000001", "C02SIM000001", "--yes"});
  EXPECT_EQ(ran.status, 0) << told(ran);
  EXPECT_EQ(s.jamf.world.commands.size(), 1U);
}

TEST(BadInput, AClockThatIsWrongHereIsToldAndRepairsAllTheSame) {
  for (const std::int64_t ahead : {-7200, 7200}) {
    FleetBench s(0, 0);
    s.jamf.clock_ahead = ahead;
    SimMac& mac = s.jamf.world.add_victim(real_now() + ahead);
    mac.mdm_contact = real_now() + ahead;
    mac.delay = 1;
    mac.install = 0;
    const Ran check = s.server({"check"});
    EXPECT_TRUE(has(check.out, ahead > 0 ? "clock    the server's is 2 hours ahead"
                                         : "clock    the server's is 2 hours behind"))
        << check.out;
    const Ran ran = s.repair({"--stuck", "--yes"});
    EXPECT_EQ(ran.status, 0) << told(ran);
  }
}

// A disk that is full: the shell limits the size of files, and the signal that tells of it is switched off.
TEST(BadInput, AFullDiskUnderTheJournalEndsTheRunAndLosesNothing) {
  FleetBench s(20, 0);
  s.connect_by_environment();
  std::string line = "trap '' XFSZ; ulimit -f 64; exec \"$0\" \"$@\"";
  std::vector<std::string> arguments{"-c", line, program_under_test()};
  for (const std::string& argument : s.repair_arguments({"--stuck", "--yes"})) arguments.push_back(argument);
  const Ran full = run_program("/bin/sh", arguments);
  EXPECT_EQ(full.status, 2) << told(full);
  EXPECT_TRUE(has(full.err, "enrolkit: " + s.folder.at("journal") + ": the journal cannot be used: "))
      << full.err;
  EXPECT_TRUE(has(full.err, "enrolkit server repair --resume\n")) << full.err;
  const std::size_t before = s.jamf.world.commands.size();
  EXPECT_LT(before, 20U);
  // The disk may be full just between a command and its note: that is looked up once every node would show it.
  s.jamf.clock_ahead += 100;
  const Ran ran = s.repair({before == 0 ? "--stuck" : "--resume", "--yes"});
  EXPECT_EQ(ran.status, 0) << told(ran);
  for (const SimMac& mac : s.jamf.world.macs) EXPECT_EQ(s.jamf.world.commands_to(mac), 1) << mac.serial;
}

}  // namespace
}  // namespace enrolkit::test
