// Why bytes are no sound keychain, and how large one may be.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace enrolkit {

inline constexpr std::uint64_t kMaxKeychainBytes = 16 * 1024 * 1024;  // bytes; JAMF.keychain has some 30,000

struct KeychainFault {
  enum class Kind : std::uint8_t {
    empty,           // no bytes at all: seen after a full disk or a killed enrolment
    not_a_keychain,  // something else; `what` says what, where known
    truncated,       // begins as a keychain and ends before its own length
    unsupported,     // well-formed as far as read, but of a version, schema or size this reader does not know
    corrupt,         // a keychain in which a rule of the format is broken
  };
  Kind kind = Kind::corrupt;
  std::uint64_t where = 0;  // offset in the file of what is wrong
  std::string what;         // for a person; printable ASCII, never bytes of the file
};

[[nodiscard]] std::string_view to_text(KeychainFault::Kind kind);

}  // namespace enrolkit
