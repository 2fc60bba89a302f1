#include "jamfpro/publish/terraform.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "core/base/ascii.h"
#include "core/format/plist.h"
#include "jamfpro/publish/hcl.h"
#include "jamfpro/publish/terraform_writer.h"

namespace enrolkit::jamf {
namespace {

constexpr std::string_view kHead =
    R"(# Written by `enrolkit server publish --export terraform`; write it again rather than change it.
terraform {
  required_providers {
    jamfpro = {
      source  = "deploymenttheory/jamfpro"
      version = ">= 0.28.0"
    }
  }
}
)";

// "scriptContents" is "script_contents" to Terraform; so are all fields of the API that are taken over.
std::string snake(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (is_upper(c)) {
      out += '_';
      out += to_lower(c);
    } else {
      out += c;
    }
  }
  return out;
}

void value(TerraformWriter& w, const std::string& name, const Json& json) {
  if (json.is_string()) {
    w.text(name, json.get<std::string>());
  } else if (json.is_boolean() || json.is_number_integer()) {
    w.plain(name, json.dump());
  }
}

bool is_number(const std::string& text) {
  return !text.empty() && text.size() < 6 && std::all_of(text.begin(), text.end(), is_digit);
}
void attribute_name(TerraformWriter& w, std::string_view argument, const std::string& name) {
  if (w.defines({ObjectKind::attribute, name})) {
    w.plain(argument, w.reference(ObjectKind::attribute, name, "name"));
  } else {
    w.text(argument, name);
  }
}

void from_json(TerraformWriter& w, const Definition& one) {
  for (const auto& [key, item] : std::get<Json>(one.content).items()) {
    // The provider takes the package's name from its file, and the category by reference.
    if (key == "fileName" || key == "categoryId" || key == "siteId" || item.is_array()) continue;
    value(w, snake(key), item);
  }
  if (one.object.kind == ObjectKind::package) {
    w.plain("package_file_source", "var.enrolkit_package");
    w.plain("fill_existing_users", "false");
  }
  if (!one.category.empty()) w.plain("category_id", w.reference(ObjectKind::category, one.category));
  for (const Json& criterion : at(std::get<Json>(one.content), {"criteria"})) {
    w.open("criteria");
    attribute_name(w, "name", text_of(at(criterion, {"name"})).value_or(""));
    for (const char* key : {"priority", "andOr", "searchType", "value", "openingParen", "closingParen"})
      value(w, snake(key), at(criterion, {key}));
    w.close();
  }
}

bool is_flag(const std::string& text) { return text == "true" || text == "false"; }

bool says_something(const XmlNode& section) {
  return std::any_of(section.children.begin(), section.children.end(),
                     [](const XmlNode& leaf) { return !leaf.text.empty() && leaf.text != "false"; });
}

// While it checks payloads, the provider wants the profile's identifier to be its UUID, as Jamf Pro makes it.
std::string with_its_uuid_as_identifier(const std::string& payloads) {
  const auto parsed = Plist::parse(payloads);
  const auto* plist = std::get_if<Plist>(&parsed);
  if (plist == nullptr) return payloads;
  const auto uuid = plist->root()["PayloadUUID"].string(),
             identifier = plist->root()["PayloadIdentifier"].string();
  if (!uuid || !identifier) return payloads;
  std::string out = payloads;
  const std::string whole = "<string>" + *identifier + "</string>";
  if (const auto place = out.find(whole); place != std::string::npos)
    out.replace(place, whole.size(), "<string>" + *uuid + "</string>");
  return out;
}

// The simple elements of one section, but for the name of the object.
void leaves(TerraformWriter& w, const XmlNode& section) {
  for (const XmlNode& leaf : section.children) {
    if (!leaf.children.empty() || leaf.name == "size" || leaf.name == "name" ||
        leaf.name == "computer_groups")
      continue;
    if (is_flag(leaf.text)) {
      w.plain(leaf.name, leaf.text);
    } else if (leaf.name == "payloads") {
      w.text(leaf.name, with_its_uuid_as_identifier(leaf.text));
    } else {
      w.text(leaf.name, leaf.text);
    }
  }
}

// The objects that a list names, each as a block.
void items(TerraformWriter& w, const XmlNode* list, ObjectKind kind, const char* block) {
  for (const XmlNode& item : list == nullptr ? std::vector<XmlNode>() : list->children) {
    if (item.children.empty()) continue;
    w.open(block);
    w.plain("id", w.reference(kind, item.text_at({"name"})));
    leaves(w, item);
    w.close();
  }
}

void scope(TerraformWriter& w, const XmlNode* section) {
  if (section == nullptr) return;
  w.open("scope");
  leaves(w, *section);
  std::vector<std::string> groups;
  if (const XmlNode* list = section->child("computer_groups")) {
    for (const XmlNode& group : list->children)
      groups.push_back(w.reference(ObjectKind::group, group.text_at({"name"})));
  }
  if (!groups.empty()) w.plain("computer_group_ids", fmt::format("[{}]", fmt::join(groups, ", ")));
  w.close();
}

void from_search(TerraformWriter& w, const Definition& one) {
  const auto& root = std::get<XmlNode>(one.content);
  w.text("name", one.object.name);
  w.text("view_as", root.text_at({"view_as"}));
  std::vector<std::string> columns;
  if (const XmlNode* list = root.child("display_fields")) {
    for (const XmlNode& column : list->children) {
      const std::string name = column.text_at({"name"});
      columns.push_back(w.defines({ObjectKind::attribute, name})
                            ? w.reference(ObjectKind::attribute, name, "name")
                            : hcl_string(name));
    }
  }
  w.plain("display_fields", fmt::format("[{}]", fmt::join(columns, ", ")));
  const XmlNode* criteria = root.child("criteria");
  for (const XmlNode& criterion : criteria == nullptr ? std::vector<XmlNode>() : criteria->children) {
    if (criterion.name != "criterion") continue;
    w.open("criteria");
    attribute_name(w, "name", criterion.text_at({"name"}));
    if (const std::string priority = criterion.text_at({"priority"}); is_number(priority))
      w.plain("priority", priority);
    for (const char* key : {"and_or", "search_type", "value"}) w.text(key, criterion.text_at({key}));
    for (const char* key : {"opening_paren", "closing_paren"})
      w.plain(key, criterion.text_at({key}) == "true" ? "true" : "false");
    w.close();
  }
}

void from_document(TerraformWriter& w, const Definition& one) {
  const auto& root = std::get<XmlNode>(one.content);
  w.text("name", one.object.name);
  if (const XmlNode* general = root.child("general")) leaves(w, *general);
  if (const std::string category = root.text_at({"general", "category", "name"}); !category.empty())
    w.plain("category_id", w.reference(ObjectKind::category, category));
  if (one.object.kind == ObjectKind::profile) {
    w.text("redeploy_on_update", "Newly Assigned");
    w.plain("payload_validate", "true");
  }
  scope(w, root.child("scope"));
  if (one.object.kind != ObjectKind::policy) return;
  if (const XmlNode* section = root.child("self_service")) {
    w.open("self_service");
    leaves(w, *section);
    items(w, section->child("self_service_categories"), ObjectKind::category, "self_service_category");
    w.close();
  }
  w.open("payloads");
  if (const XmlNode* packages = root.at({"package_configuration", "packages"})) {
    w.open("packages");
    w.text("distribution_point", "default");
    items(w, packages, ObjectKind::package, "package");
    w.close();
  }
  items(w, root.child("scripts"), ObjectKind::script, "scripts");
  // The provider forgets a block that holds presets only, and finds it missing at its next run.
  if (const XmlNode* maintenance = root.child("maintenance");
      maintenance != nullptr && says_something(*maintenance)) {
    w.open("maintenance");
    leaves(w, *maintenance);
    w.close();
  }
  w.close();
}

}  // namespace

std::string terraform_of(const std::vector<Definition>& definitions) {
  TerraformWriter w(definitions);
  w.line(kHead);
  for (const Definition& one : definitions) {
    if (one.object.kind == ObjectKind::package) {
      w.line("\n");
      w.open("variable \"enrolkit_package\"");
      w.plain("type", "string");
      w.text("description", "path of the package's file");
      w.text("default", text_of(at(std::get<Json>(one.content), {"fileName"})).value_or(one.object.name));
      w.close();
    }
    w.resource(one);
    if (std::holds_alternative<Json>(one.content)) {
      from_json(w, one);
    } else if (one.object.kind == ObjectKind::search) {
      from_search(w, one);
    } else {
      from_document(w, one);
    }
    w.close();
  }
  return std::move(w).take();
}

}  // namespace enrolkit::jamf
