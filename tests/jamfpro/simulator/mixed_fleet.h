#pragma once

#include "jamfpro/simulator/fake_jamf.h"

namespace enrolkit::test {

// Makes the Macs of a fleet differ in all that a client can ask about: people, groups, whether they are managed; with
// commands that wait or failed, and a category, a script, an attribute and a package that somebody else made.
void mix(FakeJamf& jamf, std::int64_t now);

}  // namespace enrolkit::test
