// Ways to break the simulated Mac, and to misbehave while it is repaired; and one run of the repair over it.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/settings/settings.h"
#include "policies/repair.h"
#include "support/macs/sim_mac.h"

namespace enrolkit::test {

struct Change {
  const char* name;
  std::function<void(SimMac&)> make;
};

// What is wrong before the repair begins.
[[nodiscard]] const std::vector<Change>& breakages();
[[nodiscard]] const Change& breakage(std::string_view name);  // throws where there is none of that name
// What goes wrong during it; `unmake` by starting from a copy of the switches.
[[nodiscard]] const std::vector<Change>& misbehaviours();
void behave(SimMac& mac);  // takes every misbehaviour back

struct Told {
  Exit exit = Exit::trouble;
  std::vector<std::string> lines;
  bool died = false;
};

struct How {
  bool dry_run = false;
  bool unattended = false;
  bool if_needed = false;
  bool self_service = false;
  std::optional<WatchdogSettings> watchdog;
  std::string handed_over;  // the name of the run
  std::optional<RepairStep> highest;
  std::uint32_t uid = 0;
  bool in_policy = false;
};

[[nodiscard]] RepairSettings all_allowed();
[[nodiscard]] Told run_repair(SimMac& mac, const How& how = {},
                              const RepairSettings& settings = all_allowed());

[[nodiscard]] std::string text_of(const Told& told);
[[nodiscard]] std::string journal_of(const SimMac& mac);  // its bytes; empty: none

// The one line that every run ends with.
[[nodiscard]] bool is_verdict(std::string_view line);

// Everything that must hold after any run: no broken rule, no secret anywhere, nothing taken away that was
// right before, and an exit status that agrees with the truth. What is wrong, or an empty text.
[[nodiscard]] std::string check(const SimMac& mac, const std::set<std::string>& right_before,
                                const Told& told);

}  // namespace enrolkit::test
