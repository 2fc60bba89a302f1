// Does something on the Mac work against its management? Judged by files: jobs of Jamf that launchd is told never to
// load, names that /etc/hosts leads astray, and what enrolkit-repair found undone. None of it says who did it: a person
// must look.
//
// Sources: scripts that bypass MDM add Apple's enrolment hosts to /etc/hosts with 0.0.0.0; a public tool (2026) takes
// modes from Jamf's programs several times a second and disables Jamf's labels. launchd keeps disabled labels in
// /var/db/com.apple.xpc.launchd/disabled.plist, a dictionary: true is disabled, and it outlives a reinstallation.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/enum_names.h"
#include "core/base/finding.h"
#include "core/base/reading.h"
#include "core/enrolment/diagnosis.h"

namespace enrolkit {

// The labels of the list that are judged, whatever stands under them; none where it is no dictionary.
[[nodiscard]] std::vector<std::string> jamf_labels(std::string_view overrides);
// The labels of Jamf's framework that launchd is told never to load, in the file's order. Unreadable: no dictionary of
// labels.
[[nodiscard]] Reading<std::vector<std::string>> disabled_jamf_jobs(std::string_view overrides);

struct HostsLine {
  std::uint64_t number = 0;  // 1-based
  std::string name;          // as it stands there
  std::string text;          // the whole line
  bool of_server = false;    // the Jamf Pro server; else one of Apple's enrolment hosts
};
// Lines of /etc/hosts for Apple's enrolment hosts, or for one of `servers` (hosts), at most kMaxHostsLines.
[[nodiscard]] std::vector<HostsLine> redirected_hosts(std::string_view hosts,
                                                      const std::vector<std::string>& servers);
inline constexpr std::size_t kMaxHostsLines = 16;

struct TamperFacts {
  Reading<std::string> overrides = Absent{};  // launchd's file, as bytes
  std::string overrides_path;
  // The job of Jamf Pro 10's daemon is there, or may be. A label that outlived it says nothing.
  bool old_daemon = true;
  Reading<std::string> hosts = Absent{};  // /etc/hosts, as bytes
  std::string hosts_path;
  std::vector<std::string> servers;        // hosts of the Jamf Pro server, of all who name it
  std::string servers_unread;              // why one of them is not known; empty: all are that were given
  Reading<std::string> undone = Absent{};  // what enrolkit-repair's journal says that somebody undid
  bool setup_runs = false;                 // Setup Manager takes the check-in task away while it works
};

enum class TamperState : std::uint8_t { none, found, unknown };
inline constexpr EnumNames<TamperState, 3> kTamperStateNames{{"None", "Found", "Unknown"}};

struct TamperVerdict {
  TamperState state = TamperState::unknown;
  bool jobs = false;    // disabled ones
  bool server = false;  // the Jamf Pro server's name is led astray
  Finding finding;      // id "tampering"; key `what`: jobs, hosts, repairs
};

// What was found counts, whatever else could not be looked at; that stands among its evidence.
[[nodiscard]] TamperVerdict judge_tampering(const TamperFacts& facts);

// A disabled job explains a dead daemon, and a line of /etc/hosts a server that is not reached or not trusted: then that
// is the cause, and the other one follows from it.
void refine_with_tampering(Diagnosis& diagnosis, const TamperVerdict& verdict);

}  // namespace enrolkit
