#include "jamfpro/publish/references.h"

#include <algorithm>
#include <functional>
#include <optional>

namespace enrolkit::jamf {
namespace {

// Elements of the Classic API that name another object.
std::optional<ObjectKind> kind_named_by(std::string_view element) {
  if (element == "category") return ObjectKind::category;
  if (element == "script") return ObjectKind::script;
  if (element == "computer_group") return ObjectKind::group;
  if (element == "package") return ObjectKind::package;
  if (element == "criterion" || element == "display_field") return ObjectKind::attribute;
  return std::nullopt;
}

// A column or a criterion may name a field of Jamf Pro's own, too.
bool may_be_the_servers(const ObjectName& named) { return named.kind == ObjectKind::attribute; }

std::optional<ObjectName> named_by(const XmlNode& node) {
  const auto kind = kind_named_by(node.name);
  const std::string name = node.text_at({"name"});
  if (!kind || name.empty()) return std::nullopt;
  return ObjectName{*kind, name};
}

void each_node(const XmlNode& node, const std::function<void(const XmlNode&)>& visit) {
  visit(node);
  for (const XmlNode& child : node.children) each_node(child, visit);
}

void put_ids(XmlNode& node, const ObjectIds& ids) {
  if (const auto named = named_by(node); named && !may_be_the_servers(*named)) {
    const auto id = ids.find(*named);
    if (id != ids.end() && node.child("id") == nullptr)
      node.children.insert(node.children.begin(), XmlNode{"id", id->second, {}});
  }
  for (XmlNode& child : node.children) put_ids(child, ids);
}

}  // namespace

void put_in_category(std::vector<Definition>& definitions) {
  const auto ours = std::find_if(definitions.begin(), definitions.end(), [](const Definition& one) {
    return one.object.kind == ObjectKind::category && one.file == kOwnCategoryFile;
  });
  if (ours == definitions.end()) return;
  const std::string name = ours->object.name;
  for (Definition& definition : definitions) {
    const ObjectKind kind = definition.object.kind;
    if (kind == ObjectKind::script || kind == ObjectKind::package) {
      definition.category = name;
    } else if (kind == ObjectKind::profile) {
      XmlNode* general = std::get<XmlNode>(definition.content).child("general");
      general->children.insert(general->children.begin() + 2,  // behind name and description
                               XmlNode{"category", "", {XmlNode{"name", name, {}}}});
    }
  }
}

std::vector<ObjectName> references_in(const Definition& definition, const std::set<ObjectName>& defined) {
  std::set<ObjectName> out;
  if (const auto* body = std::get_if<Json>(&definition.content)) {
    if (!definition.category.empty()) out.insert({ObjectKind::category, definition.category});
    for (const Json& criterion : at(*body, {"criteria"})) {
      const ObjectName attribute{ObjectKind::attribute, text_of(at(criterion, {"name"})).value_or("")};
      if (defined.contains(attribute)) out.insert(attribute);
    }
  } else {
    each_node(std::get<XmlNode>(definition.content), [&](const XmlNode& node) {
      const auto named = named_by(node);
      if (named && (defined.contains(*named) || !may_be_the_servers(*named))) out.insert(*named);
    });
  }
  return {out.begin(), out.end()};
}

std::vector<PolicyPart> parts_of_policy(const XmlNode& policy) {
  std::vector<PolicyPart> out;
  each_node(policy, [&](const XmlNode& node) {
    const auto named = named_by(node);
    if (named && (named->kind == ObjectKind::script || named->kind == ObjectKind::package))
      out.push_back({*named, node.text_at({"id"})});
  });
  return out;
}

Content with_ids(const Definition& definition, const ObjectIds& ids) {
  Content out = definition.content;
  if (auto* body = std::get_if<Json>(&out)) {
    if (definition.category.empty()) return out;
    const auto id = ids.find({ObjectKind::category, definition.category});
    (*body)["categoryId"] = id == ids.end() ? "(that of " + definition.category + ")" : id->second;
  } else {
    put_ids(std::get<XmlNode>(out), ids);
  }
  return out;
}

}  // namespace enrolkit::jamf
