#include "run/exit_code.h"

namespace enrolkit {

Exit worst(Exit a, Exit b) {
  if (a == Exit::partial || b == Exit::partial) return Exit::partial;
  if (a == Exit::finding || b == Exit::finding) return Exit::finding;
  return a == Exit::trouble ? a : b;
}

Exit exit_of(Health health) {
  switch (health) {
    case Health::healthy: return Exit::ok;
    case Health::unhealthy: return Exit::finding;
    case Health::unknown: return Exit::trouble;
  }
  return Exit::trouble;
}

}  // namespace enrolkit
