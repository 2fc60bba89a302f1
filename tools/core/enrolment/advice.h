// Advice for one Mac: the table's words with its names filled in.
#pragma once

#include <string>
#include <vector>

#include "core/enrolment/cause.h"
#include "core/enrolment/diagnosis.h"

namespace enrolkit {

// What command lines are filled in with. Empty: not known, and a word in capitals stands there.
struct AdviceFacts {
  std::string account;           // the Management Account
  std::string server;            // of Jamf Pro: address_of, see core/base/url.h
  std::string serial;            // of the Mac; see core/management/serial.h for its form
  int http_status = 0;           // that the failures met; 0: none
  bool identity_works = false;   // check-ins reach the server, and it takes the Mac's signature
  bool enrolled_before = false;  // the log shows an enrolment before the one that failed
};

// From what a log names. A name that could do harm in a command line is left out.
[[nodiscard]] AdviceFacts advice_facts(const Diagnosis& diagnosis);

// A remedy with its names filled in.
struct ToDo {
  std::string text;
  std::vector<std::string> ways;  // where there are any, one of them does it
};

// What to do, the least invasive first: enrolkit's own commands, then the manual way. Commands stand in backticks.
[[nodiscard]] std::vector<ToDo> remedies_for(Cause cause, const AdviceFacts& facts);

// The same for a cause with further ones: the first step of each that none of the ways repairs as well stands at the end.
[[nodiscard]] std::vector<ToDo> remedies_for(Cause cause, const std::vector<Cause>& also,
                                             const AdviceFacts& facts);

// The same a line each, for who shows a plain list: ways as "a. ...", "b. ...", behind what leads to them.
[[nodiscard]] std::vector<std::string> lines_of(const std::vector<ToDo>& remedies);

// What stands before a way: 'a' for the first.
[[nodiscard]] char letter_of(std::size_t way);

}  // namespace enrolkit
