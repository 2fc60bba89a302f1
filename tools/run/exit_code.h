// What an exit status means, for every program but enrolkit-ea (whose status is always 0, except where it is asked for a file).
#pragma once

#include "core/base/finding.h"

namespace enrolkit {

enum class Exit {
  ok = 0,       // healthy, done, nothing to do
  finding = 1,  // looked, and something is wrong, or was not repaired
  trouble = 2,  // could not tell, or wrong usage
  partial = 3,  // a bulk job ended with some Macs not repaired
};

// The worst of two looks: something wrong outranks something unknown, since it asks for an act.
[[nodiscard]] Exit worst(Exit a, Exit b);
[[nodiscard]] Exit exit_of(Health health);

}  // namespace enrolkit
