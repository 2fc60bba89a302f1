// Is an object on the server what its definition says? Compared field by field, and only the fields that the
// definition has: a server adds many of its own.
//
// What a server is known to rewrite does not count: line ends and blanks at the end of a text, nulls in place
// of presets, the numbers of Classic documents (names are compared), and what identifies a profile and its
// payloads.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "jamfpro/publish/definitions.h"

namespace enrolkit::jamf {

// "criteria[0].value" to its text.
using Fields = std::map<std::string, std::string>;
[[nodiscard]] Fields fields_of(const Content& content);

struct FieldDifference {
  std::string field, there, wanted;
};

// What belongs to the administrator once the object is there: whether a policy or an attribute is switched
// on, whom a policy or a profile is for, the values of the settings, a group's site, the category's priority.
[[nodiscard]] bool is_yours(const Definition& definition, const std::string& field);

struct Comparison {
  std::vector<FieldDifference> differences;  // to be changed
  std::vector<std::string> kept;             // fields that differ and are the administrator's
};
// `wanted` is the definition's content with the numbers of this server.
[[nodiscard]] Comparison compared(const Definition& definition, const Content& wanted, const Content& there);

// The mark of `publish` stands in it. Nothing for kinds that have no room for one.
[[nodiscard]] bool bears_mark(ObjectKind kind, const Content& there);

}  // namespace enrolkit::jamf
