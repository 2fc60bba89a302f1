// `enrolkit explain --unknown-lines`: what a bug report on a message that enrolkit does not know needs.
#pragma once

#include <vector>

#include "cli/explain/explain_mac.h"

namespace enrolkit {

// One line for each shape of line, the most frequent first: how many lines, and the shape. No answer about any Mac.
// ok: all logs were read, whether they hold such lines or not.
[[nodiscard]] Exit print_unknown_lines(const std::vector<Subject>& subjects, const ExplainMacOptions& how);

}  // namespace enrolkit
