// The simulated server's Classic API: JSON for those who accept it, and errors as pages for people.
#include "jamfpro/simulator/call.h"

namespace enrolkit::test {

using jamf::Json;

Answered FakeJamf::command_flush(const Call& call, const std::string& rest) {
  if (!allowed({"Flush MDM Commands"})) return page_reply(403, "The request requires a privilege");
  if (call.request.method != jamf::Method::del) return page_reply(405, "Method Not Allowed");
  const auto slash = rest.find("/status/");
  const std::string status = slash == std::string::npos ? "" : rest.substr(slash + sizeof "/status/" - 1);
  const bool pending = status == "Pending" || status == "Pending+Failed";
  const bool failed = status == "Failed" || status == "Pending+Failed";
  const SimMac* mac = mac_with(&SimMac::id, rest.substr(0, slash));
  if (!pending && !failed) return page_reply(400, "Bad Request");
  if (mac == nullptr) return page_reply(404, "The server has not found it");
  world.flush(*mac, pending, failed);
  Answered out;
  out.reply.status = 204;
  return out;
}

Answered FakeJamf::classic(const Call& call) {
  const std::string flush = "/JSSResource/commandflush/computers/id/";
  if (call.path.starts_with(flush)) return command_flush(call, call.path.substr(flush.size()));
  const std::string list = "/JSSResource/computerinvitations", one = list + "/id/";
  if (!call.path.starts_with(list)) {
    return page_reply(404, "The server has not found anything matching the request URI " + call.path);
  }
  if (!allowed({"Read Computer Enrollment Invitations"})) {
    return page_reply(403, "The request requires a privilege that this account does not have");
  }
  Json rows = Json::array();
  for (const Json& invitation : invitations) {
    if (call.path == one + std::to_string(invitation.at("id").get<int>())) {
      return json_reply(200, {{"computer_invitation", invitation}});
    }
    Json row;
    for (const char* key :
         {"id", "invitation", "invitation_type", "expiration_date", "expiration_date_epoch"}) {
      if (invitation.contains(key)) row[key] = invitation[key];
    }
    rows.push_back(std::move(row));
  }
  if (call.path == list) return json_reply(200, {{"computer_invitations", rows}});
  return page_reply(404, "The server has not found anything matching the request URI");
}

}  // namespace enrolkit::test
