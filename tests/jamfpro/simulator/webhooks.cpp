#include "jamfpro/simulator/webhooks.h"

#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <fmt/format.h>

#include <istream>
#include <ostream>

#include "jamfpro/http/json.h"
#include "jamfpro/http/xml.h"

namespace enrolkit::test {
namespace {

// The Mac stands in a part of its own where the event has more to say than the Mac.
bool has_part(const std::string& event) {
  return event == "ComputerCheckIn" || event == "ComputerPolicyFinished";
}

jamf::XmlNode xml_of(const std::string& name, const jamf::Json& json) {
  jamf::XmlNode out{name, "", {}};
  if (!json.is_object()) {
    out.text = json.is_string() ? json.get<std::string>() : json.dump();
    return out;
  }
  for (const auto& [key, value] : json.items()) out.children.push_back(xml_of(key, value));
  return out;
}

}  // namespace

std::string webhook_body(const std::string& event, const SimMac& mac, std::int64_t now, WebhookForm form) {
  const jamf::Json computer{
      {"jssID", std::stoll(mac.id)}, {"serialNumber", mac.serial},        {"udid", mac.udid},
      {"deviceName", mac.name},      {"managementId", mac.management_id}, {"userDirectoryID", "-1"}};
  jamf::Json about = computer;
  if (has_part(event)) about = {{"computer", computer}};
  if (event == "ComputerCheckIn") about["trigger"] = "CLIENT_CHECKIN";
  if (event == "ComputerPolicyFinished") {
    about["policyId"] = 1;
    about["successful"] = true;
  }
  const jamf::Json body{
      {"webhook", {{"eventTimestamp", now * 1000}, {"id", 1}, {"name", "enrolkit"}, {"webhookEvent", event}}},
      {"event", about}};
  return form == WebhookForm::json ? body.dump() : jamf::xml_text(xml_of("JSSEvent", body));
}

int send_webhook(std::uint16_t port, const std::string& body, const std::string& secret) {
  namespace net = Poco::Net;
  try {
    net::HTTPClientSession session("127.0.0.1", port);
    net::HTTPRequest request(net::HTTPRequest::HTTP_POST, "/webhook", net::HTTPMessage::HTTP_1_1);
    request.setContentType(body.starts_with('<') ? "text/xml" : "application/json");
    request.setContentLength64(static_cast<Poco::Int64>(body.size()));
    request.set("X-Enrolkit-Secret", secret);
    session.sendRequest(request) << body;
    net::HTTPResponse response;
    session.receiveResponse(response);
    return response.getStatus();
  } catch (const Poco::Exception&) {
    return 0;
  }
}

}  // namespace enrolkit::test
