#include "policies/hand_over.h"

#include "core/format/plist_writer.h"
#include "core/management/jamf_processes.h"
#include "evidence/paths.h"
#include "evidence/repair_commands.h"

namespace enrolkit {
namespace {

std::string job_of(const RepairOptions& options) {
  std::vector<std::string> words{std::string(paths::kRepairProgram), kHandedOver, options.run};
  if (options.unattended) words.emplace_back("--unattended");
  if (options.self_service) words.emplace_back("--self-service");
  if (options.highest) words.insert(words.end(), {"--highest", std::string(to_text(*options.highest))});
  constexpr std::uint64_t kUmask = 0077;
  return plist_xml({{"Label", std::string(paths::kHandOverLabel)},
                    {"ProgramArguments", words},
                    {"RunAtLoad", true},
                    {"LaunchOnlyOnce", true},
                    {"Umask", kUmask},
                    {"WorkingDirectory", std::string("/")}});
}

}  // namespace

std::vector<Act> hand_over(const RepairOptions& options) {
  const std::string path(paths::kHandOver), label(paths::kHandOverLabel);
  // A job of an earlier run stays known to launchd after its end. One that is at work holds the lock, and
  // then this is not reached.
  return {WriteFile{path, job_of(options), {0, 0, 0644}},
          RunTool{commands::unload_job(label), {0}, 1, IfFails::no_matter},
          RunTool{commands::load_job(path), {0}, 10}};
}

void wait_for_jamf(const Host& host, HostWriter& writer) {
  constexpr std::chrono::seconds kNap{5}, kMaxWait{30 * 60};
  for (auto rest = kMaxWait; rest.count() > 0; rest -= kNap) {
    // The run that asked for this has not ended yet, and may be one that no rule knows by its processes.
    writer.pause(kNap);
    const auto processes = host.processes();
    const auto* all = value_of(processes);
    if (all != nullptr && !run_under_way(*all)) return;
  }
}

}  // namespace enrolkit
