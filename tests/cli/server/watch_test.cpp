// `enrolkit server watch` in this process: its options, its settings file, its log. Days pass in milliseconds.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "cli/server/command_bench.h"

namespace enrolkit::test {
namespace {

struct WatchFleet : CommandBench {
  WatchFleet() {
    add_prestage("1", "Office", "localadmin");
    SimMac& mac = jamf.world.add_victim(clock.time);
    mac.enrolled = clock.time - 60;
    mac.delay = mac.install = 1;
  }
  Said watch(std::vector<std::string> more, std::int64_t seconds) {
    clock.stop_at = clock.time + seconds;
    more.insert(more.begin(), "watch");
    more.insert(more.end(), {"--journal", folder.at("journal")});
    return server(more);
  }
  static std::size_t count(const Said& said, const std::string& event) {
    std::istringstream lines(said.out);
    std::size_t out = 0;
    for (std::string line; std::getline(lines, line);) {
      const auto json = nlohmann::json::parse(line);
      EXPECT_EQ(json["schema"], "enrolkit.watch/1");
      out += json["event"] == event ? 1U : 0U;
    }
    return out;
  }
};

TEST(ServerWatch, ReportsUnlessItIsToldToRepair) {
  WatchFleet s;
  const Said ran = s.watch({}, 7200);
  EXPECT_EQ(ran.status, 0) << told(ran);
  EXPECT_EQ(s.count(ran, "stuck"), 1U) << ran.out;
  EXPECT_EQ(s.count(ran, "started"), 1U);
  EXPECT_EQ(s.count(ran, "stopped"), 1U);
  EXPECT_TRUE(has(ran.out, "\"why\":\"no-binary,never-checked-in")) << ran.out;
  EXPECT_TRUE(s.jamf.world.commands.empty());
  for (const auto& [call, times] : s.jamf.calls) {
    EXPECT_TRUE(call.starts_with("GET") || has(call, "token")) << call << " " << times;
  }
}

TEST(ServerWatch, ItsRoleSendsNothingUnlessItRepairs) {
  WatchFleet s;
  const Said reports = s.server({"check", "watch", "--print-role"});
  EXPECT_EQ(reports.status, 0) << told(reports);
  EXPECT_TRUE(has(reports.out, "Read Computers\n"));
  EXPECT_FALSE(has(reports.out, "Send ")) << reports.out;
  const Said repairs = s.server({"check", "watch-repair", "--print-role"});
  EXPECT_TRUE(has(repairs.out, "Send Computer Remote Command to Install Package\n")) << told(repairs);
  EXPECT_TRUE(has(repairs.out, "View Local Admin Password\n"));
}

TEST(ServerWatch, RepairsWithYes) {
  WatchFleet s;
  const Said ran = s.watch({"--repair", "--yes", "--settle", "0"}, 7200);
  EXPECT_EQ(ran.status, 0) << told(ran);
  EXPECT_EQ(s.count(ran, "repaired"), 1U) << ran.out;
  EXPECT_EQ(s.jamf.world.commands.size(), 1U);
}

TEST(ServerWatch, AServerThatIgnoresFiltersHasNothingSent) {
  WatchFleet s;
  s.jamf.world.add_victim(s.clock.time).enrolled = s.clock.time - 90 * 86'400;
  s.jamf.ignores_filters = true;
  const Said ran = s.watch({"--repair", "--yes", "--settle", "0"}, 7200);
  EXPECT_TRUE(s.jamf.world.commands.empty()) << told(ran);
  EXPECT_EQ(s.count(ran, "enrolled"), 1U) << "by the dates in the records: " << ran.out;
  EXPECT_EQ(s.count(ran, "stuck"), 0U) << "no look at single Macs was answered";
  EXPECT_TRUE(has(ran.out + ran.err, "the server did not apply the filter")) << told(ran);
}

TEST(ServerWatch, ASettingsFileSaysTheSameAndTheCommandLineStandsAboveIt) {
  WatchFleet s;
  const std::string file = s.folder.write("settings",
                                          "# ours\nrepair = true\nyes = true\nsettle = \"0\"\n"
                                          "hours = [\"Mon-Sun 00:00-24:00\", \"01:00-02:00\"]\n"
                                          "grace = \"10h\"\n");
  const Said waits = s.watch({"--settings", file}, 7200);
  EXPECT_EQ(waits.status, 0) << told(waits);
  EXPECT_TRUE(has(waits.out, "repairs, at most 20 a day")) << waits.out;
  EXPECT_EQ(s.count(waits, "stuck"), 0U);
  const Said ran = s.watch({"--settings", file, "--grace", "30m", "--max-a-day", "3"}, 7200);
  EXPECT_TRUE(has(ran.out, "repairs, at most 3 a day")) << ran.out;
  EXPECT_EQ(s.count(ran, "repaired"), 1U) << ran.out;
}

TEST(ServerWatch, WhatIsWrongIsSaidInOneLineBeforeAnythingIsAsked) {
  WatchFleet s;
  const std::string short_secret = s.folder.write("secret", "sesame\n");
  ASSERT_EQ(::chmod(short_secret.c_str(), 0600), 0);
  const std::string secret = s.folder.write("long", "sesame-sesame\n"), readable = s.folder.write("pem", "");
  ASSERT_EQ(::chmod(secret.c_str(), 0600), 0);
  const std::pair<std::vector<std::string>, std::string> kWrong[] = {
      {{"--repair"}, "needs --yes"},
      {{"--repair", "--yes", "--report-only"}, "do not go together"},
      {{"--grace", "soon"}, "--grace soon: no such time"},
      {{"--hours", "whenever"}, "--hours whenever: no such hours"},
      {{"--listen", "127.0.0.1:0"}, "--listen needs the secret"},
      {{"--listen", ""}, "the address is empty"},
      {{"--webhook-secret-file", short_secret}, "fewer than 12 characters"},
      {{"--webhook-secret-file", s.folder.at("none")}, "there is no such file"},
      {{"--listen-cert", short_secret}, "go together"},
      {{"--notify-file", secret}, "enrolkit: --notify-file " + secret + ": it is not an https address\n"},
      {{"--listen", "127.0.0.1:0", "--webhook-secret-file", secret, "--listen-cert", readable, "--listen-key",
        readable},
       "--listen-key: " + readable + ": others may read it"},
      {{"--listen", "127.0.0.1:0", "--webhook-secret-file", secret, "--listen-cert", s.folder.at("none"),
        "--listen-key", secret},
       "--listen-cert: "},
      {{"--listen", "127.0.0.1:0", "--webhook-secret-file", secret, "--listen-cert", readable, "--listen-key",
        secret},
       "there is no certificate in PEM form"},
      {{"--settings", s.folder.at("none")}, "there is no such file"},
      {{"--settings", s.folder.write("typo", "grac = \"30m\"\n")},
       "--settings " + s.folder.at("typo") + ": there is no such setting grac; did you mean grace?\n"},
      {{"--settings", s.folder.write("nonsense", "nonsense = 1\n")}, ": there is no such setting nonsense\n"},
      {{"--settings", s.folder.write("time", "grace = \"soon\"\n")},
       s.folder.at("time") + ": grace soon: no such time"},
      {{"--settings", s.folder.write("range", "storm-share = 200\n")},
       "--settings " + s.folder.at("range") + ": --storm-share"},
      {{"--settings", s.folder.write("hours", "hours = \"whenever\"\n")},
       s.folder.at("hours") + ": hours whenever: no such hours"},
      {{"--max-a-day", "0"}, "--max-a-day"}};
  for (const auto& [arguments, why] : kWrong) {
    const Said ran = s.watch(arguments, 60);
    EXPECT_EQ(ran.status, 2) << told(ran);
    EXPECT_TRUE(has(ran.err, why)) << told(ran);
    EXPECT_EQ(ran.out, "");
  }
  EXPECT_TRUE(s.jamf.log.empty());
}

TEST(ServerWatch, ServerThatIsAwayIsTroubleAndNoEnd) {
  WatchFleet s;
  s.fault("POST", Effect::not_reached, 1'000'000);
  const Said ran = s.watch({}, 7200);
  EXPECT_EQ(ran.status, 0) << told(ran);
  EXPECT_EQ(s.count(ran, "trouble"), 1U) << ran.out;
  s.jamf.faults.clear();
  EXPECT_EQ(s.count(s.watch({}, 7200), "stuck"), 1U);
}

TEST(ServerWatch, TheStormIsOverWhenSomebodySaysSo) {
  WatchFleet s;
  for (int i = 0; i < 7; ++i) s.jamf.world.add_victim(s.clock.time).enrolled = s.clock.time - 60;
  const Said ran = s.watch({"--repair", "--yes"}, 5 * 3600);
  EXPECT_EQ(s.count(ran, "storm"), 1U) << ran.out;
  EXPECT_TRUE(s.jamf.world.commands.empty());
  (void)s.watch({"--repair", "--yes", "--storm-over"}, 3600);
  EXPECT_EQ(s.jamf.world.commands.size(), 8U);
}

}  // namespace
}  // namespace enrolkit::test
