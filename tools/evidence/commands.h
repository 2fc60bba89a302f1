// Every command line that enrolkit runs on a Mac to look at it. Each is local, changes nothing and asks no
// person. `profiles show` is not among them: it asks Apple, which answers about once a day.
#pragma once

#include <chrono>
#include <string>

#include "core/format/plist.h"
#include "evidence/paths.h"
#include "host/command.h"

namespace enrolkit::commands {

// Those of one attribute together stay below the ten seconds that it has.
inline constexpr std::chrono::milliseconds kProfilesLimit{4000};
inline constexpr std::chrono::milliseconds kBootstrapLimit{3000};
inline constexpr std::chrono::milliseconds kDsclLimit{3000};
inline constexpr std::chrono::milliseconds kCodesignLimit{
    6000};  // a binary of some 10 MB, twice for two processors

[[nodiscard]] inline Command mdm_status() {
  return {"/usr/bin/profiles", {"status", "-type", "enrollment"}, kProfilesLimit, 64 * 1024};
}

// Whether the server holds the Mac's Bootstrap Token; root alone is told.
[[nodiscard]] inline Command bootstrap_token() {
  return {"/usr/bin/profiles", {"status", "-type", "bootstraptoken"}, kBootstrapLimit, 64 * 1024};
}

// The Mac itself, as its firmware describes it: of that the serial number is read.
[[nodiscard]] inline Command platform() {
  constexpr std::chrono::milliseconds kIoregLimit{3000};
  return {"/usr/sbin/ioreg", {"-rd1", "-c", "IOPlatformExpertDevice"}, kIoregLimit, 256 * 1024};
}

// `record` is "/Users/NAME" or "/Groups/NAME" of the local directory. A record with a picture is large.
[[nodiscard]] inline Command directory_record(const std::string& record) {
  return {"/usr/bin/dscl", {"-plist", ".", "-read", record}, kDsclLimit, Plist::kMaxBytes};
}

// The jamf binary, every architecture of it, against what Jamf signs it with: a Developer ID certificate (the
// two markers are Apple's own rule for that) of Jamf's team, for that program. `-R=` takes the requirement
// itself.
inline constexpr std::string_view kJamfRequirement =
    "identifier \"com.jamfsoftware.jamf\" and anchor apple generic and certificate "
    "1[field.1.2.840.113635.100.6.2.6] exists and certificate leaf[field.1.2.840.113635.100.6.1.13] exists "
    "and certificate leaf[subject.OU] = \"483DWKW443\"";

[[nodiscard]] inline Command code_signature() {
  return {"/usr/bin/codesign",
          {"--verify", "--strict", "-R=" + std::string(kJamfRequirement), std::string(paths::kBinary)},
          kCodesignLimit,
          64 * 1024};
}

// The last day of what Jamf's programs wrote to the unified log. For collect alone: it takes seconds.
inline constexpr std::chrono::milliseconds kUnifiedLogLimit{90'000};

[[nodiscard]] inline Command unified_log() {
  return {"/usr/bin/log",
          {"show", "--last", "1d", "--predicate", "subsystem BEGINSWITH \"com.jamf.management\""},
          kUnifiedLogLimit,
          4U << 20U};
}

}  // namespace enrolkit::commands
