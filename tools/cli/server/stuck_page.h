// What `enrolkit server stuck` shows a person: the list, and all about one Mac (--explain).
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "jamfpro/repair/survey.h"
#include "run/streams.h"

namespace enrolkit {

// A line a Mac, and below it why, and whose it is.
[[nodiscard]] std::string stuck_table(const std::vector<const jamf::Suspect*>& suspects, std::int64_t now,
                                      const TerminalStyle& style);

// Its verdict with the rule's own numbers, its dates, its accounts and its MDM commands. The suspect is one of
// SurveyScope::whole.
[[nodiscard]] std::string explained_stuck(const jamf::Suspect& suspect, const jamf::Survey& survey,
                                          const TerminalStyle& style);
// The same lists for programs: "accounts" and "commands", null where they could not be read or were not asked for.
void add_details(nlohmann::ordered_json& row, const jamf::MacDetails& details);

// Why the rule gives the Mac that state, in one sentence.
[[nodiscard]] std::string why_state(const jamf::Suspect& suspect, const jamf::Survey& survey);

// "3 stuck, 5 well"
[[nodiscard]] std::string sum_of_states(const jamf::Survey& survey);

}  // namespace enrolkit
