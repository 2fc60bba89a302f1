// What a definition names: by name in the files, by number on a server.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "jamfpro/publish/definitions.h"

namespace enrolkit::jamf {

// The category of what is ours in the console; any other is for people, in Self Service.
inline constexpr std::string_view kOwnCategoryFile = "category/enrolkit.json";

// Scripts, packages and profiles go into our own category; the files leave it open, because its number is the server's.
// Without that file they stay outside.
void put_in_category(std::vector<Definition>& definitions);

// Objects that it names. An extension attribute in a group or a search counts when it is one of `defined`: the rest are
// fields of Jamf Pro's own.
[[nodiscard]] std::vector<ObjectName> references_in(const Definition& definition,
                                                    const std::set<ObjectName>& defined);

// What a policy runs: its scripts and packages, with their numbers where the document has them.
struct PolicyPart {
  ObjectName object;
  std::string id;
};
[[nodiscard]] std::vector<PolicyPart> parts_of_policy(const XmlNode& policy);

// The content with the numbers of what it names put in. What has none yet is left as it is.
[[nodiscard]] Content with_ids(const Definition& definition, const ObjectIds& ids);

}  // namespace enrolkit::jamf
