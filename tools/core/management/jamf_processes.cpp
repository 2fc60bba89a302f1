#include "core/management/jamf_processes.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "core/base/ascii.h"
#include "core/base/text.h"
#include "core/base/time.h"

namespace enrolkit {
namespace {

// Verbs that neither change an enrolment nor need one to end. Every other is taken for one that does, as `removeFramework`
// and whatever verb Jamf adds: it is named here once it is known.
constexpr std::array<std::string_view, 11> kHarmless{
    "",       "about",       "canrunonthisosxversion", "checkjssconnection", "getcomputername",
    "help",   "launchagent", "launchdaemon",           "listusers",          "logtesting",
    "version"};
// Those that speak to the server with this Mac's identity, and leave the enrolment as it is.
constexpr std::array<std::string_view, 6> kRuns{
    "flushpolicyhistory", "log", "manage", "policy", "recon", "startup"};

// The verb of a run of jamf, in lower case; nothing when it may not be seen. Flags may stand before it.
std::optional<std::string> verb_of(const Process& process) {
  const auto* arguments = value_of(process.arguments);
  if (arguments == nullptr) return std::nullopt;
  bool is_value = false;  // of the one flag for all verbs that takes one
  for (const std::string& argument : *arguments) {
    if (!is_value && !argument.starts_with('-')) return lower_case(argument);
    is_value = !is_value && equal_ignoring_case(argument, "-randomDelaySeconds");
  }
  return "";
}

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& verbs, std::string_view verb) {
  return std::find(verbs.begin(), verbs.end(), verb) != verbs.end();
}
bool is_run(std::string_view verb) { return is_one_of(kRuns, verb); }
bool may_enrol(std::string_view verb) { return !is_run(verb) && !is_one_of(kHarmless, verb); }

const Process* find(const std::vector<Process>& processes, std::int64_t pid) {
  const auto it = std::find_if(processes.begin(), processes.end(),
                               [pid](const Process& process) { return process.pid == pid; });
  return it == processes.end() ? nullptr : &*it;
}

std::string_view name_of(const Process& process) {
  const std::string_view path = process.known_path();
  return path.substr(path.rfind('/') + 1);
}

// Whether `ancestor` is `pid` or started it. A list that changed while it was read may hold a circle.
bool comes_from(const std::vector<Process>& processes, std::int64_t pid, std::int64_t ancestor) {
  constexpr int kDeepest = 128;
  for (int depth = 0; depth < kDeepest; ++depth) {
    if (pid == ancestor) return true;
    const Process* process = find(processes, pid);
    if (process == nullptr || process->parent == pid) return false;
    pid = process->parent;
  }
  return true;  // not known: take no risk
}

}  // namespace

bool is_jamf(const Process& process) {
  // Jamf's runs are root's. What a user starts from that path must not hold up a repair.
  return process.uid == 0 && (process.known_path() == "/usr/local/jamf/bin/jamf" ||
                              process.known_path() == "/usr/local/bin/jamf");
}

bool is_jamf_service(const Process& process) {
  return process.uid == 0 && process.known_path().starts_with("/Library/Application Support/JAMF/Jamf.app/");
}

std::optional<std::string> enrolment_under_way(const std::vector<Process>& processes) {
  for (const Process& process : processes) {
    if (process.uid != 0) continue;
    if (auto why = process.why_nameless()) return why;
    if (!is_jamf(process)) continue;
    const auto verb = verb_of(process);
    if (!verb) return fmt::format("what jamf does as process {} may not be seen", process.pid);
    if (may_enrol(*verb)) return fmt::format("process {} is a jamf {}", process.pid, printable(*verb));
  }
  return std::nullopt;
}

std::optional<std::string> run_under_way(const std::vector<Process>& processes) {
  for (const Process& process : processes) {
    const auto verb = is_jamf(process) ? verb_of(process) : std::nullopt;
    if (verb && is_run(*verb)) {
      return fmt::format("process {} is a jamf {}", process.pid, *verb);
    }
  }
  return service_run_under_way(processes);
}

std::optional<std::string> service_run_under_way(const std::vector<Process>& processes) {
  for (const Process& process : processes) {
    const Process* parent = find(processes, process.parent);
    if (parent != nullptr && is_jamf_service(*parent)) {
      return fmt::format("process {} was started by {}", process.pid, name_of(*parent));
    }
  }
  return std::nullopt;
}

std::vector<HungRun> hung_runs(const std::vector<Process>& processes, std::int64_t self,
                               std::int64_t now_unix, std::int64_t up_seconds) {
  std::vector<HungRun> hung;
  const auto add = [&](const Process& process, std::string_view what, std::int64_t limit) {
    const std::int64_t age = std::min(now_unix - process.started_unix, up_seconds);
    if (age <= limit || comes_from(processes, self, process.pid) || comes_from(processes, process.pid, self))
      return;
    hung.push_back({process, fmt::format("{} for {}", what, duration_text(age))});
  };
  for (const Process& process : processes) {
    if (is_jamf(process)) {
      const auto verb = verb_of(process);
      if (verb == "policy" || verb == "recon") add(process, "jamf " + *verb, kMaxRunSeconds);
      continue;
    }
    const Process* parent = find(processes, process.parent);
    if (parent == nullptr) continue;
    // It may be a policy's: its limit is the longer one.
    if (is_jamf_service(*parent) && !is_jamf_service(process))
      add(process, fmt::format("a child of {}", name_of(*parent)), kMaxPolicyChildSeconds);
    if (!is_jamf(*parent)) continue;
    const auto verb = verb_of(*parent);
    if (verb == "recon") add(process, "a child of jamf recon", kMaxAttributeSeconds);
    if (verb == "policy") add(process, "a child of jamf policy", kMaxPolicyChildSeconds);
  }
  return hung;
}

bool runs_under_jamf(const std::vector<Process>& processes, std::int64_t self) {
  return std::any_of(processes.begin(), processes.end(), [&](const Process& process) {
    return (is_jamf(process) || is_jamf_service(process)) && comes_from(processes, self, process.pid);
  });
}

}  // namespace enrolkit
