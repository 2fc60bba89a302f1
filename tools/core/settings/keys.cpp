#include "core/settings/keys.h"

#include <array>

#include "core/base/time_of_day.h"
#include "core/base/url.h"
#include "core/settings/account_name.h"
#include "core/settings/repair_step.h"
#include "core/settings/window_text.h"

namespace enrolkit {
namespace {

using enum SettingType;

std::string_view empty_fault(std::string_view text) { return text.empty() ? "is empty" : ""; }
std::string_view https_fault(std::string_view text) {
  return text.starts_with("https://") && host_of(text) ? "" : "is another text";
}
std::string_view time_fault(std::string_view text) { return minutes_of_day(text) ? "" : "is another text"; }

constexpr SettingKey step(std::string_view name, std::string_view title, std::string_view description = {}) {
  return {.name = name,
          .type = boolean,
          .title = title,
          .description = description,
          .wanted = "true or false",
          .preset = "true"};
}
constexpr SettingKey text_of(Text text, std::string_view title) {
  return {.name = kTextNames[text], .title = title, .wanted = "a text", .fault = empty_fault};
}

constexpr std::array kSteps{
    step("permissions", "Correct owners, modes and links of Jamf's files"),
    step("server-url", "Write the server's address into the jamf binary's preferences"),
    step("hung-run", "End a run of jamf that hangs"),
    step("reload-daemons", "Load Jamf's launchd jobs again"),
    step(
        "trust", "Let jamf trust its server's own certificate authority (jamf trustJSS)",
        "Only where an administrator starts the repair: never unattended (the watchdog), from Self Service, or for "
        "jamfcloud.com, since whoever intercepts the connection can present such a certificate."),
    step("manage", "Fetch the management framework's parts again (jamf manage)"),
    step("check-in", "Check in, as the proof of a repair"),
    step("restore-keychain", "Put a saved JAMF.keychain back"),
    step("enrol", "Enrol the jamf binary again by invitation"),
    step("renew-enrolment", "Renew the MDM enrolment, with the user's consent"),
};

constexpr std::array kWindow{
    SettingKey{.name = "From",
               .title = "From",
               .description = "Local time of day, such as 22:00.",
               .wanted = "a time of day such as 22:00",
               .fault = time_fault},
    SettingKey{.name = "To",
               .title = "To",
               .description = "Local time of day; earlier than From: over midnight.",
               .wanted = "a time of day such as 06:00",
               .fault = time_fault},
};

constexpr std::array kTexts{
    text_of(Text::title, "Title of every window"),
    text_of(Text::consent, "Question before a repair from Self Service"),
    text_of(Text::progress, "While the repair runs"),
    text_of(Text::repaired, "When it is proven repaired"),
    text_of(Text::not_repaired, "When it is not repaired"),
    text_of(Text::agree, "Button that agrees"),
    text_of(Text::refuse, "Button that refuses"),
    text_of(Text::close, "Button that closes"),
};

constexpr std::array kRepair{
    SettingKey{.name = "HighestStep",
               .title = "Highest step",
               .description = "The most invasive step a repair may take.",
               .wanted = "the name of a step",
               .preset = "enrol",
               .allowed = kRepairStepNames.names},
    SettingKey{.name = "Steps",
               .type = section,
               .title = "Steps",
               .description = "Single steps that may be taken.",
               .keys = kSteps},
    SettingKey{.name = "Window",
               .type = section,
               .title = "Time window",
               .description = "When an unattended repair may act; at any time where this is not set.",
               .keys = kWindow},
    SettingKey{.name = "Attempts",
               .type = integer,
               .title = "Attempts",
               .description = "Repairs of the same cause, before a person must look.",
               .wanted = "a number from 1 to 20",
               .preset = "3",
               .least = 1,
               .most = 20},
    SettingKey{.name = "BackOffMinutes",
               .type = integer,
               .title = "Minutes after a failure",
               .description = "Wait after the first failed repair; doubled with each further one.",
               .wanted = "a number from 5 to 1440",
               .preset = "60",
               .least = 5,
               .most = 1440},
    SettingKey{.name = "DespiteConflict",
               .type = boolean,
               .title = "Enrol despite an account conflict",
               .description =
                   "Enrols again although the Management Account duplicates a local administrator. "
                   "Only after the two accounts have different names in Jamf Pro.",
               .wanted = "true or false",
               .preset = "false"},
    SettingKey{.name = "Dialogs",
               .type = boolean,
               .title = "Windows for the user",
               .description = "Shows progress and asks for consent in Self Service.",
               .wanted = "true or false",
               .preset = "true"},
    SettingKey{.name = "DialogsAtLoginWindow",
               .type = boolean,
               .title = "Windows at the login window",
               .description = "Also while nobody is logged in.",
               .wanted = "true or false",
               .preset = "false"},
    SettingKey{.name = "Texts",
               .type = section,
               .title = "Texts",
               .description = "What the windows say. Empty: in the language of the user at the screen.",
               .keys = kTexts},
};

constexpr std::array kWatchdog{
    SettingKey{.name = "Enabled",
               .type = boolean,
               .title = "Watchdog",
               .description = "Looks after this Mac's enrolment by its own LaunchDaemon, and repairs it.",
               .wanted = "true or false",
               .preset = "false"},
    SettingKey{.name = "Minutes",
               .type = integer,
               .title = "Minutes between checks",
               .description = "How often the watchdog checks this Mac.",
               .wanted = "a number from 15 to 1440",
               .preset = "60",
               .least = 15,
               .most = 1440},
};

constexpr std::array kAll{
    SettingKey{.name = "ManagementAccount",
               .title = "Management Account",
               .description = "The exact username of Jamf Pro's Management Account.",
               .wanted = "a username",
               .fault = account_name_fault},
    SettingKey{.name = "LocalAdministrators",
               .type = texts,
               .title = "Local administrators of the PreStage",
               .description = "The exact usernames that a PreStage makes.",
               .wanted = "an array of usernames",
               .fault = account_name_fault},
    SettingKey{
        .name = "CertificateIssuer",
        .title = "Issuer of the device certificate",
        .description = "Common name of an external certificate authority, where Jamf Pro's own is not used.",
        .wanted = "a common name",
        .fault = empty_fault},
    SettingKey{
        .name = "ServerURL",
        .title = "Jamf Pro's address",
        .description =
            "Such as https://jamf.example.org/. MDM and the jss_url of the jamf binary must agree with it.",
        .wanted = "an https address",
        .fault = https_fault},
    SettingKey{.name = "Watchdog",
               .type = section,
               .title = "Watchdog",
               .description = "Repair without a policy, off by default.",
               .keys = kWatchdog},
    SettingKey{.name = "Repair",
               .type = section,
               .title = "Repair",
               .description = "What enrolkit-repair may do.",
               .keys = kRepair},
};

}  // namespace

std::span<const SettingKey> setting_keys() { return kAll; }

const SettingKey* setting_key(std::string_view path) {
  std::span<const SettingKey> level = kAll;
  while (true) {
    const auto dot = path.find('.');
    const std::string_view name = path.substr(0, dot);
    const SettingKey* found = nullptr;
    for (const SettingKey& key : level) {
      if (key.name == name) found = &key;
    }
    if (found == nullptr || dot == std::string_view::npos) return found;
    level = found->keys;
    path.remove_prefix(dot + 1);
  }
}

}  // namespace enrolkit
