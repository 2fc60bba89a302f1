// The second stage of `enrolkit server repair`.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "cli/server/fleet_bench.h"

namespace enrolkit::test {
namespace {

nlohmann::json manifest() {
  return {{"url", "https://dist.example.com/enrolkit.pkg"},
          {"hash", std::string(64, 'a')},
          {"hashType", "SHA256"},
          {"bundleId", "io.github.enrolkit.pkg"},
          {"bundleVersion", "0.1.0"},
          {"title", "enrolkit"},
          {"sizeInBytes", 1'234'567}};
}

TEST(ServerRepairSecond, RepairsWhatTheFrameworkDidNot) {
  FleetBench s(4, 1);
  s.jamf.world.macs[0].reaction = Reaction::needs_package;
  s.jamf.world.macs[1].reaction = Reaction::needs_push;
  s.jamf.world.macs[2].reaction = Reaction::needs_renewal;
  const std::string file = s.folder.write("manifest.json", manifest().dump());
  const Said ran = s.repair(
      {"--stuck", "--yes", "--wait", "10s", "--renew-mdm", "--deploy-package", file, "--blank-push"});
  EXPECT_EQ(ran.status, 0) << told(ran);
  EXPECT_TRUE(has(ran.err, "enrolkit: C02SIM000001: second stage done, waiting\n")) << ran.err;
  EXPECT_TRUE(has(ran.err, "enrolkit: 4 Repaired\n")) << ran.err;
  EXPECT_EQ(s.jamf.manifests.front(), manifest());
  for (std::size_t i = 0; i < 4; ++i) {
    const SimMac& mac = s.jamf.world.macs[i];
    const int acts = i < 3 ? 1 : 0;  // the last one is repaired without
    EXPECT_EQ(s.jamf.world.commands_to(mac), 1) << i;
    EXPECT_EQ(s.jamf.world.packages_to(mac), acts) << i;
    EXPECT_EQ(mac.pushes, acts) << i;
    EXPECT_EQ(mac.renewals, acts) << i;
  }
  for (const auto& [call, count] : s.jamf.calls) EXPECT_FALSE(has(call, "flush")) << call << count;
}

TEST(ServerRepairSecond, IsNotBegunUnasked) {
  FleetBench s(1, 0);
  s.jamf.world.macs[0].reaction = Reaction::needs_push;
  const Said ran = s.repair({"--stuck", "--yes", "--wait", "2s"});
  EXPECT_EQ(ran.status, 1) << told(ran);
  EXPECT_TRUE(has(ran.out, "Pending ")) << ran.out;
  for (const auto& [call, count] : s.jamf.calls) {
    EXPECT_TRUE(call.starts_with("GET") || has(call, "token") || has(call, "redeploy"))
        << call << " " << count;
  }
}

TEST(ServerRepairSecond, ADryRunNamesIt) {
  FleetBench s(1, 0);
  const Said ran = s.repair({"--stuck", "--dry-run", "--blank-push", "--renew-mdm"});
  EXPECT_EQ(ran.status, 0) << told(ran);
  EXPECT_EQ(ran.out,
            "C02SIM000001    would be sent the management framework, and where that does not repair it: "
            "renew-mdm, blank-push\n");
}

TEST(ServerRepairSecond, AManifestOfNoUseIsSaidBeforeAnythingIsAsked) {
  FleetBench s(1, 0);
  std::vector<std::pair<nlohmann::json, std::string>> bad;
  const auto with = [&](const char* key, const nlohmann::json& value, const std::string& says) {
    nlohmann::json one = manifest();
    one[key] = value;
    if (value.is_null()) one.erase(key);
    bad.emplace_back(one, says);
  };
  with("url", "http://dist.example.com/enrolkit.pkg", "url: Macs fetch packages by https only");
  with("url", nullptr, "url: missing");
  with("hash", "abc", "hash: a SHA256 of 64 digits");
  with("hashType", "MD5", "hash: a SHA256 of 64 digits");
  with("sizeInBytes", 0, "sizeInBytes: the package's size in bytes is needed");
  with("sizeInBytes", "1", "sizeInBytes: the package's size in bytes is needed");
  with("title", 1, "title: not a text");
  with("groupId", "1", "groupId: no such field");
  bad.emplace_back(nlohmann::json::array(), "no JSON object");
  for (const auto& [json, says] : bad) {
    const std::string file = s.folder.write("manifest.json", json.dump());
    const Said ran = s.repair({"--stuck", "--yes", "--deploy-package", file});
    EXPECT_EQ(ran.status, 2) << told(ran);
    EXPECT_TRUE(ran.err.starts_with("enrolkit: --deploy-package " + file + ": " + says)) << told(ran);
  }
  const Said ran = s.repair({"--stuck", "--yes", "--deploy-package", s.folder.at("none")});
  EXPECT_EQ(ran.err, "enrolkit: --deploy-package: " + s.folder.at("none") + ": there is no such file\n");
  EXPECT_TRUE(s.jamf.calls.empty());
}

}  // namespace
}  // namespace enrolkit::test
