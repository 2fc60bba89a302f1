#include "cli/server/stuck.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "cli/server/context.h"
#include "core/base/csv.h"
#include "core/base/finding_json.h"
#include "core/base/text.h"
#include "core/base/time.h"
#include "run/streams.h"
#include "run/table.h"

namespace enrolkit {
namespace {

using jamf::MacState;
using jamf::Suspect;
using nlohmann::ordered_json;

std::string ago(const std::optional<std::int64_t>& time, std::int64_t now) {
  return time ? duration_text(std::max<std::int64_t>(now - *time, 0)) : "-";
}

std::string utc_or_empty(const std::optional<std::int64_t>& time) {
  return time ? jamf::utc_text(*time) : "";
}

// "a, b", which a table can wrap.
std::string spaced(std::string reasons) {
  for (auto comma = reasons.find(','); comma != std::string::npos; comma = reasons.find(',', comma + 1))
    reasons.insert(comma + 1, " ");
  return reasons;
}

std::string table(const std::vector<Suspect>& suspects, std::int64_t now, const TerminalStyle& style) {
  std::vector<Row> rows{{"SERIAL", "NAME", "STATE", "ENROLLED", "MDM", "CHECK-IN", "WHY"}};
  for (const auto& [mac, verdict] : suspects) {
    rows.push_back({printable(mac.serial), printable(mac.name), std::string(to_text(verdict.state)),
                    ago(mac.enrolled, now), ago(mac.mdm_contact, now), ago(mac.check_in, now),
                    spaced(reasons_text(verdict)) +
                        (verdict.detail.empty() ? "" : " (" + printable(verdict.detail) + ")")});
  }
  constexpr std::size_t kMaxNameColumns = 20;
  return style.page(table_of(rows, {.has_head = true, .at_most = {0, kMaxNameColumns}}, style));
}

std::string csv(const std::vector<Suspect>& suspects) {
  std::string out = "serial,name,id,state,reasons,detail,enrolled,mdm_contact,check_in,report,binary\r\n";
  for (const auto& [mac, verdict] : suspects) {
    const std::array<std::string, 11> fields{mac.serial,
                                             mac.name,
                                             mac.id,
                                             std::string(to_text(verdict.state)),
                                             reasons_text(verdict),
                                             verdict.detail,
                                             utc_or_empty(mac.enrolled),
                                             utc_or_empty(mac.mdm_contact),
                                             utc_or_empty(mac.check_in),
                                             utc_or_empty(mac.report),
                                             mac.binary.value_or("")};
    for (const std::string& field : fields) {
      out += csv_field(printable(field)) + (&field == &fields.back() ? "\r\n" : ",");
    }
  }
  return out;
}

// Written in parts: half a large fleet may be stuck.
void write_json_lines(const std::vector<Suspect>& suspects, const ServerContext& context) {
  constexpr std::size_t kPart = 64U << 10U;
  const auto time = [](const std::optional<std::int64_t>& at) {
    return at ? ordered_json(jamf::utc_text(*at)) : ordered_json(nullptr);
  };
  std::string out;
  for (const auto& [mac, verdict] : suspects) {
    ordered_json line{{"schema", "enrolkit.server-stuck/1"},
                      {"serial", mac.serial},
                      {"name", mac.name},
                      {"id", mac.id},
                      {"state", to_text(verdict.state)},
                      {"reasons", ordered_json::array()},
                      {"detail", verdict.detail},
                      {"enrolled", time(mac.enrolled)},
                      {"mdm_contact", time(mac.mdm_contact)},
                      {"check_in", time(mac.check_in)},
                      {"report", time(mac.report)},
                      {"binary", mac.binary ? ordered_json(*mac.binary) : ordered_json(nullptr)}};
    for (const jamf::StuckReason reason : verdict.reasons) line["reasons"].push_back(to_text(reason));
    out += dump(line, -1) + "\n";
    if (out.size() >= kPart) context.out(std::exchange(out, ""));
  }
  context.out(out);
}

std::string sum(const jamf::Survey& survey) {
  std::string out;
  for (const MacState state :
       {MacState::stuck, MacState::not_enrolled, MacState::no_inventory, MacState::unreachable,
        MacState::unknown, MacState::settling, MacState::unmanaged, MacState::well}) {
    if (survey.of(state) == 0 && state != MacState::stuck) continue;
    out += fmt::format("{}{} {}", out.empty() ? "" : ", ", survey.of(state), to_text(state));
  }
  return out;
}

}  // namespace

CLI::App* add_server_stuck(CLI::App& server, StuckOptions& options) {
  CLI::App* sub = server.add_subcommand("stuck", "Macs whose MDM is alive and whose agent is dead");
  add_pick(*sub, options.pick);
  sub->add_option("--format", options.format, "table, csv, or jsonl")
      ->type_name("FORMAT")
      ->capture_default_str()
      ->check(CLI::IsMember({"table", "csv", "jsonl"}));
  sub->add_flag("--all", options.all, "also Macs that cannot be reached, and those that cannot be judged");
  sub->add_flag("--quick", options.quick, "inventory alone: no question about single Macs");
  sub->footer("Example: enrolkit server stuck --since 7d --format csv > stuck.csv");
  return sub;
}

Exit run_server_stuck(const StuckOptions& options, const ConnectOptions& connect,
                      const ServerContext& context) {
  const auto connected = context.connect(connect);
  if (!connected) return Exit::trouble;
  auto scope = scope_of(options.pick, connected->client().session().server_now());
  if (!scope.ok()) return context.complain(scope.error().why);
  jamf::SurveyScope& wanted = scope.value();
  wanted.quick = options.quick;
  auto looked = jamf::survey(connected->client(), wanted);
  if (!looked.ok()) return context.complain(looked.error());
  auto& survey = looked.value();

  std::vector<Suspect> shown = std::move(survey.suspects);
  if (!options.all && wanted.serials.empty()) {
    std::erase_if(shown, [](const Suspect& one) {
      const MacState state = one.verdict.state;
      return state != MacState::stuck && state != MacState::not_enrolled && state != MacState::no_inventory;
    });
  }
  if (options.format == "csv") {
    context.out(csv(shown));
  } else if (options.format == "jsonl") {
    write_json_lines(shown, context);
  } else if (!shown.empty()) {
    context.out(table(shown, survey.at, context.style));
  }
  const Exit gaps = survey.stopped ? context.complain("stopped; this is what was looked at until then")
                                   : tell_gaps(survey, context);
  context.err("enrolkit: " + sum(survey) + "\n");
  if (survey.stopped) return Exit::trouble;
  if (survey.of(MacState::stuck) + survey.of(MacState::not_enrolled) > 0) return Exit::finding;
  return survey.of(MacState::unknown) > 0 ? Exit::trouble : gaps;
}

}  // namespace enrolkit
