#include "jamfpro/publish/static_group.h"

#include <algorithm>
#include <array>

#include "core/base/text.h"
#include "jamfpro/http/requests.h"
#include "jamfpro/publish/definitions.h"

namespace enrolkit::jamf {
namespace {

constexpr std::array kPaths{"/api/v3/computer-groups/static-groups", "/api/v2/computer-groups/static-groups"};

bool is_missing(const Failure& failure) { return failure.kind == Failure::Kind::not_found; }

bool is_ours(const std::string& description) { return description.find(kMark) != std::string::npos; }

// What the one has and the other has not.
GroupMembers without(const GroupMembers& one, const GroupMembers& other) {
  GroupMembers out;
  for (const auto& member : one) {
    if (!other.contains(member.first)) out.insert(member);
  }
  return out;
}

}  // namespace

Result<std::vector<StaticGroups::Found>> StaticGroups::named(const std::string& name) {
  const std::string path = "/api/v1/computer-groups";
  const Result<Json> all =
      session_.json(get_request(path, {"Read Smart Computer Groups", "Read Static Computer Groups"}, true));
  if (!all.ok()) return all.error();
  if (!all.value().is_array()) return unexpected_reply(path, "no list of groups came back");
  std::vector<Found> out;
  for (const Json& one : all.value()) {
    Found found{text_of(at(one, {"id"})).value_or(""), text_of(at(one, {"name"})).value_or(""),
                text_of(at(one, {"description"})).value_or(""),
                bool_of(at(one, {"smartGroup"})).value_or(true)};
    if (found.name.empty()) return unexpected_reply(path, "a group came back without its name");
    if (!is_same_name(found.name, name)) continue;
    if (!is_record_id(found.id)) return unexpected_reply(path, "a group came back whose id is not a number");
    out.push_back(std::move(found));
  }
  return out;
}

Result<GroupMembers> StaticGroups::members(const std::string& id) {
  const std::string path = "/JSSResource/computergroups/id/" + encoded(id);
  const Result<Json> group = session_.json(get_request(path, {"Read Static Computer Groups"}, true));
  if (!group.ok()) return group.error();
  const Json& computers = at(group.value(), {"computer_group", "computers"});
  if (!computers.is_array()) return unexpected_reply(path, "no members came back");
  GroupMembers out;
  for (const Json& one : computers) {
    const auto member = text_of(at(one, {"id"}));
    if (!member || !is_record_id(*member))
      return unexpected_reply(path, "a member without a number came back");
    out[*member] = text_of(at(one, {"serial_number"})).value_or("");
  }
  return out;
}

Result<GroupPlan> StaticGroups::plan(const std::string& name, const GroupMembers& wanted,
                                     const GroupMembers& undecided) {
  GroupPlan out;
  out.name = name;
  out.wanted = wanted;
  const auto found = named(name);
  if (!found.ok()) return found.error();
  if (found.value().empty()) {
    out.added = wanted;
    return out;
  }
  const Found& group = found.value().front();
  out.act = GroupPlan::Act::refused;
  if (found.value().size() > 1) {
    out.why = "the server has several groups of that name";
  } else if (group.name != name) {
    out.why = "the server has \"" + printable(group.name) + "\", which is the same to it";
  } else if (group.smart) {
    out.why = "it is a smart group";
  } else if (!is_ours(group.description)) {
    out.why = "it was not made by enrolkit; to hand it over, put \"" + std::string(kMark) +
              "\" into its description";
  }
  if (!out.why.empty()) return out;
  const auto has = members(group.id);
  if (!has.ok()) return has.error();
  out.id = group.id;
  for (const auto& member : has.value()) {
    if (undecided.contains(member.first)) out.wanted.insert(member);
  }
  out.added = without(out.wanted, has.value());
  out.removed = without(has.value(), out.wanted);
  out.act = out.added.empty() && out.removed.empty() ? GroupPlan::Act::same : GroupPlan::Act::change;
  return out;
}

Result<Json> StaticGroups::write(const GroupPlan& plan, const std::string& path) {
  Json body{{"name", plan.name},
            {"description",
             "Macs whose MDM is alive and whose agent is dead, as enrolkit server stuck found them. " +
                 std::string(kMark)},
            {"assignments", Json::array()}};
  for (const auto& [id, serial] : plan.wanted) body["assignments"].push_back(id);
  if (plan.id.empty())
    return session_.json(write_request(Method::post, path, body, {"Create Static Computer Groups"}));
  const std::string one = path + "/" + encoded(plan.id);
  const Result<Json> there = session_.json(get_request(one, {"Read Static Computer Groups"}, true));
  if (!there.ok()) return there.error();
  for (const char* kept : {"siteId", "description"}) {  // what stands there besides is the user's
    if (at(there.value(), {kept}).is_string()) body[kept] = at(there.value(), {kept});
  }
  return session_.json(write_request(Method::put, one, body, {"Update Static Computer Groups"}));
}

Status StaticGroups::carry_out(const GroupPlan& plan) {
  auto written = write(plan, kPaths[0]);
  if (!written.ok() && is_missing(written.error())) written = write(plan, kPaths[1]);
  if (!written.ok() && !written.error().maybe_applied) return written.error();
  // Also after a write of unknown fate: what is there decides.
  const auto found = named(plan.name);
  if (!found.ok()) return found.error();
  const std::string what = "group \"" + printable(plan.name) + "\": ";
  const auto not_applied = [&](const std::string& why) {
    return Failure{Failure::Kind::server, 0, what + "not applied: " + why, false};
  };
  if (found.value().size() != 1 || found.value().front().smart) return not_applied("it is not there");
  if (!is_ours(found.value().front().description)) return not_applied("its description lacks the mark");
  const auto has = members(found.value().front().id);
  if (!has.ok()) return has.error();
  const GroupMembers missing = without(plan.wanted, has.value()), more = without(has.value(), plan.wanted);
  if (missing.empty() && more.empty()) return {};
  return not_applied(std::to_string(missing.size()) + " Macs are missing, " + std::to_string(more.size()) +
                     " are too many");
}

}  // namespace enrolkit::jamf
