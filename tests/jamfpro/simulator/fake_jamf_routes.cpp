// What the simulated server answers at which path, to whom.
#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "jamfpro/simulator/call.h"
#include "jamfpro/simulator/listing.h"

namespace enrolkit::test {

using jamf::Json;
using jamf::Method;

bool FakeJamf::allowed(const std::vector<std::string>& needed) const {
  return std::all_of(needed.begin(), needed.end(),
                     [&](const std::string& one) { return acting_.contains(one); });
}

// One thing that can be asked. The first row that fits is taken.
struct FakeJamf::Route {
  Method method = Method::get;
  std::string path;  // with an end at "/": all below it
  std::vector<std::string> privileges;
  std::function<Answered(FakeJamf&, const Call&)> answer;
  jamf::Version since{}, until{1000, 0, 0};  // of Jamf Pro: from, and no more from

  [[nodiscard]] bool has_path(const std::string& asked) const {
    return path.ends_with('/') ? asked.starts_with(path) && asked.size() > path.size() : asked == path;
  }
};

constexpr jamf::Version k11_8{11, 8, 0}, k11_23{11, 23, 0}, k11_24{11, 24, 0}, k11_30{11, 30, 0};

const std::vector<FakeJamf::Route> FakeJamf::kRoutes{
    {Method::get, "/api/v1/auth", {}, &FakeJamf::who_am_i},
    {Method::post, "/api/v1/auth/keep-alive", {}, &FakeJamf::keep_alive},
    {Method::post, "/api/v1/auth/invalidate-token", {}, &FakeJamf::invalidate},
    {Method::get, "/api/v1/jamf-pro-version", {}, &FakeJamf::version_told},

    {Method::get, "/api/v3/enrollment", {"Read User-Initiated Enrollment"}, &FakeJamf::enrolment, {}, k11_8},
    {Method::put,
     "/api/v3/enrollment",
     {"Update User-Initiated Enrollment"},
     &FakeJamf::enrolment,
     {},
     k11_8},
    {Method::get, "/api/v4/enrollment", {"Read User-Initiated Enrollment"}, &FakeJamf::enrolment, k11_8},
    {Method::put, "/api/v4/enrollment", {"Update User-Initiated Enrollment"}, &FakeJamf::enrolment, k11_8},
    {Method::post,
     "/api/v2/enrollment/history",
     {"Update User-Initiated Enrollment"},
     &FakeJamf::enrolment_note},
    {Method::get,
     "/api/v1/reenrollment",
     {"Read Re-enrollment"},
     [](FakeJamf& jamf, const Call&) { return json_reply(200, jamf.reenrolment); }},

    {Method::get,
     "/api/v3/computer-prestages",
     {"Read Computer PreStage Enrollments"},
     &FakeJamf::prestages_listed},
    {Method::get,
     "/api/v2/computer-prestages/scope",
     {"Read Computer PreStage Enrollments"},
     [](FakeJamf& jamf, const Call&) {
       return json_reply(200, {{"serialsByPrestageId", jamf.scopes}});
     }},
    {Method::get,
     "/api/v1/device-enrollments",
     {"Read Device Enrollment Program Instances"},
     &FakeJamf::instances},
    {Method::get,
     "/api/v1/device-enrollments/1/devices",
     {"Read Device Enrollment Program Instances"},
     [](FakeJamf& jamf, const Call&) {
       return json_reply(200, {{"totalCount", jamf.assigned.size()}, {"results", jamf.assigned}});
     }},

    {Method::get, "/api/v1/api-role-privileges", {"Read API Roles"}, &FakeJamf::role_privileges},
    {Method::get, "/api/v1/api-roles", {"Read API Roles"}, &FakeJamf::roles_listed},
    {Method::post, "/api/v1/api-roles", {"Create API Roles"}, &FakeJamf::role_written},
    {Method::get, "/api/v1/api-roles/", {"Read API Roles"}, &FakeJamf::role_at},
    {Method::put, "/api/v1/api-roles/", {"Update API Roles"}, &FakeJamf::role_written},
    {Method::del, "/api/v1/api-roles/", {"Delete API Roles"}, &FakeJamf::role_at},
    {Method::get, "/api/v1/api-integrations", {"Read API Integrations"}, &FakeJamf::clients_listed},
    {Method::post, "/api/v1/api-integrations", {"Create API Integrations"}, &FakeJamf::client_made},
    {Method::get, "/api/v1/api-integrations/", {"Read API Integrations"}, &FakeJamf::client_at},
    {Method::del, "/api/v1/api-integrations/", {"Delete API Integrations"}, &FakeJamf::client_at},
    {Method::post, "/api/v1/api-integrations/", {"Create API Integrations"}, &FakeJamf::client_secret_made},

    {Method::get,
     "/api/v1/departments",
     {"Read Departments"},
     [](FakeJamf& jamf, const Call&) {
       Json all = Json::array();
       for (const auto& [id, name] : jamf.departments) all.push_back({{"id", id}, {"name", name}});
       return json_reply(200, {{"totalCount", all.size()}, {"results", all}});
     }},
    {Method::get,
     "/api/v3/check-in",
     {"Read Computer Check-In"},
     [](FakeJamf& jamf, const Call&) {
       return json_reply(200, {{"checkInFrequency", jamf.world.check_in_period / 60}, {"createHooks", true}});
     }},
    {Method::post,
     "/api/v1/cloud-distribution-point/refresh-inventory",
     {"Read Cloud Distribution Point"},
     &FakeJamf::refresh_inventory,
     k11_24},

    {Method::get,
     "/api/v2/mdm/commands",
     {"View MDM command information in Jamf Pro API"},
     &FakeJamf::commands},
    {Method::post,
     "/api/v2/mdm/blank-push",
     {"View MDM command information in Jamf Pro API"},
     &FakeJamf::blank_push,
     k11_23},
    {Method::post,
     "/api/v1/jamf-management-framework/redeploy/",
     {"Send Computer Remote Command to Install Package", "Read Computer Check-In"},
     &FakeJamf::redeploy},
    {Method::post,
     "/api/v1/mdm/renew-profile",
     {"Send Command to Renew MDM Profile"},
     &FakeJamf::renew_profile},
    {Method::post,
     "/api/v1/deploy-package",
     {"Send Computer Remote Command to Install Package"},
     &FakeJamf::deploy_package},
    {Method::get, "/api/v2/local-admin-password/", {"View Local Admin Password"}, &FakeJamf::laps_accounts},

    {Method::get, "/api/v1/computers-inventory", {"Read Computers"}, &FakeJamf::inventory},
    {Method::get, "/api/v1/computers-inventory/", {"Read Computers"}, &FakeJamf::inventory_one},
    {Method::get, "/api/v1/computers-inventory-detail/", {"Read Computers"}, &FakeJamf::inventory_one},
    {Method::get, "/api/v3/computers-inventory", {"Read Computers"}, &FakeJamf::inventory, k11_8},
    {Method::get, "/api/v3/computers-inventory/", {"Read Computers"}, &FakeJamf::inventory_one, k11_8},
    {Method::get, "/api/v3/computers-inventory-detail/", {"Read Computers"}, &FakeJamf::inventory_one, k11_8},
    {Method::get, "/api/v4/computers-inventory", {"Read Computers"}, &FakeJamf::inventory, k11_30},
    {Method::get, "/api/v4/computers-inventory/", {"Read Computers"}, &FakeJamf::inventory_one, k11_30},
    {Method::get,
     "/api/v4/computers-inventory-detail/",
     {"Read Computers"},
     &FakeJamf::inventory_one,
     k11_30},
};

std::map<std::string, FakeJamf::Token>::iterator FakeJamf::session_of(const Call& call) {
  const std::string bearer = "Bearer ";
  const std::string& header = call.request.authorization;
  const auto found = header.starts_with(bearer) ? tokens_.find(header.substr(bearer.size())) : tokens_.end();
  return found == tokens_.end() || found->second.until <= call.now ? tokens_.end() : found;
}

Answered FakeJamf::routed(const Call& call) {
  const std::string& path = call.path;
  if (!path.starts_with("/api/") && !path.starts_with("/JSSResource/"))
    return page_reply(404, "HTTP Status 404 - Not Found");
  const bool has_newer_token = version >= k11_23;
  const bool asks_client_token =
      path == "/api/oauth/token" || (path == "/api/v1/oauth/token" && has_newer_token);
  if (asks_client_token || path == "/api/v1/auth/token") {
    if (call.request.method != Method::post) return api_error(405, "", "");
    return token(call, asks_client_token);
  }
  if (path == "/api/v1/oauth/token") return api_error(404, "NOT_FOUND", "");
  const auto session = session_of(call);
  if (session == tokens_.end()) return api_error(401, "INVALID_TOKEN", "Unauthorized");
  acting_ = privileges;
  if (session->second.client != 0) acting_ = privileges_of(client_with_number(session->second.client));
  if (auto answer = groups_at(call)) return *answer;
  if (auto answer = objects_at(call)) return *answer;
  if (auto answer = classic_read(call)) return *answer;
  if (path.starts_with("/JSSResource/")) return classic(call);
  return routed_by_table(call);
}

Answered FakeJamf::routed_by_table(const Call& call) {
  bool has_path = false;
  for (const Route& route : kRoutes) {
    if (!route.has_path(call.path) || version < route.since || version >= route.until) continue;
    has_path = true;
    if (route.method != call.request.method) continue;
    if (!allowed(route.privileges)) return api_error(403, "INVALID_PRIVILEGE", "Forbidden");
    return route.answer(*this, call);
  }
  return has_path ? api_error(405, "", "") : api_error(404, "NOT_FOUND", "No such path");
}

Answered FakeJamf::version_told(const Call&) {
  return json_reply(
      200,
      {{"version", fmt::format("{}.{}.{}-t1784555528405", version.major, version.minor, version.patch)}});
}

Answered FakeJamf::who_am_i(const Call& call) {
  const auto& [until, is_user, number] = session_of(call)->second;
  const SimClient* made = client_with_number(number);
  const std::string client = made == nullptr ? client_id : made->id;
  return json_reply(200, {{"account",
                           {{"username", is_user ? user : client},
                            {"accessLevel", "FullAccess"},
                            {"privilegeSet", "CUSTOM"},
                            {"privilegesBySite", {{"-1", acting_}}}}},
                          {"authenticationType", is_user ? "JSS" : "CLIENT_CREDENTIALS"}});
}

Answered FakeJamf::keep_alive(const Call& call) {
  const auto session = session_of(call);
  if (!session->second.user) return api_error(401, "", "");
  tokens_.erase(session);
  return token(call, false);
}

Answered FakeJamf::invalidate(const Call& call) {
  tokens_.erase(session_of(call));
  ++tokens_invalidated;
  return empty_reply(204);
}

Answered FakeJamf::enrolment_note(const Call& call) {
  notes.push_back(Json::parse(call.request.body).at("note"));
  return json_reply(201, {{"id", "1"}, {"href", "/api/v2/enrollment/history/1"}});
}

Answered FakeJamf::prestages_listed(const Call& call) {
  static const ListForm kForm{{{"id"}, {"displayName"}}, "id:asc", "", false};
  std::vector<Json> whole;
  for (const Json& one : prestages) whole.push_back(whole_prestage(one));
  return list_reply(call.query, kForm, whole, max_rows);
}

Answered FakeJamf::instances(const Call& call) {
  static const ListForm kForm{{{"id"}, {"name"}}, "id:asc", "", false};
  const Json one{{"id", "1"}, {"name", "Apple Business"}, {"supervisionIdentityId", "1"}};
  return list_reply(call.query, kForm, std::vector<Json>{one}, max_rows);
}

Answered FakeJamf::refresh_inventory(const Call& call) {
  objects.refreshed.push_back(call.get("file-name"));
  return empty_reply(204);
}

Answered FakeJamf::enrolment(const Call& call) {
  if (call.request.method == Method::put) {
    Json wanted = Json::parse(call.request.body, nullptr, false);
    if (!wanted.is_object() || !wanted.contains("managementUsername")) {
      return api_error(400, "REQUIRED", "managementUsername");
    }
    settings_.emplace_back(call.now, wanted);
    return json_reply(200, wanted);
  }
  const Json* seen = &settings();
  if (call.other_node) {
    for (const auto& [since, value] : settings_) {
      if (since <= call.now - stale_for) seen = &value;
    }
  }
  return json_reply(200, *seen);
}

}  // namespace enrolkit::test
