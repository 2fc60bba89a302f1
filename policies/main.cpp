// enrolkit-repair: looks, and re-runs the enrolment steps that help, the least invasive first.
#include <fmt/format.h>

#include <memory>
#include <random>
#include <string>

#include "core/base/text.h"
#include "evidence/read_mac.h"
#include "host/processes.h"
#include "host/real_host.h"
#include "host/real_host_writer.h"
#include "policies/hand_over.h"
#include "policies/repair.h"
#include "policies/status.h"
#include "policies/terms.h"
#include "run/program.h"
#include "run/streams.h"
#include "run/version.h"

namespace {

using namespace enrolkit;

struct Options {
  RepairOptions repair;
  bool dry_run = false;
  bool json = false;
  bool at_work = false;
  std::string highest;
  std::string handed_over;
  std::string root = "/";
  CLI::App* status = nullptr;
  CLI::App* reset = nullptr;
};

void say(std::string_view line) { write_out(printable(line) + "\n"); }

Exit trouble(std::string_view why) {
  write_err(fmt::format("enrolkit-repair: {}\n", printable(why)));
  return Exit::trouble;
}

// What the command line says, checked and put where it belongs; nothing: it can be done.
std::optional<Exit> check(Options& options) {
  if (options.root != "/" && !options.dry_run && !options.status->parsed()) {
    return trouble("--root goes with --dry-run or status: another volume is never changed");
  }
  if (options.dry_run && options.reset->parsed()) return trouble("reset has no dry run");
  if (!options.highest.empty()) {
    options.repair.highest = kRepairStepNames.find(options.highest);
    if (!options.repair.highest) {
      return trouble(fmt::format("there is no step {}; there are {}", options.highest,
                                 fmt::join(kRepairStepNames.names, ", ")));
    }
  }
  if (!options.handed_over.empty()) {
    options.repair.run = options.handed_over;
    options.repair.handed_over = true;
    options.repair.self.in_policy = false;  // launchd runs it
  }
  return std::nullopt;
}

Exit run(Options& options) {
  if (const auto wrong = check(options)) return *wrong;
  auto opened = open_host(options.root);
  if (const auto* why = std::get_if<Unreadable>(&opened)) return trouble(why->why);
  const Host& host = *std::get<0>(opened);
  options.repair.self.pid = own_pid();
  options.repair.self.uid = own_uid();
  if (options.at_work) {
    if (!host.is_running_system()) return trouble("--at-work asks this Mac: it goes without --root");
    auto writer = open_host_writer("/");
    if (const auto* why = std::get_if<Unreadable>(&writer)) return trouble(why->why);
    return say_whether_at_work(host, *std::get<0>(writer), options.repair.self, say);
  }

  const Settings settings = read_settings(host);
  const bool forbidden = !settings.unclear.empty() && !options.reset->parsed() && !options.status->parsed();
  for (const std::string& warning : settings.warnings) {
    if (forbidden && warning == settings.unclear) continue;  // the refusal says it
    write_err(fmt::format("enrolkit-repair: {}\n", printable(warning)));
  }
  if (options.status->parsed()) {
    Exit exit = Exit::trouble;
    const std::string text = status_text(host, settings.repair(), options.json, exit);
    write_out(text);
    return exit;
  }
  if (forbidden) {
    const std::string why = "nothing is done, since the settings may forbid it: " + settings.unclear;
    if (!options.dry_run) {  // launchd keeps no words
      auto log = open_host_writer("/");
      if (std::holds_alternative<std::unique_ptr<HostWriter>>(log))
        std::get<0>(log)->tell_system_log(printable(why));
    }
    return trouble(why);
  }
  if (options.repair.unattended && options.repair.if_needed) {
    options.repair.watchdog = settings.watchdog();
    if (!options.repair.watchdog->enabled) {
      say("Nothing was done: the watchdog is switched off (setting Watchdog.Enabled)");
      return Exit::ok;
    }
  }
  if (options.dry_run) return repair(host, nullptr, settings.repair(), options.repair, say);
  leave_callers_surroundings();
  auto writer = open_host_writer("/");
  if (const auto* why = std::get_if<Unreadable>(&writer)) return trouble(why->why);
  if (options.reset->parsed()) return reset_journal(host, *std::get<0>(writer), options.repair.self, say);
  return repair(host, std::get<0>(writer).get(), settings.repair(), options.repair, say);
}

std::function<Exit()> define(CLI::App& app) {
  const auto shared = std::make_shared<Options>();
  Options& options = *shared;
  app.add_flag("--dry-run", options.dry_run, "name every act, and change nothing");
  CLI::Option* unattended = app.add_flag("--unattended", options.repair.unattended,
                                         "nobody is there to be asked; the time window holds");
  app.add_flag("--self-service", options.repair.self_service,
               "a person asked for it: windows ask, show what happens, and report the end")
      ->excludes(unattended);
  app.add_flag("--in-policy", options.repair.self.in_policy,
               "a policy of Jamf Pro runs this: what its run would lose is left to launchd, after its end");
  app.add_option(kHandedOver, options.handed_over, "")->group("");  // launchd's, from a run of our own
  app.add_flag("--if-needed", options.repair.if_needed, "a look at files is enough to call the Mac healthy");
  app.add_option("--highest", options.highest, "the most invasive step that may be taken")->type_name("STEP");
  app.add_option("--root", options.root, "another volume or a collected folder; with --dry-run or status")
      ->type_name("DIR");
  app.fallthrough();  // `status --root DIR` is as good as `--root DIR status`
  options.status = app.add_subcommand("status", "what was tried, and what became of it");
  CLI::Option* json = options.status->add_flag("--json", options.json, "as JSON");
  options.status
      ->add_flag("--at-work", options.at_work, "say only whether a repair is at work: 0 none, 1 one is")
      ->excludes(json);
  options.status->footer("Example: sudo /Library/Enrolkit/bin/enrolkit-repair status");
  options.reset = app.add_subcommand("reset", "forget earlier attempts, so that the next run may begin");
  options.reset->footer("Example: sudo /Library/Enrolkit/bin/enrolkit-repair reset");
  std::random_device random;
  options.repair.run = fmt::format("{:08x}", random());
  options.repair.jitter = static_cast<int>(random() % 1000);
  return [shared] { return run(*shared); };
}

}  // namespace

int main(int argc, char** argv) {
  return run_program(
      argc, argv,
      {.name = "enrolkit-repair",
       .about =
           "Repairs this Mac's Jamf enrolment, the least invasive step first, and proves the repair by looking "
           "again.",
       .version = std::string(version_text()),
       .example = "sudo /Library/Enrolkit/bin/enrolkit-repair --dry-run",
       .exit_status =
           "0 healthy or repaired, or put off by the user of Self Service; 1 something is wrong, and was not repaired\n"
           "or may not be touched; 2 could not tell, not root, or wrong usage.\n\n" +
           terms_text()},
      define);
}
