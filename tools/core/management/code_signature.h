// Is a program signed by whom it should be, and unchanged since? From what codesign(1) says of it.
//
// Exit statuses are those of codesign's manual: 0 good, 1 not good, 3 good but a requirement given is not
// met. The texts of status 1 are those of Apple's CSCommon.h (errSecCSUnsigned, errSecCSSignatureFailed). In
// another language, or of another kind, they are not understood, and prove nothing.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "core/base/enum_names.h"
#include "core/base/file_identity.h"
#include "core/base/reading.h"
#include "core/base/time.h"

namespace enrolkit {

enum class SignatureVerdict : std::uint8_t {
  valid,         // whole, and the requirement is met
  is_unsigned,   // no signature at all
  modified,      // the signature does not fit the code
  other_signer,  // whole, but the requirement is not met: another signer, or another program
  unknown,
};
inline constexpr EnumNames<SignatureVerdict, 5> kSignatureVerdictNames{
    {"valid", "unsigned", "modified", "other-signer", "unknown"}};
[[nodiscard]] constexpr std::string_view to_text(SignatureVerdict verdict) {
  return kSignatureVerdictNames[verdict];
}

// The verdict on the program at `path`, from how codesign ended and its standard error.
[[nodiscard]] SignatureVerdict judge_codesign(std::string_view path, int status, std::string_view said);

// A definite verdict, to be kept until the file changes.
struct SignatureCheck {
  FileIdentity file;
  SignatureVerdict verdict = SignatureVerdict::unknown;
  std::int64_t checked_unix = 0;  // seconds, UTC
  bool operator==(const SignatureCheck&) const = default;
};
inline constexpr std::int64_t kSignatureKept = 7 * kDay;

// The check speaks of this very file, is definite, and is neither too old nor of the future.
[[nodiscard]] bool still_holds(const SignatureCheck& check, const FileIdentity& file, std::int64_t now_unix);

// {"device", "inode", "size", "modified_ns", "changed_ns", "verdict", "checked_unix"}.
[[nodiscard]] nlohmann::ordered_json to_json(const SignatureCheck& check);
// Strict: exactly those keys, whole numbers in their range, a definite verdict; anything else is Unreadable.
[[nodiscard]] std::variant<SignatureCheck, Unreadable> signature_check_from_json(
    const nlohmann::ordered_json& json);

// What is known of the signature of a program on this Mac, now.
struct SignatureFacts {
  SignatureVerdict verdict = SignatureVerdict::unknown;
  std::string said = "not looked at";       // why it is unknown, or codesign's own words; may be empty
  std::optional<SignatureCheck> check;      // where the verdict is definite
  std::optional<LocalTime> checked_before;  // not now but then, on this computer's clock
};

}  // namespace enrolkit
