// The definitions of what Jamf Pro shall hold, from the files that `make dist` writes (dist/out/jamf), as the
// objects that are sent. Pure: names and bytes in, objects or the first fault out.
//
// What is made from here bears a mark, so that it is known again: kMark stands in the notes of a script and
// of a package, and at the end of the description of an extension attribute, a smart group and a
// configuration profile.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "jamfpro/http/json.h"
#include "jamfpro/http/xml.h"
#include "jamfpro/publish/kind.h"

namespace enrolkit::jamf {

inline constexpr std::string_view kMark = "[enrolkit publish]";

struct DefinitionFile {
  std::string path;  // below the folder: "scripts/repair.json"
  std::string bytes;
};

// What only reports comes as advanced computer searches, or as smart groups of the same names.
enum class Reports { as_searches, as_groups };

// The folders that are looked into, and the ending that counts there. The folder `settings` is none of them: the settings
// are given by Jamf Pro's form, and a profile beside it would be a second answer to the same question.
struct DefinitionFolder {
  std::string_view name, ending;
  ObjectKind kind;
};
[[nodiscard]] std::vector<DefinitionFolder> definition_folders(Reports reports);

// What an object is, or shall be: JSON of the Jamf Pro API, or a document of the Classic API.
using Content = std::variant<Json, XmlNode>;

struct Definition {
  ObjectName object;
  std::string file;
  Content content;                // with the mark
  std::string category;           // its name, where the content has a number for it; may be empty
  std::vector<ObjectName> needs;  // what it names: none of them is outside the definitions
};

// The name of a field: letters, digits, "_", "-" and ".", a letter first. Every key and element of a definition is one.
[[nodiscard]] bool is_field_name(std::string_view name);

// Where a Classic document has its name; empty: it has none.
[[nodiscard]] std::string name_in(ObjectKind kind, const XmlNode& document);

// In the order in which they have to be made. Unreadable: the file and what is wrong with it.
[[nodiscard]] std::variant<std::vector<Definition>, Unreadable> definitions_of(
    const std::vector<DefinitionFile>& files, Reports reports = Reports::as_searches);

}  // namespace enrolkit::jamf
