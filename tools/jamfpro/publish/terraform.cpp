#include "jamfpro/publish/terraform.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/format/plist.h"
#include "jamfpro/publish/hcl.h"

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

std::string_view type_of(ObjectKind kind) {
  switch (kind) {
    case ObjectKind::category: return "jamfpro_category";
    case ObjectKind::script: return "jamfpro_script";
    case ObjectKind::attribute: return "jamfpro_computer_extension_attribute";
    case ObjectKind::group: return "jamfpro_smart_computer_group_v2";
    case ObjectKind::search: return "jamfpro_advanced_computer_search";
    case ObjectKind::package: return "jamfpro_package";
    case ObjectKind::profile: return "jamfpro_macos_configuration_profile_plist";
    case ObjectKind::policy: return "jamfpro_policy";
  }
  return "";
}

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// Keys come from files, and definitions_of() refuses those that are not names; here it is asked once more, because any
// other text could end its block and begin one of its own.
bool is_argument_name(std::string_view name) {
  return is_field_name(name) && std::none_of(name.begin(), name.end(), [](char c) { return c == '.'; });
}

std::string unmarked(std::string text) {
  const auto mark = text.find(kMark);
  if (mark == std::string::npos) return text;
  text.erase(mark, kMark.size());
  while (text.ends_with(' ')) text.pop_back();
  return text;
}

class Writer {
 public:
  explicit Writer(const std::vector<Definition>& definitions) {
    std::set<std::string> taken;
    for (const Definition& one : definitions) {
      std::string label = label_of(one.object.name);
      for (int number = 2; !taken.insert(fmt::format("{}.{}", type_of(one.object.kind), label)).second;
           ++number)
        label = fmt::format("{}_{}", label_of(one.object.name), number);
      labels_[one.object] = label;
    }
  }

  void resource(const Definition& definition) {
    out += "\n";
    open(fmt::format("resource \"{}\" \"{}\"", type_of(definition.object.kind),
                     labels_.at(definition.object)));
  }
  void open(const std::string& head) {
    flush();
    out += std::string(depth_++ * 2, ' ') + head + " {\n";
  }
  void close() {
    flush();
    out += std::string(--depth_ * 2, ' ') + "}\n";
  }
  void plain(std::string_view name, std::string_view value) {
    if (!is_argument_name(name)) return;
    arguments_.emplace_back(name, value);
  }
  void text(std::string_view name, const std::string& value) { plain(name, hcl_string(unmarked(value))); }

  // "jamfpro_script.enrolkit_repair.id"
  [[nodiscard]] std::string reference(ObjectKind kind, const std::string& name,
                                      const char* what = "id") const {
    return fmt::format("{}.{}.{}", type_of(kind), labels_.at({kind, name}), what);
  }
  [[nodiscard]] bool defines(const ObjectName& object) const { return labels_.contains(object); }

  std::string out;

 private:
  static std::string label_of(const std::string& name) {
    std::string label;
    for (const char c : name) {
      if (is_letter_or_digit(c)) label += c;
      if (!is_letter_or_digit(c) && !label.ends_with('_')) label += '_';
    }
    while (label.ends_with('_')) label.pop_back();
    return label.empty() || !is_letter_or_digit(label.front()) ||
                   (label.front() >= '0' && label.front() <= '9')
               ? "enrolkit_" + label
               : label;
  }

  // Arguments one below the other have their signs in one column, as `terraform fmt` writes them.
  void flush() {
    std::size_t width = 0;
    for (const auto& [name, value] : arguments_) width = std::max(width, name.size());
    for (const auto& [name, value] : arguments_)
      out += fmt::format("{}{:<{}} = {}\n", std::string(depth_ * 2, ' '), name, width, value);
    arguments_.clear();
  }

  std::map<ObjectName, std::string> labels_;
  std::vector<std::pair<std::string, std::string>> arguments_;  // of the block that is open, not written yet
  std::size_t depth_ = 0;
};

// "scriptContents" is "script_contents" to Terraform; so are all fields of the API that are taken over.
std::string snake(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (c >= 'A' && c <= 'Z') {
      out += '_';
      out += static_cast<char>(c - 'A' + 'a');
    } else {
      out += c;
    }
  }
  return out;
}

void value(Writer& w, const std::string& name, const Json& json) {
  if (json.is_string()) {
    w.text(name, json.get<std::string>());
  } else if (json.is_boolean() || json.is_number_integer()) {
    w.plain(name, json.dump());
  }
}

bool is_number(const std::string& text) {
  return !text.empty() && text.size() < 6 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}
void attribute_name(Writer& w, std::string_view argument, const std::string& name) {
  if (w.defines({ObjectKind::attribute, name})) {
    w.plain(argument, w.reference(ObjectKind::attribute, name, "name"));
  } else {
    w.text(argument, name);
  }
}

void from_json(Writer& w, const Definition& one) {
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
void leaves(Writer& w, const XmlNode& section) {
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
void items(Writer& w, const XmlNode* list, ObjectKind kind, const char* block) {
  for (const XmlNode& item : list == nullptr ? std::vector<XmlNode>() : list->children) {
    if (item.children.empty()) continue;
    w.open(block);
    w.plain("id", w.reference(kind, item.text_at({"name"})));
    leaves(w, item);
    w.close();
  }
}

void scope(Writer& w, const XmlNode* section) {
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

void from_search(Writer& w, const Definition& one) {
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

void from_document(Writer& w, const Definition& one) {
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
  Writer w(definitions);
  w.out = kHead;
  for (const Definition& one : definitions) {
    if (one.object.kind == ObjectKind::package) {
      w.out += "\n";
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
  return w.out;
}

}  // namespace enrolkit::jamf
