#include "core/account/conflict.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/account/name.h"
#include "core/enrolment/attempt.h"

namespace enrolkit {
namespace {

constexpr std::string_view kId = "account-conflict";

struct Match {
  std::string_view why;
  std::string with;
};

Finding told(std::string_view code, Health health, const std::string& name, const Match& match,
             std::string detail) {
  Finding finding;
  finding.id = kId;
  finding.code = code;
  finding.health = health;
  finding.pairs = {{"name", name}, {"why", std::string(match.why)}, {"with", match.with}};
  finding.detail = std::move(detail);
  return finding;
}

bool same_but_for_form(const std::string& a, const std::string& b) {
  return a != b && normalised_name(a) == normalised_name(b);
}

// Another record that is, or answers to, this account.
std::optional<Match> other_record(const AccountBase& base, const Account& account, const std::string& name) {
  for (const Account& other : base.users) {
    if (&other == &account) continue;
    const bool answers = std::count(other.names.begin(), other.names.end(), name) != 0 ||
                         std::count(account.names.begin(), account.names.end(), other.name()) != 0;
    if (answers) return Match{"alias", other.name()};
    if (account.uid && other.uid == account.uid) return Match{"same-uid", other.name()};
    if (!account.guid.empty() && other.guid == account.guid) return Match{"same-guid", other.name()};
  }
  return std::nullopt;
}

std::optional<Match> equal_but_for_case(const AccountBase& base, const ConflictEvidence& evidence,
                                        const std::string& name) {
  for (const std::string& admin : evidence.context.local_administrators) {
    if (same_but_for_form(admin, name)) return Match{"case", admin};
  }
  for (const Account& other : base.users) {
    for (const std::string& alias : other.names) {
      if (same_but_for_form(alias, name) && is_admin(base, other) != Membership::no)
        return Match{"case", other.name()};
    }
  }
  return std::nullopt;
}

// Did the run that made it die in a reboot?
bool interrupted(const ConflictEvidence& evidence, const std::string& name) {
  return std::any_of(evidence.attempts.begin(), evidence.attempts.end(), [&](const Attempt& a) {
    return a.account == name && died_making_account(a) && a.reboot;
  });
}

// Did it die, and perhaps in a reboot, where what tells of reboots could not be looked at?
bool perhaps_interrupted(const ConflictEvidence& evidence, const std::string& name) {
  return !evidence.context.boots_unreadable.empty() &&
         std::any_of(evidence.attempts.begin(), evidence.attempts.end(), [&](const Attempt& a) {
           return a.account == name && a.account_made && a.outcome != Outcome::enrolled && !a.reboot;
         });
}

std::optional<std::string> existed_before_any(const ConflictEvidence& evidence, const std::string& name) {
  for (const Attempt& attempt : evidence.attempts) {
    std::string how;
    if (attempt.account == name && existed_before(attempt, evidence.context, how)) return how;
  }
  return std::nullopt;
}

bool born_by_jamf(const ConflictEvidence& evidence, const std::string& name) {
  const auto& account_creations = evidence.context.account_creations;
  return std::any_of(account_creations.begin(), account_creations.end(), [&](const AccountCreation& birth) {
    return birth.name == name && made_by_jamf(birth, evidence.attempts);
  });
}

}  // namespace

Finding account_conflict_finding(const ConflictEvidence& evidence) {
  if (!evidence.wanted) {
    return unknown(kId,
                   "no account name: give --account, the setting ManagementAccount, or a log that names it");
  }
  const std::string& name = evidence.wanted->name;
  if (const auto* why = why_unreadable(evidence.accounts)) return unknown(kId, *why);
  const auto* base = value_of(evidence.accounts);
  if (base == nullptr) return unknown(kId, "the local accounts are not there to look at");

  const auto& admins = evidence.context.local_administrators;
  if (std::count(admins.begin(), admins.end(), name) != 0) {
    return told("Conflict", Health::unhealthy, name, {"same-record", name},
                "The PreStage's local administrator has the Management Account's name.");
  }
  const auto match = find_account(*base, name);
  const auto* found = value_of(match);
  if (found != nullptr) {
    if (const auto other = other_record(*base, *found->account, name)) {
      return told("Conflict", Health::unhealthy, name, *other,
                  fmt::format("The account {} answers for the same user.", other->with));
    }
    if (found->by_alias) {
      return told("Conflict", Health::unhealthy, name, {"alias", found->account->name()},
                  fmt::format("{} is only an alias of the account {}.", name, found->account->name()));
    }
    // A second enrolment finds the account that the first one made.
    if (const auto how = existed_before_any(evidence, name); how && !born_by_jamf(evidence, name)) {
      return told("Conflict", Health::unhealthy, name, {"existed-before-jamf", name}, *how);
    }
  }
  if (const auto other = equal_but_for_case(*base, evidence, name)) {
    return told(
        "Likely", Health::unhealthy, name, *other,
        fmt::format("{} and {} differ only in case or in the form of their letters.", name, other->with));
  }
  if (interrupted(evidence, name)) {
    return told("Likely", Health::unhealthy, name, {"interrupted", ""},
                "The Mac went down while jamf made the account.");
  }
  if (const auto* why = why_unreadable(match)) return unknown(kId, *why);
  if (perhaps_interrupted(evidence, name)) return unknown(kId, evidence.context.boots_unreadable);
  if (!base->unreadable_users.empty()) return unknown(kId, base->unreadable_users.front());
  if (found == nullptr) {
    return told("None", Health::healthy, name, {},
                "There is no such account, and none that could be taken for it.");
  }
  if (born_by_jamf(evidence, name)) {
    return told("None", Health::healthy, name, {},
                "jamf made the account, by the log and the record's creation time.");
  }
  if (!admins.empty()) {
    return told("None", Health::healthy, name, {},
                "None of the PreStage's local administrators has its name.");
  }
  return unknown(kId, "nothing shows who made the account; the setting LocalAdministrators would tell");
}

}  // namespace enrolkit
