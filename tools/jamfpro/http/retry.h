// When a request is sent again, and after how long: one rule for all calls.
//
//   never sent                     again, whatever it is
//   timed out, or a gateway's 504  never: the server is still at work on it
//   cut off, 500, 502, 503         a read again (a 500 not where it is the answer: Request::final_500);
//                                  a write may have been applied, so it is looked up instead
//   429                            again, whatever it is: it was turned away. Retry-After is honoured
#pragma once

#include <cstdint>
#include <optional>

#include "jamfpro/http/http.h"

namespace enrolkit::jamf {

// Seconds to wait before sending again, or nothing: this outcome stands. `tries` counts those made (1 or
// more).
[[nodiscard]] std::optional<std::int64_t> wait_to_retry(const Request& request, const Outcome& outcome,
                                                        int tries);

}  // namespace enrolkit::jamf
