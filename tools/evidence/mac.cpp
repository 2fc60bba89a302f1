#include "evidence/mac.h"

#include "evidence/look.h"

namespace enrolkit {

const Reading<LogRead>& Mac::log() {
  if (!log_) {
    log_ = look_at_log(host_,
                       {.from_tail = !options_.whole_log, .as_of = options_.as_of, .strip_quotes = false});
  }
  return *log_;
}

const Reading<AccountBase>& Mac::accounts() {
  if (!accounts_) accounts_ = look_at_accounts(host_);
  return *accounts_;
}

const Settings& Mac::settings() {
  if (!settings_) settings_ = look_at_settings(host_);
  return *settings_;
}

Footprint Mac::footprint() {
  if (!footprint_) footprint_ = look_for_framework(host_);
  return *footprint_;
}

Surroundings Mac::surroundings() {
  Surroundings around;
  around.now = host_.now();
  const auto booted = host_.booted();
  if (const auto* time = value_of(booted)) around.booted = *time;
  around.local_administrators = settings().local_administrators;
  // The accounts are only asked for when an enrolment died while one was being made: else they decide
  // nothing.
  const auto* read = value_of(log());
  bool account_matters = false;
  if (read != nullptr) {
    for (const Attempt& attempt : read->history.attempts) {
      if (attempt.outcome != Outcome::enrolled && attempt.account_made) account_matters = true;
    }
  }
  if (!account_matters) return around;
  around.births_in_the_macs_zone = host_.is_running_system();
  if (const auto* base = value_of(accounts())) {
    for (const Account& account : base->users) {
      if (account.created_unix)
        around.births.push_back({account.name(), host_.to_local(*account.created_unix)});
    }
  }
  return around;
}

const Diagnosis& Mac::diagnosis() {
  if (!diagnosis_) {
    const auto* read = value_of(log());
    diagnosis_ =
        read != nullptr ? diagnose(read->history, surroundings()) : diagnose_without_log(log_evidence());
  }
  return *diagnosis_;
}

const std::optional<AccountName>& Mac::account_name() {
  if (account_name_) return *account_name_;
  auto& name = account_name_.emplace();
  if (options_.account) {
    name = AccountName{*options_.account, "--account"};
  } else if (settings().management_account) {
    name = AccountName{*settings().management_account, "settings"};
  } else if (const auto* read = value_of(log())) {
    for (const Attempt& attempt : read->history.attempts) {
      if (!attempt.account.empty()) name = AccountName{attempt.account, "jamf.log"};
    }
  }
  return name;
}

const Mark* Mac::creating(const std::string& name) {
  const Mark* found = nullptr;
  if (const auto* read = value_of(log())) {
    for (const Attempt& attempt : read->history.attempts) {
      if (attempt.account == name && attempt.account_made) found = &*attempt.account_made;
    }
  }
  return found;
}

Finding Mac::management_account() {
  const auto& wanted = account_name();
  // The log would have been the last to tell the name: say so when it could not be read.
  if (const auto* why = why_unreadable(log()); !wanted && why != nullptr) {
    return unknown("management-account", "no account name was given, and the log could not be read: " + *why);
  }
  AccountEvidence evidence{wanted, accounts(), nullptr, std::nullopt};
  if (wanted) {
    evidence.creating = creating(wanted->name);
    if (const auto* base = value_of(accounts())) {
      const auto match = find_account(*base, wanted->name);
      if (const auto* found = value_of(match); found != nullptr && found->account->created_unix) {
        evidence.created = host_.to_local(*found->account->created_unix);
      }
    }
  }
  return management_account_finding(evidence);
}

}  // namespace enrolkit
