#include <fmt/format.h>

#include "jamfpro/publish/checksums.h"
#include "jamfpro/publish/definitions.h"
#include "jamfpro/simulator/call.h"
#include "jamfpro/simulator/rsql.h"

namespace enrolkit::test {

using jamf::Json;
using jamf::KindFacts;
using jamf::Method;
using jamf::ObjectKind;
using jamf::XmlNode;

namespace {

// The fields that the server knows, with what it answers for those that it was not given.
const Json& fields_of(ObjectKind kind) {
  static const std::map<ObjectKind, Json> kFields{
      {ObjectKind::category, {{"name", ""}, {"priority", 9}}},
      {ObjectKind::script,
       {{"name", ""},
        {"info", nullptr},
        {"notes", nullptr},
        {"priority", "AFTER"},
        {"categoryId", "-1"},
        {"categoryName", "NONE"},
        {"parameter4", nullptr},
        {"parameter5", nullptr},
        {"parameter6", nullptr},
        {"parameter7", nullptr},
        {"parameter8", nullptr},
        {"parameter9", nullptr},
        {"parameter10", nullptr},
        {"parameter11", nullptr},
        {"osRequirements", nullptr},
        {"scriptContents", ""}}},
      {ObjectKind::attribute,
       {{"name", ""},
        {"description", nullptr},
        {"dataType", "STRING"},
        {"enabled", true},
        {"inventoryDisplayType", "GENERAL"},
        {"inputType", "TEXT"},
        {"scriptContents", nullptr},
        {"popupMenuChoices", Json::array()},
        {"ldapAttributeMapping", nullptr}}},
      {ObjectKind::group,
       {{"name", ""}, {"description", nullptr}, {"criteria", Json::array()}, {"siteId", nullptr}}},
      {ObjectKind::package,
       {{"packageName", ""},
        {"fileName", ""},
        {"categoryId", "-1"},
        {"info", nullptr},
        {"notes", nullptr},
        {"priority", 10},
        {"osRequirements", nullptr},
        {"fillUserTemplate", false},
        {"rebootRequired", false},
        {"osInstall", false},
        {"suppressUpdates", false},
        {"suppressFromDock", false},
        {"suppressEula", false},
        {"suppressRegistration", false},
        {"fillExistingUsers", false},
        {"md5", nullptr},
        {"sha256", nullptr},
        {"sha3512", nullptr},
        {"hashType", nullptr},
        {"hashValue", nullptr},
        {"size", nullptr},
        {"cloudTransferStatus", nullptr}}}};
  return kFields.at(kind);
}

const KindFacts* kind_of(const std::string& path) {
  for (const KindFacts& facts : jamf::kKinds) {
    for (const std::string_view own : {facts.path, facts.older_path}) {
      if (!own.empty() && (path == own || path.starts_with(std::string(own) + "/"))) return &facts;
    }
  }
  return nullptr;
}

Json taken_over(ObjectKind kind, const Json& sent, const std::set<std::string>& drops) {
  Json out = fields_of(kind);
  for (const auto& [field, value] : sent.items()) {
    if (out.contains(field) && !drops.contains(field)) out[field] = value;
    if (value.is_string() && value.get<std::string>().ends_with('\n') && out.contains(field))
      out[field] = value.get<std::string>().substr(0, value.get<std::string>().size() - 1);
  }
  return out;
}

Answered xml_reply(int status, const XmlNode& root) {
  Answered out;
  out.reply.status = status;
  out.reply.content_type = "application/xml";
  out.reply.body = jamf::xml_text(root);
  return out;
}

void show_file(SimObject& object, std::int64_t now, SimObjects::Sums sums) {
  if (object.file.empty()) return;
  object.json["cloudTransferStatus"] = now < object.arrives ? "PENDING" : "READY";
  if (now < object.arrives) return;
  if (sums == SimObjects::Sums::sha3_512) {
    object.json["hashType"] = "SHA3_512";
    object.json["hashValue"] = object.json["sha3512"] = jamf::sha3_512_of(object.file);
  }
  if (sums == SimObjects::Sums::md5) object.json["md5"] = jamf::md5_of(object.file);
  object.json["size"] = std::to_string(object.file.size());
}

}  // namespace

std::optional<Answered> FakeJamf::objects_at(const Call& call) {
  const KindFacts* facts = kind_of(call.path);
  if (facts == nullptr) return std::nullopt;
  const bool newest = call.path.starts_with(facts->path);
  const jamf::Version since = facts->kind == ObjectKind::attribute ? jamf::Version{11, 23, 0}
                              : facts->kind != ObjectKind::group   ? jamf::Version{}
                              : newest                             ? jamf::Version{11, 28, 0}
                                                                   : jamf::Version{11, 23, 0};
  if (version < since) return api_error(404, "NOT_FOUND", "No such path");
  const Method method = call.request.method;
  const bool upload = call.path.ends_with("/upload");
  const char* verb = method == Method::get             ? "Read "
                     : method == Method::del           ? "Delete "
                     : method == Method::put || upload ? "Update "
                                                       : "Create ";
  const bool classic = jamf::is_classic(facts->kind);
  if (!allowed({verb + std::string(facts->privilege)})) {
    return classic ? page_reply(403, "Forbidden") : api_error(403, "INVALID_PRIVILEGE", "Forbidden");
  }
  std::string rest = call.path.substr(newest ? facts->path.size() : facts->older_path.size());
  if (classic) return classic_at(call, facts->kind, rest.starts_with("/id/") ? rest.substr(4) : "");
  if (upload) rest.resize(rest.size() - std::string("/upload").size());
  return json_at(call, facts->kind, rest.empty() ? "" : rest.substr(1), upload);
}

Answered FakeJamf::json_at(const Call& call, ObjectKind kind, const std::string& id, bool upload) {
  const std::string name_field(jamf::facts_of(kind).name_field);
  SimObject* object = id.empty() ? nullptr : objects.numbered(kind, id);
  const auto whole = [&](SimObject& one) {
    show_file(one, call.now, objects.sums);
    Json out = fields_of(kind);
    out.update(one.json);
    if (kind != ObjectKind::group) out["id"] = one.id;  // a group's is told in the list alone
    return out;
  };
  if (!id.empty() && object == nullptr) return api_error(404, "NOT_FOUND", "no such object");
  if (call.request.method == Method::get && object != nullptr) return json_reply(200, whole(*object));
  if (call.request.method == Method::del) {
    if (object == nullptr) return api_error(405, "METHOD_NOT_ALLOWED", "");
    objects.remove(kind, id);
    Answered out;
    out.reply.status = 204;
    return out;
  }
  if (call.request.method == Method::get) {
    Json rows = Json::array();
    for (SimObject& one : objects.of[kind]) {
      const Json row = whole(one);
      const bool in = call.get("filter").empty() ||
                      rsql_matches(call.get("filter"), [&](const std::string& field) -> std::string {
                        return jamf::text_of(jamf::at(row, {field.c_str()})).value_or("");
                      });
      if (in && kind == ObjectKind::group) {
        rows.push_back({{"id", one.id}, {"name", one.name}, {"siteId", "-1"}, {"membershipCount", 0}});
      } else if (in) {
        rows.push_back(row);
      }
    }
    return json_reply(200, {{"totalCount", rows.size()}, {"results", rows}});
  }
  if (upload) {
    const auto begin = call.request.body.find("\r\n\r\n"), end = call.request.body.rfind("\r\n--enrolkit-");
    if (begin == std::string::npos || end == std::string::npos || end < begin + 4)
      return api_error(400, "BAD_FORM", "no file");
    object->file = call.request.body.substr(begin + 4, end - begin - 4);
    object->arrives = call.now + objects.transfer;
  } else {
    const Json sent = Json::parse(call.request.body, nullptr, false);
    const auto name = jamf::text_of(jamf::at(sent, {name_field.c_str()}));
    if (!name) return api_error(400, "REQUIRED", name_field);
    const SimObject* other = objects.named(kind, *name);
    if (other != nullptr && other != object)
      return api_error(kind == ObjectKind::group ? 422 : 400, "DUPLICATE_FIELD", "duplicate name");
    const bool is_new = object == nullptr;
    if (is_new) object = &objects.add(kind, *name);
    object->name = *name;
    object->json = taken_over(kind, sent, objects.drops);
    const bool accepted = kind == ObjectKind::attribute || kind == ObjectKind::group;
    if (!is_new) return json_reply(accepted ? 202 : 200, whole(*object));
  }
  return json_reply(201, {{"id", object->id}, {"href", call.path + "/" + object->id}});
}

Answered FakeJamf::classic_at(const Call& call, ObjectKind kind, const std::string& id) {
  const std::string element(jamf::facts_of(kind).element);
  if (call.request.method == Method::get && id.empty()) {
    XmlNode list{element + (element.ends_with("search") ? "es" : "s"), "", {}};
    for (const SimObject& one : objects.of[kind])
      list.children.push_back({element, "", {{"id", one.id, {}}, {"name", one.name, {}}}});
    return xml_reply(200, list);
  }
  SimObject* object = objects.numbered(kind, id);
  if (object == nullptr && id != "0") return page_reply(404, "The server has not found it");
  if (call.request.method == Method::get) {
    return object == nullptr ? page_reply(404, "The server has not found it") : xml_reply(200, object->xml);
  }
  if (call.request.method == Method::del) {
    if (object == nullptr) return page_reply(404, "The server has not found it");
    objects.remove(kind, id);
    return xml_reply(200, {element, "", {{"id", id, {}}}});
  }
  const auto sent = jamf::parse_xml(call.request.body);
  const auto* document = std::get_if<XmlNode>(&sent);
  if (document == nullptr || document->name != element || call.request.content_type != "application/xml")
    return page_reply(400, "Bad Request");
  const std::string name = jamf::name_in(kind, *document);
  const SimObject* other = objects.named(kind, name);
  if (name.empty() || (other != nullptr && other != object)) return page_reply(409, "Error: Duplicate name");
  auto made = classic_object(objects, kind, *document, object == nullptr ? nullptr : &object->xml);
  if (const int* status = std::get_if<int>(&made)) return page_reply(*status, "Error: a reference");
  if (object == nullptr) object = &objects.add(kind, name);
  object->name = name;
  object->xml = std::move(std::get<XmlNode>(made));
  XmlNode* holder = kind == ObjectKind::search ? &object->xml : object->xml.child("general");
  holder->child("id")->text = object->id;
  return xml_reply(201, {element, "", {{"id", object->id, {}}}});
}

}  // namespace enrolkit::test
