// Does what a step planned, act by act.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/host.h"
#include "host/host_writer.h"
#include "policies/act.h"

namespace enrolkit {

struct Performed {
  // The first, in words that are the same for the same failure and hold no secret; nothing: all was done.
  std::optional<std::string> failure;
  std::vector<Act> done;  // without a failure
};

// That all was done proves nothing. `note` is told of each act before it is done, and of each failure.
[[nodiscard]] Performed perform(const std::vector<Act>& acts, const Host& host, HostWriter& writer,
                                const std::function<void(std::string_view)>& note);

}  // namespace enrolkit
