// Is Jamf's management framework on the Mac, and whole? Judged by its files and by the lines of jamf.log;
// nothing of it is run, and its code signature is not looked at.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/finding.h"
#include "core/log_findings.h"
#include "core/reading.h"

namespace enrolkit {

// A file as it was found.
struct FoundFile {
  std::uint64_t size = 0;
  std::uint32_t owner = 0;
  std::uint32_t mode = 0;  // permission bits
  bool regular = false;
  bool directory = false;
  bool link = false;
  std::string bytes;  // the whole of a property list, the beginning of the binary; else nothing
};

struct FrameworkPiece {
  std::string path;
  Reading<FoundFile> file = Unreadable{"not looked at"};
};

struct FrameworkFacts {
  FrameworkPiece system;       // SystemVersion.plist: on every macOS volume, in no folder of collected files
  FrameworkPiece binary;       // /usr/local/jamf/bin/jamf
  FrameworkPiece link;         // /usr/local/bin/jamf
  FrameworkPiece preferences;  // com.jamfsoftware.jamf.plist
  FrameworkPiece app;          // Jamf.app
  FrameworkPiece app_info;     // its Info.plist
  FrameworkPiece keychain;     // JAMF.keychain: only whether it is there
  FrameworkPiece daemon;       // com.jamf.management.daemon.plist
  FrameworkPiece old_daemon;   // com.jamfsoftware.jamf.daemon.plist, of Jamf Pro 10 and before
  FrameworkPiece task;         // com.jamfsoftware.task.1.plist, which checks in
  Reading<std::size_t> leftovers = Unreadable{"not looked at"};  // files over an hour old in JAMF/tmp
  std::string leftovers_path;
  // Owners and modes are those of the Mac. Not so on another volume, which may be mounted without owners.
  bool owners_count = false;
};

// Attribute `framework`: Healthy, Missing (no binary), Damaged, DaemonDown, Unknown. (Unsigned is in the
// closed set, and is never said without a look at the signature.) What is proven wrong outweighs what could
// not be looked at; on a root that is no whole volume nothing is ever missing.
[[nodiscard]] Finding framework_finding(const FrameworkFacts& facts, const LogEvidence& log);

}  // namespace enrolkit
