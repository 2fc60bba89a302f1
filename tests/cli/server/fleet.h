// What is laid before both a command in this process and the built program: faults, a PreStage, a fleet.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "jamfpro/simulator/fake_jamf.h"
#include "support/has.h"

namespace enrolkit::test {

inline void add_fault(FakeJamf& jamf, std::string request, Effect effect, int times) {
  jamf.faults.push_back({std::move(request), effect, 1, 1, times});
}

// A PreStage of one id whose administrator has this name.
inline void add_prestage(FakeJamf& jamf, const std::string& id, const std::string& name,
                         const std::string& admin) {
  jamf.prestages.push_back({{"id", id},
                            {"displayName", name},
                            {"accountSettings",
                             {{"payloadConfigured", true},
                              {"localAdminAccountEnabled", true},
                              {"adminUsername", admin},
                              {"prefillPrimaryAccountInfoFeatureEnabled", false}}}});
}

// Some Macs that are stuck and react within seconds, and some that are well.
inline void add_fleet(FakeJamf& jamf, int victims, int healthy, std::int64_t now) {
  add_prestage(jamf, "1", "Office", "localadmin");
  for (int i = 0; i < victims; ++i) {
    SimMac& mac = jamf.world.add_victim(now);
    mac.mdm_contact = now;
    mac.delay = 2;  // clocks of whole seconds may be one apart, and proof is later than the command
    mac.install = 0;
  }
  for (int i = 0; i < healthy; ++i) jamf.world.add(now);
}

}  // namespace enrolkit::test
