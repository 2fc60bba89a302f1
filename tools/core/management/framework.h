// Is Jamf's management framework on the Mac, and whole? Judged by its files, by the lines of jamf.log, and by
// what macOS says of the binary's code signature; nothing of it is run.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/enum_names.h"
#include "core/base/finding.h"
#include "core/base/reading.h"
#include "core/enrolment/findings.h"
#include "core/management/code_signature.h"

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
  Reading<std::string> target = Unreadable{"not looked at"};  // of a link
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
  SignatureFacts signature;  // of the binary, where it is there and a program
  // Owners and modes are those of the Mac, and the signature was asked of it. Not so on another volume, which
  // may be mounted without owners, and for which nothing is run: its files may be proven wrong, never whole.
  bool running_system = false;
};

// A Mach-O program for one processor, or a universal one; either byte order. By its first four bytes.
[[nodiscard]] bool is_mach_o(std::string_view bytes);

// What is proven wrong outweighs what could not be looked at, and the graver comes first.
enum class FrameworkState : std::uint8_t {
  healthy,
  missing,  // no binary; never on a root that is no whole volume
  damaged,
  is_unsigned,  // the binary is proven not to be Jamf's, unchanged
  daemon_down,
  unknown,
};
// The closed set of codes of attribute `framework`.
inline constexpr EnumNames<FrameworkState, 6> kFrameworkStateNames{
    {"Healthy", "Missing", "Damaged", "Unsigned", "DaemonDown", "Unknown"}};

// A part of the framework in which a fault was found, or the fault itself.
enum class FrameworkPart : std::uint8_t {
  binary,
  link,
  preferences,
  task,
  keychain,
  daemon,
  app,
  half_upgraded,  // both daemons are there
  is_unsigned,    // the binary's signature, as in SignatureVerdict
  modified,
  other_signer,
  leftovers,  // of runs that hung; no fault by itself
};
// The words of the attribute's `what`.
inline constexpr EnumNames<FrameworkPart, 12> kFrameworkPartNames{
    {"binary", "link", "preferences", "task", "keychain", "daemon", "app", "half-upgraded", "unsigned",
     "modified", "other-signer", "leftovers"}};
// In the order in which they were found, each once.
using FrameworkParts = std::vector<FrameworkPart>;

struct FrameworkVerdict {
  FrameworkState state = FrameworkState::unknown;
  FrameworkParts parts;
  Finding finding;
};

[[nodiscard]] FrameworkVerdict judge_framework(const FrameworkFacts& facts, const LogEvidence& log);

}  // namespace enrolkit
