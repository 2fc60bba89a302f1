#include "jamfpro/conflict/standing.h"

#include "jamfpro/conflict/conflict.h"

namespace enrolkit::jamf {

Result<ConflictStanding> conflict_standing(Client& client) {
  const auto settings = client.enrolment();
  if (!settings.ok()) return settings.error();
  const auto prestages = client.prestages();
  if (!prestages.ok()) return prestages.error();
  ConflictStanding out;
  out.stands = strikes(find_conflicts({settings.value(), prestages.value(), {}}, {}));
  out.unknown = count_unknown(prestages.value());
  out.prestages = prestages.value().size();
  return out;
}

}  // namespace enrolkit::jamf
