// Every path that enrolkit reads on a Mac.
#pragma once

#include <array>
#include <string_view>

namespace enrolkit::paths {

inline constexpr std::string_view kLogFolder = "/var/log";
inline constexpr std::string_view kLogName = "jamf.log";  // and its rotated siblings, "jamf.log.*"

inline constexpr std::string_view kUsers = "/var/db/dslocal/nodes/Default/users";
inline constexpr std::string_view kGroups = "/var/db/dslocal/nodes/Default/groups";

// The stronger source first: a profile's settings cannot be overruled on the Mac.
inline constexpr std::array<std::string_view, 2> kSettings{
    "/Library/Managed Preferences/io.github.enrolkit.plist", "/Library/Preferences/io.github.enrolkit.plist"};

// What Jamf's framework leaves on a Mac; any of these shows that it was there.
inline constexpr std::array<std::string_view, 3> kFramework{
    "/usr/local/jamf/bin/jamf", "/Library/Preferences/com.jamfsoftware.jamf.plist",
    "/Library/Application Support/JAMF/JAMF.keychain"};

// On every macOS volume, and in no folder of collected logs.
inline constexpr std::string_view kSystemVersion = "/System/Library/CoreServices/SystemVersion.plist";

}  // namespace enrolkit::paths
