#include "cli/server/conflict.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/server/context.h"
#include "core/base/finding.h"
#include "core/base/finding_json.h"
#include "core/base/text.h"
#include "jamfpro/conflict/conflict.h"
#include "jamfpro/conflict/settings_change.h"
#include "jamfpro/conflict/standing.h"
#include "run/streams.h"

namespace enrolkit {
namespace {

using nlohmann::ordered_json;
using Severity = jamf::Conflict::Severity;

struct AccountFacts {
  jamf::AccountNames names;
  std::map<std::string, std::string> scopes;  // serial to PreStage's id
  bool with_invitations = true;               // else the user wants them left out
};

std::vector<jamf::Conflict> conflicts_of(const AccountFacts& facts) {
  return jamf::find_conflicts(facts.names, facts.scopes);
}

jamf::Result<AccountFacts> read_account_facts(jamf::Client& client, bool with_invitations) {
  auto names = jamf::read_account_names(client, with_invitations);
  if (!names.ok()) return names.error();
  auto scopes = client.prestage_scopes();
  if (!scopes.ok()) return scopes.error();
  return AccountFacts{std::move(names).value(), std::move(scopes).value(), with_invitations};
}

bool are_known(const AccountFacts& facts) { return jamf::standing_of(facts.names).is_known; }

Exit exit_of(const AccountFacts& facts) {
  if (jamf::strikes(conflicts_of(facts))) return Exit::finding;
  return are_known(facts) ? Exit::ok : Exit::trouble;
}

Health health_of(Severity severity) {
  switch (severity) {
    case Severity::certain: return Health::unhealthy;
    case Severity::likely: return Health::unhealthy;
    case Severity::dormant: return Health::unknown;
  }
  return Health::unhealthy;
}

std::string serials_text(const std::vector<std::string>& serials, std::size_t width) {
  if (serials.empty()) return "no Mac is assigned to it";
  std::string out = fmt::format("{} Mac{} assigned: ", serials.size(), serials.size() == 1 ? "" : "s");
  std::size_t named = 0;
  for (const std::string& serial : serials) {
    const std::string more = (named == 0 ? "" : ", ") + printable(serial);
    if (out.size() + more.size() + 12 > width) break;
    out += more;
    ++named;
  }
  return named == serials.size() ? out : out + fmt::format(" and {} more", serials.size() - named);
}

std::string_view enrolment_text(const std::optional<bool>& macos_enrolment) {
  if (!macos_enrolment) return ", not known whether user-initiated enrolment for computers is on";
  return *macos_enrolment ? "" : ", user-initiated enrolment for computers is off";
}

std::string summary_of(const AccountFacts& facts) {
  const jamf::EnrolmentSettings& settings = facts.names.settings;
  const std::string name = printable(settings.management_username);
  const std::size_t prestages = facts.names.prestages.size();
  const std::size_t unknown = jamf::count_unknown(facts.names.prestages);
  return fmt::format("Management Account  {}{}{}\nPreStages           {}{}\nInvitations         {}\n\n",
                     name.empty() ? "(no name)" : name,
                     settings.creates_account ? "" : ", not made on new Macs",
                     enrolment_text(settings.macos_enrolment), prestages,
                     unknown == 0 ? "" : fmt::format(", {} of which cannot be judged", unknown),
                     !facts.with_invitations                  ? "left out"
                     : facts.names.unread_invitations.empty() ? std::to_string(facts.names.invitations.size())
                                                              : "cannot be judged");
}

std::string report(const AccountFacts& facts, const std::vector<jamf::Conflict>& conflicts,
                   const TerminalStyle& style) {
  std::string out = summary_of(facts);
  if (conflicts.empty()) {
    out += sign_of(are_known(facts) ? Health::healthy : Health::unknown, style) +
           (jamf::count_unknown(facts.names.prestages) == 0 ? " no PreStage" : " no other PreStage") +
           " makes or proposes an account of that name\n";
    return style.page(out);
  }
  for (const jamf::Conflict& conflict : conflicts) {
    out += fmt::format("{} {}: PreStage \"{}\": {} \"{}\" ({})\n    {}\n",
                       sign_of(health_of(conflict.severity), style), to_text(conflict.severity),
                       printable(conflict.prestage_name), to_text(conflict.field), printable(conflict.name),
                       to_text(conflict.match), serials_text(conflict.serials, style.width));
    if (conflict.invitation.empty()) continue;
    out += fmt::format(
        "    named by invitation {}: delete it, and make another: Jamf Pro > Computers > Enrollment "
        "Invitations\n",
        printable(conflict.invitation));
  }
  out += "\nWays out, and what each costs:\n";
  for (const jamf::Remedy& remedy : jamf::remedies()) {
    out += fmt::format("  {}\n    cost: {}\n    how:  {}\n", remedy.what,
                       wrapped(remedy.cost, style.width - 10, "          "), remedy.how);
  }
  return style.page(out);
}

ordered_json as_json(const AccountFacts& facts, const std::vector<jamf::Conflict>& conflicts) {
  const bool strikes = jamf::strikes(conflicts);
  const bool are_read = facts.with_invitations && facts.names.unread_invitations.empty();
  const std::optional<bool> enrolment = facts.names.settings.macos_enrolment;
  ordered_json out{
      {"schema", "enrolkit.server-conflict/2"},
      {"management_username", facts.names.settings.management_username},
      {"creates_account", facts.names.settings.creates_account},
      {"macos_enrolment", enrolment ? ordered_json(*enrolment) : ordered_json(nullptr)},
      {"prestages", facts.names.prestages.size()},
      {"prestages_unknown", jamf::count_unknown(facts.names.prestages)},
      {"invitations", are_read ? ordered_json(facts.names.invitations.size()) : ordered_json(nullptr)},
      {"strikes", strikes || are_known(facts) ? ordered_json(strikes) : ordered_json(nullptr)},
      {"conflicts", ordered_json::array()}};
  for (const jamf::Conflict& conflict : conflicts) {
    out["conflicts"].push_back(
        {{"severity", to_text(conflict.severity)},
         {"match", to_text(conflict.match)},
         {"field", to_text(conflict.field)},
         {"name", conflict.name},
         {"prestage_id", conflict.prestage_id},
         {"prestage", conflict.prestage_name},
         {"serials", conflict.serials},
         {"invitation",
          conflict.invitation.empty() ? ordered_json(nullptr) : ordered_json(conflict.invitation)}});
  }
  return out;
}

void complain_of_unknown(const std::vector<jamf::Prestage>& prestages, const ServerContext& context) {
  for (const jamf::Prestage& one : prestages) {
    if (one.is_known) continue;
    (void)context.complain(
        fmt::format("PreStage \"{}\" (id {}): the server does not tell its accounts, so whether it "
                    "conflicts is not known\nhint: Jamf Pro > Computers > PreStage Enrollments",
                    printable(one.name), one.id.empty() ? "unknown" : printable(one.id)));
  }
}

struct Fix {
  std::string field;
  jamf::Json value;
  std::string note;
};

// What --fix asks for.
Result<Fix> wanted_fix(const ConflictOptions& options, const AccountFacts& facts) {
  const std::string& what = options.fix.front();
  if (what == "no-management-account" && options.fix.size() == 1) {
    return Fix{"createManagementAccount", false,
               "enrolkit: no Management Account on new Macs (account conflict)"};
  }
  if (what != "rename" || options.fix.size() != 2) {
    return Error{"--fix: rename NAME, or no-management-account"};
  }
  const std::string& name = options.fix[1];
  if (const std::string fault = jamf::fault_of_name(name, facts.names.prestages); !fault.empty()) {
    return Error{fmt::format("--fix rename {}: {}", printable(name), printable(fault))};
  }
  return Fix{"managementUsername", name,
             fmt::format("enrolkit: Management Account renamed from {} to {} (account conflict)",
                         printable(facts.names.settings.management_username), name)};
}

std::string diff_line(const jamf::FieldChange& change) {
  return fmt::format("- {0}: {1}\n+ {0}: {2}\n", printable(change.field), printable(change.before.dump()),
                     printable(change.after.dump()));
}

Exit run_fix(const ConflictOptions& options, const AccountFacts& facts, jamf::Client& client,
             const ServerContext& context) {
  const auto wanted = wanted_fix(options, facts);
  if (!wanted.ok()) return context.complain(wanted.error().why);
  const Fix& fix = wanted.value();
  const jamf::Json& before = jamf::at(facts.names.settings.whole, {fix.field.c_str()});
  if (before == fix.value) {
    context.out("nothing to change: " + fix.field + " is " + printable(before.dump()) + "\n");
    return exit_of(facts);
  }
  if (const std::string why = jamf::why_not_to_write(facts.names.settings); !why.empty()) {
    return context.complain(why +
                            "\nhint: Jamf Pro > Settings > Global > User-initiated enrollment > Computers");
  }
  context.out("User-initiated enrolment settings (" + facts.names.settings.path + "):\n" +
              diff_line({fix.field, before, fix.value}));
  if (!options.yes) {
    context.out("Nothing was changed; --yes does it.\n");
    return exit_of(facts);
  }
  const auto changed = jamf::change_setting(client, facts.names.settings, fix.field, fix.value, fix.note);
  if (!changed.ok()) return context.complain(changed.error());
  context.out("Changed, and read back.\n");
  const jamf::Changed& done = changed.value();
  for (const jamf::FieldChange& other : done.others) {
    (void)context.complain(
        "another field differs from before, changed by the server or by somebody else meanwhile:\n" +
        diff_line(other));
  }
  if (!done.note_failed.empty())
    (void)context.complain("no note was left in the history: " +
                           done.note_failed.substr(0, done.note_failed.find('\n')));
  AccountFacts now = facts;
  now.names.settings = done.after;
  const Exit exit = exit_of(now);
  if (exit == Exit::finding)
    (void)context.complain("the conflict still stands\nhint: enrolkit server conflict");
  return done.others.empty() ? exit : Exit::finding;
}

}  // namespace

CLI::App* add_server_conflict(CLI::App& server, ConflictOptions& options) {
  CLI::App* sub =
      server.add_subcommand("conflict", "does a PreStage make an account of the Management Account's name?");
  sub->add_option("--fix", options.fix, "rename NAME, or no-management-account: shown first, done with --yes")
      ->type_name("HOW")
      ->expected(1, 2);
  sub->add_flag("--yes", options.yes, "carry out --fix");
  sub->add_flag("--without-invitations", options.without_invitations,
                "leave out the accounts that invitations name, and the privilege for them");
  sub->add_flag("--json", options.json, "one JSON object");
  sub->footer("Example: enrolkit server conflict --fix rename jamfmanage");
  return sub;
}

Exit run_server_conflict(const ConflictOptions& options, const ConnectOptions& connect,
                         const ServerContext& context) {
  if (options.yes && options.fix.empty()) return context.complain("--yes: for what? It goes with --fix");
  if (options.json && !options.fix.empty()) return context.complain("--json and --fix do not go together");
  const auto connected = context.connect(connect);
  if (!connected) return Exit::trouble;
  const auto read = read_account_facts(connected->client(), !options.without_invitations);
  if (!read.ok()) return context.complain(read.error());
  const AccountFacts& facts = read.value();
  if (!facts.names.unread_invitations.empty())
    (void)context.complain("the invitations cannot be judged: " + facts.names.unread_invitations +
                           "\nhint: enrolkit server check; or --without-invitations");
  complain_of_unknown(facts.names.prestages, context);
  if (!options.fix.empty()) return run_fix(options, facts, connected->client(), context);
  const auto conflicts = conflicts_of(facts);
  context.out(options.json ? dump(as_json(facts, conflicts), 2) + "\n"
                           : report(facts, conflicts, context.style));
  return exit_of(facts);
}

}  // namespace enrolkit
