// Does the Management Account duplicate a local administrator? By whole names, uids and GeneratedUIDs: a part
// of a name never counts (`sshadmin` and `sshadmin2`, `jamfadmin` and `admin`).
//
//   Conflict  same-record          the PreStage's administrator (settings) has exactly that name
//             alias                another record answers to that name, or this one to another
//             administrator's same-uid, same-guid  two records with one identity existed-before-jamf  the
//             record is older than the log's "Creating user" line
//   Likely    case                 equal but for case or Unicode form with another administrator
//             interrupted          a reboot while the account was being made
//   None      only when it is excluded: there is no such account; or jamf made it, by creation time and log;
//   or the
//             PreStage's administrators are known, and it is none of them
//   Unknown   everything else
#pragma once

#include <optional>
#include <vector>

#include "core/account/account.h"
#include "core/account/management_account.h"
#include "core/base/finding.h"
#include "core/base/reading.h"
#include "core/enrolment/diagnosis.h"

namespace enrolkit {

struct ConflictEvidence {
  const std::optional<AccountName>& wanted;
  const Reading<AccountBase>& accounts;
  const MacContext& context;             // account_creations of accounts, the PreStage's administrators
  const std::vector<Attempt>& attempts;  // as judged: Diagnosis::attempts
};

[[nodiscard]] Finding account_conflict_finding(const ConflictEvidence& evidence);

}  // namespace enrolkit
