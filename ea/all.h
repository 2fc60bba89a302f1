// Every attribute of a Mac at once, for a person at its keyboard or a program: `enrolkit-ea all`.
#pragma once

#include <string>
#include <vector>

#include "core/finding.h"
#include "evidence/mac.h"
#include "run/streams.h"

namespace enrolkit {

// In the order of the list, each with the time it took. What is looked at once is paid for by the first that
// asks. An attribute that breaks is Unknown, and the others are still told.
[[nodiscard]] std::vector<Finding> look_at_all(Mac& mac);

// A line each: sign of health, name, text, time; below it what it rests on.
[[nodiscard]] std::string table_of(const std::vector<Finding>& findings, const Look& look);

}  // namespace enrolkit
