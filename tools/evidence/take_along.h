// What `enrolkit collect` takes along for a person to read; no rule judges it.
#pragma once

#include "host/host.h"

namespace enrolkit {

// Setup Manager's log, and on the running Mac the last day of what Jamf's programs wrote to the unified log. For a Host that
// records. Seconds, for the unified log is searched.
void take_along(const Host& host);

}  // namespace enrolkit
