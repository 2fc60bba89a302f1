// Advice for one Mac: the table's words with its names filled in.
#pragma once

#include <string>
#include <vector>

#include "core/enrolment/cause.h"
#include "core/enrolment/diagnosis.h"

namespace enrolkit {

// What command lines are filled in with. Empty: not known, and a word in capitals stands there.
struct AdviceFacts {
  std::string account;  // the Management Account
  std::string server;   // host of the Jamf Pro server
  std::string serial;   // of the Mac; see core/management/serial.h for its form
};

// From what a log names. A name that could do harm in a command line is left out.
[[nodiscard]] AdviceFacts advice_facts(const Diagnosis& diagnosis);

// What to do, the least invasive first: enrolkit's own commands, then the manual way. Commands stand in backticks.
[[nodiscard]] std::vector<std::string> remedies_for(Cause cause, const AdviceFacts& facts);

}  // namespace enrolkit
