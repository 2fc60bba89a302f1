// What a log whose year is a guess takes from a diagnosis.
#pragma once

#include <optional>

#include "core/enrolment/diagnosis.h"
#include "core/log/history.h"

namespace enrolkit {

// jamf.log has no year: the newest one that fits its weekdays and is not after the file's time of modification is
// taken. A file that is months newer than its last line was copied, or its Mac is long silent, and then an older year may
// be the right one: five, six or eleven years before, the weekdays are the same.
inline constexpr std::int64_t kYearIsSureFor = 90 * kDay;

// The year is said to be a guess, and no cause is certain. `as_of`: the latest date that a person gave, in place of the file's.
void refine_with_year(Diagnosis& diagnosis, const LogRead& log,
                      const std::optional<LocalTime>& as_of = std::nullopt);

}  // namespace enrolkit
