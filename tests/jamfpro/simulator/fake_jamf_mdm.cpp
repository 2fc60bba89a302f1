// The simulated server's MDM: commands that are read, and what is sent to Macs.
#include <cctype>

#include "jamfpro/simulator/call.h"
#include "jamfpro/simulator/listing.h"

namespace enrolkit::test {

using jamf::Json;

namespace {

using Kind = ListField::Kind;

const ListForm& commands_form() {
  static const ListForm kForm{{{"uuid"},
                               {"clientManagementId"},
                               {"command"},
                               {"status"},
                               {"clientType"},
                               {"profileId"},
                               {"profileIdentifier"},
                               {"active"},
                               {"dateSent", Kind::ordered_moment},
                               {"validAfter", Kind::ordered_moment},
                               {"dateCompleted", Kind::ordered_moment}},
                              "dateSent:asc",
                              "dateSent:asc"};
  return kForm;
}

// Filters spell a state as the console does ("Pending"), answers as an enum ("PENDING").
std::string status_of(const SimCommand& command) {
  std::string out = command.state;
  for (std::size_t i = 1; i < out.size(); ++i)
    out[i] = static_cast<char>(std::tolower(static_cast<unsigned char>(out[i])));
  return out;
}

std::optional<std::string> value_of(const SimCommand& command, const std::string& field) {
  if (field == "uuid") return command.uuid;
  if (field == "clientManagementId") return command.management_id;
  if (field == "command") return command.type;
  if (field == "status") return status_of(command);
  if (field == "clientType") return "COMPUTER";
  if (field == "dateSent") return jamf::utc_text(command.sent);
  if (field == "dateCompleted" && command.completed) return jamf::utc_text(*command.completed);
  return std::nullopt;
}

Json json_of(const SimCommand& command) {
  Json out{{"uuid", command.uuid},
           {"dateSent", jamf::utc_text(command.sent)},
           {"dateCompleted", time_or_null(command.completed)},
           {"client", {{"managementId", command.management_id}, {"clientType", "COMPUTER"}}},
           {"commandState", command.state},
           {"commandType", command.type}};
  if (!command.error.empty()) {
    out["commandError"] = {{"errorCode", 1},
                           {"errorDomain", "MCMDMErrorDomain"},
                           {"errorLocalizedDescription", command.error},
                           {"errorEnglishDescription", command.error}};
  }
  return out;
}

}  // namespace

Answered FakeJamf::commands(const Call& call) {
  if (call.get("filter").empty() && !ignores_filters)
    return bad_request("at least one filter field is needed");
  std::vector<const SimCommand*> seen;
  for (const SimCommand& command : world.commands) {
    if (command.flushed || (call.other_node && command.sent > call.now - stale_for)) continue;
    seen.push_back(&command);
  }
  const auto page =
      page_of(call.query, commands_form(), seen.size(), max_rows,
              [&](std::size_t number, const std::string& field) { return value_of(*seen[number], field); });
  if (const auto* bad = std::get_if<Answered>(&page)) return *bad;
  Json results = Json::array();
  for (const std::size_t number : std::get<ListPage>(page).rows) results.push_back(json_of(*seen[number]));
  return json_reply(200, {{"totalCount", std::get<ListPage>(page).total}, {"results", results}});
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
