// What an administrator told enrolkit about the site, by profile, preferences or flags.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/reading.h"

namespace enrolkit {

struct Settings {
  std::optional<std::string> management_account;  // ManagementAccount: the exact username
  std::vector<std::string> local_administrators;  // LocalAdministrators: the PreStage's, exact usernames
  // An empty array was given: there are none, whatever a weaker source says.
  bool no_local_administrators = false;
  std::optional<std::string> certificate_issuer;  // CertificateIssuer: common name of an external device CA
  std::vector<std::string> warnings;              // one clear line each: unknown keys, wrong types
};

// Reads one preferences file into `settings`; a key that is there already stays (the stronger source comes
// first). `source` names the file in warnings. Unreadable when the bytes are no property list.
[[nodiscard]] std::optional<Unreadable> add_settings(Settings& settings, std::string_view source,
                                                     std::string_view plist);

}  // namespace enrolkit
