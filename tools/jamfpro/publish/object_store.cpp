#include "jamfpro/publish/object_store.h"

#include <fmt/format.h>

#include <algorithm>

#include "jamfpro/http/pages.h"

namespace enrolkit::jamf {
namespace {

constexpr std::size_t kNamesAtOnce = 20;  // URLs of more than a few kB are refused on their way
constexpr std::chrono::seconds kMaxUploadTime{900};

std::string privilege(const char* verb, ObjectKind kind) {
  return fmt::format("{} {}", verb, facts_of(kind).privilege);
}

// Of the Classic API with its number in the path, where 0 stands for a new one.
Request request_of(Method method, ObjectKind kind, const std::string& target, const char* verb) {
  Request request;
  request.method = method;
  request.target = target;
  request.privileges = {privilege(verb, kind)};
  request.sticky = true;  // what was just written must be seen
  if (is_classic(kind)) request.accept = "application/xml";
  return request;
}

Failure no_xml(const Request& request, const std::string& why) {
  return {Failure::Kind::not_jamf, 200,
          fmt::format("{} {}: {} came back", to_text(request.method), request.target, why),
          request.method != Method::get};
}

// Of a list in which one object cannot be told: another of its name, or ours, may be that one.
Failure no_name(ObjectKind kind, const std::string& path) {
  return {Failure::Kind::not_jamf, 200,
          fmt::format("GET {}: a {} came back without its id or its name", path, facts_of(kind).noun), false};
}

Result<XmlNode> document(Session& session, const Request& request) {
  const Result<Reply> answer = session.call(request);
  if (!answer.ok()) return answer.error();
  const Reply& reply = answer.value();
  if (is_a_web_page(reply)) return failure_of(request, reply);
  auto parsed = parse_xml(reply.body);
  if (const auto* fault = std::get_if<Unreadable>(&parsed)) return no_xml(request, fault->why);
  return std::move(std::get<XmlNode>(parsed));
}

}  // namespace

std::string ObjectStore::path_of(ObjectKind kind) const {
  const auto found = paths_.find(kind);
  return found == paths_.end() ? std::string(facts_of(kind).path) : found->second;
}

Result<std::vector<ListedObject>> ObjectStore::all_of_classic(ObjectKind kind) {
  const Result<XmlNode> list = document(session_, request_of(Method::get, kind, path_of(kind), "Read"));
  if (!list.ok()) return list.error();
  std::vector<ListedObject> out;
  for (const XmlNode& one : list.value().children) {
    if (one.name != facts_of(kind).element) continue;
    out.push_back({one.text_at({"id"}), one.text_at({"name"})});
    if (out.back().id.empty() || out.back().name.empty()) return no_name(kind, path_of(kind));
  }
  return out;
}

Result<std::vector<ListedObject>> ObjectStore::named(ObjectKind kind, const std::vector<std::string>& names) {
  const KindFacts& facts = facts_of(kind);
  std::vector<ListedObject> out;
  const auto keep = [&](const ListedObject& one) {
    const bool asked = std::any_of(names.begin(), names.end(),
                                   [&](const std::string& name) { return is_same_name(name, one.name); });
    if (asked) out.push_back(one);
  };
  if (is_classic(kind)) {
    const auto all = all_of_classic(kind);
    if (!all.ok()) return all.error();
    std::for_each(all.value().begin(), all.value().end(), keep);
    return out;
  }
  for (std::size_t i = 0; i < names.size(); i += kNamesAtOnce) {
    const auto end = std::min(i + kNamesAtOnce, names.size());
    Listing listing;
    listing.query = fmt::format("sort={}%3Aasc", facts.sort);
    listing.filter = rsql_in(facts.name_field, {names.begin() + static_cast<std::ptrdiff_t>(i),
                                                names.begin() + static_cast<std::ptrdiff_t>(end)});
    listing.privileges = {privilege("Read", kind)};
    listing.keys = {"totalCount", "results", "id", std::string(facts.name_field)};
    listing.sticky = true;
    bool is_whole = true;
    const auto ask = [&](const std::string& path) {
      listing.path = path;
      return each_row(session_, listing, [&](const Json& row) {
        const auto id = text_of(at(row, {"id"})), name = text_of(at(row, {facts.name_field.data()}));
        is_whole = is_whole && id && name;
        if (id && name) keep({*id, *name});
      });
    };
    const auto is_missing = [](const Status& read) {
      return !read.ok() && read.error().kind == Failure::Kind::not_found;
    };
    Status read = ask(path_of(kind));
    if (is_missing(read) && !facts.older_path.empty()) {
      read = ask(std::string(facts.older_path));
      if (read.ok()) paths_[kind] = facts.older_path;
    }
    if (!is_whole) return no_name(kind, path_of(kind));
    if (read.ok()) continue;
    Failure failure = read.error();
    if (is_missing(read))
      failure.why += fmt::format(": this server has no {} there\nhint: publish needs Jamf Pro 11.23 or newer",
                                 facts.privilege);
    return failure;
  }
  return out;
}

Result<Content> ObjectStore::read(ObjectKind kind, const std::string& id) {
  if (is_classic(kind)) {
    const auto found =
        document(session_, request_of(Method::get, kind, path_of(kind) + "/id/" + encoded(id), "Read"));
    if (!found.ok()) return found.error();
    return Content(found.value());
  }
  const Request request = request_of(Method::get, kind, path_of(kind) + "/" + encoded(id), "Read");
  const auto found = session_.json(request);
  if (!found.ok()) return found.error();
  if (!found.value().is_object()) return no_xml(request, "no object");
  return Content(found.value());
}

Result<std::string> ObjectStore::create(ObjectKind kind, const std::string& body) {
  Request request =
      request_of(Method::post, kind, path_of(kind) + (is_classic(kind) ? "/id/0" : ""), "Create");
  request.body = body;
  request.content_type = is_classic(kind) ? "application/xml" : "application/json";
  std::string id;
  if (is_classic(kind)) {
    const auto made = document(session_, request);
    if (!made.ok()) return made.error();
    id = made.value().text_at({"id"});
  } else {
    const auto made = session_.json(request);
    if (!made.ok()) return made.error();
    id = text_of(at(made.value(), {"id"})).value_or("");
  }
  if (id.empty()) return no_xml(request, "no number");
  return id;
}

Status ObjectStore::change(ObjectKind kind, const std::string& id, const std::string& body) {
  Request request = request_of(Method::put, kind,
                               path_of(kind) + (is_classic(kind) ? "/id/" : "/") + encoded(id), "Update");
  request.body = body;
  request.content_type = is_classic(kind) ? "application/xml" : "application/json";
  const auto answer = session_.call(request);
  return answer.ok() ? Status() : answer.error();
}

Status ObjectStore::remove(ObjectKind kind, const std::string& id) {
  const auto answer = session_.call(request_of(
      Method::del, kind, path_of(kind) + (is_classic(kind) ? "/id/" : "/") + encoded(id), "Delete"));
  return answer.ok() ? Status() : answer.error();
}

Result<std::vector<ListedObject>> ObjectStore::marked(ObjectKind kind) {
  const KindFacts& facts = facts_of(kind);
  Listing listing;
  listing.path = path_of(kind);
  listing.query = fmt::format("sort={}%3Aasc", facts.sort);
  listing.privileges = {privilege("Read", kind)};
  listing.keys = {"totalCount", "results", "id", std::string(facts.name_field),
                  std::string(facts.marker_field)};
  listing.sticky = true;
  std::vector<ListedObject> out;
  bool is_whole = true;
  const Status read = each_row(session_, listing, [&](const Json& row) {
    const auto id = text_of(at(row, {"id"})), name = text_of(at(row, {facts.name_field.data()}));
    is_whole = is_whole && id && name;
    if (id && name && bears_mark(kind, row)) out.push_back({*id, *name});
  });
  if (!read.ok()) return read.error();
  if (!is_whole) return no_name(kind, listing.path);
  return out;
}

Status ObjectStore::upload(const std::string& id, const PackageFile& file) {
  Request request = request_of(Method::post, ObjectKind::package,
                               path_of(ObjectKind::package) + "/" + encoded(id) + "/upload", "Update");
  request.privileges.push_back(privilege("Read", ObjectKind::package));
  Multipart form = multipart_of(file);
  request.content_type = std::move(form.content_type);
  request.body = std::move(form.body);
  request.limit = kMaxUploadTime;
  const auto answer = session_.call(std::move(request));
  return answer.ok() ? Status() : answer.error();
}

Status ObjectStore::refresh_inventory(const std::string& file) {
  Request request;
  request.method = Method::post;
  request.target = "/api/v1/cloud-distribution-point/refresh-inventory?file-name=" + encoded(file);
  request.privileges = {"Read Cloud Distribution Point"};
  request.sticky = true;
  const auto answer = session_.call(std::move(request));
  return answer.ok() ? Status() : answer.error();
}

Multipart multipart_of(const PackageFile& file) {
  // Longer than any line of a package that could look like it by chance.
  const std::string boundary = "enrolkit-" + file.sha256;
  return {"multipart/form-data; boundary=" + boundary,
          fmt::format("--{}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{}\"\r\n"
                      "Content-Type: application/octet-stream\r\n\r\n",
                      boundary, file.name) +
              file.bytes + "\r\n--" + boundary + "--\r\n"};
}

}  // namespace enrolkit::jamf
