// Would the Management Account meet an account that a PreStage makes? The conflict before it strikes: two
// settings of the server side by side, and what can be done about them.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/enum_names.h"
#include "jamfpro/client/facts.h"

namespace enrolkit::jamf {

struct Conflict {
  // certain: macOS and the jamf binary will both make this account on every Mac of that PreStage.
  // likely: the user is proposed that name, or Jamf's documents disagree on whether the account is made.
  // dormant: no Management Account is made now; it strikes when that is switched on.
  enum class Severity { certain, likely, dormant };
  enum class Match {
    exact,
    trimmed,
    folded
  };  // equal; except for blanks around it; except for case or accents' form
  enum class Field { administrator, prefilled };

  Severity severity = Severity::certain;
  Match match = Match::exact;
  Field field = Field::administrator;
  std::string name;  // as the PreStage has it
  std::string prestage_id, prestage_name;
  std::vector<std::string> serials;  // assigned to that PreStage
  std::string invitation;            // whose account it is: an invitation's id; empty: the Management Account
};

// Whether macOS takes the two for one name: the question of core/account/name.h, with blanks around it cut
// off.
[[nodiscard]] std::optional<Conflict::Match> same_account(std::string_view one, std::string_view other);

// What names a Management Account, and what makes accounts on a Mac.
struct AccountNames {
  EnrolmentSettings settings;
  std::vector<Prestage> prestages;
  std::vector<Invitation> invitations;
  std::string unread_invitations = {};  // why they could not be read; empty: they were, or were not to be
};

// Sorted by severity, then as the PreStages come. `scopes`: serial to PreStage's id. An invitation names the
// Management Account of the Macs that enrol by it, as a rule again; with a PreStage's administrator on them
// it meets the same end, so it is `likely`.
[[nodiscard]] std::vector<Conflict> find_conflicts(const AccountNames& names,
                                                   const std::map<std::string, std::string>& scopes);

// A conflict that strikes, not a dormant one.
[[nodiscard]] bool strikes(const std::vector<Conflict>& conflicts);

// Why `name` will not do as a Management Account's name; empty when it will.
[[nodiscard]] std::string fault_of_name(std::string_view name, const std::vector<Prestage>& prestages);

inline constexpr EnumNames<Conflict::Severity, 3> kSeverityNames{{"certain", "likely", "dormant"}};
inline constexpr EnumNames<Conflict::Match, 3> kMatchNames{
    {"exact", "except for blanks", "except for case or accents"}};
inline constexpr EnumNames<Conflict::Field, 2> kFieldNames{{"local administrator", "prefilled account name"}};
[[nodiscard]] constexpr std::string_view to_text(Conflict::Severity severity) {
  return kSeverityNames[severity];
}
[[nodiscard]] constexpr std::string_view to_text(Conflict::Match match) { return kMatchNames[match]; }
[[nodiscard]] constexpr std::string_view to_text(Conflict::Field field) { return kFieldNames[field]; }

// One way out, and what it costs.
struct Remedy {
  std::string_view what, cost, how;
};
[[nodiscard]] const std::vector<Remedy>& remedies();

}  // namespace enrolkit::jamf
