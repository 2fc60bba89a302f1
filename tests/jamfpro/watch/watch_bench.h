// A watch before a simulated server, with a journal in a folder: days pass in milliseconds.
#pragma once

#include "jamfpro/repair/repair_bench.h"
#include "jamfpro/watch/watcher.h"

namespace enrolkit::test {

struct WatchBench : RepairBench {
  jamf::WatchPlan watch;
  std::vector<std::string> told;  // "stuck C02SIM000001"

  WatchBench() {
    watch.times.settle = 0;
    watch.per_minute = 60;
    jamf.prestages = jamf::Json::array();
  }

  // Enrols now, and its agent never comes, or checks in half a minute later.
  SimMac& enrol(bool breaks, Reaction reaction = Reaction::repairs) {
    SimMac& mac = breaks ? jamf.world.add_victim(clock.time, reaction) : jamf.world.add(clock.time);
    mac.enrolled = clock.time;
    mac.delay = 30;
    mac.install = 30;
    if (!breaks) mac.check_in = mac.report = clock.time + 30;
    return mac;
  }

  // A program's life of so many seconds; its journal stays.
  void run_for(std::int64_t seconds, const std::function<void(jamf::Watcher&)>& every_minute = {}) {
    const auto kept = journal();
    open_journal = kept.get();
    auto store = jamf::WatchStore::open(*kept).value();
    jamf::Session fresh(http, clock,
                        {jamf::Credentials::Kind::api_client, jamf.client_id, jamf.client_secret});
    jamf::Client again(fresh);
    jamf::Watcher watcher(
        again, *kept, store, watch,
        [&](const jamf::WatchEvent& event) {
          std::string line(jamf::kWatchEventNames[event.kind]);
          if (event.mac != nullptr) line += " " + event.mac->serial;
          if (event.mac == nullptr && !event.why.empty()) line += " " + event.why;
          told.push_back(std::move(line));
        },
        [](std::int64_t utc) { return LocalTime{utc}; });
    if (const auto started = watcher.start(); !started.ok()) throw std::runtime_error(started.error().why);
    const std::int64_t end = clock.time + seconds;
    std::int64_t minute = clock.time;
    while (clock.time < end) {
      if (every_minute && clock.time >= minute) {
        minute = clock.time + 60;
        every_minute(watcher);
      }
      const auto wait = watcher.step();
      if (!wait) break;
      clock.time += std::min<std::int64_t>(*wait, 60);
    }
    numbers = watcher.numbers();
  }
  [[nodiscard]] std::size_t count(std::string_view beginning) const {
    return static_cast<std::size_t>(std::count_if(
        told.begin(), told.end(), [&](const std::string& line) { return line.starts_with(beginning); }));
  }
  [[nodiscard]] std::int64_t in(jamf::WatchState state) const {
    return numbers.macs[static_cast<std::size_t>(state)];
  }

  jamf::WatchNumbers numbers;
  jamf::Journal* open_journal = nullptr;  // while run_for() lasts
};

}  // namespace enrolkit::test
