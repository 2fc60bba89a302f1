#include "core/management/launchd.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/base/ascii.h"
#include "core/base/redact.h"
#include "core/base/secret_words.h"
#include "core/base/take_until.h"
#include "core/base/text.h"
#include "core/format/plist.h"

namespace enrolkit {
namespace {

constexpr std::string_view kBinary = "/usr/local/jamf/bin/jamf", kBinaryLink = "/usr/local/bin/jamf";
constexpr std::string_view kApp = "/Library/Application Support/JAMF/Jamf.app/";

bool is_label(std::string_view label) {
  constexpr std::size_t kMaxLabelBytes = 128;
  return !label.empty() && label.size() <= kMaxLabelBytes &&
         std::all_of(label.begin(), label.end(), [](char c) { return c >= ' ' && c <= '~' && c != '/'; });
}

bool is_binary(std::string_view program) { return program == kBinary || program == kBinaryLink; }

// Its place inside the bundle may change with Jamf's versions; the bundle is root's, as the caller checks.
bool is_daemon_program(std::string_view program) {
  return program.starts_with(kApp) && program.ends_with("/JamfDaemon") &&
         program.find("/../") == std::string_view::npos;
}

bool has(const PlistValue& root, const char* key) { return root[key].kind() != PlistKind::missing; }

// A key of another kind than launchd.plist(5) has is taken for the worse.
void read_conditions(const PlistValue& root, JobFile& job) {
  job.is_disabled = has(root, "Disabled") && root["Disabled"].boolean() != false;
  const auto only = [&](const char* key, std::string_view value) {
    return !has(root, key) || root[key].string() == value;
  };
  job.is_roots =
      only("UserName", "root") && only("LimitLoadToSessionType", "System") && !has(root, "RootDirectory");
  job.is_periodic = root["StartInterval"].integer().value_or(0) > 0 || has(root, "StartCalendarInterval");
  const PlistKind alive = root["KeepAlive"].kind();
  job.is_at_once = root["RunAtLoad"].boolean() == true || root["KeepAlive"].boolean() == true ||
                   alive == PlistKind::dict || root["MachServices"].kind() == PlistKind::dict;
  for (const std::string& key : root.keys()) {
    job.is_understood &= is_harmless_job_key(key) ||
                         std::find(kJobConditions.begin(), kJobConditions.end(), key) != kJobConditions.end();
  }
}

}  // namespace

bool is_harmless_job_key(std::string_view key) {
  constexpr std::array<std::string_view, 32> kHarmless{"Label",
                                                       "Program",
                                                       "ProgramArguments",
                                                       "BundleProgram",
                                                       "AssociatedBundleIdentifiers",
                                                       "AbandonProcessGroup",
                                                       "EnablePressuredExit",
                                                       "EnableTransactions",
                                                       "EnvironmentVariables",
                                                       "ExitTimeOut",
                                                       "GroupName",
                                                       "HardResourceLimits",
                                                       "InitGroups",
                                                       "LaunchEvents",
                                                       "LegacyTimers",
                                                       "LowPriorityBackgroundIO",
                                                       "LowPriorityIO",
                                                       "MaterializeDatalessFiles",
                                                       "Nice",
                                                       "OnDemand",
                                                       "POSIXSpawnType",
                                                       "ProcessType",
                                                       "QueueDirectories",
                                                       "SessionCreate",
                                                       "SoftResourceLimits",
                                                       "StandardErrorPath",
                                                       "StandardInPath",
                                                       "StandardOutPath",
                                                       "ThrottleInterval",
                                                       "Umask",
                                                       "WatchPaths",
                                                       "WorkingDirectory"};
  return std::find(kHarmless.begin(), kHarmless.end(), key) != kHarmless.end();
}

std::variant<JobFile, Unreadable> parse_job(std::string_view bytes) {
  const auto parsed = Plist::parse(std::string(bytes));
  const auto* plist = std::get_if<Plist>(&parsed);
  if (plist == nullptr) return Unreadable{"it is not a property list"};
  JobFile job;
  job.label = plist->root()["Label"].string().value_or("");
  if (!is_label(job.label)) return Unreadable{"it has no sound label"};
  const auto words = plist->root()["ProgramArguments"].strings();
  // launchd.plist(5): Program is what is run, else the first of ProgramArguments, whose rest are the arguments.
  job.program = plist->root()["Program"].string().value_or(words.empty() ? "" : words.front());
  if (words.size() > 1) job.verb = lower_case(words[1]);
  read_conditions(plist->root(), job);
  return job;
}

namespace {

// Of what anybody may have written, only what holds no secret.
std::string named(const std::string& text) {
  return !text.empty() && is_harmless_value(text, {}) ? ": " + redacted(text) : "";
}

}  // namespace

std::optional<std::string> why_not_jamfs(const JobFile& job, JobKind kind) {
  const bool is_task = kind == JobKind::task;
  const std::string_view label = kind == JobKind::daemon ? kDaemonLabel
                                 : is_task               ? kTaskPrefix
                                                         : kOldDaemonLabel;
  if (is_task ? !job.label.starts_with(label) || job.label.size() == label.size() : job.label != label)
    return fmt::format("its label {} is not Jamf's for this file", printable(job.label));
  if (kind == JobKind::daemon ? !is_daemon_program(job.program) : !is_binary(job.program))
    return "its program is not Jamf's" + named(job.program);
  const std::string_view verb = kind == JobKind::daemon ? "" : is_task ? "policy" : "launchdaemon";
  if (job.verb != verb) return "its program is not run with Jamf's verb" + named(job.verb);
  return std::nullopt;
}

std::optional<std::string> why_not_run(const JobFile& job, JobKind kind) {
  if (job.is_disabled) return "its file disables it: launchd does not load it by itself";
  if (!job.is_roots) return "its file does not let it run as root, in the whole system";
  const bool is_task = kind == JobKind::task;
  if (is_task ? !job.is_periodic : !job.is_at_once)
    return is_task ? "its file does not say when it runs" : "its file has nothing that starts it";
  return std::nullopt;
}

Reading<bool> is_process_of(const Process& process, const JobFile& job) {
  if (process.uid != 0) return false;
  if (const auto why = process.why_nameless()) return Unreadable{*why};
  if (process.known_path() != job.program) return false;
  if (job.verb.empty()) return true;
  if (const auto* why = why_unreadable(process.arguments)) return Unreadable{*why};
  const auto* words = value_of(process.arguments);
  return words != nullptr && !words->empty() && lower_case(words->front()) == job.verb;
}

Reading<std::map<std::string, bool, std::less<>>> parse_disabled(std::string_view text) {
  constexpr std::string_view kHead = "disabled services = {";
  const auto head = text.find(kHead);
  if (head == std::string_view::npos) return Unreadable{"launchctl print-disabled did not list any services"};
  text.remove_prefix(head + kHead.size());
  std::map<std::string, bool, std::less<>> all;
  while (!text.empty()) {
    const std::string_view line = trimmed(take_until(text, '\n'));
    if (line == "}") return all;
    if (line.empty()) continue;
    const auto arrow = line.rfind("\" => ");
    if (!line.starts_with('"') || arrow == std::string_view::npos || arrow == 0) break;
    const std::string_view word = line.substr(arrow + 5);
    const bool off = word == "disabled" || word == "true";
    if (!off && word != "enabled" && word != "false") break;
    all[std::string(line.substr(1, arrow - 1))] = off;
  }
  return Unreadable{"the list of launchctl print-disabled is not understood"};
}

}  // namespace enrolkit
