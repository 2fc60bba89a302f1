#include "core/account/conflict.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/account/name.h"
#include "core/base/ascii.h"
#include "core/enrolment/attempt.h"

namespace enrolkit {
namespace {

constexpr std::string_view kId = "account-conflict";

struct Match {
  ConflictKind kind = ConflictKind::same_record;
  std::string with;
};

using Answer = ConflictVerdict;

Answer bad(ConflictState state, const std::string& name, const Match& match, std::string detail) {
  return {state,
          make_finding(
              kId, Health::unhealthy, kConflictStateNames[state],
              {{"name", name}, {"why", std::string(kConflictKindNames[match.kind])}, {"with", match.with}},
              std::move(detail)),
          ""};
}
Answer none(const std::string& name, std::string detail) {
  return {ConflictState::none,
          make_finding(kId, Health::healthy, kConflictStateNames[ConflictState::none], {{"name", name}},
                       std::move(detail)),
          ""};
}
Answer not_known(std::string_view why) { return {ConflictState::unknown, unknown(kId, why), ""}; }
Answer not_read(const std::string& why) { return {ConflictState::unknown, unknown(kId, why), why}; }

bool same_but_for_case(const std::string& a, const std::string& b) {
  return a != b && normalised_name(a) == normalised_name(b);
}

// Another record that is, or answers to, this account.
std::optional<Match> other_record(const AccountBase& base, const Account& account, const std::string& name) {
  for (const Account& other : base.users) {
    if (&other == &account) continue;
    // Two records whose names differ only in case are a kind of their own.
    const bool twins = same_but_for_case(other.name(), account.name());
    if (!twins && (answers_to(other, name) || answers_to(account, other.name())))
      return Match{ConflictKind::alias, other.name()};
    if (account.uid && other.uid == account.uid) return Match{ConflictKind::same_uid, other.name()};
    if (!account.guid.empty() && other.guid == account.guid)
      return Match{ConflictKind::same_guid, other.name()};
  }
  return std::nullopt;
}

std::optional<Match> equal_but_for_case(const AccountBase& base, const ConflictEvidence& evidence,
                                        const Account* own, const std::string& name) {
  for (const std::string& admin : evidence.context.local_administrators) {
    if (same_but_for_case(admin, name)) return Match{ConflictKind::by_case, admin};
  }
  for (const Account& other : base.users) {
    if (&other == own) continue;  // its own alias may differ from its name only in case
    if (own != nullptr && same_but_for_case(other.name(), own->name()))
      return Match{ConflictKind::by_case, other.name()};
  }
  return std::nullopt;
}

// Did the run that made it die in a reboot?
bool interrupted(const ConflictEvidence& evidence, const std::string& name) {
  return std::any_of(evidence.attempts.begin(), evidence.attempts.end(), [&](const Attempt& a) {
    return equal_ignoring_case(a.account, name) && died_making_account(a) && a.reboot;
  });
}

// Did it die, and perhaps in a reboot, where what tells of reboots could not be looked at?
bool perhaps_interrupted(const ConflictEvidence& evidence, const std::string& name) {
  return !evidence.context.boots_unreadable.empty() &&
         std::any_of(evidence.attempts.begin(), evidence.attempts.end(), [&](const Attempt& a) {
           return equal_ignoring_case(a.account, name) && a.account_made && a.outcome != Outcome::enrolled &&
                  !a.reboot;
         });
}

std::optional<std::string> existed_before_any(const ConflictEvidence& evidence, const std::string& name) {
  for (const Attempt& attempt : evidence.attempts) {
    std::string how;
    if (equal_ignoring_case(attempt.account, name) && existed_before(attempt, evidence.context, how))
      return how;
  }
  return std::nullopt;
}

bool born_by_jamf(const ConflictEvidence& evidence, const std::string& name) {
  const auto& account_creations = evidence.context.account_creations;
  return std::any_of(account_creations.begin(), account_creations.end(), [&](const AccountCreation& birth) {
    return equal_ignoring_case(birth.name, name) && made_by_jamf(birth, evidence.attempts);
  });
}

}  // namespace

namespace {

// What the records themselves show to be the same user; nothing: they show none.
std::optional<Answer> by_record(const ConflictEvidence& evidence, const AccountBase& base,
                                const AccountMatch& found, const std::string& name) {
  if (const auto other = other_record(base, *found.account, name)) {
    return bad(ConflictState::conflict, name, *other,
               fmt::format("The account {} answers for the same user.", other->with));
  }
  if (found.by_alias) {
    return bad(ConflictState::conflict, name, {ConflictKind::alias, found.account->name()},
               fmt::format("{} is only an alias of the account {}.", name, found.account->name()));
  }
  // A second enrolment finds the account that the first one made.
  if (const auto how = existed_before_any(evidence, name); how && !born_by_jamf(evidence, name)) {
    return bad(ConflictState::conflict, name, {ConflictKind::existed_before_jamf, name}, *how);
  }
  return std::nullopt;
}

std::optional<Answer> likely(const ConflictEvidence& evidence, const AccountBase& base, const Account* own,
                             const std::string& name) {
  if (const auto other = equal_but_for_case(base, evidence, own, name)) {
    return bad(ConflictState::likely, name, *other,
               fmt::format("{} and {} differ only in case.", name, other->with));
  }
  if (interrupted(evidence, name)) {
    return bad(ConflictState::likely, name, {ConflictKind::interrupted, ""},
               "The Mac went down while jamf made the account.");
  }
  return std::nullopt;
}

// Which field of a record, that could have shown this account to be another's, was not read; nothing: all were.
std::optional<std::string> why_not_compared(const AccountBase& base, const Account& own) {
  for (const Account& account : base.users) {
    const char* const lacks = !account.uid ? "uid" : account.guid.empty() ? "GeneratedUID" : nullptr;
    if (lacks != nullptr) return fmt::format("the {} of {} could not be read", lacks, account.name());
  }
  // An account without a time of creation was made by an old tool; one that could not be read may be an old one.
  if (own.is_unclear("accountPolicyData"))
    return fmt::format("when {} was made could not be read", own.name());
  return std::nullopt;
}

// None only where a conflict is excluded, and everything was read that could show one.
Answer excluded(const ConflictEvidence& evidence, const AccountBase& base, const Reading<AccountMatch>& match,
                const std::string& name) {
  if (const auto* why = why_unreadable(match)) return not_read(*why);
  if (!is_ascii_name(name)) {
    return not_known(fmt::format(
        "{} is not ASCII, as every record name of macOS is, and cannot be compared: give the account name",
        name));
  }
  if (perhaps_interrupted(evidence, name)) return not_read(evidence.context.boots_unreadable);
  if (!base.unreadable_users.empty()) return not_read(base.unreadable_users.front());
  const auto* found = value_of(match);
  if (found == nullptr) return none(name, "There is no such account, and none that could be taken for it.");
  if (const auto why = why_not_compared(base, *found->account)) return not_read(*why);
  if (born_by_jamf(evidence, name)) {
    return none(name, "jamf made the account, by the log and the record's creation time.");
  }
  if (!evidence.context.local_administrators.empty()) {
    return none(name, "None of the PreStage's local administrators has its name.");
  }
  return not_known("nothing shows who made the account; the setting LocalAdministrators would tell");
}

}  // namespace

ConflictVerdict judge_account_conflict(const ConflictEvidence& evidence) {
  if (!evidence.wanted && !evidence.log_unreadable.empty()) {
    return not_read("no account name was given, and the log could not be read: " + evidence.log_unreadable);
  }
  if (!evidence.wanted) {
    return not_known(
        "no account name: give --account, the setting ManagementAccount, or a log that names it");
  }
  const std::string& name = evidence.wanted->name;
  if (const auto* why = why_unreadable(evidence.accounts)) return not_read(*why);
  const auto* base = value_of(evidence.accounts);
  if (base == nullptr) return not_read("the local accounts are not there to look at");

  const auto& admins = evidence.context.local_administrators;
  if (std::count(admins.begin(), admins.end(), name) != 0) {
    return bad(ConflictState::conflict, name, {ConflictKind::same_record, name},
               "The PreStage's local administrator has the Management Account's name.");
  }
  const auto match = find_account(*base, name);
  const Account* own = nullptr;
  if (const auto* found = value_of(match)) {
    own = found->account;
    if (auto answer = by_record(evidence, *base, *found, name)) return *answer;
  }
  if (auto answer = likely(evidence, *base, own, name)) return *answer;
  return excluded(evidence, *base, match, name);
}

}  // namespace enrolkit
