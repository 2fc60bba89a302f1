// A jamf that writes its newest lines in a form nobody here knows: older lines say nothing of the Mac as it is.
#include <gtest/gtest.h>

#include <string>

#include "ea/attributes.h"
#include "evidence/mac.h"
#include "evidence/paths.h"
#include "support/macs/sim_mac.h"

namespace enrolkit::test {
namespace {

Finding answer(const std::string& more, std::string_view name) {
  SimMac sim;
  sim.files[std::string(paths::kLogFolder) + "/jamf.log"].bytes += more;
  Mac mac(sim, {});
  for (const Attribute* attribute : attributes()) {
    if (attribute->name == name) return answer_of(*attribute, mac);
  }
  return {};
}

TEST(NewerForm, OfTheLastLinesLeavesWhatTheLogTellsUnknown) {
  const std::string error =
      " jamf[9999]: Device Signature Error - A valid device signature is required to perform the action.\n";
  for (const std::string_view name :
       {"enrolment", "device-signature", "last-contact", "enrolment-failed-at", "summary"}) {
    EXPECT_NE(answer("", name).health, Health::unknown) << name;
    for (const std::string stamp : {"2026-03-03T09:00:00.123-0800 mac", "Di 3. März 09:00:00 mac"}) {
      EXPECT_EQ(answer(stamp + error, name).health, Health::unknown) << name << ": " << stamp;
    }
  }
}

TEST(NewerForm, OfAScriptsLineOrTwoChangesNothing) {
  EXPECT_EQ(answer("done\nall well\n", "device-signature").health, Health::healthy);
}

}  // namespace
}  // namespace enrolkit::test
