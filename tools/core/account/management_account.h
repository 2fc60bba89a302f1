// Does the Management Account exist on the Mac? By its exact record name, never by a part of a name, and
// never by membership in a group alone.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/account/account.h"
#include "core/base/enum_names.h"
#include "core/base/finding.h"
#include "core/base/reading.h"
#include "core/log/history.h"

namespace enrolkit {

// The account's name, and where it comes from: "--account", "settings" or "jamf.log".
struct AccountName {
  std::string name;
  std::string source;
};

struct AccountEvidence {
  const std::optional<AccountName>& wanted;
  const Reading<AccountBase>& accounts;
  const std::vector<Attempt>* attempts = nullptr;  // of the log; null: it could not be read
  std::optional<LocalTime> created;  // the record's creation time on the Mac's clock, if it has one
  bool by_dscl = false;              // macOS was asked, since the directory's files may not be read
};

enum class AccountState : std::uint8_t { present, absent, unknown };
// The closed set of codes of attribute `management-account`.
inline constexpr EnumNames<AccountState, 3> kAccountStateNames{{"Present", "Absent", "Unknown"}};

[[nodiscard]] Finding management_account_finding(const AccountEvidence& evidence);

}  // namespace enrolkit
