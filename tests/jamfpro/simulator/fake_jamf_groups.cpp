// The simulated server's static computer groups, and the list of all groups.
#include "jamfpro/simulator/call.h"

namespace enrolkit::test {

using jamf::Json;
using jamf::Method;
using jamf::ObjectKind;

Answered FakeJamf::all_groups() {
  Json all = Json::array();
  for (const SimStaticGroup& one : static_groups)
    all.push_back(
        {{"id", one.id}, {"name", one.name}, {"description", one.description}, {"smartGroup", false}});
  for (const SimObject& one : objects.of[ObjectKind::group])
    all.push_back({{"id", one.id},
                   {"name", one.name},
                   {"description", jamf::text_of(jamf::at(one.json, {"description"})).value_or("")},
                   {"smartGroup", true}});
  return json_reply(200, all);
}

Answered FakeJamf::written_group(const Call& call, SimStaticGroup* group) {
  const Json sent = Json::parse(call.request.body, nullptr, false);
  const auto name = jamf::text_of(jamf::at(sent, {"name"}));
  if (!name) return api_error(400, "REQUIRED", "name");
  for (const SimStaticGroup& one : static_groups) {
    if (&one != group && jamf::is_same_name(one.name, *name))
      return api_error(422, "DUPLICATE_FIELD", "name");
  }
  if (objects.named(ObjectKind::group, *name) != nullptr) return api_error(422, "DUPLICATE_FIELD", "name");
  std::set<std::string> members;
  for (const Json& id : jamf::at(sent, {"assignments"})) {
    if (!id.is_string() || mac_with(&SimMac::id, id) == nullptr)
      return api_error(400, "INVALID_ID", "assignments");
    members.insert(id.get<std::string>());
  }
  const bool is_new = group == nullptr;
  if (is_new) group = &static_groups.emplace_back();
  if (is_new) group->id = std::to_string(900 + static_groups.size());
  group->name = *name;
  group->description = jamf::text_of(jamf::at(sent, {"description"})).value_or("");
  group->site = jamf::text_of(jamf::at(sent, {"siteId"})).value_or("-1");
  group->members = drops_members ? std::set<std::string>() : members;
  if (is_new) return json_reply(201, {{"id", group->id}, {"href", call.path + "/" + group->id}});
  return json_reply(202, sent);
}

std::optional<Answered> FakeJamf::groups_at(const Call& call) {
  if (call.path == "/api/v1/computer-groups") {
    return allowed({"Read Smart Computer Groups", "Read Static Computer Groups"})
               ? all_groups()
               : api_error(403, "INVALID_PRIVILEGE", "Forbidden");
  }
  const std::string classic = "/JSSResource/computergroups/id/";
  const std::string newest = "/api/v3/computer-groups/static-groups",
                    older = "/api/v2/computer-groups/static-groups";
  const bool is_classic = call.path.starts_with(classic), is_newest = call.path.starts_with(newest);
  if (!is_classic && !is_newest && !call.path.starts_with(older)) return std::nullopt;
  if (is_newest && older_groups) return api_error(404, "NOT_FOUND", "No such path");
  const std::string id =
      call.path.substr(std::min(call.path.size(), is_classic ? classic.size() : newest.size() + 1));
  SimStaticGroup* group = nullptr;
  for (SimStaticGroup& one : static_groups) {
    if (one.id == id) group = &one;
  }
  if (is_classic && group == nullptr) return std::nullopt;  // a smart group, or none
  const Method method = call.request.method;
  const char* verb = method == Method::get ? "Read " : method == Method::put ? "Update " : "Create ";
  if (!allowed({verb + std::string("Static Computer Groups")}))
    return is_classic ? page_reply(403, "Forbidden") : api_error(403, "INVALID_PRIVILEGE", "Forbidden");
  if (!id.empty() && group == nullptr) return api_error(404, "NOT_FOUND", "no such group");
  if (method == Method::put || method == Method::post) return written_group(call, group);
  if (!is_classic) {
    return json_reply(200, {{"id", group->id},
                            {"name", group->name},
                            {"description", group->description},
                            {"siteId", group->site},
                            {"count", group->members.size()}});
  }
  Json computers = Json::array();
  for (const std::string& member : group->members)
    computers.push_back(
        {{"id", std::stoi(member)}, {"serial_number", mac_with(&SimMac::id, member)->serial}});
  return json_reply(200, {{"computer_group",
                           {{"id", std::stoi(group->id)},
                            {"name", group->name},
                            {"is_smart", false},
                            {"computers", computers}}}});
}

}  // namespace enrolkit::test
