#include "jamfpro/conflict/standing.h"

namespace enrolkit::jamf {

Result<AccountNames> read_account_names(Client& client, bool with_invitations) {
  auto settings = client.enrolment(true);
  if (!settings.ok()) return settings.error();
  auto prestages = client.prestages();
  if (!prestages.ok()) return prestages.error();
  AccountNames out{std::move(settings).value(), std::move(prestages).value(), {}};
  if (!with_invitations) return out;
  auto invitations = client.invitations();
  if (invitations.ok()) {
    out.invitations = std::move(invitations).value();
  } else if (invitations.error().kind == Failure::Kind::stopped) {
    return invitations.error();
  } else {
    out.unread_invitations = brief(invitations.error());
  }
  return out;
}

ConflictStanding standing_of(const AccountNames& names) {
  const std::size_t unknown = count_unknown(names.prestages);
  return {strikes(find_conflicts(names, {})), unknown == 0 && names.unread_invitations.empty(), unknown,
          names.prestages.size(), names.unread_invitations};
}

Result<ConflictStanding> conflict_standing(Client& client) {
  const auto names = read_account_names(client);
  if (!names.ok()) return names.error();
  return standing_of(names.value());
}

}  // namespace enrolkit::jamf
