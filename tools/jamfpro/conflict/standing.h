// Does the account conflict stand on the server now? The question before anything is repaired: what is repaired today
// would be broken at the next enrolment.
#pragma once

#include <cstddef>
#include <string>

#include "jamfpro/client/client.h"
#include "jamfpro/conflict/conflict.h"

namespace enrolkit::jamf {

// By one member of the server's cluster, which a change of the settings would go to. Invitations that cannot be read are
// no failure: the others may show a conflict all the same.
[[nodiscard]] Result<AccountNames> read_account_names(Client& client, bool with_invitations = true);

struct ConflictStanding {
  bool stands = false;
  // All PreStages and invitations were judged. Where one was not, nobody can say that it does not stand.
  bool is_known = false;
  std::size_t unknown = 0;  // PreStages that cannot be judged
  std::size_t prestages = 0;
  std::string unread_invitations = {};  // why they could not be read; empty: they were

  [[nodiscard]] bool surely_not() const { return !stands && is_known; }
};

[[nodiscard]] ConflictStanding standing_of(const AccountNames& names);
[[nodiscard]] Result<ConflictStanding> conflict_standing(Client& client);

}  // namespace enrolkit::jamf
