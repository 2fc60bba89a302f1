// What a survey's scope names, where the words of people and of servers may mean several things.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "jamfpro/client/facts.h"
#include "jamfpro/http/failure.h"

namespace enrolkit::jamf {

// Two records of one Mac may spell its serial differently.
[[nodiscard]] std::string bare_serial(std::string_view serial);
// To ask for them: a server may compare with regard to case.
[[nodiscard]] std::vector<std::string> spellings_of(const std::string& serial);

// A number may be the id of one and the name of another: both are named, and neither is taken.
[[nodiscard]] Failure ambiguous_scope(const std::string& option, const std::set<GroupName>& fitting);

// The id of the one PreStage that has this name or id.
[[nodiscard]] Result<std::string> prestage_id_of(const std::vector<Prestage>& prestages,
                                                 const std::string& wanted);

}  // namespace enrolkit::jamf
