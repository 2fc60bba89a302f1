// Carries out a publication: reads what the server has, plans, and then writes one object after the other in
// the order of their dependencies, reading each back. What is not ours is never written to, and what another
// object needs is there before it, or that object is not made.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/base/enum_names.h"
#include "jamfpro/publish/object_store.h"
#include "jamfpro/publish/plan.h"

namespace enrolkit::jamf {

enum class ObjectState {
  created,
  changed,
  same,
  not_applied,  // the server took the request, and has not all of it
  refused,      // not ours
  skipped,      // what it needs is not there, or the run ended before its turn
  failed,       // nothing was changed
  unknown,      // written, and what became of it cannot be read
};
inline constexpr EnumNames<ObjectState, 8> kObjectStateNames{
    {"Created", "Changed", "Same", "NotApplied", "Refused", "Skipped", "Failed", "Unknown"}};
[[nodiscard]] constexpr std::string_view to_text(ObjectState state) { return kObjectStateNames[state]; }
[[nodiscard]] bool is_fine(ObjectState state);  // as defined, now

struct PublishedObject {
  ObjectName object;
  ObjectState state = ObjectState::skipped;
  std::string why;
};

class Publisher {
 public:
  // `file` is that of the one package that is defined; nullptr when none is.
  Publisher(ObjectStore& store, const PackageFile* file) : store_(store), file_(file) {}

  // Changes nothing. A Failure when the server could not be asked about all of it.
  [[nodiscard]] Result<std::vector<PlannedObject>> plan(const std::vector<Definition>& definitions);

  // Every object of the plan gets exactly one final state, told as it is reached.
  [[nodiscard]] std::vector<PublishedObject> carry_out(
      const std::vector<PlannedObject>& plan,
      const std::function<void(const PublishedObject&)>& ended = [](const PublishedObject&) {});

 private:
  [[nodiscard]] Result<std::vector<std::string>> foreign_parts(const XmlNode& policy);
  [[nodiscard]] PublishedObject one(const PlannedObject& planned);
  [[nodiscard]] PublishedObject written(const PlannedObject& planned);
  [[nodiscard]] PublishedObject judged(const PlannedObject& planned, const std::string& id,
                                       const std::optional<Failure>& unsure);
  [[nodiscard]] Result<Content> settled(const PlannedObject& planned, const std::string& id);
  void note(const Failure& failure);
  [[nodiscard]] std::string why_skipped(const PlannedObject& planned) const;

  ObjectStore& store_;
  const PackageFile* file_;
  ObjectIds ids_;                      // of what is there, and ours
  std::map<ObjectName, bool> marked_;  // by kind and number: parts of policies that were looked at
  std::string trouble_;                // what ended the run; empty: nothing did
};

}  // namespace enrolkit::jamf
