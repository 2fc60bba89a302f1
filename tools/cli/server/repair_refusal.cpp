#include "cli/server/repair_refusal.h"

#include <fmt/format.h>

#include <map>

#include "cli/server/choose.h"
#include "core/base/text.h"
#include "jamfpro/conflict/standing.h"

namespace enrolkit {
namespace {

using jamf::RepairEntry;

// Said before anybody is asked. That it cannot be read stops nobody: it is said as well.
void tell_what_is_cleared(jamf::Client& client, const ServerContext& context) {
  const auto cleared = client.cleared_by_reenrolment();
  if (!cleared.ok()) {
    (void)context.complain("what a new enrolment clears on the server is not known: " +
                           brief(cleared.error()));
  } else if (!cleared.value().empty()) {
    context.err("enrolkit: a new enrolment clears on the server: " + printable(cleared.value()) + "\n");
  }
}

// Names every MDM command that --flush-failed would take away. What cannot be named is not flushed: then nothing is sent.
std::optional<Exit> name_what_is_flushed(const std::vector<RepairEntry>& entries, jamf::Client& client,
                                         jamf::RepairPlan& plan, const ServerContext& context) {
  std::map<std::string, const RepairEntry*> by_id;
  std::vector<std::string> ids;
  for (const RepairEntry& entry : entries) {
    if (!is_to_be_sent(entry) || entry.management_id.empty()) continue;
    if (by_id.emplace(entry.management_id, &entry).second) ids.push_back(entry.management_id);
  }
  const auto commands = client.commands_of_all(ids);
  if (!commands.ok()) return not_started(commands.error(), context);
  plan.flush.emplace();
  for (const jamf::MdmCommand& one : commands.value()) {
    const auto mac = by_id.find(one.management_id);
    if (is_acknowledged(one) || mac == by_id.end()) continue;
    plan.flush->insert(one.uuid);
    context.err(fmt::format("enrolkit: {}: to be flushed: {}, {}{}\n", printable(mac->second->serial),
                            printable(one.type), printable(one.state),
                            one.sent ? ", sent " + jamf::utc_text(*one.sent) : ""));
  }
  if (plan.flush->empty()) context.err("enrolkit: no MDM command is to be flushed\n");
  return std::nullopt;
}

}  // namespace

Exit not_started(const std::string& why, const ServerContext& context) {
  if (context.notify)
    context.notify({"trouble", "a repair did not start: " + why.substr(0, why.find('\n')) + "."});
  return context.complain(why);
}

Exit not_started(const jamf::Failure& failure, const ServerContext& context) {
  return failure.kind == jamf::Failure::Kind::stopped ? context.complain(failure)
                                                      : not_started(failure.why, context);
}

std::optional<Exit> conflict_in_the_way(jamf::Client& client, const char* sent,
                                        const ServerContext& context) {
  const auto asked = jamf::conflict_standing(client);
  if (!asked.ok()) return not_started(asked.error(), context);
  const jamf::ConflictStanding& conflict = asked.value();
  if (conflict.surely_not()) return std::nullopt;
  if (!conflict.stands) {
    const std::string why =
        conflict.unknown > 0
            ? fmt::format("{} of {} PreStages cannot be judged", conflict.unknown, conflict.prestages)
            : fmt::format("the invitations cannot be judged ({})", conflict.unread_invitations);
    return not_started(fmt::format("{}, so the account conflict may stand: {}\nhint: enrolkit server "
                                   "conflict; or --despite-conflict",
                                   why, sent),
                       context);
  }
  (void)not_started(
      fmt::format(
          "the account conflict stands, and would break the Macs again: {}\nhint: enrolkit server conflict; or "
          "--despite-conflict",
          sent),
      context);
  return Exit::finding;
}

std::optional<Exit> refusal(const ServerRepairOptions& options, jamf::Client& client,
                            const std::vector<RepairEntry>& entries, jamf::RepairPlan& plan,
                            const ServerContext& context) {
  const std::size_t count = to_be_sent(entries);
  if (count == 0) return std::nullopt;
  if (options.flush_failed) {
    if (const auto exit = name_what_is_flushed(entries, client, plan, context)) return exit;
  }
  tell_what_is_cleared(client, context);
  if (options.dry_run) return std::nullopt;
  if (const auto why = refusal_to_start(options, count, context)) return not_started(*why, context);
  return std::nullopt;
}

}  // namespace enrolkit
