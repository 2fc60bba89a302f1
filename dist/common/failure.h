// What ends a packaging tool: one line for its user (what, where, what to do).
#pragma once

#include <stdexcept>

namespace enrolkit {

struct Failure : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace enrolkit
