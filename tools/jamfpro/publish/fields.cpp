#include "jamfpro/publish/fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/format/plist.h"

namespace enrolkit::jamf {
namespace {

std::string normal(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c != '\r') out += c;
  }
  const auto last = out.find_last_not_of(" \t\n");
  out.resize(last == std::string::npos ? 0 : last + 1);
  return out;
}

bool is_a_preset(const std::string& text) { return text.empty() || text == "-1" || text == "false"; }

std::string joined(const std::string& path, std::string_view step) {
  return path.empty() ? std::string(step) : fmt::format("{}.{}", path, step);
}

void add_json(const Json& value, const std::string& path, Fields& out) {
  if (value.is_object()) {
    for (const auto& [key, item] : value.items()) add_json(item, joined(path, key), out);
  } else if (value.is_array()) {
    out[joined(path, "number")] = std::to_string(value.size());
    for (std::size_t i = 0; i < value.size(); ++i) add_json(value[i], fmt::format("{}[{}]", path, i), out);
  } else {
    out[path] = value.is_string() ? normal(value.get_ref<const std::string&>())
                                  : (value.is_null() ? "" : value.dump());
  }
}

// Names, numbers and texts of a profile that Jamf Pro replaces by its own.
constexpr std::array<std::string_view, 9> kRewritten{
    "PayloadUUID",        "PayloadIdentifier",  "PayloadOrganization",
    "PayloadDisplayName", "PayloadDescription", "PayloadVersion",
    "PayloadEnabled",     "PayloadScope",       "PayloadRemovalDisallowed"};

void add_plist(const PlistValue& value, const std::string& path, Fields& out) {
  const auto items = value.items();
  for (std::size_t i = 0; i < items.size(); ++i) add_plist(items[i], fmt::format("{}[{}]", path, i), out);
  for (const std::string& key : value.keys()) {
    if (std::find(kRewritten.begin(), kRewritten.end(), key) == kRewritten.end())
      add_plist(value[key], joined(path, key), out);
  }
  if (const auto text = value.string()) out[path] = normal(*text);
  if (const auto flag = value.boolean()) out[path] = *flag ? "true" : "false";
  if (const auto number = value.integer()) out[path] = std::to_string(*number);
}

void add_payloads(const std::string& text, Fields& out) {
  const auto parsed = Plist::parse(text);
  if (const auto* plist = std::get_if<Plist>(&parsed)) {
    add_plist(plist->root()["PayloadContent"], "payloads", out);
  } else {
    out["payloads"] = "(cannot be read)";
  }
}

// The columns of a search, in whatever order the server shows them.
void add_columns(const XmlNode& node, const std::string& path, Fields& out) {
  for (const XmlNode& column : node.children) {
    if (const std::string name = column.text_at({"name"}); !name.empty())
      out[fmt::format("{}[{}]", path, name)] = "shown";
  }
}

void add_xml(const XmlNode& node, const std::string& path, Fields& out) {
  if (node.name == "payloads") return add_payloads(node.text, out);
  if (node.name == "display_fields") return add_columns(node, path, out);
  if (node.children.empty()) {
    if (node.name != "id" && node.name != "size") out[path] = normal(node.text);
    return;
  }
  std::map<std::string, int> seen;
  for (const XmlNode& child : node.children) {
    const int number = seen[child.name]++;
    add_xml(child, joined(path, number == 0 ? child.name : fmt::format("{}[{}]", child.name, number)), out);
  }
}

}  // namespace

Fields fields_of(const Content& content) {
  Fields out;
  if (const auto* json = std::get_if<Json>(&content)) {
    add_json(*json, "", out);
  } else {
    add_xml(std::get<XmlNode>(content), "", out);
  }
  return out;
}

bool is_yours(const Definition& definition, const std::string& field) {
  switch (definition.object.kind) {
    case ObjectKind::category: return field == "priority";
    case ObjectKind::attribute: return field == "enabled";
    case ObjectKind::group: return field == "siteId";
    case ObjectKind::search: return field.starts_with("site");
    case ObjectKind::policy: return field == "general.enabled" || field.starts_with("scope");
    case ObjectKind::profile: return field.starts_with("scope");
    case ObjectKind::script:
    case ObjectKind::package: return false;
  }
  return false;
}

Comparison compared(const Definition& definition, const Content& wanted, const Content& there) {
  Comparison out;
  const Fields server = fields_of(there);
  for (const auto& [field, value] : fields_of(wanted)) {
    const auto found = server.find(field);
    const std::string has = found == server.end() ? "" : found->second;
    if (has == value || (has.empty() && is_a_preset(value))) continue;
    if (is_yours(definition, field)) {
      out.kept.push_back(field);
    } else {
      out.differences.push_back({field, has, value});
    }
  }
  return out;
}

bool bears_mark(ObjectKind kind, const Content& there) {
  const std::string field(facts_of(kind).marker_field);
  if (field.empty()) return false;
  if (const auto* json = std::get_if<Json>(&there)) {
    return text_of(at(*json, {field.c_str()})).value_or("").find(kMark) != std::string::npos;
  }
  return std::get<XmlNode>(there).text_at({"general", field}).find(kMark) != std::string::npos;
}

}  // namespace enrolkit::jamf
