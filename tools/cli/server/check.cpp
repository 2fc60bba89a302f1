#include "cli/server/check.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/server/command_needs.h"
#include "cli/server/context.h"
#include "core/base/finding.h"
#include "core/base/finding_json.h"
#include "core/base/text.h"
#include "core/base/time.h"
#include "jamfpro/client/privileges.h"
#include "run/streams.h"
#include "run/table.h"

namespace enrolkit {
namespace {

using nlohmann::ordered_json;

constexpr std::int64_t kSkew = 120;  // seconds apart that are worth a word
// The versions whose API was read for enrolkit.
constexpr jamf::Version kOldestKnown{10, 50, 0}, kNewestKnown{11, 34, 0};

bool is_known(const jamf::Version& version) {
  const auto release = [](const jamf::Version& one) { return std::pair(one.major, one.minor); };
  return release(version) >= release(kOldestKnown) && release(version) <= release(kNewestKnown);
}

// Of a role that has what its commands need, the others need not be able to run.
std::string closing_line(const std::vector<std::string_view>& refused,
                         const std::vector<std::string>& asked) {
  if (refused.empty()) return "All of these commands may run.\n";
  const std::string cannot = fmt::format("{} cannot run", fmt::join(refused, ", "));
  if (asked.empty())
    return cannot +
           ". Give the API role what the commands lack that you run, no more. To see these alone: enrolkit "
           "server check COMMAND...\n";
  return cannot + fmt::format(
                      ": give the API role what is lacking. All that it needs: enrolkit server check "
                      "--print-role {}\n",
                      fmt::join(asked, " "));
}

Exit print_role(const CheckOptions& options, const ServerContext& context) {
  ordered_json role{{"displayName", "enrolkit"}, {"privileges", ordered_json::array()}};
  std::string lines;
  for (const jamf::Need& need : needs_of(options.commands)) {
    auto& list = role["privileges"];
    if (std::find(list.begin(), list.end(), need.privilege) != list.end()) continue;
    list.push_back(need.privilege);
    lines += std::string(need.privilege) + "\n";
  }
  context.out(options.json ? dump(role, -1) + "\n" : lines);
  return Exit::ok;
}

struct Verdict {
  std::string_view command;
  std::vector<jamf::Need> missing, without;  // required; the rest
};

std::vector<Verdict> judge(const CheckOptions& options, const jamf::Rights& rights) {
  std::vector<Verdict> out;
  for (const std::string_view command : jamf::commands_with_needs()) {
    if (!is_asked(options.commands, command)) continue;
    Verdict verdict{command, {}, {}};
    for (const jamf::Need& need : jamf::needs()) {
      if (need.command != command || jamf::has(rights, need.privilege)) continue;
      (need.required ? verdict.missing : verdict.without).push_back(need);
    }
    out.push_back(std::move(verdict));
  }
  return out;
}

std::string rows_of(const std::vector<Verdict>& verdicts, const TerminalStyle& style) {
  std::vector<Row> rows;
  for (const Verdict& verdict : verdicts) {
    const Health health = verdict.missing.empty() ? Health::healthy : Health::unhealthy;
    rows.push_back({Cell(sign_of(health, {}), colour_of(health)), std::string(verdict.command),
                    verdict.missing.empty() ? "may run" : "cannot run"});
    const auto add = [&](const char* how, const std::vector<jamf::Need>& needs) {
      for (const jamf::Need& need : needs)
        rows.push_back({"", "", fmt::format("{} {} ({})", how, need.privilege, need.what_for)});
    };
    add("lacks", verdict.missing);
    add("runs without", verdict.without);
  }
  return table_of(rows, {}, style);
}

ordered_json as_json(const std::vector<jamf::Need>& needs) {
  auto out = ordered_json::array();
  for (const jamf::Need& need : needs) out.push_back(need.privilege);
  return out;
}

ordered_json as_json(const Verdict& verdict) {
  return {{"command", verdict.command},
          {"may_run", verdict.missing.empty()},
          {"lacks", as_json(verdict.missing)},
          {"runs_without", as_json(verdict.without)}};
}

// What macOS 27 would say to this server's TLS, for people; empty: nothing is known, and nothing was asked.
std::string lines_of(const Reading<jamf::TlsFacts>& tls) {
  if (const auto* why = why_unreadable(tls))
    return fmt::format("tls      not known: {}\n", std::string_view(*why).substr(0, why->find('\n')));
  const auto* facts = value_of(tls);
  if (facts == nullptr) return "";
  std::string out = fmt::format("tls      {}\n", to_text(*facts));
  const auto refused = jamf::what_ats_refuses(*facts);
  for (const std::string& why : refused) out += "         macOS 27 refuses it: " + why + "\n";
  if (!refused.empty())
    out +=
        "         New Macs with macOS 27 cannot enrol, and this server's log will not show it (Apple 126655).\n";
  return out;
}

ordered_json as_json(const Reading<jamf::TlsFacts>& tls) {
  const auto* facts = value_of(tls);
  const auto* why = why_unreadable(tls);
  if (facts == nullptr) return {{"known", false}, {"why", why != nullptr ? *why : ""}};
  return {{"known", true},
          {"version", facts->version},
          {"suite", facts->suite},
          {"extended_master_secret", facts->extended_master_secret},
          {"key", facts->key},
          {"key_bits", facts->key_bits},
          {"signature", facts->digest},
          {"macos_27_refuses", jamf::what_ats_refuses(*facts)}};
}

}  // namespace

CLI::App* add_server_check(CLI::App& server, CheckOptions& options) {
  CLI::App* sub =
      server.add_subcommand("check", "does the connection stand, and which privileges are missing?");
  sub->add_option("COMMAND", options.commands,
                  fmt::format("{}; all but setup when none is named", fmt::join(kCommandNames, ", ")))
      ->type_name("")
      ->check(CLI::IsMember(command_names()));
  sub->add_flag("--print-role", options.print_role,
                "print the privileges of an API role for these commands, and ask no server");
  sub->add_flag("--json", options.json, "one JSON object");
  sub->footer("Example: enrolkit server check --print-role conflict stuck");
  return sub;
}

Exit run_server_check(const CheckOptions& options, const ConnectOptions& connect,
                      const ServerContext& context) {
  if (options.print_role) return print_role(options, context);
  const auto connected = context.connect(connect);
  if (!connected) return Exit::trouble;
  jamf::Client& client = connected->client();
  const auto version = client.version();
  if (!version.ok()) return context.complain(version.error());
  const auto rights = client.rights();
  if (!rights.ok()) return context.complain(rights.error());
  const jamf::Version& v = version.value();
  const std::int64_t skew = client.session().clock_skew();
  const std::vector<Verdict> verdicts = judge(options, rights.value());
  const Reading<jamf::TlsFacts> tls = connected->look_at_tls();
  const auto* facts = value_of(tls);
  const bool all =
      std::all_of(verdicts.begin(), verdicts.end(), [](const Verdict& one) { return one.missing.empty(); }) &&
      (facts == nullptr || jamf::what_ats_refuses(*facts).empty());
  const Exit well = why_unreadable(tls) != nullptr ? Exit::trouble : Exit::ok;  // not known is not well

  if (options.json) {
    ordered_json out{{"schema", "enrolkit.server-check/1"},
                     {"server", connected->name()},
                     {"version", fmt::format("{}.{}.{}", v.major, v.minor, v.patch)},
                     {"known_version", is_known(v)},
                     {"account", printable(rights.value().account)},
                     {"clock_ahead_s", skew},
                     {"tls", as_json(tls)},
                     {"commands", ordered_json::array()}};
    for (const Verdict& verdict : verdicts) out["commands"].push_back(as_json(verdict));
    context.out(dump(out, 2) + "\n");
  } else {
    const TerminalStyle style = context.style;
    std::string out = fmt::format("server   {}\nversion  {}.{}.{}\naccount  {}\n", connected->name(), v.major,
                                  v.minor, v.patch, printable(rights.value().account));
    if (std::abs(skew) > kSkew) {
      out += fmt::format("clock    the server's is {} {}; times are judged by the server's\n",
                         duration_text(std::abs(skew)), skew > 0 ? "ahead" : "behind");
    }
    if (!is_known(v))
      out += fmt::format("warning  enrolkit knows Jamf Pro {}.{} to {}.{}: what is new here may be missed\n",
                         kOldestKnown.major, kOldestKnown.minor, kNewestKnown.major, kNewestKnown.minor);
    out += lines_of(tls) + "\n";
    out += rows_of(verdicts, style) + "\n";
    std::vector<std::string_view> refused;
    for (const Verdict& verdict : verdicts) {
      if (!verdict.missing.empty()) refused.push_back(verdict.command);
    }
    out += closing_line(refused, options.commands);
    context.out(style.page(out));
  }
  return all ? well : Exit::finding;
}

}  // namespace enrolkit
