#include "cli/server/publish.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "cli/server/context.h"
#include "cli/server/definitions_folder.h"
#include "core/base/finding_json.h"
#include "core/base/text.h"
#include "host/new_file.h"
#include "jamfpro/publish/publisher.h"
#include "jamfpro/publish/terraform.h"
#include "run/streams.h"

namespace enrolkit {
namespace {

using nlohmann::ordered_json;
using Act = jamf::PlannedObject::Act;
using State = jamf::ObjectState;

Exit write_terraform(const PublishOptions& options, const std::vector<jamf::Definition>& definitions,
                     const ServerContext& context) {
  if (options.exported.front() != "terraform")
    return context.complain("--export: terraform DIR is all that there is");
  const std::string& folder = options.exported[1];
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return context.complain(printable(folder) + ": cannot be made: " + error.message());
  const std::string path = folder + "/enrolkit.tf";
  auto begun = NewFile::begin(path, options.force);
  if (const auto* fault = std::get_if<Unreadable>(&begun)) return context.complain(fault->why);
  auto& file = std::get<NewFile>(begun);
  auto failed = file.write(jamf::terraform_of(definitions));
  if (!failed) failed = file.put_in_place();
  if (failed) return context.complain(*failed);
  context.out(printable(path) + "\n");
  return Exit::ok;
}

std::string shown(const std::string& value) {
  constexpr std::size_t kShort = 60;
  const auto lines = std::count(value.begin(), value.end(), '\n') + 1;
  if (lines > 1) return fmt::format("{} lines", lines);
  return columns(printable(value)) <= kShort ? "\"" + printable(value) + "\""
                                             : "\"" + fit(printable(value), kShort) + "\"";
}

// Of two texts of several lines the first in which they part; else both.
std::string difference_line(const jamf::FieldDifference& one) {
  const std::string field = printable(one.field);
  if (one.there.find('\n') != std::string::npos && one.wanted.find('\n') != std::string::npos) {
    const auto [a, b] =
        std::mismatch(one.there.begin(), one.there.end(), one.wanted.begin(), one.wanted.end());
    return fmt::format("    {}: {} -> {}, other from line {} on\n", field, shown(one.there),
                       shown(one.wanted), std::count(one.there.begin(), a, '\n') + 1);
  }
  return fmt::format("    {}: {} -> {}\n", field, shown(one.there), shown(one.wanted));
}

std::string plan_text(const std::vector<jamf::PlannedObject>& plan) {
  std::string out;
  for (const jamf::PlannedObject& one : plan) {
    out += fmt::format("{:<8} {}{}\n", to_text(one.act), to_text(one.definition.object),
                       one.why.empty() ? "" : ": " + one.why);
    if (!one.note.empty()) out += "    " + one.note + "\n";
    for (const jamf::FieldDifference& difference : one.differences) out += difference_line(difference);
    if (!one.kept.empty())
      out += fmt::format("    kept as it is there: {}\n",
                         printable(fmt::format("{}", fmt::join(one.kept, ", "))));
  }
  return out;
}

std::string outcome_text(const jamf::PublishedObject& one) {
  return fmt::format("{:<10} {}{}\n", to_text(one.state), to_text(one.object),
                     one.why.empty() ? "" : ": " + one.why);
}

ordered_json as_json(const std::vector<jamf::PlannedObject>& plan,
                     const std::vector<jamf::PublishedObject>& outcomes) {
  ordered_json out{{"schema", "enrolkit.server-publish/1"},
                   {"applied", !outcomes.empty()},
                   {"objects", ordered_json::array()}};
  for (std::size_t i = 0; i < plan.size(); ++i) {
    const jamf::PlannedObject& one = plan[i];
    ordered_json object{{"kind", to_text(one.definition.object.kind)},
                        {"name", one.definition.object.name},
                        {"act", to_text(one.act)},
                        {"differences", ordered_json::array()},
                        {"kept", one.kept},
                        {"note", one.note}};
    for (const jamf::FieldDifference& difference : one.differences) {
      object["differences"].push_back(
          {{"field", difference.field}, {"there", difference.there}, {"wanted", difference.wanted}});
    }
    if (!outcomes.empty()) object["state"] = to_text(outcomes[i].state);
    object["why"] = outcomes.empty() ? one.why : outcomes[i].why;
    out["objects"].push_back(std::move(object));
  }
  return out;
}

Exit exit_of_plan(const std::vector<jamf::PlannedObject>& plan) {
  const bool same =
      std::all_of(plan.begin(), plan.end(), [](const auto& one) { return one.act == Act::same; });
  return same ? Exit::ok : Exit::finding;
}

Exit exit_of_outcomes(const std::vector<jamf::PublishedObject>& outcomes) {
  const auto count = [&](auto... states) {
    return std::count_if(outcomes.begin(), outcomes.end(),
                         [&](const auto& one) { return ((one.state == states) || ...); });
  };
  const auto cut_short = count(State::failed, State::unknown);
  const auto fine =
      std::count_if(outcomes.begin(), outcomes.end(), [](const auto& one) { return is_fine(one.state); });
  if (fine == static_cast<std::ptrdiff_t>(outcomes.size())) return Exit::ok;
  const bool stopped = count(State::skipped) > 0 && count(State::not_applied, State::refused) == 0;
  if (cut_short == 0 && !stopped) return Exit::finding;
  return fine > 0 ? Exit::partial : Exit::trouble;
}

// What a person has to do in Jamf Pro: nothing acts before somebody switches it on.
constexpr std::string_view kNextSteps = R"next(
Next, in Jamf Pro, in this order (the same as in dist/README.md):
1. The profile of the settings, with settings/io.github.enrolkit.schema.json: Computers > Configuration Profiles >
   Application & Custom Settings > Custom Schema. Scope it to the Macs that get the package, before the package.
2. Computers > Configuration Profiles > "enrolkit: background item": scope it to the same Macs.
3. Computers > Policies > "enrolkit: install": scope it to a test group first, then switch it on.
4. Switch on "enrolkit: watchdog as the settings say" and "enrolkit: collect evidence".
5. The attributes fill at each Mac's next inventory; "enrolkit: installed" and the searches fill after that.
6. Switch on "enrolkit: repair" and "enrolkit: repair (Self Service)" when the attributes look right.
A Mac whose device signature is broken answers none of these: enrolkit server stuck
)next";

std::string summary_of(const std::vector<jamf::PlannedObject>& plan) {
  const auto count = [&](Act act) {
    return std::count_if(plan.begin(), plan.end(), [&](const auto& one) { return one.act == act; });
  };
  return fmt::format("{} to create, {} to change, {} the same, {} refused\n", count(Act::create),
                     count(Act::change), count(Act::same), count(Act::refused));
}

}  // namespace

CLI::App* add_server_publish(CLI::App& server, PublishOptions& options) {
  CLI::App* sub = server.add_subcommand(
      "publish", "bring attributes, groups, searches, scripts, package, profiles and policies to Jamf Pro");
  sub->add_option("FOLDER", options.folder, "the definitions that `make dist` writes")
      ->type_name("")
      ->capture_default_str();
  sub->add_option("--package", options.package, "the package's file; else it is looked for beside FOLDER")
      ->type_name("FILE");
  sub->add_flag("--yes", options.yes, "carry out what is shown");
  sub->add_option("--export", options.exported, "write DIR/enrolkit.tf, and ask no server")
      ->type_name("terraform DIR")
      ->expected(2, 3);
  sub->add_flag("--force", options.force, "with --export: replace an enrolkit.tf that is there already");
  sub->footer("Example: enrolkit server publish dist/out/jamf --yes");
  sub->add_flag("--as-groups", options.as_groups,
                "what only reports as smart groups, instead of advanced computer searches");
  sub->add_flag("--json", options.json, "one JSON object");
  return sub;
}

Exit run_server_publish(const PublishOptions& asked, const ConnectOptions& connect,
                        const ServerContext& context) {
  PublishOptions options = asked;
  if (options.exported.size() == 3) {  // --export terraform DIR FOLDER
    if (options.folder != PublishOptions{}.folder)
      return context.complain("--export terraform DIR: one FOLDER, not two");
    options.folder = options.exported.back();
    options.exported.pop_back();
  }
  if (options.force && options.exported.empty()) return context.complain("--force: it goes with --export");
  if (!options.exported.empty() && (options.yes || options.json || !options.package.empty()))
    return context.complain("--export: it goes with FOLDER alone");
  const auto read = read_definitions(
      options.folder, options.as_groups ? jamf::Reports::as_groups : jamf::Reports::as_searches);
  if (const auto* fault = std::get_if<Unreadable>(&read)) return context.complain(fault->why);
  const auto& definitions = std::get<std::vector<jamf::Definition>>(read);
  if (!options.exported.empty()) return write_terraform(options, definitions, context);
  const auto package = read_package(definitions, options.folder, options.package);
  if (const std::string* why = why_unreadable(package)) return context.complain(*why);

  const auto connected = context.connect(connect);
  if (!connected) return Exit::trouble;
  jamf::ObjectStore store(connected->client().session());
  jamf::Publisher publisher(store, value_of(package));
  const auto planned = publisher.plan(definitions);
  if (!planned.ok()) return context.complain(planned.error());
  const std::vector<jamf::PlannedObject>& plan = planned.value();
  const bool to_do = std::any_of(plan.begin(), plan.end(), [](const auto& one) {
    return one.act == Act::create || one.act == Act::change;
  });
  if (!options.json) context.out(plan_text(plan) + "\n" + summary_of(plan));
  if (!options.yes || !to_do) {
    if (options.json) context.out(dump(as_json(plan, {}), 2) + "\n");
    if (!options.json && to_do) context.out("Nothing was changed; --yes does it.\n");
    return exit_of_plan(plan);
  }
  if (!options.json) context.out("\n");
  const auto outcomes = publisher.carry_out(plan, [&](const jamf::PublishedObject& one) {
    if (!options.json && one.state != State::same) context.out(outcome_text(one));
  });
  if (options.json) context.out(dump(as_json(plan, outcomes), 2) + "\n");
  const Exit end = exit_of_outcomes(outcomes);
  if (!options.json && end == Exit::ok) context.out(kNextSteps);
  return end;
}

}  // namespace enrolkit
