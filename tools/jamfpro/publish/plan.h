// What `publish` would do to each object, from its definition and from what is on the server. Pure.
//
// Ownership. An object is ours when the mark stands in it (definitions.h). A policy has no room for a mark:
// it is ours when it stands in our category and runs something, and all that it runs bears the mark. Jamf
// Pro's categories have no room either, and belong to all: one of that name is used, and never changed. An advanced search
// is ours when it shows a column of an attribute of ours.
// Anything else of the same name, without regard to case, is refused.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/enum_names.h"
#include "jamfpro/publish/checksums.h"
#include "jamfpro/publish/definitions.h"
#include "jamfpro/publish/fields.h"

namespace enrolkit::jamf {

// An object in a list of the server's.
struct ListedObject {
  std::string id, name;
};

// What the server has under a definition's name.
struct OnServer {
  std::vector<ListedObject> listed;  // of that name, without regard to case
  std::optional<Content> content;    // when exactly one is listed, under exactly that name
  // Of a policy: what it runs and does not bear the mark.
  std::vector<std::string> foreign;
};

struct PlannedObject {
  enum class Act { create, change, same, refused };
  Definition definition;
  Act act = Act::create;
  std::string id;                            // on the server
  Content there;                             // to be changed
  std::vector<FieldDifference> differences;  // of a change
  std::vector<std::string> kept;             // that are the administrator's
  bool upload = false;                       // of a package: its file has to be sent
  std::string why;                           // of a refusal
  std::string note;  // what a person has to know though nothing is to be done; may be empty
};
inline constexpr EnumNames<PlannedObject::Act, 4> kActNames{{"create", "change", "same", "refused"}};
[[nodiscard]] constexpr std::string_view to_text(PlannedObject::Act act) { return kActNames[act]; }

[[nodiscard]] PlannedObject plan_of(const Definition& definition, const OnServer& server,
                                    const ObjectIds& ids, const PackageFile* file);

// Whether the record's file is this one: by every checksum that the server tells and we compute, and by its size.
struct FileCheck {
  enum class State { same, other, unverified };  // unverified: it tells a file, and nothing to compare it by
  State state = State::unverified;
  FieldDifference difference;  // of `other`
};
[[nodiscard]] FileCheck check_file(const Content& record, const PackageFile& file);
inline constexpr std::string_view kFileNotVerified =
    "file not verified: the server tells no checksum that could be compared";

// What is sent: for a new object, and for a change of one that is there. A change keeps what the server has
// besides, and never holds what is the administrator's.
[[nodiscard]] std::string body_to_create(const Definition& definition, const ObjectIds& ids);
[[nodiscard]] std::string body_to_change(const PlannedObject& planned, const ObjectIds& ids);

}  // namespace enrolkit::jamf
