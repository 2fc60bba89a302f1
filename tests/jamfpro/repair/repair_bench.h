// A repair before a simulated server, with a journal in a folder: hours pass in milliseconds.
#pragma once

#include <gtest/gtest.h>

#include <map>

#include "jamfpro/bench.h"
#include "jamfpro/repair/repairer.h"
#include "support/temp_folder.h"

namespace enrolkit::test {

inline const std::string kServer = "https://sim.example.com";
inline const std::string kRedeploy = "POST /api/v1/jamf-management-framework/redeploy/";

struct RepairBench : Bench {
  TempFolder folder{folder_in_memory()};
  std::string path = folder.at("journal.sqlite");
  jamf::RepairPlan plan;
  jamf::RepairEvents events;

  RepairBench() { plan.per_minute = 600; }

  [[nodiscard]] std::vector<jamf::RepairEntry> everyone() const {
    std::vector<jamf::RepairEntry> out;
    for (const SimMac& mac : jamf.world.macs) {
      jamf::RepairEntry entry;
      entry.id = mac.id;
      entry.serial = mac.serial;
      entry.name = mac.name;
      entry.management_id = mac.management_id;
      out.push_back(std::move(entry));
    }
    return out;
  }

  std::unique_ptr<jamf::Journal> journal() {
    auto opened = jamf::Journal::open(path, kServer);
    if (!opened.ok()) throw std::runtime_error(opened.error().why);
    return std::move(opened).value();
  }

  // A run of a fresh program: another login, the journal opened again.
  jamf::RepairRun repair(std::vector<jamf::RepairEntry> chosen) {
    return ran([&](jamf::Repairer& repairer) { return repairer.run(std::move(chosen)); });
  }
  jamf::RepairRun resume() {
    return ran([](jamf::Repairer& repairer) { return repairer.resume(); });
  }

  template <class Run>
  jamf::RepairRun ran(const Run& run) {
    jamf::Session fresh(http, clock,
                        {jamf::Credentials::Kind::api_client, jamf.client_id, jamf.client_secret});
    jamf::Client again(fresh);
    const auto kept = journal();
    jamf::Repairer repairer(again, *kept, plan, events);
    return run(repairer);
  }

  // How many Macs ended in each state, by the journal.
  std::map<jamf::RepairResult, int> finals() {
    std::map<jamf::RepairResult, int> out;
    const auto all = journal()->all();
    for (const jamf::RepairEntry& entry : all.value()) ++out[entry.final];
    return out;
  }
};

}  // namespace enrolkit::test
