#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "jamfpro/simulator/call.h"
#include "jamfpro/simulator/rsql.h"

namespace enrolkit::test {

using jamf::Json;
using jamf::Method;

namespace {

std::string text(const std::optional<std::int64_t>& time) { return time ? jamf::utc_text(*time) : ""; }

}  // namespace

bool FakeJamf::allowed(const std::vector<std::string>& needed) const {
  return std::all_of(needed.begin(), needed.end(),
                     [&](const std::string& one) { return privileges.contains(one); });
}

Answered FakeJamf::routed(const Call& call) {
  const std::string& path = call.path;
  const Method method = call.request.method;
  if (!path.starts_with("/api/") && !path.starts_with("/JSSResource/")) {
    return page_reply(404, "HTTP Status 404 - Not Found");
  }
  if (path == "/api/v1/oauth/token" && method == Method::post) {
    return version < jamf::Version{11, 23, 0} ? api_error(404, "NOT_FOUND", "") : token(call, true);
  }
  if (path == "/api/oauth/token" && method == Method::post) return token(call, true);
  if (path == "/api/v1/auth/token" && method == Method::post) return token(call, false);

  const std::string bearer = "Bearer ";
  const std::string& header = call.request.authorization;
  const auto session =
      header.starts_with(bearer) ? tokens_.find(header.substr(bearer.size())) : tokens_.end();
  if (session == tokens_.end() || session->second.until <= call.now) {
    return api_error(401, "INVALID_TOKEN", "Unauthorized");
  }
  if (auto answer = groups_at(call)) return *answer;
  if (auto answer = objects_at(call)) return *answer;
  if (path.starts_with("/JSSResource/")) return classic(call);
  if (path == "/api/v1/auth/keep-alive") {
    if (!session->second.user) return api_error(401, "", "");
    tokens_.erase(session);
    return token(call, false);
  }
  if (path == "/api/v1/auth/invalidate-token") {
    tokens_.erase(session);
    ++tokens_invalidated;
    Answered out;
    out.reply.status = 204;
    return out;
  }
  if (path == "/api/v1/jamf-pro-version") {
    return json_reply(
        200,
        {{"version", fmt::format("{}.{}.{}-t1784555528405", version.major, version.minor, version.patch)}});
  }
  if (path == "/api/v1/auth") {
    return json_reply(200, {{"account",
                             {{"username", session->second.user ? user : client_id},
                              {"accessLevel", "FullAccess"},
                              {"privilegeSet", "CUSTOM"},
                              {"privilegesBySite", {{"-1", privileges}}}}},
                            {"authenticationType", session->second.user ? "JSS" : "CLIENT_CREDENTIALS"}});
  }

  struct Route {
    std::string prefix;
    std::vector<std::string> privileges;
    std::function<Answered()> handler;
  };
  const bool old = version < jamf::Version{11, 30, 0}, older = version < jamf::Version{11, 8, 0};
  const auto list = [&](const Json& all) {
    return json_reply(200, {{"totalCount", all.size()}, {"results", all}});
  };
  std::vector<Route> routes{
      {older ? "/api/v3/enrollment" : "/api/v4/enrollment",
       {method == Method::put ? "Update User-Initiated Enrollment" : "Read User-Initiated Enrollment"},
       [&] { return enrolment(call); }},
      {"/api/v2/enrollment/history",
       {"Update User-Initiated Enrollment"},
       [&] {
         notes.push_back(Json::parse(call.request.body).at("note"));
         return json_reply(201, {{"id", "1"}, {"href", "/api/v2/enrollment/history/1"}});
       }},
      {"/api/v3/computer-prestages",
       {"Read Computer PreStage Enrollments"},
       [&] {
         Json whole = Json::array();
         for (const Json& one : prestages) whole.push_back(whole_prestage(one));
         return list(whole);
       }},
      {"/api/v2/computer-prestages/scope",
       {"Read Computer PreStage Enrollments"},
       [&] {
         return json_reply(200, {{"serialsByPrestageId", scopes}});
       }},
      {"/api/v1/departments",
       {"Read Departments"},
       [&] {
         Json all = Json::array();
         for (const auto& [id, name] : departments) all.push_back({{"id", id}, {"name", name}});
         return list(all);
       }},
      {"/api/v3/check-in",
       {"Read Computer Check-In"},
       [&] {
         return json_reply(200, {{"checkInFrequency", world.check_in_period / 60}, {"createHooks", true}});
       }},
      {"/api/v1/cloud-distribution-point/refresh-inventory",
       {"Read Cloud Distribution Point"},
       [&] {
         if (version < jamf::Version{11, 24, 0}) return api_error(404, "NOT_FOUND", "No such path");
         objects.refreshed.push_back(call.get("file-name"));
         Answered out;
         out.reply.status = 204;
         return out;
       }},
      {"/api/v1/device-enrollments/1/devices",
       {"Read Device Enrollment Program Instances"},
       [&] { return list(assigned); }},
      {"/api/v1/device-enrollments",
       {"Read Device Enrollment Program Instances"},
       [&] {
         return list(
             Json::array({{{"id", "1"}, {"name", "Apple Business"}, {"supervisionIdentityId", "1"}}}));
       }},
      {"/api/v1/reenrollment", {"Read Re-enrollment"}, [&] { return json_reply(200, reenrolment); }},
      {"/api/v2/mdm/commands",
       {"View MDM command information in Jamf Pro API"},
       [&] { return commands(call); }},
      {"/api/v1/jamf-management-framework/redeploy/",
       {"Send Computer Remote Command to Install Package", "Read Computer Check-In"},
       [&] { return redeploy(call); }},
      {"/api/v1/mdm/renew-profile",
       {"Send Command to Renew MDM Profile"},
       [&] { return renew_profile(call); }},
      {"/api/v1/deploy-package",
       {"Send Computer Remote Command to Install Package"},
       [&] { return deploy_package(call); }},
      {"/api/v2/local-admin-password/", {"View Local Admin Password"}, [&] { return laps_accounts(call); }}};
  if (version >= jamf::Version{11, 23, 0}) {
    routes.push_back({"/api/v2/mdm/blank-push", {"View MDM command information in Jamf Pro API"}, [&] {
                        return blank_push(call);
                      }});
  }
  if (!old)
    routes.push_back({"/api/v4/computers-inventory", {"Read Computers"}, [&] { return inventory(call, 4); }});
  if (!older)
    routes.push_back({"/api/v3/computers-inventory", {"Read Computers"}, [&] { return inventory(call, 3); }});
  routes.push_back({"/api/v1/computers-inventory", {"Read Computers"}, [&] { return inventory(call, 1); }});
  for (const Route& route : routes) {
    const bool matches = route.prefix.ends_with('/') ? path.starts_with(route.prefix) : path == route.prefix;
    if (!matches) continue;
    if (!allowed(route.privileges)) return api_error(403, "INVALID_PRIVILEGE", "Forbidden");
    return route.handler();
  }
  return api_error(404, "NOT_FOUND", "No such path");
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

Json FakeJamf::row(const SimMac& recorded, const Call& call, int version_of_endpoint) const {
  const SimMac mac = world.seen_at(recorded, call.now);
  Json general{{"name", mac.name},
               {"managementId", mac.management_id},
               {"jamfBinaryVersion", mac.binary ? Json(*mac.binary) : Json(nullptr)},
               {"reportDate", time_or_null(mac.report)},
               {"lastEnrolledDate", time_or_null(mac.enrolled)},
               {"enrolledViaAutomatedDeviceEnrollment", true},
               {"remoteManagement", {{"managed", mac.managed}, {"managementUsername", nullptr}}},
               {"mdmCapable", {{"capable", mac.mdm_capable}, {"capableUsers", Json::array()}}},
               {"supervised", true}};
  if (version_of_endpoint >= 4) {
    general["lastCheckIn"] = time_or_null(mac.check_in);
    general["lastContact"] = time_or_null(mac.mdm_contact);
  } else {
    general["lastContactTime"] = time_or_null(mac.check_in);
  }
  if (extra_bytes > 0) {
    general["extensionAttributes"] =
        Json::array({{{"definitionId", "1"},
                      {"name", "notes"},
                      {"values", Json::array({std::string(extra_bytes, 'x')})}}});
  }
  Json out{{"id", mac.id},
           {"udid", mac.udid},
           {"general", general},
           {"hardware", nullptr},
           {"groupMemberships", nullptr},
           {"userAndLocation", nullptr},
           {"operatingSystem", nullptr},
           {"localUserAccounts", nullptr}};
  if (call.has_section("HARDWARE"))
    out["hardware"] = {{"serialNumber", mac.serial}, {"model", "MacBook Pro"}};
  if (call.has_section("USER_AND_LOCATION")) {
    const auto or_null = [&](std::string SimPerson::*field) {
      return mac.person ? Json((*mac.person).*field) : Json(nullptr);
    };
    out["userAndLocation"] = {{"username", or_null(&SimPerson::user)},
                              {"realname", or_null(&SimPerson::full_name)},
                              {"email", or_null(&SimPerson::email)},
                              {"departmentId", or_null(&SimPerson::department_id)}};
  }
  if (call.has_section("OPERATING_SYSTEM"))
    out["operatingSystem"] = {{"name", "macOS"}, {"version", "15.7.1"}};
  if (call.has_section("GROUP_MEMBERSHIPS")) {
    out["groupMemberships"] = Json::array();
    for (const std::string& group : mac.groups) {
      out["groupMemberships"].push_back({{"groupId", "7"}, {"groupName", group}, {"smartGroup", true}});
    }
  }
  return out;
}

Answered FakeJamf::inventory(const Call& call, int version_of_endpoint) {
  const std::size_t asked = std::min<std::size_t>(std::stoul(call.get("page-size", "100")), max_rows);
  const std::size_t first = std::stoul(call.get("page", "0")) * asked;
  const std::size_t last = first + (half_page_ ? asked / 2 : asked);
  const std::string filter = call.get("filter");
  std::size_t total = 0;
  std::string rows;
  for (const SimMac& mac : world.macs) {
    if (!filter.empty()) {
      const bool in = rsql_matches(filter, [&](const std::string& field) -> std::string {
        if (field == "id") return mac.id;
        if (field == "hardware.serialNumber") return mac.serial;
        if (field == "general.lastEnrolledDate") return text(mac.enrolled);
        if (field == "general.remoteManagement.managed") return mac.managed ? "true" : "false";
        return "";
      });
      if (!in) continue;
    }
    if (total >= first && total < last)
      (rows += rows.empty() ? "" : ",") += row(mac, call, version_of_endpoint).dump();
    ++total;
  }
  Answered out = json_reply(200, nullptr);
  out.reply.body = fmt::format("{{\"totalCount\":{},\"results\":[{}]}}", total, rows);
  return out;
}

}  // namespace enrolkit::test
