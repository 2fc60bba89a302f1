#include "core/account/management_account.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "core/base/text.h"
#include "core/enrolment/attempt.h"

namespace enrolkit {
namespace {

std::string yes_no(bool value, bool known) { return value ? "yes" : known ? "no" : "unknown"; }

// Whether every authority was understood, so that one that is not among them is not there.
bool knows_authorities(const Account& account) {
  return account.has_authority && !account.is_unclear("authentication_authority");
}

// The shells of macOS's /etc/shells; without one /bin/sh is started.
bool lets_log_in(std::string_view shell) {
  constexpr std::array<std::string_view, 8> kShells{"",         "/bin/bash", "/bin/csh",  "/bin/dash",
                                                    "/bin/ksh", "/bin/sh",   "/bin/tcsh", "/bin/zsh"};
  return std::find(kShells.begin(), kShells.end(), shell) != kShells.end();
}

// Of an account that is there: one that is disabled is of no use to Jamf.
std::pair<Health, std::string_view> health_of(const Account& account) {
  if (account.disabled) return {Health::unhealthy, ", but is disabled: its authority is DisabledUser"};
  if (account.disabled_by_policy)
    return {Health::unhealthy, ", but is disabled: its accountPolicyData says isDisabled"};
  if (!knows_authorities(account)) {
    return {Health::unknown,
            "; its authentication_authority could not be read, and whether it is disabled is not known"};
  }
  if (account.is_unclear("accountPolicyData"))
    return {Health::unknown,
            "; its accountPolicyData could not be read, and whether it is disabled is not known"};
  // Signs, and no conclusion: an administrator may have wanted either.
  if (account.is_unclear("shell") || !lets_log_in(account.shell))
    return {Health::unknown, "; its shell is none of macOS's own, as that of a disabled account may be"};
  if (!account.has_password)
    return {Health::unknown,
            "; none of its authorities holds a password (ShadowHash): nobody can log in with one"};
  return {Health::healthy, ""};
}

// Who made it. Jamf's binary makes it right after its line in the log, or hidden with its home below /private/var (`jamf
// help createAccount`). The PreStage's account is the one whose GeneratedUID MDM keeps, and only the server knows that: on
// the Mac a record older than jamf's line may be MDM's or a person's.
std::string_view made_by(const Account& account, const AccountEvidence& evidence) {
  if (evidence.attempts != nullptr && evidence.created &&
      made_by_jamf({account.name(), *evidence.created}, *evidence.attempts)) {
    return "jamf";
  }
  if (account.hidden &&
      (account.home == "/private/var/" + account.name() || account.home == "/var/" + account.name())) {
    return "jamf";
  }
  return "unknown";
}

}  // namespace

Finding management_account_finding(const AccountEvidence& evidence) {
  constexpr std::string_view kId = "management-account";
  if (!evidence.wanted) {
    return unknown(kId,
                   "no account name: give --account, the setting ManagementAccount, or a log that names it");
  }
  const std::string& name = evidence.wanted->name;
  if (const auto* why = why_unreadable(evidence.accounts)) return unknown(kId, *why);
  const auto* base = value_of(evidence.accounts);
  if (base == nullptr) return unknown(kId, "the local accounts are not there to look at");

  const auto match = find_account(*base, name);
  if (const auto* why = why_unreadable(match)) return unknown(kId, *why);
  const auto absent = [&](std::string_view but) {
    return make_finding(kId, Health::unhealthy, kAccountStateNames[AccountState::absent], {{"name", name}},
                        fmt::format("No local account has the record name {} (named by {}){}.", name,
                                    evidence.wanted->source, but));
  };
  const auto* found = value_of(match);
  if (found == nullptr) return absent("");
  const Account& account = *found->account;
  if (found->by_alias) {  // another account answers to the name, so that none of this name can be made
    if (!base->unreadable_users.empty()) {
      return unknown(kId, "a user record that could not be read: " + base->unreadable_users.front());
    }
    return absent(fmt::format(": it is an alias of {}", account.name()));
  }
  const auto [health, but] = health_of(account);
  Finding finding = make_finding(
      kId, health, kAccountStateNames[AccountState::present], {{"name", name}},
      fmt::format("The local account {} exists (named by {}){}.", name, evidence.wanted->source, but));
  if (account.uid) finding.pairs.push_back({"uid", fmt::format("{}", *account.uid)});
  finding.pairs.push_back({"admin", std::string(kMembershipNames[is_admin(*base, account)])});
  finding.pairs.push_back({"hidden", yes_no(account.hidden, account.uid && !account.is_unclear("IsHidden"))});
  finding.pairs.push_back({"token", yes_no(account.secure_token, knows_authorities(account))});
  if (account.disabled || account.disabled_by_policy) finding.pairs.push_back({"disabled", "yes"});
  finding.pairs.push_back({"made-by", std::string(made_by(account, evidence))});
  if (evidence.created) finding.pairs.push_back({"created", to_text(*evidence.created)});
  finding.evidence.push_back(
      {evidence.by_dscl ? "/usr/bin/dscl" : "/var/db/dslocal/nodes/Default/users",
       printable(evidence.by_dscl ? "/Users/" + account.name() : account.name() + ".plist"), evidence.created,
       printable(account.real_name)});
  return finding;
}

}  // namespace enrolkit
