// A log that is well and one that is not, for tests of what a program says of them.
#pragma once

#include <algorithm>
#include <string>

#include "support/writers/log_writer.h"

namespace enrolkit::test {

inline const std::string kGood =
    enrolment(at("2026-03-02 08:30:00"), 633) + check_in(at("2026-03-02 09:00:00"), 700);
inline const std::string kBad = refused_enrolment(at("2026-03-02 08:30:00"), 633);

inline std::ptrdiff_t lines_in(const std::string& text) { return std::count(text.begin(), text.end(), '\n'); }

}  // namespace enrolkit::test
