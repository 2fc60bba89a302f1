// What enrolkit has Jamf Pro do to a Mac, by MDM.
#include <algorithm>

#include "jamfpro/client/client.h"
#include "jamfpro/http/requests.h"

namespace enrolkit::jamf {
namespace {

Failure turned_down(const std::string& path, const std::string& why) {
  return Failure{Failure::Kind::refused, 200, "POST " + path + ": " + why, false};
}

// The server answers with the Macs that it did not take.
bool is_listed(const Json& list, const std::string& id) {
  return std::any_of(list.begin(), list.end(), [&](const Json& one) { return text_of(one) == id; });
}

}  // namespace

Result<std::string> Client::redeploy(const std::string& computer_id) {
  const std::string path = "/api/v1/jamf-management-framework/redeploy/" + encoded(computer_id);
  const Request request =
      write_request(Method::post, path, nullptr,
                    {"Send Computer Remote Command to Install Package", "Read Computer Check-In"});
  const Result<Reply> reply = session_.call(request);
  if (!reply.ok()) return reply.error();
  if (is_a_web_page(reply.value())) {  // of something before the server, which may have got it or not
    Failure failure = failure_of(request, reply.value());
    failure.maybe_applied = true;
    return failure;
  }
  const Json json = parse_json(reply.value().body).value_or(Json());
  const Json& uuid = at(json, {"commandUuid"});
  return uuid.is_string() ? uuid.get<std::string>() : std::string();
}

Result<std::string> Client::deploy_package(const std::string& computer_id, const Json& manifest) {
  const std::string path = "/api/v1/deploy-package";
  const auto number = parse_id(computer_id);
  if (!number) return turned_down(path, "the Mac's id is not a number");
  const Json body{{"manifest", manifest}, {"installAsManaged", false}, {"devices", Json::array({*number})}};
  const Result<Json> json = session_.json(write_request(Method::post, path + "?verbose=true", body,
                                                        {"Send Computer Remote Command to Install Package"}));
  if (!json.ok()) return json.error();
  for (const Json& error : at(json.value(), {"errors"})) {
    return turned_down(path, text_of(at(error, {"reason"})).value_or("no reason is given"));
  }
  for (const Json& queued : at(json.value(), {"queuedCommands"})) {
    if (const auto uuid = text_of(at(queued, {"commandUuid"}))) return *uuid;
  }
  return Failure{Failure::Kind::server, 200, "POST " + path + ": no command UUID came back", true};
}

Status Client::renew_mdm_profile(const std::string& udid) {
  const std::string path = "/api/v1/mdm/renew-profile";
  const Result<Json> json = session_.json(write_request(Method::post, path, {{"udids", Json::array({udid})}},
                                                        {"Send Command to Renew MDM Profile"}));
  if (!json.ok()) return json.error();
  if (is_listed(at(json.value(), {"udidsNotProcessed", "udids"}), udid)) {
    return turned_down(path, "the server does not know this Mac");
  }
  return {};
}

Status Client::flush_commands(const std::string& computer_id) {
  Request request = write_request(
      Method::del,
      "/JSSResource/commandflush/computers/id/" + encoded(computer_id) + "/status/Pending+Failed", nullptr,
      {"Flush MDM Commands"});
  request.accept = "application/xml";
  const Result<Reply> answer = session_.call(request);
  return answer.ok() ? Status() : answer.error();
}

Status Client::blank_push(const std::string& management_id) {
  const std::string path = "/api/v2/mdm/blank-push";
  const Result<Json> json =
      session_.json(write_request(Method::post, path, {{"clientManagementIds", Json::array({management_id})}},
                                  {"View MDM command information in Jamf Pro API"}));
  if (!json.ok()) return json.error();
  if (is_listed(at(json.value(), {"errorUuids"}), management_id)) {
    return turned_down(path, "the push could not be sent");
  }
  return {};
}

}  // namespace enrolkit::jamf
