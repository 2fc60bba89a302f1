#include "jamfpro/publish/definitions.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/base/ascii.h"
#include "core/base/result.h"
#include "core/base/text.h"
#include "core/format/plist.h"
#include "jamfpro/publish/references.h"

namespace enrolkit::jamf {
namespace {

constexpr std::size_t kMaxTextBytes = 255;  // of a name and of a description, in the smallest of their fields

using Made = enrolkit::Result<Definition>;

std::string with_mark(std::string_view text) {
  const std::string_view cut = cut_utf8(text, kMaxTextBytes - kMark.size() - 1);
  return std::string(cut) + (cut.empty() ? "" : " ") + std::string(kMark);
}

// A name in the content that is not a field's; nothing when all are.
std::optional<std::string> bad_field(const Json& value) {
  if (value.is_object()) {
    for (const auto& [key, item] : value.items()) {
      if (!is_field_name(key)) return key;
    }
  }
  if (!value.is_structured()) return std::nullopt;
  for (const Json& item : value) {
    if (auto bad = bad_field(item)) return bad;
  }
  return std::nullopt;
}

std::optional<std::string> bad_field(const XmlNode& node) {
  if (!is_field_name(node.name)) return node.name;
  for (const XmlNode& child : node.children) {
    if (auto bad = bad_field(child)) return bad;
  }
  return std::nullopt;
}

Made from_json(ObjectKind kind, const std::string& bytes) {
  Json body = parse_json(bytes).value_or(Json());
  if (!body.is_object()) return Error{"no JSON object"};
  const KindFacts& facts = facts_of(kind);
  const Json& name = at(body, {facts.name_field.data()});
  if (!name.is_string()) return Error{fmt::format("no \"{}\"", facts.name_field)};
  if (!facts.marker_field.empty()) {
    const std::string field(facts.marker_field);
    body[field] = with_mark(text_of(at(body, {field.c_str()})).value_or(""));
  }
  return Definition{{kind, name.get<std::string>()}, "", std::move(body), "", {}};
}

XmlNode leaf(std::string name, std::string text) { return {std::move(name), std::move(text), {}}; }

Made from_profile(const std::string& bytes) {
  const auto parsed = Plist::parse(bytes);
  if (const auto* fault = std::get_if<Unreadable>(&parsed)) return Error{fault->why};
  const PlistValue root = std::get<Plist>(parsed).root();
  const auto name = root["PayloadDisplayName"].string(), uuid = root["PayloadUUID"].string();
  if (!name || !uuid || root["PayloadContent"].kind() != PlistKind::array)
    return Error{"no configuration profile"};
  XmlNode general{
      "general",
      "",
      {leaf("name", *name), leaf("description", with_mark(root["PayloadDescription"].string().value_or(""))),
       leaf("distribution_method", "Install Automatically"), leaf("user_removable", "false"),
       leaf("level", "System"), leaf("payloads", bytes)}};
  // For nobody, until somebody says for whom.
  XmlNode scope{"scope", "", {leaf("all_computers", "false")}};
  XmlNode document{std::string(facts_of(ObjectKind::profile).element), "", {general, scope}};
  return Definition{{ObjectKind::profile, *name}, "", std::move(document), "", {}};
}

// A policy or a search: the document as it is sent.
Made from_document(ObjectKind kind, const std::string& bytes) {
  auto parsed = parse_xml(bytes);
  if (const auto* fault = std::get_if<Unreadable>(&parsed)) return Error{fault->why};
  auto& root = std::get<XmlNode>(parsed);
  if (root.name != facts_of(kind).element) return Error{fmt::format("no <{}>", facts_of(kind).element)};
  return Definition{{kind, name_in(kind, root)}, "", std::move(root), "", {}};
}

Made made(ObjectKind kind, const std::string& bytes) {
  if (kind == ObjectKind::profile) return from_profile(bytes);
  return is_classic(kind) ? from_document(kind, bytes) : from_json(kind, bytes);
}

bool is_fit_for_a_name(const std::string& name) {
  return !name.empty() && name.size() <= kMaxTextBytes && printable(name) == name &&
         name.find('/') == std::string::npos;  // Classic takes a name apart there
}

std::optional<ObjectKind> kind_of(const std::string& path, const std::vector<DefinitionFolder>& folders) {
  for (const DefinitionFolder& folder : folders) {
    if (path.starts_with(std::string(folder.name) + "/") && path.ends_with(folder.ending)) return folder.kind;
  }
  return std::nullopt;
}

}  // namespace

bool is_field_name(std::string_view name) {
  constexpr std::size_t kMaxNameBytes = 100;
  return !name.empty() && name.size() <= kMaxNameBytes && is_letter(name.front()) &&
         std::all_of(name.begin(), name.end(),
                     [&](char c) { return is_letter_or_digit(c) || c == '_' || c == '-' || c == '.'; });
}

std::string to_text(const ObjectName& object) {
  return fmt::format("{} \"{}\"", to_text(object.kind), printable(object.name));
}

bool is_same_name(std::string_view a, std::string_view b) { return equal_ignoring_case(a, b); }

std::string name_in(ObjectKind kind, const XmlNode& document) {
  return kind == ObjectKind::search ? document.text_at({"name"}) : document.text_at({"general", "name"});
}

std::vector<DefinitionFolder> definition_folders(Reports reports) {
  std::vector<DefinitionFolder> folders{{"category", ".json", ObjectKind::category},
                                        {"scripts", ".json", ObjectKind::script},
                                        {"extension-attributes", ".json", ObjectKind::attribute},
                                        {"smart-groups", ".json", ObjectKind::group},
                                        {"package", ".json", ObjectKind::package},
                                        {"watchdog", ".mobileconfig", ObjectKind::profile},
                                        {"policies", ".xml", ObjectKind::policy}};
  folders.push_back(reports == Reports::as_groups
                        ? DefinitionFolder{"report-groups", ".json", ObjectKind::group}
                        : DefinitionFolder{"searches", ".xml", ObjectKind::search});
  return folders;
}

std::variant<std::vector<Definition>, Unreadable> definitions_of(const std::vector<DefinitionFile>& files,
                                                                 Reports reports) {
  const std::vector<DefinitionFolder> folders = definition_folders(reports);
  std::vector<Definition> out;
  std::set<ObjectName> names;
  for (const DefinitionFile& file : files) {
    const auto wrong = [&](const std::string& what) {
      return Unreadable{printable(file.path) + ": " + what};
    };
    const auto kind = kind_of(file.path, folders);
    if (!kind) continue;
    Made one = made(*kind, file.bytes);
    if (!one.ok()) return wrong(one.error().why);
    Definition& definition = one.value();
    if (const auto bad =
            std::visit([](const auto& content) { return bad_field(content); }, definition.content))
      return wrong("\"" + printable(cut_utf8(*bad, 40)) + "\" is not the name of a field");
    definition.file = file.path;
    if (!is_fit_for_a_name(definition.object.name)) return wrong("no name, or none that can be used");
    if (!names.insert(definition.object).second)
      return wrong(to_text(definition.object) + " is defined twice");
    out.push_back(std::move(definition));
  }
  std::sort(out.begin(), out.end(),
            [](const Definition& a, const Definition& b) { return a.object < b.object; });
  put_in_category(out);
  for (Definition& definition : out) {
    definition.needs = references_in(definition, names);
    for (const ObjectName& needed : definition.needs) {
      if (!names.contains(needed))
        return Unreadable{printable(definition.file) + " names the " + to_text(needed) +
                          ", which no file here defines"};
    }
  }
  return out;
}

}  // namespace enrolkit::jamf
