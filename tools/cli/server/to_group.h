// stuck --to-group: planned, asked for, written, read back.
#pragma once

#include <string>
#include <vector>

#include "cli/server/context.h"
#include "jamfpro/repair/survey.h"

namespace enrolkit {

struct ToGroupOptions {
  std::string name;  // empty: no group is touched
  bool yes = false;
};

// Makes the group hold those of the Macs that are stuck. Its words go to `err`: the list has `out` for itself.
[[nodiscard]] Exit keep_group(const ToGroupOptions& options, const std::vector<jamf::Suspect>& macs,
                              jamf::Client& client, const ServerContext& context);

}  // namespace enrolkit
