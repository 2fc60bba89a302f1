// Every path that enrolkit reads on a Mac.
#pragma once

#include <array>
#include <string_view>

#include "core/base/installed.h"

namespace enrolkit::paths {

inline constexpr std::string_view kLogFolder = "/var/log";
inline constexpr std::string_view kLogName = "jamf.log";  // and its rotated siblings, "jamf.log.*"

// What the system's installer did, packages by MDM included; and its rotated siblings, "install.log.*".
inline constexpr std::string_view kInstallLogName = "install.log";

// What macOS keeps of its starts and ends; and the log's rotated siblings, "system.log.*".
inline constexpr std::string_view kSystemLogName = "system.log";
inline constexpr std::string_view kUtmpx = "/var/run/utmpx";

inline constexpr std::string_view kUsers = "/var/db/dslocal/nodes/Default/users";
inline constexpr std::string_view kGroups = "/var/db/dslocal/nodes/Default/groups";

// The stronger source first: a profile's settings cannot be overruled on the Mac.
inline constexpr std::array<std::string_view, 2> kSettings{
    "/Library/Managed Preferences/io.github.enrolkit.plist", "/Library/Preferences/io.github.enrolkit.plist"};

// What Jamf's framework leaves on a Mac; any of these shows that it was there.
inline constexpr std::array<std::string_view, 3> kFramework{
    "/usr/local/jamf/bin/jamf", "/Library/Preferences/com.jamfsoftware.jamf.plist",
    "/Library/Application Support/JAMF/JAMF.keychain"};

inline constexpr std::string_view kJamfFolder = "/Library/Application Support/JAMF";
inline constexpr std::string_view kKeychain = "/Library/Application Support/JAMF/JAMF.keychain";

// The system's own: certificate authorities, and as a rule the MDM identity.
inline constexpr std::string_view kSystemKeychainFolder = "/Library/Keychains";
inline constexpr std::string_view kSystemKeychain = "/Library/Keychains/System.keychain";

inline constexpr std::string_view kBinary = "/usr/local/jamf/bin/jamf";
inline constexpr std::string_view kBinaryLink = "/usr/local/bin/jamf";
inline constexpr std::string_view kJamfPreferences = "/Library/Preferences/com.jamfsoftware.jamf.plist";
inline constexpr std::string_view kJamfApp = "/Library/Application Support/JAMF/Jamf.app";
inline constexpr std::string_view kJamfAppInfo =
    "/Library/Application Support/JAMF/Jamf.app/Contents/Info.plist";
inline constexpr std::string_view kJamfTemporary = "/Library/Application Support/JAMF/tmp";
// File name and label differ: "com.jamfsoftware.task.Every 15 Minutes" is a label.
inline constexpr std::string_view kTask = "/Library/LaunchDaemons/com.jamfsoftware.task.1.plist";
inline constexpr std::string_view kDaemon = "/Library/LaunchDaemons/com.jamf.management.daemon.plist";
inline constexpr std::string_view kOldDaemon = "/Library/LaunchDaemons/com.jamfsoftware.jamf.daemon.plist";

// Labels that launchd is told never to load, and names that no server of names is asked for.
inline constexpr std::string_view kLaunchdOverrides = "/var/db/com.apple.xpc.launchd/disabled.plist";
inline constexpr std::string_view kHosts = "/etc/hosts";

// Written when the profile of automated enrolment is in.
inline constexpr std::string_view kMdmProfileFlag =
    "/var/db/ConfigurationProfiles/Settings/.cloudConfigProfileInstalled";

// Setup Manager's flags: from its start, and from its end.
inline constexpr std::string_view kSetupStarted = "/var/db/.JamfSetupStarted";
inline constexpr std::string_view kSetupDone = "/var/db/.JamfSetupEnrollmentDone";
inline constexpr std::string_view kSetupManagerLog = "/Library/Logs/Setup Manager.log";
// Migration Assistant's records, "Migration-UUID/MigrationAttempt.plist" each.
inline constexpr std::string_view kMigrations = "/Library/SystemMigration/History";
inline constexpr std::string_view kMigrationRecord = "/MigrationAttempt.plist";

// What enrolkit-ea probe leaves for others.
inline constexpr std::string_view kState = "/var/db/enrolkit/state.json";

// What enrolkit-ea collect leaves for whoever fetches it.
inline constexpr std::string_view kCollected = "/var/db/enrolkit/collected.tar.gz";

// On every macOS volume, and in no folder of collected logs.
inline constexpr std::string_view kSystemVersion = "/System/Library/CoreServices/SystemVersion.plist";

// What enrolkit keeps for itself, root's alone.
inline constexpr std::string_view kStateFolder = "/var/db/enrolkit";
inline constexpr std::string_view kJournal = "/var/db/enrolkit/journal.jsonl";
inline constexpr std::string_view kRepairLock = "/var/db/enrolkit/lock";
inline constexpr std::string_view kBackupFolder = "/var/db/enrolkit/backup";
// The newest first, each with a keychain that was proven to work.
inline constexpr std::array<std::string_view, 3> kBackups{
    "/var/db/enrolkit/backup/0", "/var/db/enrolkit/backup/1", "/var/db/enrolkit/backup/2"};
inline constexpr std::string_view kReplacedKeychain = "/var/db/enrolkit/backup/replaced.keychain";
// When the watchdog looked last: UTC seconds, as text.
inline constexpr std::string_view kWatchdogLook = "/var/db/enrolkit/watchdog";
// The launchd job in which a repair goes on that was asked for inside a policy.
inline constexpr std::string_view kHandOver = "/var/db/enrolkit/hand-over.plist";
inline constexpr std::string_view kHandOverLabel = "io.github.enrolkit.hand-over";
inline constexpr std::string_view kRepairProgram = enrolkit::kRepairProgram;
inline constexpr std::string_view kInvitation = "/var/db/enrolkit/invitation";
inline constexpr std::string_view kRepairLog = "/var/log/enrolkit.log";

// Folders that lead to what root runs, or keeps.
inline constexpr std::array<std::string_view, 6> kRootsOwn{
    "/usr/local/jamf", "/usr/local/jamf/bin", "/var/db", kStateFolder, kBackupFolder, kJournal};

// What shows windows. /usr/local/bin/dialog leads to the first one; but /usr/local may be a user's.
inline constexpr std::string_view kSwiftDialog =
    "/Library/Application Support/Dialog/Dialog.app/Contents/MacOS/Dialog";
inline constexpr std::string_view kJamfHelper =
    "/Library/Application Support/JAMF/bin/jamfHelper.app/Contents/MacOS/jamfHelper";

// Which macOS that swiftDialog needs.
inline constexpr std::string_view kSwiftDialogInfo =
    "/Library/Application Support/Dialog/Dialog.app/Contents/Info.plist";
// Of the Mac.
inline constexpr std::string_view kGlobalPreferences = "/Library/Preferences/.GlobalPreferences.plist";

// The database of Background Task Management; files BackgroundItems-v*.btm.
inline constexpr std::string_view kBackgroundItems = "/var/db/com.apple.backgroundtaskmanagement";

// Its owner is the user at the screen.
inline constexpr std::string_view kConsole = "/dev/console";

}  // namespace enrolkit::paths
