// Is JAMF.keychain fit to sign as this Mac? The one rule that attribute `jamf-keychain`, repair and
// verification ask.
//
// The jamf binary needs one identity: a certificate whose common name is this Mac's hardware UUID, issued by
// the Jamf server's certificate authority, valid today, together with its private key. Order of precedence,
// first match wins:
//
//   the file      Missing, Unknown (unreadable, or of an unknown version), Empty (no bytes), Corrupt
//   whose         no identity of this Mac, then:
//                   Corrupt       an identity's certificate is damaged: it may be the one looked for
//                   Unknown       likewise, of a kind this program cannot read
//                   NoKey         this Mac's certificate is there without its key
//                   WrongMac      there are identities, all of other names: migrated, restored or cloned
//                   NoKey         there are only certificates without keys; those of authorities do not count
//                   NoCertificate nothing that could be the device's, with or without a key that stays behind
//   issued by     WrongIssuer     none of this Mac's identities comes from the expected issuer
//   when          of those that do:
//                   Healthy       exactly one is valid now; a renewal may have left the old one beside it
//                   ExpiresSoon   likewise, but not for long
//                   Several       more than one is valid now: which one the binary takes is chance
//                   Expired       none is valid; judged by the one that ends last
//                   NotYetValid   likewise
//   but Unknown   where what was not read could say otherwise:
//                   an identity's certificate beside a valid one is damaged, or of a kind this program cannot read: which
//                   one the binary takes is chance. Of such a kind beside those that are not in order: it may be the one
//                   looked for
//                   no hardware UUID is known, so that a valid identity may be another Mac's: migrated or restored
//
// Without the hardware UUID common names are not judged: the state is never WrongMac, and never Healthy or ExpiresSoon.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/enum_names.h"
#include "core/base/reading.h"
#include "core/base/time.h"
#include "core/format/certificate.h"

namespace enrolkit {

enum class KeychainState : std::uint8_t {
  healthy,
  expires_soon,
  expired,
  not_yet_valid,
  wrong_mac,
  wrong_issuer,
  several,
  no_key,
  no_certificate,
  empty,
  corrupt,
  missing,
  unknown,
};
// The closed set of codes of attribute `jamf-keychain`.
inline constexpr EnumNames<KeychainState, 13> kKeychainStateNames{
    {"Healthy", "ExpiresSoon", "Expired", "NotYetValid", "WrongMac", "WrongIssuer", "Several", "NoKey",
     "NoCertificate", "Empty", "Corrupt", "Missing", "Unknown"}};
[[nodiscard]] constexpr std::string_view to_text(KeychainState state) { return kKeychainStateNames[state]; }

// What a keychain has to sign with.
enum class Identity : std::uint8_t { not_known, sound, none };
[[nodiscard]] Identity identity_of(KeychainState state);

struct KeychainExpectations {
  // IOPlatformUUID; compared without regard to case. Nothing or empty: not known, and `no_uuid` says why.
  std::optional<std::string> hardware_uuid;
  // The issuer's common name, exactly. Nothing or empty: "JSS Built-in Certificate Authority", alone or after
  // an organisation's name and a space.
  std::optional<std::string> issuer;
  std::int64_t now_unix = 0;  // seconds, UTC
  // Seconds by which the server's clock may be ahead of this Mac's: a certificate made a moment ago is not
  // "not yet valid". Not applied to the end: within that time of it, Expired and ExpiresSoon ask for the same
  // repair.
  std::int64_t skew_margin = 600;
  std::int64_t soon = 30 * kDay;  // ExpiresSoon when no more than this is left
  std::string no_uuid = "this Mac's hardware UUID is not known";
};

// Texts hold bytes of the certificates, which may be hostile: whoever prints them cleans them.
struct KeychainVerdict {
  KeychainState state = KeychainState::unknown;
  std::optional<Certificate> certificate;  // the one the state speaks of, where there is one
  std::string detail;                      // one sentence for a person
  std::vector<std::string> evidence;  // a line for each certificate and each lone key, at most kMaxEvidence
};

inline constexpr std::size_t kMaxEvidence = 16;

// `file` is the whole content of the keychain file.
[[nodiscard]] KeychainVerdict judge_keychain(const Reading<std::string>& file,
                                             const KeychainExpectations& expected);

}  // namespace enrolkit
