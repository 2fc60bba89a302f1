// Is this Mac's agent dead while its MDM is alive? One rule, for `server stuck` and for the choice and the
// proof of `server repair`.
//
// The agent (the jamf binary) is judged by its check-in, its inventory and its version; MDM by its own
// contact. Silence counts from MDM's last contact, so a Mac that is off, or asleep, is silent in both and not
// stuck. An agent that checks in is alive, however old its inventory: Jamf's preset sends that once a week, and a
// redeploy or an edit in the web page moves the dates that it is measured by.
//
// A Mac is stuck by what its record says, never by what it leaves out: a date that is missing, that cannot be read, or
// that lies ahead makes a Mac unknown, and so does an inventory that came while its check-ins say silence.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/enum_names.h"
#include "core/base/reading.h"
#include "core/enrolment/cause.h"
#include "jamfpro/client/facts.h"

namespace enrolkit::jamf {

// What is too long, in seconds; from the server's check-in frequency.
struct Patience {
  std::int64_t period = 900;   // between two check-ins
  std::int64_t silence = 0;    // of the agent, while MDM talks
  std::int64_t settling = 0;   // after an enrolment, before anything is missed
  std::int64_t mdm_alive = 0;  // since MDM's last contact
  std::int64_t inventory = 0;  // after an enrolment, before a report is missed
  std::int64_t fresh = 0;      // a report so young shows an agent that works
};
[[nodiscard]] Patience patience_for(int check_in_minutes);

enum class MacState {
  well,
  settling,      // enrolled a moment ago
  stuck,         // MDM alive, agent dead or never came
  unreachable,   // both silent: nothing that is sent would arrive
  no_inventory,  // the agent checks in, and has not sent its inventory since the enrolment: it works
  unmanaged,
  not_enrolled,  // assigned by Apple, fetched its profile, and never got a record
  unknown,
};

enum class StuckReason {
  no_binary,         // no version of the jamf binary was ever reported
  never_checked_in,  // not since its enrolment
  silent,
  no_inventory,      // not since its enrolment
  waiting_in_setup,  // held in Setup Assistant
  same_account,      // the PreStage and the jamf binary made an account of one name
  command_failed,
  no_record,
};

struct MacVerdict {
  MacState state = MacState::unknown;
  std::vector<StuckReason> reasons;
  std::string detail;  // what cannot be judged, or which command failed
  // Unknown, since its own record does not tell enough, or contradicts itself: nothing may be sent on that.
  bool is_record_unclear = false;
};

// Two dates of one enrolment, or its date and the first contact, are stamped by different parts of the server.
inline constexpr std::int64_t kSameEnrolmentSeconds = 300;

// When a record says that its Mac enrolled; nothing: it does not say.
[[nodiscard]] std::optional<std::int64_t> enrolment_of(const Computer& mac);

// What only a question about the one Mac tells. Absent: nobody asked.
struct MacDetails {
  Reading<std::vector<MdmCommand>> commands = Absent{};  // sent since judged_from()
  Reading<std::vector<LapsAccount>> accounts = Absent{};
};

// What is older does not count: the Mac's enrolment, by the clock of another part of the server; where that is not
// told, as long ago as MDM may be silent.
[[nodiscard]] std::int64_t judged_from(const Computer& mac, const Patience& patience, std::int64_t now);

// `now` by the server's clock. `other`: by this computer's, where the two are far apart (Session::other_now): a Mac that is
// stuck by it is at best unknown.
[[nodiscard]] MacVerdict judge_mac(const Computer& mac, const MacDetails& details, const Patience& patience,
                                   std::int64_t now, const std::optional<std::int64_t>& other = {});

// What most likely broke a Mac that is stuck or never enrolled, by what the server shows. Only the Mac's own log can be
// certain of it (enrolkit explain). Nothing: nothing is broken, or nobody can tell that it is.
[[nodiscard]] std::optional<Cause> likely_cause(const MacVerdict& verdict);

// An account that both the PreStage and the jamf binary made; empty when there is none.
[[nodiscard]] std::string doubled_account(const std::vector<LapsAccount>& accounts);

inline constexpr EnumNames<MacState, 8> kMacStateNames{
    {"well", "settling", "stuck", "unreachable", "no-inventory", "unmanaged", "not-enrolled", "unknown"}};
inline constexpr EnumNames<StuckReason, 8> kStuckReasonNames{{"no-binary", "never-checked-in", "silent",
                                                              "no-inventory", "waiting-in-setup",
                                                              "same-account", "command-failed", "no-record"}};
[[nodiscard]] constexpr std::string_view to_text(MacState state) { return kMacStateNames[state]; }
[[nodiscard]] constexpr std::string_view to_text(StuckReason reason) { return kStuckReasonNames[reason]; }
[[nodiscard]] std::string reasons_text(const MacVerdict& verdict);

}  // namespace enrolkit::jamf
