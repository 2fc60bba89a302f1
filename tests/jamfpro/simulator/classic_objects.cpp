// Groups, categories and packages by the simulated server's Classic API: the same that the Pro API has.
#include <algorithm>

#include "jamfpro/simulator/call.h"
#include "jamfpro/simulator/classic_form.h"
#include "jamfpro/simulator/object_forms.h"

namespace enrolkit::test {

using jamf::Json;
using jamf::ObjectKind;
using jamf::XmlNode;

namespace {

std::string text_in(const Json& json, const char* key) { return value_at(json, key).value_or(""); }

// The number behind "/id/", or of the one that has the name behind "/name/".
SimObject* object_at(SimObjects& objects, ObjectKind kind, const std::string& rest) {
  const std::string id = "/id/", name = "/name/";
  if (rest.starts_with(id)) return objects.numbered(kind, rest.substr(id.size()));
  return rest.starts_with(name) ? objects.named(kind, rest.substr(name.size())) : nullptr;
}

XmlNode listed(const SimObjects& objects, ObjectKind kind, const char* list, const char* element,
               const std::vector<XmlNode>& more = {}) {
  std::vector<XmlNode> items;
  const auto found = objects.of.find(kind);
  if (found == objects.of.end()) return classic_list(list, {});
  for (const SimObject& one : found->second) {
    items.push_back({element, "", {leaf("id", one.id), leaf("name", one.name)}});
    items.back().children.insert(items.back().children.end(), more.begin(), more.end());
  }
  return classic_list(list, std::move(items));
}

XmlNode criteria_of(const Json& group) {
  std::vector<XmlNode> items;
  for (const Json& one : jamf::at(group, {"criteria"})) {
    items.push_back(
        {"criterion",
         "",
         {leaf("name", text_in(one, "name")), leaf("priority", text_in(one, "priority")),
          leaf("and_or", text_in(one, "andOr")), leaf("search_type", text_in(one, "searchType")),
          leaf("value", text_in(one, "value")), leaf("opening_paren", text_in(one, "openingParen")),
          leaf("closing_paren", text_in(one, "closingParen"))}});
  }
  return classic_list("criteria", std::move(items));
}

}  // namespace

std::optional<XmlNode> FakeJamf::classic_groups(const std::string& rest) {
  if (rest.empty())
    return listed(objects, ObjectKind::group, "computer_groups", "computer_group",
                  {leaf("is_smart", "true")});
  const SimObject* group = object_at(objects, ObjectKind::group, rest);
  if (group == nullptr) return std::nullopt;
  std::vector<XmlNode> members;
  for (const SimMac& mac : world.macs) {
    if (std::find(mac.groups.begin(), mac.groups.end(), group->name) == mac.groups.end()) continue;
    members.push_back(
        {"computer", "", {leaf("id", mac.id), leaf("name", mac.name), leaf("serial_number", mac.serial)}});
  }
  return XmlNode{"computer_group",
                 "",
                 {leaf("id", group->id),
                  leaf("name", group->name),
                  leaf("is_smart", "true"),
                  {"site", "", {leaf("id", "-1"), leaf("name", "None")}},
                  criteria_of(group->json),
                  classic_list("computers", std::move(members))}};
}

std::optional<XmlNode> FakeJamf::classic_categories(const std::string& rest) {
  if (rest.empty()) return listed(objects, ObjectKind::category, "categories", "category");
  const SimObject* category = object_at(objects, ObjectKind::category, rest);
  if (category == nullptr) return std::nullopt;
  return XmlNode{"category",
                 "",
                 {leaf("id", category->id), leaf("name", category->name),
                  leaf("priority", value_at(category->json, "priority").value_or("9"))}};
}

std::optional<XmlNode> FakeJamf::classic_packages(const std::string& rest, std::int64_t now) {
  if (rest.empty()) return listed(objects, ObjectKind::package, "packages", "package");
  SimObject* package = object_at(objects, ObjectKind::package, rest);
  if (package == nullptr) return std::nullopt;
  objects.show_file(*package, now);
  const Json& json = package->json;
  const SimObject* category = objects.numbered(ObjectKind::category, text_in(json, "categoryId"));
  return XmlNode{
      "package",
      "",
      {leaf("id", package->id), leaf("name", package->name),
       leaf("category", category == nullptr ? "No category assigned" : category->name),
       leaf("filename", text_in(json, "fileName")), leaf("info", text_in(json, "info")),
       leaf("notes", text_in(json, "notes")), leaf("priority", text_in(json, "priority")),
       leaf("reboot_required", text_in(json, "rebootRequired")),
       leaf("os_requirements", text_in(json, "osRequirements")), leaf("hash_type", text_in(json, "hashType")),
       leaf("hash_value", text_in(json, "hashValue"))}};
}

}  // namespace enrolkit::test
