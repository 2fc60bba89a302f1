// Which version of an endpoint to ask: the newest that the server can have; the caller goes on when it is not
// found. The table is that of full API schemas of Jamf Pro 10.50, 11.7.1, 11.23.2 and 11.30.1.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "jamfpro/http/text.h"

namespace enrolkit::jamf {

enum class Resource { enrolment, prestages, prestage_scopes, inventory };

// Newest first. A server whose version is not known may have any.
[[nodiscard]] std::vector<std::string> paths_of(Resource resource, const std::optional<Version>& server);

}  // namespace enrolkit::jamf
