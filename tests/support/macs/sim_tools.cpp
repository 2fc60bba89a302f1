// The tools of SimMac, by what their documentation says of them.
#include <fmt/format.h>

#include <algorithm>

#include "core/management/jamf_processes.h"
#include "evidence/paths.h"
#include "support/macs/sim_mac.h"
#include "support/writers/log_writer.h"

namespace enrolkit::test {
namespace {

constexpr const char* kBrokenSignature =
    "Device Signature Error - A valid device signature is required to perform the action.";

std::string verb_of(const Command& command) {
  const std::string tool = command.tool.substr(command.tool.rfind('/') + 1);
  if (tool == "codesign" || tool == "profiles") return tool;
  if (!command.arguments.empty() && command.arguments.back() == "AppleLanguages") return "defaults";
  return command.arguments.empty() ? tool : command.arguments.front();
}

bool is_window(const Command& command) {
  const auto& words = command.arguments;
  const auto shows = [](std::string_view tool) {
    return tool == paths::kSwiftDialog || tool == paths::kJamfHelper;
  };
  return shows(command.tool) || std::any_of(words.begin(), words.end(), shows);
}

std::string value_after(const std::vector<std::string>& arguments, std::string_view option) {
  const auto it = std::find(arguments.begin(), arguments.end(), option);
  return it == arguments.end() || it + 1 == arguments.end() ? "" : *(it + 1);
}

// As `launchctl print-disabled system` prints it (jamf-binary.md, addition on tampering).
std::string disabled_list(const std::set<std::string>& labels, bool old_words) {
  std::string text = "\n\tdisabled services = {\n\t\t\"com.apple.ftpd\" => ";
  text += old_words ? "false\n" : "enabled\n";
  for (const std::string& label : labels)
    text += fmt::format("\t\t\"{}\" => {}\n", label, old_words ? "true" : "disabled");
  return text + "\t}\n";
}

}  // namespace

Misdeed SimMac::misdeed_of(const std::string& verb) const {
  const auto it = misdeeds.find(verb);
  return it == misdeeds.end() ? Misdeed::none : it->second;
}

// Tools that look. They change nothing but the clock.
Ran SimMac::run(const Command& command) const {
  call();
  auto& self = const_cast<SimMac&>(*this);
  const std::string verb = verb_of(command);
  static const std::set<std::string> kLooks{"profiles",           "print",    "print-disabled",
                                            "checkJSSConnection", "codesign", "defaults"};
  if (!kLooks.contains(verb)) self.broken_rules.push_back("a look that changes: " + verb);
  self.advance(1);
  switch (misdeed_of(verb)) {
    case Misdeed::missing: return NotStarted{command.tool + ": No such file or directory"};
    case Misdeed::hangs:
      self.advance(command.limit.count() / 1000);
      return Stopped{command.tool + ": not done in time"};
    case Misdeed::fails: return Finished{1, "", "error"};
    case Misdeed::lies: return Finished{0, std::string(1000, '\0'), ""};
    case Misdeed::none: break;
  }
  if (verb == "codesign") {
    const char* const said = "test-requirement: code failed to satisfy specified code requirement(s)";
    return Finished{binary_is_jamfs ? 0 : 3, "", binary_is_jamfs ? "" : std::string(kSimJamf) + ": " + said};
  }
  if (verb == "defaults") return Finished{languages.empty() ? 1 : 0, languages, ""};
  if (verb == "profiles" && command.arguments.back() == "bootstraptoken") {
    return Finished{0,
                    "profiles: Bootstrap Token supported on server: YES\nprofiles: Bootstrap Token escrowed "
                    "to server: YES\n",
                    ""};
  }
  if (verb == "profiles") {
    std::string text = "Enrolled via DEP: Yes\nMDM enrollment: ";
    text += mdm ? "Yes (User Approved)\nMDM server: " + mdm_server + "\n" : "No\n";
    return Finished{0, text, ""};
  }
  if (verb == "print") return Finished{loaded.contains(command.arguments.at(1).substr(7)) ? 0 : 113, "", ""};
  if (verb == "print-disabled") return Finished{0, disabled_list(disabled, old_words), ""};
  const SimFile* binary = file(paths::kBinary);
  if (binary == nullptr || (binary->mode & 0111U) == 0)
    return NotStarted{command.tool + ": Permission denied"};
  if ((binary->mode & 0022U) != 0 || binary->owner != 0)
    self.broken_rules.emplace_back("ran a binary of others");
  if (!binary_is_jamfs) self.broken_rules.emplace_back("ran a binary that codesign does not vouch for");
  const SimFile* preferences = file(paths::kJamfPreferences);
  const bool knows =
      preferences != nullptr && preferences->bytes.find("jamf.example.org") != std::string::npos;
  return Finished{server_up && knows ? 0 : 1, "Checking availability of URL...\n", ""};
}

// A window changes nothing of the Mac. Either tool may be missing or broken.
Ran SimMac::window(const Command& command) {
  std::string line = command.tool;
  for (const std::string& argument : command.arguments) line += " " + argument;
  const bool swift = line.find(paths::kSwiftDialog) != std::string::npos;
  if (file(swift ? paths::kSwiftDialog : paths::kJamfHelper) == nullptr)
    return NotStarted{"No such file or directory"};
  advance(5);
  switch (misdeed_of(swift ? "dialog" : "jamfHelper")) {
    case Misdeed::missing: return NotStarted{"No such file or directory"};
    case Misdeed::hangs:
      advance(command.limit.count() / 1000);
      return Stopped{command.tool + ": not done in time"};
    case Misdeed::fails: return Finished{202, "", ""};
    case Misdeed::lies:
    case Misdeed::none: break;
  }
  windows.push_back(line);
  return Finished{click, "", ""};
}

Ran SimMac::run(const Command& command) {
  call();
  if (is_window(command)) return window(command);
  ++changes;
  const std::string verb = verb_of(command);
  std::string line = command.tool;
  for (const std::string& argument : command.arguments) line += " " + argument;
  ran.push_back(line);
  if (!in_act_) broken_rules.push_back("ran without a line in the journal: " + verb);
  if (verb != "enroll" && line.find(kSimInvitation) != std::string::npos) {
    broken_rules.push_back("the invitation was given to " + verb);
  }
  advance(5);
  if (verb == "codesign") return Finished{binary_is_jamfs ? 0 : 3, "", ""};
  switch (misdeed_of(verb)) {
    case Misdeed::missing: return NotStarted{command.tool + ": No such file or directory"};
    case Misdeed::hangs:
      advance(command.limit.count() / 1000);
      return Stopped{command.tool + ": not done in time"};
    case Misdeed::fails: return Finished{1, "", "no: " + line};
    case Misdeed::lies: return Finished{0, "", ""};
    case Misdeed::none: break;
  }
  if (command.tool.ends_with("launchctl")) return launchctl(command.arguments);
  const SimFile* binary = file(paths::kBinary);
  if (binary == nullptr || (binary->mode & 0111U) == 0)
    return NotStarted{command.tool + ": Permission denied"};
  if ((binary->mode & 0022U) != 0 || binary->owner != 0) broken_rules.emplace_back("ran a binary of others");
  if (!binary_is_jamfs) broken_rules.emplace_back("ran a binary that codesign does not vouch for");
  return jamf(command.arguments);
}

Finished SimMac::jamf(const std::vector<std::string>& arguments) {
  const std::string& verb = arguments.front();
  const unsigned pid = next_pid_++;
  if (verb == "createConf") {
    log(pid, fmt::format("The SSL Certificate for {} must be trusted for the jamf binary to connect to it.",
                         value_after(arguments, "-url")));
    files[std::string(paths::kJamfPreferences)] = {
        fmt::format(
            "<?xml version=\"1.0\"?><plist version=\"1.0\"><dict><key>jss_url</key><string>{}</string>"
            "<key>verifySSLCert</key><string>{}</string></dict></plist>",
            value_after(arguments, "-url"), value_after(arguments, "-verifySSLCert")),
        0,
        0,
        0644,
        clock,
        SimFile::Kind::file};
    return {0, "", ""};
  }
  if (verb == "trustJSS") return {0, "", ""};
  if (loses_server) server_up = false;
  if (verb == "enroll") return enroll(arguments);
  if (verb == "policy") {
    const std::string event = value_after(arguments, "-event");
    log(pid, fmt::format("Checking for policies triggered by \"{}\" for user \"student1\"...", event));
    advance(1);
    if (!server_up) {
      log(pid, "Could not connect to the JSS. Looking for cached policies...");
      return {52, "", ""};
    }
    if (!can_talk()) {
      log(pid, kBrokenSignature);
      return {52, "", "Device Signature Error"};
    }
    log(pid, fmt::format("No policies were found for the \"{}\" trigger.", event));
    return {0, "", ""};
  }
  if (!can_talk()) {
    log(pid, server_up ? kBrokenSignature : "Connection failure: \"The request timed out.\"");
    return {1, "", "error"};
  }
  if (verb == "manage") {
    log(pid, "Enforcing management framework...");
    lose_daemon(verb);
    restore_framework();
  }
  return {0, "<computer_id>7</computer_id>\n", ""};
}

Finished SimMac::enroll(const std::vector<std::string>& arguments) {
  const bool another = std::any_of(running.begin(), running.end(), [](const Process& process) {
    const auto* words = value_of(process.arguments);
    return process.known_path() == kSimJamf && words != nullptr && !words->empty() &&
           words->front() == "enroll";
  });
  if (another) broken_rules.emplace_back("two enrolments at once");
  const SimFile* preferences = file(paths::kJamfPreferences);
  if (preferences == nullptr || preferences->bytes.find("jamf.example.org") == std::string::npos)
    broken_rules.emplace_back("gave the invitation to another server");
  if (run_under_way(everything())) broken_rules.emplace_back("an enrolment beside a run of jamf");
  const unsigned pid = next_pid_++;
  files[std::string("/var/log/jamf.log")].bytes += "Enrolling computer...\n";
  advance(2);
  const bool right = invitation_good && value_after(arguments, "-invitation") == kSimInvitation;
  if (!server_up || !right) {
    log(pid,
        server_up
            ? "An error occurred while enrolling computer: Permission Error - The user specified does not "
              "have permission to perform the action."
            : "An error occurred while enrolling computer: Connection failure: \"The request timed out.\"");
    log(pid, "Restoring JAMF.keychain since an error occurred.");
    log(pid, "Enroll return code: 70");
    return {70, "", "invitation " + value_after(arguments, "-invitation") + " was refused"};
  }
  if (dies_while_enrolling) {
    log(pid, "Creating user _mgmt...");
    files.erase(std::string(paths::kKeychain));  // set aside, and not put back
    accepted.clear();
    throw Died{};
  }
  enrol_well(pid);
  return {0, "Enroll return code: 0\n", ""};
}

void SimMac::enrol_well(unsigned pid) {
  ++enrolments;
  log(pid, "Creating user _mgmt...");
  advance(5);
  give_keychain(kSimUuid, std::string(1, static_cast<char>(next_serial_++)));
  accepted = serial_here();
  log(pid, "The device certificate was created successfully.");
  log(pid, "Enroll return code: 0");
}

Finished SimMac::launchctl(const std::vector<std::string>& arguments) {
  const std::string& verb = arguments.front();
  const std::string& target = arguments.back();
  const std::string label = target.starts_with("system/") ? target.substr(7) : label_in(target);
  if (verb == "enable") disabled.erase(label);
  if (verb == "bootout") {
    if (label == "com.jamf.management.daemon" && loaded.contains(label)) lose_daemon(verb);
    const int status = loaded.erase(label) > 0 ? 0 : 3;
    return {bootout_status.value_or(status), "", "Boot-out failed: 3: No such process"};
  }
  if (verb == "bootstrap") {
    if (label.empty() || disabled.contains(label) || loaded.contains(label)) {
      return {5, "", "Bootstrap failed: 5: Input/output error"};
    }
    loaded.insert(label);
    idle.erase(label);
    if (lazy_launchd) idle.insert(label);
    if (bootstrap_status) return {*bootstrap_status, "", "Bootstrap failed: 5: Input/output error"};
  }
  if (verb == "kickstart") {
    if (!loaded.contains(label)) return {113, "", "Could not find service"};
    idle.erase(label);
  }
  if (verb == "asuser" && user_agrees) agrees_at_ = clock + 120;
  return {0, "", ""};
}

void SimMac::settle_renewal() {
  if (agrees_at_ == 0 || clock < agrees_at_) return;
  agrees_at_ = 0;
  mdm = true;
  files[std::string(paths::kBinary)] = pristine_.at(std::string(paths::kBinary));
  files[std::string(paths::kBinaryLink)] = pristine_.at(std::string(paths::kBinaryLink));
  enrol_well(next_pid_++);
  restore_framework();
  check_in_now();
}

void SimMac::restore_framework() {
  for (const auto& [path, made] : pristine_) {
    if (path.starts_with("/Library/LaunchDaemons") || path.starts_with(paths::kJamfApp)) files[path] = made;
  }
  for (const std::string_view path : {paths::kDaemon, paths::kTask}) {
    idle.erase(label_in(path));
    if (!disabled.contains(label_in(path))) loaded.insert(label_in(path));
  }
}

void SimMac::check_in_now() { (void)jamf({"policy", "-event", "recurring check-in"}); }

}  // namespace enrolkit::test
