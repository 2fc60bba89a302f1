// A secret that is neither the server's nor asked for on a terminal: webhooks bring one, an address of notices is one.
#pragma once

#include <optional>
#include <string>

#include "core/base/result.h"

namespace enrolkit {

// Of the file (run/secret.h) where one is named, else of the variable. The variable is gone from the environment
// afterwards, so that `kept` holds it for the next call. Nothing: neither is given.
[[nodiscard]] Result<std::optional<std::string>> secret_from(const char* variable,
                                                             std::optional<std::string>& kept,
                                                             const std::string& file);

}  // namespace enrolkit
