// The facts of a framework in which nothing is wrong, for tests that then change one.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "core/management/framework.h"

namespace enrolkit::test {

[[nodiscard]] inline std::string one_key_plist(std::string_view key, std::string_view value) {
  return "<plist version=\"1.0\"><dict><key>" + std::string(key) + "</key><string>" + std::string(value) +
         "</string></dict></plist>";
}

// A job of launchd: its label, and the words that it runs.
// `keys`: more than what is run; as a rule, what starts it.
[[nodiscard]] inline std::string job_plist(
    std::string_view label, std::initializer_list<std::string_view> words,
    std::string_view keys = "<key>StartInterval</key><integer>900</integer><key>RunAtLoad</key><true/>") {
  std::string text = "<plist version=\"1.0\"><dict><key>Label</key><string>" + std::string(label) +
                     "</string><key>ProgramArguments</key><array>";
  for (const std::string_view word : words) text += "<string>" + std::string(word) + "</string>";
  return text + "</array>" + std::string(keys) + "</dict></plist>";
}

[[nodiscard]] inline FoundFile found_file(std::string bytes, std::uint32_t mode = 0644) {
  FoundFile found;
  found.size = 4096;
  found.mode = mode;
  found.regular = true;
  found.bytes = std::move(bytes);
  return found;
}

[[nodiscard]] inline FrameworkFacts whole_framework() {
  FrameworkFacts f;
  FoundFile link, app;
  link.link = true;
  link.target = "/usr/local/jamf/bin/jamf";
  app.directory = true;
  f.system = {"/System/Library/CoreServices/SystemVersion.plist", found_file("")};
  f.binary = {"/usr/local/jamf/bin/jamf", found_file("\xCF\xFA\xED\xFE", 0555)};
  f.link = {"/usr/local/bin/jamf", link};
  f.preferences = {"/prefs.plist", found_file(one_key_plist("jss_url", "https://jamf.example.org/"))};
  f.app = {"/Jamf.app", app};
  f.app_info = {"/Jamf.app/Info.plist", found_file(one_key_plist("CFBundleShortVersionString", "11.14.1"))};
  f.keychain = {"/JAMF.keychain", found_file("", 0600)};
  f.daemon = {
      "/daemon.plist",
      found_file(job_plist("com.jamf.management.daemon",
                           {"/Library/Application Support/JAMF/Jamf.app/Contents/MacOS/JamfDaemon"}))};
  f.old_daemon = {"/old.plist", Absent{}};
  f.task = {"/task.plist", found_file(job_plist("com.jamfsoftware.task.Every 15 Minutes",
                                                {"/usr/local/jamf/bin/jamf", "policy"}))};
  f.leftovers = std::size_t{0};
  f.leftovers_path = "/tmp";
  f.running_system = true;
  f.signature.verdict = SignatureVerdict::valid;
  f.signature.said.clear();
  return f;
}

}  // namespace enrolkit::test
