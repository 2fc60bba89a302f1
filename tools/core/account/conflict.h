// Does the Management Account duplicate a local administrator? By whole names, uids and GeneratedUIDs: a part
// of a name never counts (`sshadmin` and `sshadmin2`, `jamfadmin` and `admin`), and the case of letters never tells two
// names apart, as in macOS's directory.
//
//   Conflict  same-record          the PreStage's administrator (settings) has exactly that name
//             alias                another record answers to that name, or this one to another's
//             same-uid, same-guid  two records with one identity
//             existed-before-jamf  the record is older than the log's "Creating user" line
//   Likely    case                 the name of another record, or of a PreStage's administrator, in other case
//             interrupted          a reboot while the account was being made
//   None      only when it is excluded: there is no such account; or jamf made it, by creation time and
//             log; or the PreStage's administrators are known, and it is none of them
//   Unknown   everything else
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/account/account.h"
#include "core/account/management_account.h"
#include "core/base/enum_names.h"
#include "core/base/finding.h"
#include "core/base/reading.h"
#include "core/enrolment/diagnosis.h"

namespace enrolkit {

struct ConflictEvidence {
  const std::optional<AccountName>& wanted;
  const Reading<AccountBase>& accounts;
  const MacContext& context;             // account_creations of accounts, the PreStage's administrators
  const std::vector<Attempt>& attempts;  // as judged: Diagnosis::attempts
  // Why the log, which names the account where no setting does, was not read.
  std::string log_unreadable = {};
};

enum class ConflictState : std::uint8_t { none, conflict, likely, unknown };
// The closed set of codes of attribute `account-conflict`.
inline constexpr EnumNames<ConflictState, 4> kConflictStateNames{{"None", "Conflict", "Likely", "Unknown"}};

enum class ConflictKind : std::uint8_t {
  same_record,
  alias,
  by_case,
  same_uid,
  same_guid,
  existed_before_jamf,
  interrupted,
};
// The words of the attribute's `why`.
inline constexpr EnumNames<ConflictKind, 7> kConflictKindNames{
    {"same-record", "alias", "case", "same-uid", "same-guid", "existed-before-jamf", "interrupted"}};

struct ConflictVerdict {
  ConflictState state = ConflictState::unknown;
  Finding finding;
  // Of an unknown one: what could not be read, and might show a conflict. Empty: there is nothing to read, as where no
  // record and no line says who made the account. That is so on sound Macs.
  std::string unread;
};

[[nodiscard]] ConflictVerdict judge_account_conflict(const ConflictEvidence& evidence);

}  // namespace enrolkit
