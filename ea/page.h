// The Mac as a page that a person can show and keep: `enrolkit-ea all --html FILE`. It is what `enrolkit explain --html`
// writes of the same Mac, with the attributes' reading of jamf.log: the Mac's own, which no person has filtered. The second
// copy of a lost one is left out: to search the unified log takes minutes.
#pragma once

#include "ea/commands.h"
#include "run/exit_code.h"

namespace enrolkit {

// Ok once the page is written; where it lies is printed. Else trouble, said on stderr, and no file is left. Root writes
// only where nobody else may. When the time is over (kAllDeadline) the process ends here.
[[nodiscard]] Exit write_page(const EaOptions& options);

}  // namespace enrolkit
