// Owner, mode, flags and link of what Jamf installed. A binary that others could write is checked to be
// Jamf's own first, and again once nobody else can write it any more.
#include <fmt/format.h>

#include "evidence/commands.h"
#include "evidence/paths.h"
#include "policies/step.h"

namespace enrolkit {
namespace {

std::optional<std::string> applies(const RepairFacts& facts) {
  if (facts.access.empty()) return std::nullopt;
  const AccessFault& first = facts.access.front();
  return fmt::format("{} {}{}", first.path, first.what,
                     facts.access.size() > 1 ? fmt::format(", and {} more", facts.access.size() - 1) : "");
}

std::vector<Act> acts(const RepairFacts& facts) {
  std::vector<Act> acts, of_binary;
  for (const AccessFault& fault : facts.access) {
    if (fault.link) {
      acts.push_back(SetLink{fault.path, std::string(paths::kBinary)});
    } else if (fault.path == paths::kBinary) {
      const RunTool check{commands::code_signature()};
      if (fault.others_may_write) of_binary.push_back(check);
      of_binary.push_back(SetAccess{fault.path, {0, fault.group, fault.mode}});
      if (fault.others_may_write) of_binary.push_back(check);
    } else {
      acts.push_back(SetAccess{fault.path, {0, fault.group, fault.mode}});
    }
  }
  acts.insert(acts.end(), of_binary.begin(), of_binary.end());  // last: it alone may be refused
  return acts;
}

bool proven(const RepairFacts& /*before*/, const RepairFacts& after) { return after.access.empty(); }

}  // namespace

extern const StepPolicy kPermissions{{.step = RepairStep::permissions, .applies = applies},
                                     "sets owner, mode, flags and link of Jamf's files",
                                     acts,
                                     proven};

}  // namespace enrolkit
