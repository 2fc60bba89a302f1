// What only the running system knows: processes, launchd's jobs, the user at the screen, the server.
#include <fmt/format.h>

#include <algorithm>

#include "core/enrolment/setup.h"
#include "evidence/paths.h"
#include "evidence/read_mac.h"
#include "evidence/read_repair_facts.h"
#include "evidence/repair_commands.h"
#include "evidence/root_only.h"
#include "evidence/screen.h"

namespace enrolkit {
namespace {

Reading<bool> is_loaded(const Host& host, const std::string& label) {
  const Ran ran = host.run(commands::job_is_loaded(label));
  if (const auto* why = why_not_finished(ran)) return Unreadable{*why};
  constexpr int kNoSuchService = 113, kNoSuchProcess = 3;
  const int status = std::get<Finished>(ran).status;
  if (status == 0) return true;
  if (status == kNoSuchService || status == kNoSuchProcess) return false;
  return Unreadable{fmt::format("launchctl print ended with status {}", status)};
}

// launchd starts as root whatever lies there.
std::string why_no_hand_over(const Host& host) {
  const auto info = host.info(paths::kRepairProgram);
  if (const auto* why = why_unreadable(info)) return *why;
  const auto* found = value_of(info);
  if (found == nullptr || !found->regular)
    return std::string(paths::kRepairProgram) + " is not there: install the package of enrolkit";
  return why_not_root_only(host, paths::kRepairProgram, *found).value_or("");
}

Reading<bool> is_running(const RepairFacts& facts, const JobFile& job) {
  const auto* processes = value_of(facts.processes);
  if (processes == nullptr) return Unreadable{"the processes could not be read"};
  Reading<bool> none = false;
  for (const Process& process : *processes) {
    auto is = is_process_of(process, job);
    const auto* known = value_of(is);
    if (known == nullptr) {
      none = std::move(is);
    } else if (*known) {
      return true;
    }
  }
  return none;
}

// Why root may not act on what the file says; nothing: it is Jamf's, and only root can have written it and its program.
std::optional<std::string> why_refused(const Host& host, const JobFile& job, JobKind kind) {
  if (auto why = why_not_jamfs(job, kind)) return why;
  const auto program = host.info(job.program);
  if (const auto* why = why_unreadable(program)) return *why;
  if (const auto* found = value_of(program)) return why_not_root_only(host, job.program, *found);
  // One that is not there runs nothing, unless another makes it; the attribute framework names it.
  return why_folders_not_root_only(host, job.program);
}

// A file that others could write is not read: neither its label nor its program is Jamf's for sure. The step
// `permissions` names it.
void add_job(const Host& host, std::string_view path, JobKind kind, RepairFacts& facts) {
  const auto refuse = [&](const std::string& why) {
    if (host.is_running_system()) facts.refused_jobs.push_back({std::string(path), why});
  };
  const auto info = host.info(path);
  if (const auto* why = why_unreadable(info)) return refuse(*why);
  if (value_of(info) == nullptr || why_not_root_only(host, path, *value_of(info))) return;
  constexpr std::size_t kMaxPlistBytes = 1U << 20U;
  const auto bytes = read_file(host, path, kMaxPlistBytes);
  if (const auto* why = why_unreadable(bytes)) return refuse(*why);
  if (value_of(bytes) == nullptr) return;
  auto parsed = parse_job(*value_of(bytes));
  auto* file = std::get_if<JobFile>(&parsed);
  const auto why =
      file == nullptr ? std::optional(std::get<Unreadable>(parsed).why) : why_refused(host, *file, kind);
  if (why) {
    facts.refused_jobs.push_back({std::string(path), *why});
    return;
  }
  Job job{std::move(*file), std::string(path), kind};
  job.loaded = is_loaded(host, job.file.label);
  if (job.is_daemon()) job.running = is_running(facts, job.file);
  facts.jobs.push_back(std::move(job));
}

Reading<std::map<std::string, bool, std::less<>>> disabled_jobs(const Host& host) {
  const Ran ran = host.run(commands::disabled_jobs());
  if (const auto* why = why_not_finished(ran)) return Unreadable{*why};
  const auto& finished = std::get<Finished>(ran);
  if (finished.status == 0) return parse_disabled(finished.out);
  return Unreadable{fmt::format("launchctl print-disabled ended with status {}", finished.status)};
}

void read_disabled(const Host& host, RepairFacts& facts) {
  if (facts.jobs.empty()) return;
  const auto disabled = disabled_jobs(host);
  const auto* all = value_of(disabled);
  for (Job& job : facts.jobs) {
    if (all == nullptr) {
      job.disabled = Unreadable{*why_unreadable(disabled)};
      continue;
    }
    const auto it = all->find(job.file.label);
    job.disabled = it != all->end() && it->second;
  }
}

// A sound one has some 100 kB. Its daemon fails beyond 15 MB of memory; files of megabytes were seen then.
std::string oversized_background_items(const Host& host) {
  constexpr std::uint64_t kMaxSoundBytes = 2U << 20U;
  const auto names = host.list(paths::kBackgroundItems);
  if (const auto* why = why_unreadable(names)) return "its size could not be read: " + *why;
  const auto* all = value_of(names);
  if (all == nullptr) return "";
  for (const std::string& name : *all) {
    if (!name.starts_with("BackgroundItems-v") || !name.ends_with(".btm")) continue;
    const std::string path = fmt::format("{}/{}", paths::kBackgroundItems, name);
    const auto info = host.info(path);
    if (const auto* why = why_unreadable(info)) return "its size could not be read: " + *why;
    const auto* found = value_of(info);
    if (found != nullptr && found->size > kMaxSoundBytes)
      return fmt::format("{} has {} MB", path, found->size >> 20U);
  }
  return "";
}

}  // namespace

void read_processes(const Host& host, const Self& self, RepairFacts& facts) {
  facts.processes = host.processes();
  const AtScreen who = look_who_is_at_the_screen(host);
  const SetupVerdict assistant = judge_assistant(who.setup_assistant, facts.processes);
  if (assistant.state != SetupState::none) facts.setup_assistant = assistant.why;
  facts.console = who.user;
  facts.under_jamf = self.in_policy;
  facts.installed = !std::holds_alternative<Absent>(host.info(paths::kRepairProgram));
  const auto* processes = value_of(facts.processes);
  if (processes == nullptr) return;  // then nothing is done
  // Where the start of the Mac is not known, nothing is known to hang.
  const auto booted = host.booted();
  const auto* start = value_of(booted);
  const std::int64_t up_seconds = start != nullptr ? facts.now.seconds - start->seconds : 0;
  facts.hung = hung_runs(*processes, self.pid, facts.now_unix, up_seconds);
  facts.under_jamf |= runs_under_jamf(*processes, self.pid);
  if (facts.under_jamf) facts.no_hand_over = why_no_hand_over(host);
}

void read_jobs(const Host& host, RepairFacts& facts) {
  add_job(host, paths::kDaemon, JobKind::daemon, facts);
  if (facts.jobs.empty()) add_job(host, paths::kOldDaemon, JobKind::old_daemon, facts);
  add_job(host, paths::kTask, JobKind::task, facts);
  read_disabled(host, facts);
  const bool down =
      std::any_of(facts.jobs.begin(), facts.jobs.end(), [](const Job& job) { return job.is_down(); });
  if (down) facts.background_items = oversized_background_items(host);
}

std::optional<std::string> why_jamf_is_not_run(const RepairFacts& facts) {
  if (!facts.binary) return "there is no jamf binary to run: enrolkit server repair has it installed by MDM";
  for (const AccessFault& fault : facts.access) {
    if (!fault.others_may_write) continue;
    if (fault.path == paths::kBinary) return "others may write the jamf binary, so that it is not run";
    if (fault.path == paths::kJamfPreferences && fault.unknown) {
      return fmt::format("{}, by which jamf finds its server, {}, so that jamf is not run", fault.path,
                         fault.what);
    }
    if (fault.path == paths::kJamfPreferences) {
      return fmt::format("others may write {}, by which jamf finds its server, so that jamf is not run",
                         fault.path);
    }
  }
  if (facts.jamfs) return std::nullopt;
  return "the jamf binary is not proven to be Jamf's own (codesign), and is not run: enrolkit server repair has it "
         "installed again by MDM";
}

void read_server(const Host& host, RepairFacts& facts) {
  const auto not_run = why_jamf_is_not_run(facts);
  if (not_run || !facts.unsafe.empty() || facts.uid != 0) {
    facts.server_answers = Unreadable{not_run          ? *not_run
                                      : facts.uid != 0 ? "only root may run jamf"
                                                       : facts.unsafe};
    return;
  }
  const Ran ran = host.run(commands::server_answers());
  if (const auto* why = why_not_finished(ran)) {
    facts.server_answers = Unreadable{*why};
  } else {
    facts.server_answers = std::get<Finished>(ran).status == 0;
  }
}

}  // namespace enrolkit
