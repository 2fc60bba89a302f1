// A copy of JAMF.keychain that was proven to work, with what is needed to know whether it still may: one file
// a generation, /var/db/enrolkit/backup/N, so that no two halves can be mixed.
//
// Enrolling anew makes the server drop the former signature. A copy is of use only when its certificate is
// this Mac's, it was saved from the same server, and nothing was enrolled since.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "core/base/reading.h"
#include "core/base/time.h"
#include "core/keychain/verdict.h"

namespace enrolkit {

struct SavedKeychain {
  std::int64_t saved_unix = 0;
  std::string server;       // host of jss_url at that time
  std::string serial;       // of the certificate
  std::string keychain;     // the file's bytes: as secret as the file itself
  std::string preferences;  // of com.jamfsoftware.jamf.plist
  bool operator==(const SavedKeychain&) const = default;
};

inline constexpr std::size_t kMaxBackupBytes = 8U << 20U;

[[nodiscard]] std::string pack(const SavedKeychain& saved);
// Unreadable when the bytes are not exactly one such file.
[[nodiscard]] std::variant<SavedKeychain, Unreadable> unpack_backup(std::string_view bytes);

// What jamf.log knows of enrolments, in the Mac's local time.
struct EnrolmentsKnown {
  std::optional<LocalTime> begins;  // the log's first line; nothing: no log, or its year is unknown
  std::optional<LocalTime> last;    // the last run in which the server may have made this Mac a certificate
  bool undated = false;             // there was such a run, and its year is unknown
};

// Why the copy may not be put back; nothing: it may. `server` is the host of today's server, `saved_at` the
// copy's time on the Mac's clock.
[[nodiscard]] std::optional<std::string> unfit(const SavedKeychain& saved, LocalTime saved_at,
                                               const KeychainExpectations& expected,
                                               const std::optional<std::string>& server,
                                               const EnrolmentsKnown& known);

}  // namespace enrolkit
