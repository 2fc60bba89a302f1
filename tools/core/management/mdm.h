// What macOS says of its MDM enrolment, and whether that is the Jamf server's own.
//
// The texts are those of /usr/bin/profiles, which Apple documents by example only. A line is found by its
// label; what is not understood is unreadable, and never "No".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/finding.h"
#include "core/base/reading.h"
#include "core/base/time.h"

namespace enrolkit {

struct MdmStatus {
  enum class Enrolled : std::uint8_t { no, yes, yes_user_approved };

  std::optional<bool> automated;  // by way of Apple Business or School Manager ("DEP")
  Enrolled enrolled = Enrolled::no;
  std::optional<std::string>
      server;  // the URL as printed, with secrets it may hold; older systems print none

  bool operator==(const MdmStatus&) const = default;
};
// As profiles prints them.
inline constexpr EnumNames<MdmStatus::Enrolled, 3> kMdmEnrolledNames{{"No", "Yes", "Yes (User Approved)"}};

// The output of `profiles status -type enrollment`. Unreadable when it does not say, exactly once or always
// the same, whether the Mac is enrolled; in another language it does not.
[[nodiscard]] std::variant<MdmStatus, Unreadable> parse_mdm_status(std::string_view output);

struct BootstrapToken {
  bool supported = false;        // by the server
  std::optional<bool> escrowed;  // not printed where it is not supported

  bool operator==(const BootstrapToken&) const = default;
};

// The output of `profiles status -type bootstraptoken`, which root alone gets.
[[nodiscard]] std::variant<BootstrapToken, Unreadable> parse_bootstrap_token(std::string_view output);

// The same as evidence: whether the server supports the token and holds it. A Mac that is enrolled again and
// has escrowed none gives new accounts no secure token. Absent: it was not asked.
[[nodiscard]] Evidence bootstrap_token_evidence(const Reading<BootstrapToken>& token);

// A Jamf Pro server that the Mac is said to belong to, and who says so.
struct OwnServer {
  std::string url;
  std::string source, where;  // as in Evidence
};

enum class MdmState : std::uint8_t {
  enrolled,
  other_server,  // only when the host that macOS names and one of `own` are known, and differ
  not_enrolled,
  unknown,
};
// The closed set of codes of attribute `mdm`.
inline constexpr EnumNames<MdmState, 4> kMdmStateNames{{"Enrolled", "OtherServer", "NotEnrolled", "Unknown"}};

// `own`: all that is said of it, by the settings and by what the jamf binary uses. MDM must agree with each.
[[nodiscard]] Judgement<MdmState> judge_mdm(const Reading<MdmStatus>& status,
                                            const std::vector<OwnServer>& own);

inline constexpr std::string_view kServerAddress = "server-address";
// The finding of that id: the jamf binary uses another server than the settings name. Nothing where they agree, or where one
// of them names none.
[[nodiscard]] std::optional<Finding> server_address_finding(const std::vector<OwnServer>& own);

// What tells the two stories of another server apart.
struct MdmOrigins {
  std::optional<LocalTime> profile;    // when automated enrolment's profile came
  std::optional<LocalTime> framework;  // when the framework's certificate was made
};

// Adds to the finding of a Mac with another server which story the dates tell. MDM that came after the framework is a
// finished device management migration (macOS 26 and later), which leaves the old framework on the disk; a framework
// that is newer than MDM was enrolled with the wrong server by mistake. Within an hour of each other they say nothing.
void add_origins(Judgement<MdmState>& judged, const MdmOrigins& origins);

}  // namespace enrolkit
