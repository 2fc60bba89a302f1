// The words of a report, each with what it means and what to do about it: for --help, and for the line that ends a run.
#pragma once

#include <string>
#include <string_view>

#include "core/repair/plan.h"

namespace enrolkit {

// The steps, the least invasive first, and every reason for which a run or a step is refused.
[[nodiscard]] std::string terms_text();

// The last line of a run that did nothing, or did not repair the Mac: what to do first.
[[nodiscard]] std::string what_first(const Plan& plan);
// The last line of a dry run, or of a run that may not act.
[[nodiscard]] std::string verdict_without_acts(const Plan& plan, bool dry_run);

}  // namespace enrolkit
