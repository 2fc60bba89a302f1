// A thousand Macs, a bad network, and a client whose process is killed three times: each Mac ends in one
// state, and none is sent the command twice.
#include "jamfpro/forked_client.h"
#include "support/sanitized.h"

namespace enrolkit::test {
namespace {

using jamf::RepairEntry;
using jamf::RepairResult;

// Every fault that a network or a gateway was seen to have, each now and then.
void add_a_bad_network(FakeJamf& jamf) {
  const std::pair<Effect, int> kFaults[] = {{Effect::applied_500, 17},       {Effect::error_500, 23},
                                            {Effect::applied_cut, 29},       {Effect::cut, 31},
                                            {Effect::applied_timed_out, 97}, {Effect::timed_out, 101},
                                            {Effect::turned_away, 19},       {Effect::unauthorised, 41},
                                            {Effect::not_reached, 43},       {Effect::html_403, 211}};
  for (const auto& [effect, every] : kFaults) {
    jamf.faults.push_back({kRedeploy, effect, every, every, 1'000'000});
  }
  for (const char* read : {"GET /api/v2/mdm", "GET /api/v4/computers"}) {
    jamf.faults.push_back({read, Effect::html_502, 7, 13, 1'000'000});
    jamf.faults.push_back({read, Effect::half_reply, 11, 17, 1'000'000});
    jamf.faults.push_back({read, Effect::unauthorised, 5, 29, 1'000'000});
  }
}

TEST(RepairKill, AThousandMacsUnderFaultsAndThreeKills) {
  constexpr int kMacs = kSanitized ? 200 : 1000;  // a sanitizer looks for other faults than these
  RepairBench s;
  s.jamf.stale_for = 60;
  s.jamf.token_life = 300;
  std::map<Reaction, int> macs;
  for (int i = 0; i < kMacs; ++i) {
    const Reaction reaction = i % 20 == 3    ? Reaction::never_fetches
                              : i % 20 == 7  ? Reaction::fails
                              : i % 20 == 11 ? Reaction::stays_broken
                              : i % 20 == 13 ? Reaction::relapses
                                             : Reaction::repairs;
    SimMac& mac = s.jamf.world.add_victim(kSimStart, reaction);
    mac.delay = 30 + i * 37 % 900;
    ++macs[reaction];
  }
  add_a_bad_network(s.jamf);

  int sends = 0;
  const auto when = [&](const jamf::Request& request) {
    if (request.method != jamf::Method::post || request.target.find("redeploy") == std::string::npos)
      return Kill::no;
    ++sends;
    return sends == kMacs / 10       ? Kill::after
           : sends == kMacs * 4 / 10 ? Kill::before
           : sends == kMacs * 7 / 10 ? Kill::soon
                                     : Kill::no;
  };
  ForkedClient client(s, when);
  int kills = 0, stops = 0;
  std::optional<std::vector<RepairEntry>> chosen = s.everyone();
  for (int runs = 0; runs < 40; ++runs) {
    const ForkedRun run = client.repair(chosen);
    chosen.reset();
    if (!run.killed && run.trouble.empty()) break;
    ++(run.killed ? kills : stops);
  }
  EXPECT_EQ(kills, 3);
  EXPECT_LE(stops, 3) << "the faults are such that a run hardly ever has to give up";

  // Lost three times in a row, a Mac is given up: few are, and nothing arrived there.
  std::set<std::string> given_up;
  const auto kept = s.journal()->all();
  for (const RepairEntry& entry : kept.value()) {
    if (entry.lost < 3) continue;
    EXPECT_EQ(entry.final, RepairResult::not_repaired);
    const auto& all = s.jamf.world.macs;
    const auto mac =
        std::find_if(all.begin(), all.end(), [&](const SimMac& one) { return one.id == entry.id; });
    given_up.insert(mac->serial);
    --macs[mac->reaction];
  }
  EXPECT_LE(given_up.size(), 4U);
  const auto finals = s.finals();
  EXPECT_FALSE(finals.contains(RepairResult::none));
  EXPECT_EQ(finals.at(RepairResult::repaired), macs[Reaction::repairs]);
  EXPECT_EQ(finals.at(RepairResult::pending), macs[Reaction::never_fetches]);
  EXPECT_EQ(finals.at(RepairResult::not_repaired), macs[Reaction::fails] + macs[Reaction::stays_broken] +
                                                       macs[Reaction::relapses] +
                                                       static_cast<int>(given_up.size()));
  EXPECT_EQ(s.journal()->all().value().size(), static_cast<std::size_t>(kMacs));
  for (const SimMac& mac : s.jamf.world.macs)
    EXPECT_EQ(s.jamf.world.commands_to(mac), given_up.contains(mac.serial) ? 0 : 1) << mac.serial;
}

}  // namespace
}  // namespace enrolkit::test
