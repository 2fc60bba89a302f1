#include "evidence/take_along.h"

#include <memory>

#include "evidence/commands.h"
#include "evidence/paths.h"

namespace enrolkit {

void take_along(const Host& host) {
  auto opened = host.open(paths::kSetupManagerLog);
  if (auto* file = std::get_if<std::unique_ptr<OpenFile>>(&opened)) {
    char first = 0;
    (void)(*file)->read_at(0, &first, 1);  // what was read of is kept as a log is: its newest lines, redacted
  }
  if (host.is_running_system()) (void)host.run(commands::unified_log());
}

}  // namespace enrolkit
