#include "cli/server/to_group.h"

#include <fmt/format.h>

#include "core/base/text.h"
#include "jamfpro/publish/static_group.h"

namespace enrolkit {
namespace {

using jamf::GroupPlan;

std::string serials(const char* sign, const jamf::GroupMembers& members) {
  std::string out;
  for (const auto& [id, serial] : members)
    out += fmt::format("  {} {}\n", sign, serial.empty() ? "computer " + id : printable(serial));
  return out;
}

// Nobody can tell that it is stuck no longer.
bool is_undecided(jamf::MacState state) {
  return state == jamf::MacState::unknown || state == jamf::MacState::settling ||
         state == jamf::MacState::unreachable;
}

}  // namespace

Exit keep_group(const ToGroupOptions& options, const std::vector<jamf::Suspect>& macs, jamf::Client& client,
                const ServerContext& context) {
  jamf::GroupMembers wanted, undecided;
  for (const jamf::Suspect& one : macs) {
    if (one.verdict.state == jamf::MacState::stuck) wanted.emplace(one.mac.id, one.mac.serial);
    if (is_undecided(one.verdict.state)) undecided.emplace(one.mac.id, one.mac.serial);
  }
  jamf::StaticGroups groups(client.session());
  const auto planned = groups.plan(options.name, wanted, undecided);
  if (!planned.ok()) return context.complain(planned.error());
  const GroupPlan& plan = planned.value();
  const std::string group = fmt::format("group \"{}\"", printable(options.name));
  if (plan.act == GroupPlan::Act::refused) return context.complain(fmt::format("{}: {}", group, plan.why));
  if (plan.act == GroupPlan::Act::same) {
    context.err(fmt::format("enrolkit: {} has these Macs already\n", group));
    return Exit::ok;
  }
  context.err(serials("+", plan.added) + serials("-", plan.removed));
  const std::string question =
      fmt::format("{} {} with {} Macs ({} more, {} fewer)? [y/N] ",
                  plan.act == GroupPlan::Act::create ? "Make the static" : "Leave the static", group,
                  plan.wanted.size(), plan.added.size(), plan.removed.size());
  if (!options.yes) {
    const auto agreed = context.agrees(question);
    if (agreed != true)
      return context.complain(fmt::format("{}: nothing was changed{}", group,
                                          agreed ? "" : "\nhint: --yes, or answer on a terminal"));
  }
  const jamf::Status done = groups.carry_out(plan);
  if (!done.ok()) return context.complain(done.error());
  context.err(fmt::format("enrolkit: {} has {} Macs now, read back\n", group, plan.wanted.size()));
  return Exit::ok;
}

}  // namespace enrolkit
