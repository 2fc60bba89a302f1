// The simulated server's computer inventory: the list, one record, and all of one.
#include <fmt/format.h>

#include <algorithm>

#include "jamfpro/simulator/call.h"
#include "jamfpro/simulator/inventory.h"

namespace enrolkit::test {

using jamf::Json;

namespace {

int version_in(const std::string& path) { return path.at(std::string("/api/v").size()) - '0'; }

}  // namespace

std::string FakeJamf::group_id(const std::string& name) {
  const SimObject* group = objects.named(jamf::ObjectKind::group, name);
  return group == nullptr ? "7" : group->id;  // "7": one that a test gave a Mac, and nobody made
}

Json FakeJamf::row(const SimMac& recorded, const std::set<std::string>& sections, const Call& call,
                   int version_of_endpoint) {
  const SimMac mac = world.seen_at(recorded, call.now);
  Json out = inventory_record(mac, sections, version_of_endpoint, extra_bytes);
  if (sections.contains("GROUP_MEMBERSHIPS")) {
    out["groupMemberships"] = Json::array();
    for (const std::string& group : mac.groups) {
      out["groupMemberships"].push_back(
          {{"groupId", group_id(group)}, {"groupName", group}, {"smartGroup", true}});
    }
  }
  return out;
}

Answered FakeJamf::inventory(const Call& call) {
  const int version_of_endpoint = version_in(call.path);
  const auto sections = sections_in(call.query);
  if (const auto* bad = std::get_if<Answered>(&sections)) return *bad;
  const auto page = page_of(
      call.query, inventory_form(version_of_endpoint), world.macs.size(), max_rows,
      [&](std::size_t number, const std::string& field) {
        const SimMac& mac = world.macs[number];
        return is_contact_time(field) ? inventory_value(world.seen_at(mac, call.now), field)
                                      : inventory_value(mac, field);
      },
      half_page_);
  if (const auto* bad = std::get_if<Answered>(&page)) return *bad;
  std::string rows;
  for (const std::size_t number : std::get<ListPage>(page).rows) {
    (rows += rows.empty() ? "" : ",") +=
        row(world.macs[number], std::get<std::set<std::string>>(sections), call, version_of_endpoint).dump();
  }
  Answered out = json_reply(200, nullptr);
  out.reply.body =
      fmt::format("{{\"totalCount\":{},\"results\":[{}]}}", std::get<ListPage>(page).total, rows);
  return out;
}

Answered FakeJamf::inventory_one(const Call& call) {
  const auto sections = sections_in(call.query);
  if (const auto* bad = std::get_if<Answered>(&sections)) return *bad;
  const bool is_detail = call.path.find("/computers-inventory-detail/") != std::string::npos;
  const SimMac* mac = mac_with(&SimMac::id, call.path.substr(call.path.rfind('/') + 1));
  if (mac == nullptr) return api_error(404, "NOT_FOUND", "Computer with given id does not exist");
  return json_reply(200, row(*mac, is_detail ? all_sections() : std::get<std::set<std::string>>(sections),
                             call, version_in(call.path)));
}

}  // namespace enrolkit::test
