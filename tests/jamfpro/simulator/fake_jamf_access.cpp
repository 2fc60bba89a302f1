// The simulated server's API roles, their privileges, and its API clients.
#include <fmt/format.h>

#include <algorithm>

#include "jamfpro/publish/kind.h"
#include "jamfpro/simulator/call.h"
#include "jamfpro/simulator/listing.h"

namespace enrolkit::test {

using jamf::Json;
using jamf::Method;

namespace {

std::string rest_of(const std::string& path, const std::string& above) { return path.substr(above.size()); }

std::vector<std::string> texts_in(const Json& list) {
  std::vector<std::string> out;
  for (const Json& one : list) out.push_back(one.is_string() ? one.get<std::string>() : "");
  return out;
}

Json json_of(const SimRole& role) {
  return {{"id", role.id}, {"displayName", role.name}, {"privileges", role.privileges}};
}

Json json_of(const SimClient& client) {
  return {{"id", client.number},
          {"displayName", client.name},
          {"clientId", client.id},
          {"authorizationScopes", client.roles},
          {"enabled", client.enabled},
          {"accessTokenLifetimeSeconds", client.token_life},
          {"appType", client.secret.empty() && client.kind == "CLIENT_CREDENTIALS" ? "NONE" : client.kind}};
}

std::string id_of(const SimRole& role) { return role.id; }
std::string id_of(const SimClient& client) { return std::to_string(client.number); }

// The one of that id; the end when there is none.
template <class T>
auto with_id(std::vector<T>& all, const std::string& id) {
  return std::find_if(all.begin(), all.end(), [&](const T& one) { return id_of(one) == id; });
}

const ListForm kNamed{{{"id"}, {"displayName"}}, "id:asc", "", true};

}  // namespace

Answered FakeJamf::role_privileges(const Call&) { return json_reply(200, {{"privileges", access.known}}); }

Answered FakeJamf::roles_listed(const Call& call) {
  std::vector<Json> rows;
  for (const SimRole& one : access.roles) rows.push_back(json_of(one));
  return list_reply(call.query, kNamed, rows, max_rows);
}

Answered FakeJamf::role_written(const Call& call) {
  const Json sent = Json::parse(call.request.body, nullptr, false);
  const auto name = jamf::text_of(jamf::at(sent, {"displayName"}));
  if (!name || !jamf::at(sent, {"privileges"}).is_array()) return api_error(400, "REQUIRED", "displayName");
  const bool is_new = call.request.method == Method::post;
  SimRole* role = nullptr;
  for (SimRole& one : access.roles) {
    if (!is_new && one.id == rest_of(call.path, "/api/v1/api-roles/")) {
      role = &one;
    } else if (jamf::is_same_name(one.name, *name)) {
      return api_error(400, "INVALID_FIELD", "Role display name must be unique");
    }
  }
  if (!is_new && role == nullptr) return api_error(404, "NOT_FOUND", "no such role");
  const std::vector<std::string> wanted = texts_in(sent["privileges"]);
  for (const std::string& one : wanted) {
    if (!access.known.contains(one)) return api_error(400, "INVALID_PRIVILEGE", one);
  }
  if (is_new) role = &access.roles.emplace_back(SimRole{std::to_string(++access.roles_made), "", {}});
  role->name = *name;
  role->privileges = {wanted.begin(), wanted.end()};
  if (access.drops_privileges && !role->privileges.empty()) role->privileges.erase(role->privileges.begin());
  return json_reply(200, json_of(*role));
}

Answered FakeJamf::role_at(const Call& call) {
  const auto role = with_id(access.roles, rest_of(call.path, "/api/v1/api-roles/"));
  if (role == access.roles.end()) return api_error(404, "NOT_FOUND", "no such role");
  if (call.request.method == Method::get) return json_reply(200, json_of(*role));
  for (const SimClient& one : access.clients) {
    if (std::find(one.roles.begin(), one.roles.end(), role->name) != one.roles.end())
      return api_error(409, "CONFLICT", one.name);
  }
  access.roles.erase(role);
  return empty_reply(204);
}

Answered FakeJamf::clients_listed(const Call& call) {
  std::vector<Json> rows;
  for (const SimClient& one : access.clients) rows.push_back(json_of(one));
  return list_reply(call.query, kNamed, rows, max_rows);
}

Answered FakeJamf::client_made(const Call& call) {
  const Json sent = Json::parse(call.request.body, nullptr, false);
  const auto name = jamf::text_of(jamf::at(sent, {"displayName"}));
  if (!name || !jamf::at(sent, {"authorizationScopes"}).is_array())
    return api_error(400, "REQUIRED", "displayName");
  const std::vector<std::string> wanted = texts_in(sent["authorizationScopes"]);
  for (const std::string& role : wanted) {
    const bool is_there = std::any_of(access.roles.begin(), access.roles.end(),
                                      [&](const SimRole& one) { return one.name == role; });
    if (!is_there) return api_error(400, "INVALID_FIELD", "authorizationScopes");
  }
  for (const SimClient& one : access.clients) {
    if (jamf::is_same_name(one.name, *name))
      return api_error(400, "INVALID_FIELD", "Integration display name must be unique");
  }
  SimClient made;
  made.number = ++access.clients_made;
  made.id = fmt::format("5f0e0000-0000-4000-8000-{:012}", made.number);
  made.name = *name;
  made.roles = wanted;
  made.enabled = jamf::bool_of(jamf::at(sent, {"enabled"})).value_or(false);
  made.token_life = jamf::number_of(jamf::at(sent, {"accessTokenLifetimeSeconds"})).value_or(60);
  access.clients.push_back(made);
  return json_reply(201, json_of(made));
}

Answered FakeJamf::client_at(const Call& call) {
  const auto client = with_id(access.clients, rest_of(call.path, "/api/v1/api-integrations/"));
  if (client == access.clients.end()) return api_error(404, "NOT_FOUND", "no such integration");
  if (call.request.method == Method::get) return json_reply(200, json_of(*client));
  access.clients.erase(client);
  return empty_reply(204);
}

Answered FakeJamf::client_secret_made(const Call& call) {
  const std::string rest = rest_of(call.path, "/api/v1/api-integrations/");
  for (SimClient& one : access.clients) {
    if (rest != std::to_string(one.number) + "/client-credentials") continue;
    one.secret = fmt::format("made-{:04}-of-the-simulator", ++access.secrets_made);
    return json_reply(200, {{"clientId", one.id}, {"clientSecret", one.secret}});
  }
  return api_error(404, "NOT_FOUND", "no such integration");
}

const SimClient* FakeJamf::client_with(const std::string& id, const std::string& secret) const {
  const auto found = std::find_if(access.clients.begin(), access.clients.end(), [&](const SimClient& one) {
    return one.enabled && !one.secret.empty() && one.id == id && one.secret == secret;
  });
  return found == access.clients.end() ? nullptr : &*found;
}

const SimClient* FakeJamf::client_with_number(int number) const {
  for (const SimClient& one : access.clients) {
    if (one.number == number) return &one;
  }
  return nullptr;
}

// What a real server lets the tokens of a client do that is gone is not known: here nothing.
std::set<std::string> FakeJamf::privileges_of(const SimClient* client) const {
  std::set<std::string> out;
  if (client == nullptr) return out;
  for (const SimRole& role : access.roles) {
    if (std::find(client->roles.begin(), client->roles.end(), role.name) != client->roles.end())
      out.insert(role.privileges.begin(), role.privileges.end());
  }
  return out;
}

}  // namespace enrolkit::test
