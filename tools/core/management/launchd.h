// Jamf's jobs of launchd: what their files say, and what launchd says of them.
//
// A file in /Library/LaunchDaemons makes root run whatever it names. So a file counts as Jamf's job by its content, not
// by its name alone: label, program and verb are from a closed set (reference of names: Jamf's own files).
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "core/base/enum_names.h"
#include "core/base/process.h"
#include "core/base/reading.h"

namespace enrolkit {

inline constexpr std::string_view kDaemonLabel = "com.jamf.management.daemon";
inline constexpr std::string_view kOldDaemonLabel = "com.jamfsoftware.jamf.daemon";
inline constexpr std::string_view kTaskPrefix = "com.jamfsoftware.task.";

enum class JobKind : std::uint8_t {
  daemon,      // com.jamf.management.daemon: JamfDaemon, which is always to run
  old_daemon,  // com.jamfsoftware.jamf.daemon, of Jamf Pro 10 and before: jamf launchDaemon
  task,        // com.jamfsoftware.task.NAME, which checks in from time to time: jamf policy
};

struct JobFile {
  std::string label;
  std::string program;
  std::string verb;  // the program's first argument, in lower case; empty: none
  // By its own keys (launchd.plist(5)).
  bool is_disabled = false;   // launchd may have been told otherwise since
  bool is_roots = true;       // runs as root, in the system's domain and the whole file system
  bool is_periodic = false;   // from time to time
  bool is_at_once = false;    // when it is loaded, or when somebody asks for its service
  bool is_understood = true;  // it has no key of which nobody here knows what launchd does by it
  bool operator==(const JobFile&) const = default;
};

// The keys that say whether, when and as whom launchd runs a job.
inline constexpr std::array<std::string_view, 9> kJobConditions{
    "Disabled",      "UserName",      "LimitLoadToSessionType",
    "RootDirectory", "StartInterval", "StartCalendarInterval",
    "RunAtLoad",     "KeepAlive",     "MachServices"};

// The others that keep launchd from nothing (launchd.plist(5)).
[[nodiscard]] bool is_harmless_job_key(std::string_view key);

// Unreadable: no property list, or its label could not stand in "system/LABEL".
[[nodiscard]] std::variant<JobFile, Unreadable> parse_job(std::string_view bytes);

// Why root may not act on it as on Jamf's job of that kind; nothing: it may.
[[nodiscard]] std::optional<std::string> why_not_jamfs(const JobFile& job, JobKind kind);

// Why launchd does not run Jamf's job of that kind as Jamf's work needs it; nothing: it does.
[[nodiscard]] std::optional<std::string> why_not_run(const JobFile& job, JobKind kind);

// A process of root that is the job's: of its program, with its verb. Unreadable where its arguments may not be seen.
[[nodiscard]] Reading<bool> is_process_of(const Process& process, const JobFile& job);

// By label, whether launchd is told never to load the job: the output of `launchctl print-disabled system`. Newer
// systems say enabled and disabled, older ones false and true. Unreadable when it is not such a list.
[[nodiscard]] Reading<std::map<std::string, bool, std::less<>>> parse_disabled(std::string_view text);

}  // namespace enrolkit
