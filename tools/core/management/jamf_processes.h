// What the running processes say of jamf: is an enrolment under way, and does a run hang?
//
// Limits are those of Mann's Jamf Client Communications Doctor: an extension attribute may take an hour, a
// child of a policy 850 minutes (a system update), a run of `jamf policy` or `jamf recon` two days.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/process.h"
#include "core/base/reading.h"

namespace enrolkit {

inline constexpr std::int64_t kMaxAttributeSeconds = 60 * 60;
inline constexpr std::int64_t kMaxPolicyChildSeconds = 850 * 60;
inline constexpr std::int64_t kMaxRunSeconds = 2 * 24 * 60 * 60;

struct HungRun {
  Process process;
  std::string what;  // "a child of jamf recon for 61 minutes", for a person
};

// A process of the jamf binary; not its daemon, whose name is another.
[[nodiscard]] bool is_jamf(const Process& process);

// A program inside Jamf.app that works as root, such as JamfDaemon or JamfManagementService. It always runs. What it
// starts is a run: Self Service's policies are children of JamfManagementService, inventory and some policies of
// JamfDaemon.
[[nodiscard]] bool is_jamf_service(const Process& process);

// Why an enrolment, an update or a removal of the binary must be taken to run: it does, or what a process of jamf does may
// not be seen, or what program a process of root is. Nothing: there is none. Only verbs that are known to do no such
// thing are let pass. Verbs are compared without case, as jamf does.
[[nodiscard]] std::optional<std::string> enrolment_under_way(const std::vector<Process>& processes);

// A run of jamf that speaks for this Mac now, and would lose its identity by an enrolment. Nothing: there is
// none.
[[nodiscard]] std::optional<std::string> run_under_way(const std::vector<Process>& processes);

// The same of runs that a program inside Jamf.app started, and that its end would orphan.
[[nodiscard]] std::optional<std::string> service_run_under_way(const std::vector<Process>& processes);

// Runs that hang, and nothing else: never an enrolment or update, never `self` nor what started it, nor what
// it started. None has run for longer than the Mac is up: one that began before the clock was set right only seems to.
[[nodiscard]] std::vector<HungRun> hung_runs(const std::vector<Process>& processes, std::int64_t self,
                                             std::int64_t now_unix, std::int64_t up_seconds);

// Whether `self` was started by jamf or by a program inside Jamf.app, at any distance: then it runs inside a policy or
// an inventory.
[[nodiscard]] bool runs_under_jamf(const std::vector<Process>& processes, std::int64_t self);

}  // namespace enrolkit
