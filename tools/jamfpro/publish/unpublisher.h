// Takes away what `publish` made: what bears the mark, and policies and searches that are ours by the rule of plan.h. The
// last first, so that nothing is taken from below another. Categories belong to all, and stay.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/base/enum_names.h"
#include "jamfpro/publish/publisher.h"

namespace enrolkit::jamf {

struct PlannedRemoval {
  ObjectName object;
  std::string id;
  std::string why;  // it is not ours, and stays; empty: it is removed
};

enum class RemovalState {
  removed,      // and read back: it is not there
  not_applied,  // the server took the request, and it is there all the same
  refused,      // not ours
  skipped,      // the run ended before its turn
  failed,       // the server does not want to
  unknown,      // what became of it cannot be read
};
inline constexpr EnumNames<RemovalState, 6> kRemovalStateNames{
    {"Removed", "NotApplied", "Refused", "Skipped", "Failed", "Unknown"}};
[[nodiscard]] constexpr std::string_view to_text(RemovalState state) { return kRemovalStateNames[state]; }

struct RemovedObject {
  ObjectName object;
  RemovalState state = RemovalState::skipped;
  std::string why;
};

class Unpublisher {
 public:
  explicit Unpublisher(ObjectStore& store) : store_(store) {}

  // Changes nothing. By the names of the definitions, and what bears the mark under other names: an older package.
  [[nodiscard]] Result<std::vector<PlannedRemoval>> plan(const std::vector<Definition>& definitions);
  [[nodiscard]] std::vector<RemovedObject> carry_out(const std::vector<PlannedRemoval>& plan,
                                                     const std::function<void(const RemovedObject&)>& ended);

 private:
  [[nodiscard]] RemovedObject one(const PlannedRemoval& planned);

  ObjectStore& store_;
  std::string trouble_;  // what ended the run; empty: nothing did
};

}  // namespace enrolkit::jamf
