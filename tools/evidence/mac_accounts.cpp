// What a Mac says of its accounts: the Management Account by its name, and whether another duplicates it.
#include "evidence/mac.h"
#include "evidence/read_account.h"

namespace enrolkit {

const Reading<AccountBase>& Mac::accounts() {
  if (!accounts_) accounts_ = read_accounts(host_);
  return *accounts_;
}

std::vector<AccountCreation> Mac::account_creations() {
  std::vector<AccountCreation> account_creations;
  if (const auto* base = value_of(accounts())) {
    for (const Account& account : base->users) {
      if (account.created_unix)
        account_creations.push_back({account.name(), host_.to_local(*account.created_unix)});
    }
  }
  return account_creations;
}

std::optional<std::string> Mac::why_no_account_name() {
  return options_.account ? std::nullopt : settings().why_unknown("ManagementAccount");
}

ConflictVerdict Mac::account_conflict() {
  constexpr std::string_view kId = "account-conflict";
  if (const auto unnamed = why_no_account_name())
    return {ConflictState::unknown, unknown(kId, *unnamed), *unnamed};
  MacContext context = mac_context();
  context.creations_in_the_macs_zone = host_.is_running_system();
  context.account_creations = account_creations();
  const auto* why = why_unreadable(log());
  auto judged = judge_account_conflict(
      {account_name(), accounts(), context, diagnosis().attempts, why != nullptr ? *why : ""});
  const auto others = settings().why_unknown("LocalAdministrators");
  // Whatever the rest says, one of those administrators may have that name.
  const bool may_be_one = judged.state == ConflictState::none || judged.state == ConflictState::unknown;
  if (others && may_be_one && judged.unread.empty())
    return {ConflictState::unknown, unknown(kId, *others), *others};
  return judged;
}

const std::optional<AccountName>& Mac::account_name() {
  if (account_name_) return *account_name_;
  auto& name = account_name_.emplace();
  if (options_.account) {
    name = AccountName{*options_.account, "--account"};
  } else if (why_no_account_name()) {
    return name;
  } else if (settings().management_account()) {
    name = AccountName{*settings().management_account(), "settings"};
  } else if (const auto* read = value_of(log())) {
    for (const Attempt& attempt : read->history.attempts) {
      if (!attempt.account.empty()) name = AccountName{attempt.account, "jamf.log"};
    }
  }
  return name;
}

const Reading<AccountBase>* Mac::asked_account(const std::string& name) {
  const auto* refused = why_unreadable(accounts());
  if (refused == nullptr || !host_.is_running_system()) return nullptr;
  if (!asked_account_) {
    asked_account_ = read_account(host_, name);
    if (auto* why = std::get_if<Unreadable>(&*asked_account_)) why->why = *refused + "; " + why->why;
  }
  return &*asked_account_;
}

Finding Mac::management_account() {
  const auto& wanted = account_name();
  if (const auto why = why_no_account_name()) return unknown("management-account", *why);
  // The log would have been the last to name it: say so when it could not be read.
  if (const auto* why = why_unreadable(log()); !wanted && why != nullptr) {
    return unknown("management-account", "no account name was given, and the log could not be read: " + *why);
  }
  const auto* asked = wanted ? asked_account(wanted->name) : nullptr;
  const Reading<AccountBase>& known = asked != nullptr ? *asked : accounts();
  AccountEvidence evidence{wanted, known, nullptr, std::nullopt, asked != nullptr};
  if (wanted) {
    if (const auto* read = value_of(log())) evidence.attempts = &read->history.attempts;
    if (const auto* base = value_of(known)) {
      const auto match = find_account(*base, wanted->name);
      if (const auto* found = value_of(match); found != nullptr && found->account->created_unix) {
        evidence.created = host_.to_local(*found->account->created_unix);
      }
    }
  }
  return management_account_finding(evidence);
}

}  // namespace enrolkit
