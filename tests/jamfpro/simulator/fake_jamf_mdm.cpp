// The simulated server's MDM: commands that are read, and what is sent to Macs.
#include "jamfpro/simulator/call.h"
#include "jamfpro/simulator/rsql.h"

namespace enrolkit::test {

using jamf::Json;

Answered FakeJamf::commands(const Call& call) {
  const std::string filter = call.get("filter");
  if (filter.empty()) return api_error(400, "INVALID_FILTER", "at least one filter field is needed");
  Json results = Json::array();
  for (const SimCommand& command : world.commands) {
    if (command.flushed || (call.other_node && command.sent > call.now - stale_for)) continue;
    if (!rsql_matches(filter, [&](const std::string& field) -> std::string {
          if (field == "uuid") return command.uuid;
          if (field == "dateSent") return jamf::utc_text(command.sent);
          return field == "clientManagementId" ? command.management_id : "";
        })) {
      continue;
    }
    Json one{{"uuid", command.uuid},
             {"dateSent", jamf::utc_text(command.sent)},
             {"dateCompleted", time_or_null(command.completed)},
             {"client", {{"managementId", command.management_id}, {"clientType", "COMPUTER"}}},
             {"commandState", command.state},
             {"commandType", command.type}};
    if (!command.error.empty()) {
      one["commandError"] = {{"errorCode", 1},
                             {"errorDomain", "MCMDMErrorDomain"},
                             {"errorLocalizedDescription", command.error},
                             {"errorEnglishDescription", command.error}};
    }
    results.push_back(std::move(one));
  }
  const std::size_t size = std::stoul(call.get("page-size", "100")),
                    first = std::stoul(call.get("page", "0")) * size;
  Json some = Json::array();
  for (std::size_t i = first; i < std::min(first + size, results.size()); ++i) some.push_back(results[i]);
  return json_reply(200, {{"totalCount", results.size()}, {"results", some}});
}

Answered FakeJamf::redeploy(const Call& call) {
  const std::string id = call.path.substr(call.path.rfind('/') + 1);
  for (std::size_t i = 0; i < world.macs.size(); ++i) {
    if (world.macs[i].id != id) continue;
    return json_reply(
        202, {{"deviceId", id}, {"commandUuid", world.send(i, "INSTALL_ENTERPRISE_APPLICATION", call.now)}});
  }
  return api_error(404, "NOT_FOUND", "Computer with given id does not exist");
}

SimMac* FakeJamf::mac_with(std::string SimMac::*field, const Json& value) {
  for (SimMac& mac : world.macs) {
    if (value == mac.*field) return &mac;
  }
  return nullptr;
}

Answered FakeJamf::deploy_package(const Call& call) {
  const Json body = Json::parse(call.request.body);
  manifests.push_back(body.at("manifest"));
  Json queued = Json::array(), errors = Json::array();
  for (const Json& device : body.at("devices")) {
    const SimMac* mac = mac_with(&SimMac::id, std::to_string(device.get<int>()));
    if (mac == nullptr) {
      errors.push_back({{"device", device}, {"reason", "Device not found"}});
      continue;
    }
    const auto number = static_cast<std::size_t>(mac - world.macs.data());
    queued.push_back({{"device", device}, {"commandUuid", world.send_package(number, call.now)}});
  }
  return json_reply(200, {{"queuedCommands", queued}, {"errors", errors}});
}

Answered FakeJamf::renew_profile(const Call& call) {
  Json unknown = Json::array();
  const Json body = Json::parse(call.request.body);
  for (const Json& udid : body.at("udids")) {
    SimMac* mac = mac_with(&SimMac::udid, udid);
    mac == nullptr ? unknown.push_back(udid) : world.renew(*mac, call.now);
  }
  return json_reply(202, {{"udidsNotProcessed", {{"udids", unknown}}}});
}

Answered FakeJamf::blank_push(const Call& call) {
  Json unknown = Json::array();
  const Json body = Json::parse(call.request.body);
  for (const Json& id : body.at("clientManagementIds")) {
    SimMac* mac = mac_with(&SimMac::management_id, id);
    mac == nullptr ? unknown.push_back(id) : world.push(*mac, call.now);
  }
  return json_reply(200, {{"errorUuids", unknown}});
}

Answered FakeJamf::laps_accounts(const Call& call) const {
  const auto id = call.path.substr(std::string("/api/v2/local-admin-password/").size());
  for (const SimMac& mac : world.macs) {
    if (id != mac.management_id + "/accounts") continue;
    Json accounts = Json::array();
    for (const auto& [name, source] : mac.laps) {
      accounts.push_back({{"clientManagementId", mac.management_id},
                          {"guid", uuid_of('E', accounts.size())},
                          {"username", name},
                          {"userSource", source}});
    }
    return json_reply(200, {{"totalCount", accounts.size()}, {"results", accounts}});
  }
  return api_error(500, "", "");
}

}  // namespace enrolkit::test
