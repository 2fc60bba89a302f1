#include "jamf/watchdog.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "common/failure.h"
#include "core/base/ascii.h"
#include "jamf/profile.h"

namespace enrolkit {
namespace {

using Json = nlohmann::ordered_json;

void check_team(std::string_view team) {
  const bool fine = team.size() == 10 &&
                    std::all_of(team.begin(), team.end(), [](char c) { return is_upper(c) || is_digit(c); });
  if (!fine) throw Failure("--team-id: a Team ID is ten capital letters and digits, such as A1B2C3D4E5");
}

// The designated requirement of a Developer ID Application signature (Apple's TN3127).
std::string requirement_of(std::string_view team) {
  return fmt::format(
      "identifier \"io.github.enrolkit.repair\" and anchor apple generic and certificate "
      "1[field.1.2.840.113635.100.6.2.6] /* exists */ and certificate leaf[field.1.2.840.113635.100.6.1.13] "
      "/* exists */ and certificate leaf[subject.OU] = \"{}\"",
      team);
}

std::string privacy(std::string_view team) {
  const Json repair{{"Identifier", "/Library/Enrolkit/bin/enrolkit-repair"},
                    {"IdentifierType", "path"},
                    {"CodeRequirement", requirement_of(team)},
                    {"StaticCode", false},
                    {"Authorization", "Allow"},
                    {"Comment", "reads account records and profiles' state when it is started by launchd"}};
  return profile(
      "privacy", "enrolkit: Full Disk Access of the watchdog",
      "Lets enrolkit-repair read what privacy protection hides from a program that jamf did not start.",
      {{"PayloadType", "com.apple.TCC.configuration-profile-policy"},
       {"Services", {{"SystemPolicyAllFiles", Json::array({repair})}}}});
}

std::string background_items() {
  const Json rule{
      {"RuleType", "LabelPrefix"}, {"RuleValue", "io.github.enrolkit"}, {"Comment", "enrolkit's watchdog"}};
  return profile(
      "background", "enrolkit: background item",
      "Lets the watchdog run without a notice, and keeps users from switching it off (macOS 13 and later).",
      {{"PayloadType", "com.apple.servicemanagement"}, {"Rules", Json::array({rule})}});
}

}  // namespace

Outputs watchdog_files(std::string_view team) {
  Outputs outputs{{"watchdog/enrolkit-background.mobileconfig", background_items(),
                   "macOS 13 and later: no notice of a background item, and no switching it off."}};
  if (team.empty()) return outputs;
  check_team(team);
  outputs.push_back({"watchdog/enrolkit-privacy.mobileconfig", privacy(team),
                     "Full Disk Access for the watchdog, by the Team ID that the programs are signed with."});
  return outputs;
}

}  // namespace enrolkit
