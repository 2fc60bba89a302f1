// Does the account conflict stand on the server now? The question before anything is repaired: what is repaired today
// would be broken at the next enrolment.
#pragma once

#include <cstddef>

#include "jamfpro/client/client.h"

namespace enrolkit::jamf {

struct ConflictStanding {
  bool stands = false;
  // PreStages that cannot be judged: where there is one, nobody can say that it does not stand.
  std::size_t unknown = 0;
  std::size_t prestages = 0;

  [[nodiscard]] bool surely_not() const { return !stands && unknown == 0; }
};

[[nodiscard]] Result<ConflictStanding> conflict_standing(Client& client);

}  // namespace enrolkit::jamf
