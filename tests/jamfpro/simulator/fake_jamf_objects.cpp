#include <fmt/format.h>

#include "jamfpro/publish/definitions.h"
#include "jamfpro/simulator/call.h"
#include "jamfpro/simulator/classic_form.h"
#include "jamfpro/simulator/object_forms.h"

namespace enrolkit::test {

using jamf::Json;
using jamf::KindFacts;
using jamf::Method;
using jamf::ObjectKind;
using jamf::XmlNode;

namespace {

const KindFacts* kind_of(const std::string& path) {
  for (const KindFacts& facts : jamf::kKinds) {
    for (const std::string_view own : {facts.path, facts.older_path}) {
      if (!own.empty() && (path == own || path.starts_with(std::string(own) + "/"))) return &facts;
    }
  }
  return nullptr;
}

Json taken_over(ObjectKind kind, const Json& sent, const std::set<std::string>& drops) {
  Json out = object_fields(kind);
  for (const auto& [field, value] : sent.items()) {
    if (out.contains(field) && !drops.contains(field)) out[field] = value;
    if (value.is_string() && value.get<std::string>().ends_with('\n') && out.contains(field))
      out[field] = value.get<std::string>().substr(0, value.get<std::string>().size() - 1);
  }
  return out;
}

// The file in the form of an upload; nothing when this is none.
std::optional<std::string> file_in(const jamf::Request& request) {
  const std::string key = "boundary=", &type = request.content_type, &body = request.body;
  const auto at = type.find(key);
  if (!type.starts_with("multipart/form-data") || at == std::string::npos) return std::nullopt;
  std::string boundary = type.substr(at + key.size(), type.find(';', at) - at - key.size());
  std::erase(boundary, '"');
  const auto part = body.find("name=\"file\""), begin = body.find("\r\n\r\n", part),
             end = body.find("\r\n--" + boundary, begin);
  if (part == std::string::npos || begin == std::string::npos || end == std::string::npos)
    return std::nullopt;
  return end < begin + 4 ? "" : body.substr(begin + 4, end - begin - 4);
}

std::string list_element(const std::string& element) {
  if (element.ends_with('y')) return element.substr(0, element.size() - 1) + "ies";
  return element + (element.ends_with("search") ? "es" : "s");
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
  std::string rest = call.path.substr(newest ? facts->path.size() : facts->older_path.size());
  const bool is_known = method == Method::get ||
                        method == (rest.empty() || upload ? Method::post : Method::put) ||
                        (method == Method::del && !rest.empty());
  if (!classic && !is_known) return api_error(405, "", "");
  if (!allowed({verb + std::string(facts->privilege)})) {
    return classic ? page_reply(403, "Forbidden") : api_error(403, "INVALID_PRIVILEGE", "Forbidden");
  }
  if (classic) return classic_at(call, facts->kind, rest.starts_with("/id/") ? rest.substr(4) : "");
  if (upload) rest.resize(rest.size() - std::string("/upload").size());
  return json_at(call, facts->kind, rest.empty() ? "" : rest.substr(1), upload);
}

Answered FakeJamf::json_at(const Call& call, ObjectKind kind, const std::string& id, bool upload) {
  const std::string name_field(jamf::facts_of(kind).name_field);
  SimObject* object = id.empty() ? nullptr : objects.numbered(kind, id);
  const auto whole = [&](SimObject& one) {
    objects.show_file(one, call.now);
    Json out = object_fields(kind);
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
    std::vector<Json> rows;
    for (SimObject& one : objects.of[kind]) {
      rows.push_back(
          kind != ObjectKind::group
              ? whole(one)
              : Json{{"id", one.id}, {"name", one.name}, {"siteId", "-1"}, {"membershipCount", 0}});
    }
    return list_reply(call.query, object_list_form(kind), rows, max_rows);
  }
  if (call.request.method == Method::del) return api_error(405, "", "");
  if (upload) {
    const auto file = file_in(call.request);
    if (!file) return api_error(400, "BAD_FORM", "no file");
    object->file = *file;
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
    std::vector<XmlNode> items;
    for (const SimObject& one : objects.of[kind])
      items.push_back({element, "", {leaf("id", one.id), leaf("name", one.name)}});
    return classic_reply(call.request, classic_list(list_element(element), std::move(items)));
  }
  SimObject* object = objects.numbered(kind, id);
  if (object == nullptr && id != "0") return page_reply(404, "The server has not found it");
  if (call.request.method == Method::get) {
    return object == nullptr ? page_reply(404, "The server has not found it")
                             : classic_reply(call.request, object->xml);
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
  return xml_reply(201, {element, "", {leaf("id", object->id)}});
}

}  // namespace enrolkit::test
