// What the server's answers say, as values: from JSON, leniently (json.h). Times are UTC seconds by the
// server's clock.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "jamfpro/http/json.h"

namespace enrolkit::jamf {

// User-initiated enrolment settings: where the Management Account is named.
struct EnrolmentSettings {
  std::string management_username;
  bool creates_account = true;          // Jamf's preset
  std::optional<bool> macos_enrolment;  // user-initiated enrolment for computers is on; nothing: not told
  Json whole;                           // as it came, for a change of one field
  std::string path;                     // of the endpoint that gave it
};
// Nothing when they do not tell the account: without its name nobody can say that it conflicts with none. The name may
// be missing only where they say that no account is made.
[[nodiscard]] std::optional<EnrolmentSettings> parse_enrolment_settings(const Json& json);

struct Prestage {
  std::string id, name;
  std::optional<std::string> admin = {};    // the local administrator it makes
  std::optional<std::string> prefill = {};  // the account name that Setup Assistant proposes
  // The row told its id and its accounts. Where it did not, nobody can say that there is no conflict.
  bool is_known = false;
};
[[nodiscard]] Prestage parse_prestage(const Json& json);
[[nodiscard]] std::size_t count_unknown(const std::vector<Prestage>& prestages);

// An enrolment invitation of the Classic API: a Mac that enrols by it gets this account as its Management
// Account. The invitation itself (a number that lets anybody enrol) and its password are never read.
struct Invitation {
  std::string id;
  std::string username;
  bool creates_account = true;
};
// Nothing when it does not tell its id, or the name of the account that it makes.
[[nodiscard]] std::optional<Invitation> parse_invitation(const Json& json);
// Over by `now`; one without a date, or "Unlimited", never is.
[[nodiscard]] bool has_expired(const Json& listed_invitation, std::int64_t now);

// Whose Mac it is, and which; for people to reach them. What the record does not tell is empty.
struct Person {
  std::string user, full_name, email, department_id;
  std::string department;  // its name, where that was asked for: Client::departments()
};

struct GroupName {
  std::string id, name;
  auto operator<=>(const GroupName&) const = default;
};

// Parts of a server stamp one moment differently; a date further ahead than this says nothing of what happened.
inline constexpr std::int64_t kClockAllowance = 600;

struct Computer {
  std::string id, serial, name, udid, management_id;
  std::optional<bool> managed, mdm_capable, automated;
  std::optional<bool> awaiting;  // held in Setup Assistant (11.32 and later)
  std::optional<std::int64_t> enrolled, check_in, mdm_contact, report, first_seen;
  std::optional<std::string> binary;  // version of the jamf binary
  std::vector<GroupName> groups;      // when they were asked for
  std::string model;
  std::string macos;  // version; this and the person when they were asked for
  Person person;
  // What of the above the record does not tell, or not in a form that can be read, by Jamf's names. JSON's null is
  // told: it says never.
  std::vector<std::string> untold;
};
// Nothing when the record lacks its id (is_record_id) or its GENERAL section: then it says nothing of the Mac.
[[nodiscard]] std::optional<Computer> parse_computer(const Json& json);
// The keys that parse_computer() reads.
[[nodiscard]] const std::vector<std::string>& computer_keys();

struct MdmCommand {
  std::string uuid, type, state, management_id;
  std::optional<std::int64_t> sent, completed;
  std::string error;
};
[[nodiscard]] std::optional<MdmCommand> parse_mdm_command(const Json& json);
[[nodiscard]] bool is_failed(const MdmCommand& command);
[[nodiscard]] bool is_waiting(const MdmCommand& command);
[[nodiscard]] bool is_acknowledged(const MdmCommand& command);

struct LapsAccount {
  std::string username;
  std::string source;  // "MDM": made by the PreStage; "JMF": by the jamf binary
};

// A device that Apple assigned to this server.
struct AssignedDevice {
  std::string serial, prestage_id;
  std::string status;                  // EMPTY, ASSIGNED, PUSHED, REMOVED
  std::optional<std::int64_t> pushed;  // when the Mac fetched its profile; always there where it is PUSHED
};
// Nothing where it does not tell which Mac it is, whether that fetched its profile, and when.
[[nodiscard]] std::optional<AssignedDevice> parse_assigned_device(const Json& json);

// What the server clears when a Mac enrols again, for people: "logs of policies, all MDM commands"; empty: nothing.
[[nodiscard]] std::optional<std::string> parse_reenrolment(const Json& json);

struct Rights {
  std::string account;  // who the token belongs to
  bool everything = false;
  std::set<std::string> privileges;
};
[[nodiscard]] Rights parse_rights(const Json& json);

}  // namespace enrolkit::jamf
