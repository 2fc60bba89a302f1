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
  const Result<Json> json = session_.json(
      write_request(Method::post, path, nullptr,
                    {"Send Computer Remote Command to Install Package", "Read Computer Check-In"}));
  if (!json.ok()) return json.error();
  const auto uuid = text_of(at(json.value(), {"commandUuid"}));
  // Accepted, but without the command's name: what became of it has to be looked up.
  if (!uuid) return Failure{Failure::Kind::server, 202, "POST " + path + ": no command UUID came back", true};
  return *uuid;
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
