// What may be kept of each file and of each tool's output when evidence is collected: a rule for everything
// that is read. What has no rule is not kept at all, so that a new question is refused rather than its answer
// given away; a test walks over every question.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "evidence/mac.h"
#include "host/command.h"

namespace enrolkit {

enum class Redaction : std::uint8_t {
  nothing,   // there is no rule
  log,       // text, line by line without secrets
  boot_log,  // the lines that tell of a start or an end of the Mac
  hosts,     // addresses and names
  journal,   // of enrolkit-repair: the fields that an entry has
  boots,     // of utmpx: the same
  record,    // of the local directory: what is read of it
  keychain,  // structure, certificates, labels
  settings,  // of enrolkit
  plist,     // the keys that are read
  serial,    // of ioreg: the serial number alone
  parts,     // of a program: the bytes that were looked at
};
[[nodiscard]] std::string_view to_text(Redaction redaction);

[[nodiscard]] Redaction redaction_for_file(std::string_view path);
[[nodiscard]] Redaction redaction_for_output(const Command& command);  // of its standard output

// Those bytes by that rule. Nothing: they cannot be parted from their secrets. Not for `parts` and `nothing`.
[[nodiscard]] std::optional<std::string> redacted_by(Redaction redaction, std::string_view path,
                                                     std::string_view bytes);

// The log of which a file is one part: "/var/log/jamf.log" for "/var/log/jamf.log.0.gz".
[[nodiscard]] std::string log_of(std::string_view path);

// Asks a Mac everything that any rule may ask, so that a Host that records it knows all that must be
// collected.
void ask_everything(Mac& mac);

}  // namespace enrolkit
