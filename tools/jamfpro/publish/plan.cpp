#include "jamfpro/publish/plan.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "core/base/ascii.h"
#include "core/base/take_until.h"
#include "core/base/text.h"
#include "core/format/plist.h"
#include "jamfpro/publish/references.h"

namespace enrolkit::jamf {
namespace {

using Act = PlannedObject::Act;

// Derived by the server, or said by another field.
constexpr std::array<const char*, 6> kNotSent{"id",   "categoryName",   "indexed", "cloudTransferStatus",
                                              "size", "membershipCount"};

// What the server tells of a package's file.
constexpr std::array<const char*, 5> kSums{"md5", "sha256", "sha3512", "hashType", "hashValue"};

bool is_a_list(const XmlNode& node) {
  return node.name == "scripts" || node.name == "packages" || node.name == "self_service_categories";
}

const XmlNode* of_name(const XmlNode& list, const XmlNode& item) {
  const auto found = std::find_if(list.children.begin(), list.children.end(), [&](const XmlNode& one) {
    return one.name == item.name && one.text_at({"name"}) == item.text_at({"name"});
  });
  return found == list.children.end() ? nullptr : &*found;
}

// The server's element with the wanted values put in. Its other elements and their order stay, since Classic
// ignores what comes out of order; of a list only the wanted items, each with what the server has besides,
// such as a script's parameters.
XmlNode merged(const XmlNode& there, const XmlNode& wanted) {
  if (there.children.empty() || wanted.children.empty()) return wanted;
  XmlNode out = there;
  if (is_a_list(wanted)) {
    out.children.clear();
    for (const XmlNode& item : wanted.children) {
      const XmlNode* same = of_name(there, item);
      out.children.push_back(same != nullptr && !item.children.empty() ? merged(*same, item) : item);
    }
    return out;
  }
  for (const XmlNode& child : wanted.children) {
    XmlNode* same = out.child(child.name);
    if (same != nullptr) {
      *same = merged(*same, child);
    } else {
      out.children.push_back(child);
    }
  }
  return out;
}

// Puts the value at "general.enabled" into the document.
void set_text(XmlNode& root, std::string_view path, const std::string& text) {
  XmlNode* here = &root;
  while (here != nullptr && !path.empty()) here = here->child(take_until(path, '.'));
  if (here != nullptr && here->children.empty()) here->text = text;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  if (const auto place = text.find(from); !from.empty() && place != std::string::npos)
    text.replace(place, from.size(), to);
  return text;
}

std::string key_of_profile(const std::string& payloads, const char* key) {
  const auto parsed = Plist::parse(payloads);
  const auto* plist = std::get_if<Plist>(&parsed);
  return plist == nullptr ? "" : plist->root()[key].string().value_or("");
}

// A profile keeps the identity that the server gave it: with another, Macs would take it for another profile.
std::string with_identity_of(std::string wanted, const std::string& there) {
  for (const char* key : {"PayloadUUID", "PayloadIdentifier"}) {
    const std::string ours = key_of_profile(wanted, key), theirs = key_of_profile(there, key);
    if (!theirs.empty())
      wanted = replaced(wanted, "<string>" + ours + "</string>", "<string>" + theirs + "</string>");
  }
  return wanted;
}

XmlNode document_to_change(const PlannedObject& planned, const XmlNode& wanted) {
  const auto& there = std::get<XmlNode>(planned.there);
  if (planned.definition.object.kind ==
      ObjectKind::search) {  // its lists are replaced whole; its site is not ours
    XmlNode out = wanted;
    if (const XmlNode* site = there.child("site"); site != nullptr && out.child("site") != nullptr)
      *out.child("site") = *site;
    return out;
  }
  XmlNode out{wanted.name, "", {}};
  for (const XmlNode& section : wanted.children) {
    if (section.name == "scope") continue;  // it is replaced as a whole, and it is not ours
    const XmlNode* same = there.child(section.name);
    out.children.push_back(same == nullptr ? section : merged(*same, section));
  }
  if (planned.definition.object.kind == ObjectKind::policy) {
    set_text(out, "general.enabled", there.text_at({"general", "enabled"}));
  } else if (XmlNode* general = out.child("general"); general != nullptr) {
    const std::string has = there.text_at({"general", "payloads"});
    XmlNode* payloads = general->child("payloads");
    if (payloads != nullptr) payloads->text = with_identity_of(payloads->text, has);
  }
  return out;
}

Json object_to_change(const PlannedObject& planned, const Json& wanted) {
  Json out = std::get<Json>(planned.there);
  for (const char* field : kNotSent) out.erase(field);
  if (planned.upload) {  // those of the file that is replaced
    for (const char* field : kSums) out.erase(field);
  }
  for (const auto& [field, value] : wanted.items()) {
    const bool known = out.contains(field) && !out[field].is_null();
    if (!known || !is_yours(planned.definition, field)) out[field] = value;
  }
  return out;
}

std::string sent(const Content& content) {
  if (const auto* json = std::get_if<Json>(&content))
    return json->dump(-1, ' ', false, Json::error_handler_t::replace);
  return xml_text(std::get<XmlNode>(content));
}

// The sums that the record tells and we compute, each with ours. SHA3-512 is Jamf Cloud's, MD5 that of older servers.
std::vector<std::pair<std::string, std::string>> sums_of(const Json& record, const PackageFile& file) {
  const auto has = [&](const char* field) { return lower_case(text_of(at(record, {field})).value_or("")); };
  std::vector<std::pair<std::string, std::string>> sums;
  const auto add = [&](const std::string& there, const std::string& ours) {
    if (!there.empty()) sums.emplace_back(there, ours);
  };
  add(has("sha3512"), file.sha3_512);
  add(has("sha256"), file.sha256);
  const std::string type = has("hashType");
  if (type.find("sha3") != std::string::npos && type.find("512") != std::string::npos)
    add(has("hashValue"), file.sha3_512);
  if (type == "sha_256" || type == "sha256") add(has("hashValue"), file.sha256);
  if (type == "md5") add(has("hashValue"), file.md5);
  // An MD5 alone is what older servers tell; beside a better sum it says nothing more.
  if (sums.empty()) add(has("md5"), file.md5);
  return sums;
}

// A search has no room for a mark: ours shows a column of an attribute of ours.
std::string why_search_is_not_ours(const Definition& definition, const XmlNode& there) {
  const Fields fields = fields_of(Content(there));
  const bool shown = std::any_of(
      definition.needs.begin(), definition.needs.end(),
      [&](const ObjectName& one) { return fields.contains(fmt::format("display_fields[{}]", one.name)); });
  return shown ? "" : "it was not made by enrolkit: it shows no column of enrolkit's";
}

// Why what is there must not be touched; empty when it may.
std::string why_not_ours(const Definition& definition, const OnServer& server) {
  const auto& [kind, name] = definition.object;
  if (server.listed.size() > 1) return fmt::format("the server has {} of that name", server.listed.size());
  if (server.listed.front().name != name)
    return fmt::format("the server has \"{}\", which is the same to it",
                       printable(server.listed.front().name));
  if (kind == ObjectKind::category || bears_mark(kind, *server.content)) return "";
  if (kind == ObjectKind::search)
    return why_search_is_not_ours(definition, std::get<XmlNode>(*server.content));
  if (kind != ObjectKind::policy)
    return fmt::format("it was not made by enrolkit; to hand it over, put \"{}\" into its {}", kMark,
                       facts_of(kind).marker_field);
  const auto& policy = std::get<XmlNode>(*server.content);
  if (!server.foreign.empty())
    return fmt::format("it was not made by enrolkit, or is not any more: it runs {}",
                       fmt::join(server.foreign, ", "));
  if (parts_of_policy(policy).empty()) return "it was not made by enrolkit: it runs nothing of enrolkit's";
  const std::string category = std::get<XmlNode>(definition.content).text_at({"general", "category", "name"});
  if (policy.text_at({"general", "category", "name"}) != category)
    return fmt::format("it was not made by enrolkit: its category is not \"{}\"", printable(category));
  return "";
}

}  // namespace

FileCheck check_file(const Content& record, const PackageFile& file) {
  const Json& json = std::get<Json>(record);
  const auto has = [&](const char* field) { return lower_case(text_of(at(json, {field})).value_or("")); };
  const auto other = [](const std::string& there, const std::string& wanted) {
    return FileCheck{FileCheck::State::other, {"file", there, wanted}};
  };
  const std::string size = has("size");
  const bool sized = !size.empty() && size != "0";
  if (const auto sums = sums_of(json, file); !sums.empty()) {
    const auto wrong =
        std::find_if(sums.begin(), sums.end(), [](const auto& one) { return one.first != one.second; });
    if (wrong != sums.end()) return other(wrong->first, wrong->second);
    const std::string bytes = std::to_string(file.bytes.size());
    return sized && size != bytes ? other(size + " bytes", bytes + " bytes")
                                  : FileCheck{FileCheck::State::same, {}};
  }
  if (sized && size != std::to_string(file.bytes.size()))
    return other(size + " bytes", std::to_string(file.bytes.size()) + " bytes");
  // Neither a sum nor a size: it has no file yet.
  if (!sized && has("hashValue").empty()) return other("", file.sha256);
  return {FileCheck::State::unverified, {}};
}

PlannedObject plan_of(const Definition& definition, const OnServer& server, const ObjectIds& ids,
                      const PackageFile* file) {
  PlannedObject out{definition, Act::create, "", {}, {}, {}, false, "", ""};
  if (server.listed.empty()) {
    out.upload = file != nullptr;
    return out;
  }
  out.why = why_not_ours(definition, server);
  out.act = Act::refused;
  if (!out.why.empty()) return out;
  out.id = server.listed.front().id;
  out.there = *server.content;
  auto [differences, kept] = compared(definition, with_ids(definition, ids), out.there);
  if (file != nullptr) {
    FileCheck check = check_file(out.there, *file);
    if (check.state == FileCheck::State::other) {
      out.upload = true;
      differences.push_back(std::move(check.difference));
    }
    if (check.state == FileCheck::State::unverified) out.note = kFileNotVerified;
  }
  out.act = differences.empty() ? Act::same : Act::change;
  out.differences = std::move(differences);
  out.kept = std::move(kept);
  return out;
}

std::string body_to_create(const Definition& definition, const ObjectIds& ids) {
  return sent(with_ids(definition, ids));
}

std::string body_to_change(const PlannedObject& planned, const ObjectIds& ids) {
  const Content wanted = with_ids(planned.definition, ids);
  if (const auto* json = std::get_if<Json>(&wanted)) return sent(object_to_change(planned, *json));
  return sent(document_to_change(planned, std::get<XmlNode>(wanted)));
}

}  // namespace enrolkit::jamf
