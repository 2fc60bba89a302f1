// Every command line that enrolkit-repair runs: first those that look, then those that change. All by
// absolute path, without a shell, in a clean environment, each with a time limit.
//
// What the verbs of jamf do, and what they answer, is in Jamf's own `jamf help -hidden`.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "evidence/paths.h"
#include "host/command.h"

namespace enrolkit::commands {

inline constexpr std::size_t kMaxOutputBytes = 1U << 20U;

[[nodiscard]] inline Command jamf(std::vector<std::string> arguments, std::chrono::seconds limit) {
  return {std::string(paths::kBinary), std::move(arguments), limit, kMaxOutputBytes};
}
[[nodiscard]] inline Command launchctl(std::vector<std::string> arguments) {
  return {"/bin/launchctl", std::move(arguments), std::chrono::seconds(30), kMaxOutputBytes};
}

// ---- to look

// Status 0: the server answers. It proves network and TLS, not the signature.
[[nodiscard]] inline Command server_answers() {
  return jamf({"checkJSSConnection", "-retry", "1"}, std::chrono::seconds(60));
}
// Status 0: loaded; 113 or 3: launchd knows no such job. The text is for people, and is not read.
[[nodiscard]] inline Command job_is_loaded(const std::string& label) {
  return launchctl({"print", "system/" + label});
}
// Which jobs launchd is told never to load: core/management/launchd.h reads it.
[[nodiscard]] inline Command disabled_jobs() { return launchctl({"print-disabled", "system"}); }

// In the user's session and with the user's rights: nothing of root's draws on a user's screen, or looks into a home.
[[nodiscard]] inline Command as_user(std::uint32_t uid, const Command& command) {
  const std::string id = std::to_string(uid);
  std::vector<std::string> words{"asuser", id,   "/usr/bin/sudo", "-n", "-H", "-u",
                                 "#" + id, "--", command.tool};
  words.insert(words.end(), command.arguments.begin(), command.arguments.end());
  return {"/bin/launchctl", std::move(words), command.limit, command.max_output};
}
// The languages of that user, the preferred one first, as a property list in text: defaults(1).
[[nodiscard]] inline Command languages_of(std::uint32_t uid) {
  return as_user(
      uid, {"/usr/bin/defaults", {"read", "-g", "AppleLanguages"}, std::chrono::seconds(10), 64 * 1024});
}

// ---- to change

[[nodiscard]] inline Command create_conf(const std::string& url, const std::string& verify) {
  return jamf({"createConf", "-url", url, "-verifySSLCert", verify}, std::chrono::seconds(60));
}
[[nodiscard]] inline Command trust_jss() { return jamf({"trustJSS"}, std::chrono::minutes(2)); }
[[nodiscard]] inline Command manage() { return jamf({"manage"}, std::chrono::minutes(10)); }
[[nodiscard]] inline Command recon() { return jamf({"recon"}, std::chrono::minutes(20)); }
// A signed request that runs nothing, since no policy has that trigger: jamf.log then proves the contact.
[[nodiscard]] inline Command check_in() {
  return jamf({"policy", "-event", "enrolkitCheckIn"}, std::chrono::minutes(10));
}

// The place of the invitation: it is put in when the command is run, and is in no plan, log or journal. jamf
// takes it as an argument and in no other way, so that it is seen in `ps` while jamf enrols.
inline constexpr const char* kInvitationHere = "(invitation)";
// The limit is far above the minute that it takes: jamf killed while it makes the account leaves the very
// fault that is to be fixed.
[[nodiscard]] inline Command enrol() {
  return jamf({"enroll", "-invitation", kInvitationHere, "-noRecon", "-noManage", "-noPolicy"},
              std::chrono::minutes(30));
}

[[nodiscard]] inline Command enable_job(const std::string& label) {
  return launchctl({"enable", "system/" + label});
}
[[nodiscard]] inline Command unload_job(const std::string& label) {
  return launchctl({"bootout", "system/" + label});
}
[[nodiscard]] inline Command load_job(const std::string& path) {
  return launchctl({"bootstrap", "system", path});
}

// For a job that is loaded, and yet does not run.
[[nodiscard]] inline Command start_job(const std::string& label) {
  return launchctl({"kickstart", "system/" + label});
}

// macOS asks the user at the screen, whose session it must run in; root stays root.
[[nodiscard]] inline Command renew_enrolment(std::uint32_t uid) {
  return {"/bin/launchctl",
          {"asuser", std::to_string(uid), "/usr/bin/profiles", "renew", "-type", "enrollment"},
          std::chrono::minutes(5),
          kMaxOutputBytes};
}

}  // namespace enrolkit::commands
