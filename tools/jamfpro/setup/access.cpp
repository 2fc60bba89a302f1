#include "jamfpro/setup/access.h"

#include <algorithm>
#include <iterator>

#include "core/base/redact.h"
#include "core/base/text.h"
#include "jamfpro/http/pages.h"
#include "jamfpro/http/requests.h"
#include "jamfpro/publish/kind.h"

namespace enrolkit::jamf {
namespace {

constexpr const char* kRoles = "/api/v1/api-roles";
constexpr const char* kPrivileges = "/api/v1/api-role-privileges";
constexpr const char* kClients = "/api/v1/api-integrations";

std::vector<std::string> texts_in(const Json& list) {
  std::vector<std::string> out;
  for (const Json& one : list) {
    if (auto text = text_of(one)) out.push_back(std::move(*text));
  }
  return out;
}

std::set<std::string> set_of(const std::vector<std::string>& texts) { return {texts.begin(), texts.end()}; }

std::string in_quotes(const std::string& name) { return "\"" + printable(name) + "\""; }

// What goes into tools, files and variables, and comes from the network: letters, digits and a few signs.
bool is_plain(std::string_view text) {
  constexpr std::size_t kMaxBytes = 1000;
  return !text.empty() && text.size() <= kMaxBytes &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7F; });
}

Failure not_applied(const std::string& what) {
  return Failure{Failure::Kind::server, 0, "not applied: " + what, false};
}

}  // namespace

Result<std::set<std::string>> ApiAccess::known_privileges() {
  const Result<Json> json = session_.json(get_request(kPrivileges, {"Read API Roles"}));
  if (!json.ok()) return json.error();
  const Json& list = at(json.value(), {"privileges"});
  if (!list.is_array() || list.empty())
    return unexpected_reply(kPrivileges, "no list of privileges came back");
  return set_of(texts_in(list));
}

Result<std::vector<ApiAccess::Role>> ApiAccess::roles() {
  std::vector<Role> out;
  Listing listing{.path = kRoles, .query = "sort=id%3Aasc", .filter = "", .privileges = {"Read API Roles"}};
  listing.sticky = true;
  bool is_whole = true;
  const Status read = each_row(session_, listing, [&](const Json& row) {
    const auto id = text_of(at(row, {"id"})), name = text_of(at(row, {"displayName"}));
    is_whole = is_whole && id && name;
    out.push_back({id.value_or(""), name.value_or(""), set_of(texts_in(at(row, {"privileges"})))});
  });
  if (!read.ok()) return read.error();
  if (!is_whole) return unexpected_reply(kRoles, "a role without an id or a name came back");
  return out;
}

Result<std::vector<ApiAccess::Client>> ApiAccess::clients() {
  std::vector<Client> out;
  Listing listing{
      .path = kClients, .query = "sort=id%3Aasc", .filter = "", .privileges = {"Read API Integrations"}};
  listing.sticky = true;
  bool is_whole = true;
  const Status read = each_row(session_, listing, [&](const Json& row) {
    const auto number = text_of(at(row, {"id"})), name = text_of(at(row, {"displayName"}));
    const auto enabled = bool_of(at(row, {"enabled"}));
    is_whole = is_whole && number && name && enabled;
    out.push_back({number.value_or(""), text_of(at(row, {"clientId"})).value_or(""), name.value_or(""),
                   text_of(at(row, {"appType"})).value_or(""), texts_in(at(row, {"authorizationScopes"})),
                   enabled.value_or(false)});
  });
  if (!read.ok()) return read.error();
  if (!is_whole) return unexpected_reply(kClients, "a client without an id, a name or its state came back");
  return out;
}

void ApiAccess::choose(const std::set<std::string>& known, const std::vector<Need>& needs,
                       AccessPlan& plan) const {
  for (const Need& need : needs) {
    const std::string privilege(need.privilege);
    if (known.contains(privilege)) {
      plan.privileges.insert(privilege);
    } else if (!need.required) {
      plan.unknown.push_back(need);
    } else if (plan.refused.empty()) {
      plan.refused = "this server has no privilege " + in_quotes(privilege) + ", which `" +
                     std::string(need.command) + "` needs";
    }
  }
}

void ApiAccess::find_role(const std::vector<Role>& roles, AccessPlan& plan) const {
  plan.added = plan.privileges;
  plan.removed.clear();
  for (const Role& role : roles) {
    if (!is_same_name(role.name, plan.name)) continue;
    if (role.name != plan.name) {
      plan.refused =
          "the server has a role " + in_quotes(role.name) + ", which is the same name to it, and not ours";
      return;
    }
    plan.role_id = role.id;
    plan.added.clear();
    std::set_difference(plan.privileges.begin(), plan.privileges.end(), role.privileges.begin(),
                        role.privileges.end(), std::inserter(plan.added, plan.added.end()));
    std::set_difference(role.privileges.begin(), role.privileges.end(), plan.privileges.begin(),
                        plan.privileges.end(), std::inserter(plan.removed, plan.removed.end()));
    plan.role = plan.added.empty() && plan.removed.empty() ? AccessPlan::Act::same : AccessPlan::Act::change;
  }
}

void ApiAccess::find_client(const std::vector<Client>& clients, AccessPlan& plan) const {
  for (const Client& client : clients) {
    const bool has_role =
        std::find(client.roles.begin(), client.roles.end(), plan.name) != client.roles.end();
    const std::string who = "the API client " + in_quotes(client.name);
    if (!is_same_name(client.name, plan.name)) {
      if (has_role) plan.refused = who + " has our role, too, and would change with it";
      continue;
    }
    if (client.name != plan.name) {
      plan.refused = who + " has the same name to the server, and is not ours";
    } else if (client.roles.size() != 1 || !has_role) {
      plan.refused = who + " does not have our role alone: somebody changed it";
    } else if (!client.enabled) {
      plan.refused = who + " is not enabled: somebody changed it";
    } else if (!is_plain(client.id)) {
      plan.refused = who + " has no client ID that can be used";
    } else if (client.kind != "CLIENT_CREDENTIALS" && client.kind != "NONE") {
      plan.refused = who + " is of the kind " + printable(client.kind) + ", and not ours";
    }
    plan.client = AccessPlan::Act::same;
    plan.client_number = client.number;
    plan.client_id = client.id;
    plan.has_secret = client.kind != "NONE";
  }
}

Result<AccessPlan> ApiAccess::plan(const std::string& name, const std::vector<Need>& needs) {
  AccessPlan out;
  out.name = name + " " + std::string(kSetupMark);
  const auto known = known_privileges();
  if (!known.ok()) return known.error();
  const auto all_roles = roles();
  if (!all_roles.ok()) return all_roles.error();
  const auto all_clients = clients();
  if (!all_clients.ok()) return all_clients.error();
  choose(known.value(), needs, out);
  find_role(all_roles.value(), out);
  find_client(all_clients.value(), out);
  return out;
}

Status ApiAccess::write_role(const AccessPlan& plan) {
  const Json body{{"displayName", plan.name}, {"privileges", plan.privileges}};
  const bool is_new = plan.role == AccessPlan::Act::create;
  const std::string path = is_new ? kRoles : kRoles + ("/" + encoded(plan.role_id));
  const auto written = session_.call(write_request(is_new ? Method::post : Method::put, path, body,
                                                   {is_new ? "Create API Roles" : "Update API Roles"}));
  return written.ok() || written.error().maybe_applied ? Status() : written.error();
}

Status ApiAccess::write_client(const AccessPlan& plan) {
  const Json body{{"displayName", plan.name},
                  {"authorizationScopes", Json::array({plan.name})},
                  {"enabled", true},
                  {"accessTokenLifetimeSeconds", kTokenSeconds}};
  const auto written =
      session_.call(write_request(Method::post, kClients, body, {"Create API Integrations"}));
  return written.ok() || written.error().maybe_applied ? Status() : written.error();
}

// Also after a write of unknown fate: what is there decides.
Status ApiAccess::carry_out(AccessPlan& plan) {
  AccessPlan now = plan;
  if (plan.role != AccessPlan::Act::same) {
    if (const Status written = write_role(plan); !written.ok()) return written;
    const auto there = roles();
    if (!there.ok()) return there.error();
    find_role(there.value(), now);
    if (!now.refused.empty() || now.role != AccessPlan::Act::same)
      return not_applied("the role " + in_quotes(plan.name) + " has other privileges");
  }
  if (plan.client != AccessPlan::Act::same) {
    if (const Status written = write_client(plan); !written.ok()) return written;
    const auto there = clients();
    if (!there.ok()) return there.error();
    find_client(there.value(), now);
    if (!now.refused.empty() || now.client != AccessPlan::Act::same)
      return not_applied("the API client " + in_quotes(plan.name) + " is not as it was to be");
  }
  plan.client_number = now.client_number;
  plan.client_id = now.client_id;
  return {};
}

Result<ClientSecret> ApiAccess::new_secret(const AccessPlan& plan) {
  const std::string path = kClients + ("/" + encoded(plan.client_number)) + "/client-credentials";
  const Result<Json> json =
      session_.json(write_request(Method::post, path, nullptr, {"Create API Integrations"}));
  if (!json.ok()) return json.error();
  const auto id = text_of(at(json.value(), {"clientId"})),
             secret = text_of(at(json.value(), {"clientSecret"}));
  if (secret) remember_secret(*secret);
  if (!id || !secret || !is_plain(*id) || !is_plain(*secret))
    return Failure{Failure::Kind::not_jamf, 200, "POST " + path + ": no id and secret came back", true};
  return ClientSecret{*id, *secret};
}

}  // namespace enrolkit::jamf
