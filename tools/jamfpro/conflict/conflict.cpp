#include "jamfpro/conflict/conflict.h"

#include <algorithm>
#include <array>

#include "core/account/name.h"
#include "core/base/ascii.h"
#include "core/base/text.h"

namespace enrolkit::jamf {
namespace {

Conflict::Severity severity_of(const EnrolmentSettings& settings, Conflict::Field field) {
  if (!settings.creates_account) return Conflict::Severity::dormant;
  // Jamf's 10.37 documents tie the account to user-initiated enrolment; the provider's schema ties it to both
  // ways.
  if (settings.macos_enrolment != true || field == Conflict::Field::prefilled)
    return Conflict::Severity::likely;
  return Conflict::Severity::certain;
}

}  // namespace

std::optional<Conflict::Match> same_account(std::string_view one, std::string_view other) {
  if (trimmed(one).empty() || trimmed(other).empty()) return std::nullopt;
  if (one == other) return Conflict::Match::exact;
  if (trimmed(one) == trimmed(other)) return Conflict::Match::trimmed;
  if (normalised_name(trimmed(one)) == normalised_name(trimmed(other))) return Conflict::Match::folded;
  return std::nullopt;
}

std::vector<Conflict> find_conflicts(const AccountNames& names,
                                     const std::map<std::string, std::string>& scopes) {
  std::map<std::string, std::vector<std::string>> serials;
  for (const auto& [serial, id] : scopes) serials[id].push_back(serial);
  std::vector<Conflict> out;
  for (const Prestage& prestage : names.prestages) {
    for (const auto& [field, name] : {std::pair(Conflict::Field::administrator, prestage.admin),
                                      std::pair(Conflict::Field::prefilled, prestage.prefill)}) {
      if (!name) continue;
      const auto add = [&, field = field, name = *name](const std::string& other, Conflict::Severity severity,
                                                        const std::string& invitation) {
        const auto match = same_account(other, name);
        if (!match) return;
        out.push_back(
            {severity, *match, field, name, prestage.id, prestage.name, serials[prestage.id], invitation});
      };
      add(names.settings.management_username, severity_of(names.settings, field), "");
      for (const Invitation& one : names.invitations) {
        add(one.username, one.creates_account ? Conflict::Severity::likely : Conflict::Severity::dormant,
            one.id);
      }
    }
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const Conflict& a, const Conflict& b) { return a.severity < b.severity; });
  return out;
}

bool strikes(const std::vector<Conflict>& conflicts) {
  return std::any_of(conflicts.begin(), conflicts.end(), [](const Conflict& conflict) {
    return conflict.severity != Conflict::Severity::dormant;
  });
}

std::string fault_of_name(std::string_view name, const std::vector<Prestage>& prestages) {
  constexpr std::size_t kMaxNameBytes = 31;  // of a macOS short name, as Setup Assistant allows it
  if (name.empty() || name.size() > kMaxNameBytes) return "an account name has 1 to 31 characters";
  for (const char c : name) {
    const bool fine = is_letter_or_digit(c) || c == '_' || c == '-' || c == '.';
    if (!fine) return "an account name has letters of a to z, digits, and _ - .";
  }
  if (name.front() == '-' || name.front() == '.') return "an account name begins with a letter, a digit or _";
  constexpr std::array<std::string_view, 6> kTaken{"root",  "daemon",       "nobody",
                                                   "guest", "_mbsetupuser", "shared"};
  for (const std::string_view taken : kTaken) {
    if (same_account(name, taken)) return "macOS has an account of that name";
  }
  for (const Prestage& prestage : prestages) {
    for (const auto& other : {prestage.admin, prestage.prefill}) {
      if (other && same_account(name, *other)) return "PreStage \"" + prestage.name + "\" has that name, too";
    }
  }
  return "";
}

const std::vector<Remedy>& remedies() {
  static const std::vector<Remedy> kRemedies{
      {"rename the Management Account",
       "Macs already enrolled keep the old account; scripts and policies that name it must follow",
       "enrolkit server conflict --fix rename NAME"},
      {"make no Management Account",
       "no LAPS account of the jamf binary, and no policy that acts on the management account, on new Macs",
       "enrolkit server conflict --fix no-management-account"},
      {"rename the PreStage's administrator",
       "its password has to be typed in again: the API never gives it out, and a write without it would "
       "blank it",
       "Jamf Pro > Computers > PreStage Enrollments > the PreStage > Account Settings > Edit"},
      {"make no administrator in the PreStage",
       "Macs have no local administrator besides the user and the Management Account",
       "Jamf Pro > Computers > PreStage Enrollments > the PreStage > Account Settings > Edit"}};
  return kRemedies;
}

}  // namespace enrolkit::jamf
