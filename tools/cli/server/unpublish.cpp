#include "cli/server/unpublish.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "cli/server/context.h"
#include "cli/server/definitions_folder.h"
#include "core/base/finding_json.h"
#include "core/base/text.h"
#include "jamfpro/publish/unpublisher.h"

namespace enrolkit {
namespace {

using jamf::RemovalState;
using nlohmann::ordered_json;
using Plan = std::vector<jamf::PlannedRemoval>;
using Outcomes = std::vector<jamf::RemovedObject>;

// What publish can make, as smart groups and as searches: whichever was chosen then.
std::variant<std::vector<jamf::Definition>, Unreadable> all_definitions(const std::string& folder) {
  auto read = read_definitions(folder, jamf::Reports::as_searches);
  if (std::holds_alternative<Unreadable>(read)) return read;
  auto more = read_definitions(folder, jamf::Reports::as_groups);
  if (std::holds_alternative<Unreadable>(more)) return more;
  auto& definitions = std::get<std::vector<jamf::Definition>>(read);
  for (jamf::Definition& one : std::get<std::vector<jamf::Definition>>(more)) {
    const bool known = std::any_of(definitions.begin(), definitions.end(),
                                   [&](const jamf::Definition& other) { return other.object == one.object; });
    if (!known) definitions.push_back(std::move(one));
  }
  return read;
}

std::string plan_text(const Plan& plan) {
  std::string out;
  for (const jamf::PlannedRemoval& one : plan)
    out += fmt::format("{:<8} {}{}\n", one.why.empty() ? "remove" : "refused", to_text(one.object),
                       one.why.empty() ? "" : ": " + one.why);
  return out;
}

ordered_json as_json(const Plan& plan, const Outcomes& outcomes) {
  ordered_json out{{"schema", "enrolkit.server-unpublish/1"},
                   {"applied", !outcomes.empty()},
                   {"objects", ordered_json::array()}};
  for (std::size_t i = 0; i < plan.size(); ++i) {
    ordered_json object{{"kind", to_text(plan[i].object.kind)},
                        {"name", plan[i].object.name},
                        {"id", plan[i].id},
                        {"act", plan[i].why.empty() ? "remove" : "refused"}};
    if (!outcomes.empty()) object["state"] = to_text(outcomes[i].state);
    object["why"] = outcomes.empty() ? plan[i].why : outcomes[i].why;
    out["objects"].push_back(std::move(object));
  }
  return out;
}

// "23 Removed, 1 Refused"
std::string sum_of(const Outcomes& outcomes) {
  std::map<RemovalState, std::size_t> count;
  for (const jamf::RemovedObject& one : outcomes) ++count[one.state];
  std::string out;
  for (const auto& [state, objects] : count)
    out += fmt::format("{}{} {}", out.empty() ? "" : ", ", objects, to_text(state));
  return out;
}

// What is not ours is no fault of the run.
Exit exit_of(const Outcomes& outcomes) {
  const auto count = [&](auto... states) {
    return std::count_if(outcomes.begin(), outcomes.end(),
                         [&](const auto& one) { return ((one.state == states) || ...); });
  };
  if (count(RemovalState::removed, RemovalState::refused) == static_cast<std::ptrdiff_t>(outcomes.size()))
    return Exit::ok;
  return count(RemovalState::removed) > 0 ? Exit::partial : Exit::trouble;
}

}  // namespace

CLI::App* add_server_unpublish(CLI::App& server, UnpublishOptions& options) {
  CLI::App* sub =
      server.add_subcommand("unpublish", "take away what `publish` made in Jamf Pro, and nothing else");
  sub->add_option("FOLDER", options.folder, "the definitions that were published")
      ->type_name("")
      ->capture_default_str();
  sub->add_flag("--yes", options.yes, "do not ask");
  sub->add_flag("--json", options.json, "one JSON object");
  sub->footer("Example: enrolkit server unpublish dist/out/jamf");
  return sub;
}

Exit run_server_unpublish(const UnpublishOptions& options, const ConnectOptions& connect,
                          const ServerContext& context) {
  const auto read = all_definitions(options.folder);
  if (const auto* fault = std::get_if<Unreadable>(&read)) return context.complain(fault->why);
  const auto connected = context.connect(connect);
  if (!connected) return Exit::trouble;
  jamf::ObjectStore store(connected->client().session());
  jamf::Unpublisher unpublisher(store);
  const auto planned = unpublisher.plan(std::get<std::vector<jamf::Definition>>(read));
  if (!planned.ok()) return context.complain(planned.error());
  const Plan& plan = planned.value();
  const auto count = std::count_if(plan.begin(), plan.end(), [](const auto& one) { return one.why.empty(); });
  if (!options.json) {
    context.out(plan_text(plan) + fmt::format("\n{} to remove, {} refused\n", count,
                                              static_cast<std::ptrdiff_t>(plan.size()) - count));
    if (count > 0)
      context.out("Categories stay. A policy or group of your own that uses one of these loses it.\n");
  }
  const std::string question = fmt::format("Remove {} object{} from {}? [y/N] ", count, count == 1 ? "" : "s",
                                           printable(connected->name()));
  const auto agreed = count == 0 || options.yes ? std::optional(count != 0) : context.agrees(question);
  if (agreed != true) {
    if (options.json) context.out(dump(as_json(plan, {}), 2) + "\n");
    if (count > 0)
      context.err(fmt::format("enrolkit: nothing was removed{}\n",
                              agreed ? "" : "\nhint: --yes, or answer on a terminal"));
    return count == 0 ? Exit::ok : Exit::finding;
  }
  const auto outcomes = unpublisher.carry_out(plan, [&](const jamf::RemovedObject& one) {
    if (!options.json)
      context.out(fmt::format("{:<10} {}{}\n", to_text(one.state), to_text(one.object),
                              one.why.empty() ? "" : ": " + one.why));
  });
  if (options.json) context.out(dump(as_json(plan, outcomes), 2) + "\n");
  context.err("enrolkit: " + sum_of(outcomes) + "\n");
  return exit_of(outcomes);
}

}  // namespace enrolkit
