// Which words say of Jamf's framework that it goes. No public log shows all of them: what is neither another product, nor a
// package, nor somebody's file counts.
#include <algorithm>
#include <array>
#include <string>

#include "core/base/ascii.h"
#include "core/log/messages.h"

namespace enrolkit {
namespace {

bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

bool has_any(std::string_view text, const auto& parts) {
  return std::any_of(parts.begin(), parts.end(), [&](std::string_view part) { return has(text, part); });
}

// The next word of a command line, without the dashes, quote marks and dots around it.
std::string_view next_word(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(" \t\"'-"), text.size()));
  const std::size_t size = std::min(text.find_first_of(" \t\"';&|"), text.size());
  std::string_view word = text.substr(0, size);
  text.remove_prefix(size);
  while (!word.empty() && !is_letter(word.back())) word.remove_suffix(1);
  return word;
}

// "jamf" as a word, in any case, or in the name of one of its files: no part of somebody's name.
bool names_jamf(std::string_view message) {
  constexpr std::string_view kJamf = "jamf", kSoftware = "jamfsoftware";
  const std::string lower = lower_case(message);
  for (auto at = lower.find(kJamf); at != lower.npos; at = lower.find(kJamf, at + kJamf.size())) {
    const std::string_view rest = std::string_view(lower).substr(at + kJamf.size());
    const bool begins = at == 0 || !is_letter(lower[at - 1]);
    if (begins && (rest.empty() || !is_letter(rest.front()))) return true;
    if (begins && lower.compare(at, kSoftware.size(), kSoftware) == 0) return true;
  }
  return false;
}

}  // namespace

// "Running command /usr/local/bin/jamf -removeFramework...": verbs are taken in any case (reference). The name of an event
// is no verb. `unenroll` is none that Jamf documents; who runs it wants the Mac out.
bool runs_removal(std::string_view message) {
  constexpr std::array<std::string_view, 3> kVerbs{"removeframework", "remove_framework", "unenroll"};
  constexpr std::string_view kJamf = "jamf";
  if (!message.starts_with("Running command ")) return false;
  const std::string lower = lower_case(message);
  std::string_view rest = lower;
  for (auto at = rest.find(kJamf); at != rest.npos; at = rest.find(kJamf)) {
    rest.remove_prefix(at + kJamf.size());
    if (rest.find_first_of(" \"'") != 0) continue;
    std::string_view words = rest;
    for (int i = 0; i < 2; ++i) {  // an option may stand in front of the verb
      const std::string_view word = next_word(words);
      if (std::find(kVerbs.begin(), kVerbs.end(), word) != kVerbs.end()) return true;
    }
  }
  return false;
}

bool is_removal_of_mdm(std::string_view message) {
  return (has(message, "MDM pro") || has(message, "MDM Pro")) && !has(message, "ramework") &&
         !names_jamf(message);
}

bool looks_like_removal(std::string_view message) {
  constexpr std::array<std::string_view, 8> kVerbs{"Removing ", "Removed ", "Uninstalling ", "Uninstalled ",
                                                   "Deleting ", "Deleted ", "Unenroll",      "Unmanag"};
  constexpr std::array<std::string_view, 7> kParts{
      "ramework", "launch daemon", "launch agent", "LaunchDaemon", "MDM pro", "MDM Pro", "anagement accou"};
  constexpr std::array<std::string_view, 10> kOthers{
      ".pkg",         ".dmg",         "Waiting Room", "Downloads", "tmp",
      "Jamf Connect", "Jamf Protect", "Jamf Trust",   "backup",    "existing launchd task"};
  constexpr std::array<std::string_view, 6> kDone{"anagement framework has been removed",
                                                  "framework was removed",
                                                  "MDM profile removed",
                                                  "MDM profile was removed",
                                                  " unmanaged",
                                                  " unenrolled"};
  if (has_any(message, kDone)) return true;
  const auto begins = [&](std::string_view verb) { return message.starts_with(verb); };
  if (std::none_of(kVerbs.begin(), kVerbs.end(), begins) || has_any(message, kOthers)) return false;
  if (message.starts_with("Unenroll") || message.starts_with("Unmanag") || names_jamf(message)) return true;
  return has_any(message, kParts) && !has(message, " com.");  // a job of somebody else's
}

}  // namespace enrolkit
