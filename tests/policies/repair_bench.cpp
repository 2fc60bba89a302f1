#include "policies/repair_bench.h"

#include <algorithm>
#include <stdexcept>

#include "evidence/paths.h"
#include "support/writers/log_writer.h"

namespace enrolkit::test {
namespace {

SimFile& file(SimMac& mac, std::string_view path) { return mac.files.at(std::string(path)); }

void lose_signature(SimMac& mac) {
  mac.accepted = "FF";
  mac.check_in_now();
}

Change verb(const char* name, const char* verb, Misdeed misdeed) {
  return {name, [verb, misdeed](SimMac& mac) { mac.misdeeds[verb] = misdeed; }};
}

}  // namespace

const std::vector<Change>& breakages() {
  static const std::vector<Change> kAll{
      {"nothing", [](SimMac&) {}},
      {"binary may be written by others", [](SimMac& mac) { file(mac, paths::kBinary).mode = 0777; }},
      {"binary may not be run", [](SimMac& mac) { file(mac, paths::kBinary).mode = 0444; }},
      {"binary belongs to a user", [](SimMac& mac) { file(mac, paths::kBinary).owner = 501; }},
      {"link is gone", [](SimMac& mac) { mac.files.erase(std::string(paths::kBinaryLink)); }},
      {"preferences are gone", [](SimMac& mac) { mac.files.erase(std::string(paths::kJamfPreferences)); }},
      {"preferences are damaged", [](SimMac& mac) { file(mac, paths::kJamfPreferences).bytes = "bplist00"; }},
      {"an attribute hangs",
       [](SimMac& mac) {
         mac.running.push_back({71, 1, kSimJamf, std::vector<std::string>{"recon"}, mac.clock - 9000});
         mac.running.push_back({72, 71, "/bin/sh", std::vector<std::string>{"ea"}, mac.clock - 8000});
       }},
      {"daemon is not loaded", [](SimMac& mac) { mac.loaded.erase("com.jamf.management.daemon"); }},
      {"daemon is disabled",
       [](SimMac& mac) {
         mac.loaded.erase("com.jamf.management.daemon");
         mac.disabled.insert("com.jamf.management.daemon");
       }},
      {"daemon is loaded and does not run",
       [](SimMac& mac) { mac.idle.insert("com.jamf.management.daemon"); }},
      {"task is gone",
       [](SimMac& mac) {
         mac.files.erase(std::string(paths::kTask));
         mac.loaded.erase("com.jamfsoftware.task.Every 15 Minutes");
       }},
      {"app is gone",
       [](SimMac& mac) {
         std::erase_if(mac.files, [](const auto& entry) { return entry.first.starts_with(paths::kJamfApp); });
       }},
      {"keychain is gone",
       [](SimMac& mac) {
         mac.files.erase(std::string(paths::kKeychain));
         mac.check_in_now();
       }},
      {"keychain is damaged",
       [](SimMac& mac) {
         file(mac, paths::kKeychain).bytes.resize(900);
         mac.check_in_now();
       }},
      {"keychain is another Mac's",
       [](SimMac& mac) {
         mac.give_keychain("11111111-2222-3333-4444-555555555555", "\x01");
         mac.check_in_now();
       }},
      {"the server dropped the signature", lose_signature},
      {"enrolment died while the account was made",
       [](SimMac& mac) {
         mac.log(2900, "Creating user _mgmt...");
         mac.files.erase(std::string(paths::kKeychain));
         mac.accepted.clear();
         mac.advance(1900);
         mac.check_in_now();
       }},
      {"MDM profile is gone", [](SimMac& mac) { mac.mdm = false; }},
      {"binary is gone",
       [](SimMac& mac) {
         mac.files.erase(std::string(paths::kBinary));
         mac.files.erase(std::string(paths::kBinaryLink));
       }},
      {"log is gone", [](SimMac& mac) { mac.files.erase("/var/log/jamf.log"); }},
  };
  return kAll;
}

const std::vector<Change>& misbehaviours() {
  static const std::vector<Change> kAll{
      {"none", [](SimMac&) {}},
      {"server down", [](SimMac& mac) { mac.server_up = false; }},
      {"invitation refused", [](SimMac& mac) { mac.invitation_good = false; }},
      {"invitation gone", [](SimMac& mac) { mac.files.erase(std::string(paths::kInvitation)); }},
      {"invitation readable by others", [](SimMac& mac) { file(mac, paths::kInvitation).mode = 0644; }},
      {"disk full", [](SimMac& mac) { mac.disk_full = true; }},
      {"codesign says no", [](SimMac& mac) { mac.binary_is_jamfs = false; }},
      {"no process ends", [](SimMac& mac) { mac.immortal = true; }},
      {"the user does not agree", [](SimMac& mac) { mac.user_agrees = false; }},
      {"the Mac dies while it enrols", [](SimMac& mac) { mac.dies_while_enrolling = true; }},
      {"launchd loads and starts nothing", [](SimMac& mac) { mac.lazy_launchd = true; }},
      {"launchd loads, and says it did not", [](SimMac& mac) { mac.bootstrap_status = 5; }},
      {"somebody takes the binary's rights",
       [](SimMac& mac) {
         mac.takes_modes = true;
         mac.undo_repairs();
       }},
      {"somebody disables Jamf's jobs",
       [](SimMac& mac) {
         mac.takes_labels = true;
         mac.undo_repairs();
       }},
      verb("enroll fails", "enroll", Misdeed::fails),
      verb("enroll lies", "enroll", Misdeed::lies),
      verb("enroll hangs", "enroll", Misdeed::hangs),
      verb("policy lies", "policy", Misdeed::lies),
      verb("policy hangs", "policy", Misdeed::hangs),
      verb("manage fails", "manage", Misdeed::fails),
      verb("manage lies", "manage", Misdeed::lies),
      verb("createConf lies", "createConf", Misdeed::lies),
      verb("bootstrap fails", "bootstrap", Misdeed::fails),
      verb("launchctl print hangs", "print", Misdeed::hangs),
      verb("launchctl print-disabled lies", "print-disabled", Misdeed::lies),
      verb("profiles prints rubbish", "profiles", Misdeed::lies),
      verb("profiles is missing", "profiles", Misdeed::missing),
      verb("checkJSSConnection lies", "checkJSSConnection", Misdeed::lies),
  };
  return kAll;
}

void behave(SimMac& mac) {
  mac.server_up = mac.invitation_good = mac.binary_is_jamfs = mac.user_agrees = true;
  mac.disk_full = mac.immortal = mac.dies_while_enrolling = false;
  mac.lazy_launchd = mac.takes_modes = mac.takes_labels = false;
  mac.bootstrap_status.reset();
  mac.misdeeds.clear();
  mac.files[std::string(paths::kInvitation)] = {
      std::string(kSimInvitation) + "\n", 0, 0, 0600, mac.clock, SimFile::Kind::file};
}

RepairSettings all_allowed() {
  RepairSettings settings = Settings{}.repair();
  settings.highest = RepairStep::renew_enrolment;
  settings.attempts = 6;
  return settings;
}

Told run_repair(SimMac& mac, const How& how, const RepairSettings& settings) {
  static int number = 0;
  Told told;
  RepairOptions options;
  options.unattended = how.unattended;
  options.if_needed = how.if_needed;
  options.highest = how.highest;
  options.self_service = how.self_service;
  options.watchdog = how.watchdog;
  options.handed_over = !how.handed_over.empty();
  options.run = options.handed_over ? how.handed_over : "run-" + std::to_string(++number);
  options.jitter = 0;
  options.self = {kSimOurPid, how.uid, how.in_policy};
  try {
    told.exit = repair(mac, how.dry_run ? nullptr : &mac, settings, options,
                       [&](std::string_view line) { told.lines.emplace_back(line); });
  } catch (const Died&) {
    told.died = true;
    mac.dies_at = -1;
    mac.reboot();
  }
  return told;
}

const Change& breakage(std::string_view name) {
  for (const Change& change : breakages()) {
    if (name == change.name) return change;
  }
  throw std::runtime_error("no breakage " + std::string(name));
}

std::string journal_of(const SimMac& mac) {
  const auto it = mac.files.find(std::string(paths::kJournal));
  return it == mac.files.end() ? "" : it->second.bytes;
}

std::string text_of(const Told& told) {
  std::string text;
  for (const std::string& line : told.lines) text += line + "\n";
  return text;
}

bool is_verdict(std::string_view line) {
  static constexpr std::array<std::string_view, 8> kVerdicts{"Healthy: ",
                                                             "Repaired: ",
                                                             "Not repaired: ",
                                                             "Nothing was done: ",
                                                             "Nothing would be done: ",
                                                             "It would begin with ",
                                                             "Handed to launchd: ",
                                                             "Put off by the user: "};
  return std::any_of(kVerdicts.begin(), kVerdicts.end(),
                     [&](std::string_view head) { return line.starts_with(head); });
}

std::string check(const SimMac& mac, const std::set<std::string>& right_before, const Told& told) {
  std::string wrong;
  for (const std::string& rule : mac.broken_rules) wrong += rule + "\n";
  const auto now = mac.right_parts();
  for (const std::string& part : right_before) {
    // The server takes back what it gave when the Mac dies in the middle of `jamf enroll`: no tool can help
    // it.
    const bool died_enrolling = told.died && mac.dies_while_enrolling && part == "signature";
    if (!now.contains(part) && !died_enrolling) wrong += "was right, and is no more: " + part + "\n";
  }
  for (const auto& [path, file] : mac.files) {
    if (path != paths::kInvitation && file.bytes.find(kSimInvitation) != std::string::npos) {
      wrong += "the invitation stands in " + path + "\n";
    }
  }
  if (text_of(told).find(kSimInvitation) != std::string::npos) wrong += "the invitation was said\n";
  for (const std::string& line : mac.system_log) {
    if (line.find(kSimInvitation) != std::string::npos)
      wrong += "the invitation stands in the system's log\n";
  }
  if (!told.died && !is_verdict(told.lines.empty() ? "" : told.lines.back()))
    wrong += "it ended without a verdict\n";
  if (mac.open_windows != 0) wrong += "a window was left open\n";
  if (told.lines.size() > 60) wrong += "it said too much\n";
  const bool put_off = !told.lines.empty() && told.lines.back() == "Put off by the user: nothing was done";
  if (!told.died && told.exit == Exit::ok && !mac.is_sound() && !put_off)
    wrong += "it called a broken Mac healthy\n";
  return wrong.empty() ? "" : wrong + "---\n" + text_of(told);
}

}  // namespace enrolkit::test
