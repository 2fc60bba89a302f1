// The kinds of objects that `publish` keeps in Jamf Pro, in the order in which they depend on each other, and
// what the server calls them. Paths, fields and privileges: OpenAPI of Jamf Pro 11.30.1; the Classic API's
// privileges by their names in the list of roles.
#pragma once

#include <array>
#include <compare>
#include <map>
#include <string>
#include <string_view>

namespace enrolkit::jamf {

enum class ObjectKind { category, script, attribute, group, search, package, profile, policy };

struct KindFacts {
  ObjectKind kind;
  std::string_view noun;
  std::string_view privilege;     // behind "Read ", "Create ", "Update "
  std::string_view path;          // of the newest endpoint
  std::string_view older_path;    // to ask when that is not found; may be empty
  std::string_view name_field;    // in the JSON; a Classic document has it there or in general/
  std::string_view marker_field;  // where the mark of ownership stands; empty: the kind has no room for it
  std::string_view sort;
  std::string_view element;  // of a Classic document; empty: the kind is spoken of in JSON
};

inline constexpr std::array<KindFacts, 8> kKinds{{
    {ObjectKind::category, "category", "Categories", "/api/v1/categories", "", "name", "", "id", ""},
    {ObjectKind::script, "script", "Scripts", "/api/v1/scripts", "", "name", "notes", "name", ""},
    {ObjectKind::attribute, "extension attribute", "Computer Extension Attributes",
     "/api/v1/computer-extension-attributes", "", "name", "description", "name", ""},
    {ObjectKind::group, "smart group", "Smart Computer Groups", "/api/v3/computer-groups/smart-groups",
     "/api/v2/computer-groups/smart-groups", "name", "description", "id", ""},
    {ObjectKind::search, "advanced search", "Advanced Computer Searches",
     "/JSSResource/advancedcomputersearches", "", "name", "", "", "advanced_computer_search"},
    {ObjectKind::package, "package", "Packages", "/api/v1/packages", "", "packageName", "notes", "id", ""},
    {ObjectKind::profile, "configuration profile", "macOS Configuration Profiles",
     "/JSSResource/osxconfigurationprofiles", "", "name", "description", "", "os_x_configuration_profile"},
    {ObjectKind::policy, "policy", "Policies", "/JSSResource/policies", "", "name", "", "", "policy"},
}};

[[nodiscard]] constexpr const KindFacts& facts_of(ObjectKind kind) {
  return kKinds[static_cast<std::size_t>(kind)];
}
[[nodiscard]] constexpr std::string_view to_text(ObjectKind kind) { return facts_of(kind).noun; }
[[nodiscard]] constexpr bool is_classic(ObjectKind kind) { return !facts_of(kind).element.empty(); }

struct ObjectName {
  ObjectKind kind = ObjectKind::category;
  std::string name;
  auto operator<=>(const ObjectName&) const = default;
};
// `category "enrolkit"`: for a person; the name is made harmless.
[[nodiscard]] std::string to_text(const ObjectName& object);

// Names are without case to Jamf Pro: it refuses a second one that differs in nothing else.
[[nodiscard]] bool is_same_name(std::string_view a, std::string_view b);

using ObjectIds = std::map<ObjectName, std::string>;

}  // namespace enrolkit::jamf
