#include "cli/server/setup.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "cli/server/command_needs.h"
#include "cli/server/context.h"
#include "cli/server/secret_place.h"
#include "core/base/ascii.h"
#include "core/base/text.h"
#include "jamfpro/setup/access.h"
#include "run/secret.h"

namespace enrolkit {
namespace {

using jamf::AccessPlan;
using Act = AccessPlan::Act;

const char* word_of(Act act) {
  switch (act) {
    case Act::create: return "create";
    case Act::change: return "change";
    case Act::same: return "same";
  }
  return "";
}

// `check` needs no privilege.
std::vector<std::string> choices() {
  std::vector<std::string> out = command_names();
  std::erase(out, "setup");  // which nobody but an administrator runs
  out.emplace_back("check");
  return out;
}

std::string plan_text(const AccessPlan& plan) {
  std::string out = fmt::format("{:<8} role    {}\n", word_of(plan.role), printable(plan.name));
  for (const std::string& one : plan.added) out += fmt::format("         + {}\n", printable(one));
  for (const std::string& one : plan.removed) out += fmt::format("         - {}\n", printable(one));
  for (const jamf::Need& one : plan.unknown)
    out += fmt::format("         without {}: this server has no such privilege ({})\n", one.privilege,
                       one.what_for);
  return out +
         fmt::format("{:<8} client  {}, with this role alone\n", word_of(plan.client), printable(plan.name));
}

std::string question_of(const AccessPlan& plan, bool secret, const std::string& server) {
  const std::string at = " at " + printable(server);
  if (plan.has_secret && secret) {
    return fmt::format(
        "The client has a secret already. A new one ends it: whatever works with it has to get the new one. "
        "Make a new one{}? [y/N] ",
        at);
  }
  return fmt::format("Make {}{}? [y/N] ", plan.changes() ? "this" : "the client's secret", at);
}

// A line that sets a variable for the other commands, as a shell takes it.
std::string exported(std::string_view name, const std::string& value) {
  const bool plain = std::all_of(value.begin(), value.end(), [](char c) {
    return is_letter_or_digit(c) || std::string_view("/.:_-[]").find(c) != std::string_view::npos;
  });
  std::string word = plain ? value : "'";
  for (const char c : plain ? "" : value) word += c == '\'' ? "'\\''" : std::string(1, c);
  return fmt::format("export {}={}{}\n", name, printable(word), plain ? "" : "'");
}

std::string variables(const std::string& server, const std::string& client, const std::string& secret_file) {
  std::string out = exported("ENROLKIT_URL", server) + exported("ENROLKIT_CLIENT_ID", client);
  if (!secret_file.empty()) out += exported("ENROLKIT_SECRET_FILE", secret_file);
  return out;
}

// The same call again, which finds what was made already.
std::string again(const SetupOptions& options) {
  return fmt::format("enrolkit server setup --for {} --name '{}' --rotate --store ...",
                     fmt::join(options.commands, ","), printable(options.name));
}

Exit make_secret(const SetupOptions& options, const AccessPlan& plan, jamf::ApiAccess& access,
                 SecretPlace& place, const std::string& server, const ServerContext& context) {
  const auto made = access.new_secret(plan);
  if (!made.ok()) {
    const jamf::Failure& failure = made.error();
    if (!failure.maybe_applied) return context.complain(failure);
    return context.complain(brief(failure) + "\nhint: the server may have made a secret that nobody has; " +
                            "role and client are there: " + again(options));
  }
  const auto& [client, secret] = made.value();
  if (options.show_secret) context.out(exported("ENROLKIT_CLIENT_SECRET", secret));
  if (const Status kept = place.keep(server, client, secret); !kept.ok()) {
    return context.complain(
        fmt::format("the client's new secret is not in {}: {}\nhint: {}; role and client are there: {}",
                    place.text(), kept.error().why,
                    options.show_secret ? "it was shown above" : "it is gone, and the one before has ended",
                    again(options)));
  }
  context.err(fmt::format("enrolkit: the client's secret is in {}\n", place.text()));
  return Exit::ok;
}

// Whether a new secret has to be made, whatever is answered.
bool needs_secret(const SetupOptions& options, const AccessPlan& plan) {
  return !plan.has_secret || options.rotate;
}

// Whether to go on, and with a new secret or not. `can_keep`: a new secret has a place.
struct Agreed {
  bool go = false, secret = false, answered = true;
};
Agreed agreed(const SetupOptions& options, const AccessPlan& plan, bool can_keep, const std::string& server,
              const ServerContext& context) {
  const bool secret = needs_secret(options, plan);
  if (options.yes) return {true, secret};
  if (plan.changes() || secret) {
    const auto yes = context.agrees(question_of(plan, secret, server));
    return {yes == true, yes == true && secret, yes.has_value()};
  }
  return {true, can_keep && context.agrees(question_of(plan, true, server)) == true};
}

// The file that --store names, where it holds the secret that the client kept: the server is asked. Else empty, and said.
std::string file_of_kept(const ConnectOptions& connect, const AccessPlan& plan, const std::string& path,
                         const ServerContext& context) {
  if (path.empty()) return "";
  const Reading<std::string> there = read_secret_file(path);
  std::string why = "there is no such file";
  if (const auto* fault = why_unreadable(there)) why = *fault;
  if (value_of(there) != nullptr) {
    ConnectOptions client = connect;
    client.user.clear();
    client.client_id = plan.client_id;
    client.secret_file = path;
    const auto connected = context.connect(client);
    const auto rights = connected ? connected->client().rights()
                                  : jamf::Result<jamf::Rights>(jamf::Failure{.why = "no connection"});
    if (rights.ok()) return path;
    why = rights.error().kind == jamf::Failure::Kind::unauthorised ? "it does not hold this client's secret"
                                                                   : brief(rights.error());
  }
  (void)context.complain(
      fmt::format("the client's secret is not known to be in {}: {}\nhint: --rotate makes a new one",
                  printable(path), why));
  return "";
}

// What was made for, as `check` names it; "check" itself needs nothing.
std::string check_of(std::vector<std::string> commands) {
  std::erase(commands, "check");
  return fmt::format("enrolkit server check{}{}", commands.empty() ? "" : " ", fmt::join(commands, " "));
}

}  // namespace

CLI::App* add_server_setup(CLI::App& server, SetupOptions& options) {
  CLI::App* sub = server.add_subcommand(
      "setup", "as an administrator: make the API role and client that these commands work with");
  sub->add_option("--for", options.commands,
                  fmt::format("the commands that are to run: {}", fmt::join(choices(), ", ")))
      ->type_name("COMMANDS")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->check(CLI::IsMember(choices()));
  sub->add_option("--name", options.name, "what role and client are called, before the mark [enrolkit setup]")
      ->type_name("NAME")
      ->capture_default_str();
  sub->add_option("--store", options.store,
                  "where the client's secret is kept: keychain, secret-service, or file:PATH (mode 0600)")
      ->type_name("PLACE");
  sub->add_flag("--rotate", options.rotate, "make a new secret also where the client has one, which ends");
  sub->add_flag("--show-secret", options.show_secret, "print the secret as well");
  sub->add_flag("--yes", options.yes, "do not ask");
  sub->footer("Example: enrolkit server setup --user admin --for stuck,repair --store file:client.secret");
  return sub;
}

Exit run_server_setup(const SetupOptions& options, const ConnectOptions& connect,
                      const ServerContext& context) {
  if (options.commands.empty())
    return context.complain("which commands are to run?\nhint: --for stuck,repair");
  if (options.name.empty() || options.name.size() > 80 || printable(options.name) != options.name)
    return context.complain("--name: a name of 1 to 80 characters, please");
  auto place = SecretPlace::open(options.store, context.secret_store);
  if (!place.ok() && !options.store.empty()) return context.complain(place.error().why);
  const auto connected = context.connect(connect);
  if (!connected) return Exit::trouble;
  jamf::ApiAccess access(connected->client().session());
  auto planned = access.plan(options.name, needs_of(options.commands));
  if (!planned.ok()) return context.complain(planned.error());
  AccessPlan& plan = planned.value();
  context.err(plan_text(plan));
  if (!plan.refused.empty())
    return context.complain("nothing was made: " + plan.refused +
                            "\nhint: another --name, or look at it in Jamf Pro");
  // Only a new secret has to be kept somewhere.
  if (!place.ok() && needs_secret(options, plan))
    return context.complain("nothing was made: " + place.error().why);
  const Agreed agreement = agreed(options, plan, place.ok(), connected->name(), context);
  if (!agreement.go)
    return context.complain(agreement.answered ? "nothing was made"
                                               : "nothing was made\nhint: --yes, or answer on a terminal");
  if (agreement.secret) {
    const Status ready = place.value().make_ready(plan.has_secret || options.rotate);
    if (!ready.ok()) return context.complain("nothing was made: " + ready.error().why);
  }
  if (plan.changes()) {
    if (const jamf::Status made = access.carry_out(plan); !made.ok()) return context.complain(made.error());
    context.err("enrolkit: role and client are there, read back\n");
  }
  if (agreement.secret) {
    const Exit exit = make_secret(options, plan, access, place.value(), connected->name(), context);
    if (exit != Exit::ok) return exit;
  } else {
    context.err("enrolkit: the client keeps its secret; --rotate makes a new one\n");
  }
  const std::string path = place.ok() ? place.value().path() : "";
  context.out(variables(connected->name(), plan.client_id,
                        agreement.secret ? path : file_of_kept(connect, plan, path, context)));
  context.err("next: give these lines to the shell, then: " + check_of(options.commands) + "\n");
  return Exit::ok;
}

}  // namespace enrolkit
