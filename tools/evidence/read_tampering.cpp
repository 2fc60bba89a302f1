#include "evidence/read_tampering.h"

#include <string>
#include <utility>

#include "core/repair/tampering.h"
#include "evidence/paths.h"
#include "evidence/read_repair_facts.h"

namespace enrolkit {

TamperFacts read_tampering(const Host& host) {
  constexpr std::size_t kMaxOverridesBytes = 1U << 20U;
  constexpr std::size_t kMaxHostsBytes = 8U << 20U;  // lists of advertisers' names have some megabytes
  TamperFacts facts;
  facts.overrides_path = paths::kLaunchdOverrides;
  facts.overrides = read_file(host, paths::kLaunchdOverrides, kMaxOverridesBytes);
  facts.old_daemon = !std::holds_alternative<Absent>(host.info(paths::kOldDaemon));
  facts.hosts_path = paths::kHosts;
  facts.hosts = read_file(host, paths::kHosts, kMaxHostsBytes);
  const auto journal = read_journal(host);
  if (const auto* why = why_unreadable(journal)) facts.undone = Unreadable{*why};
  if (const auto* read = value_of(journal)) {
    if (auto undone = undone_by_somebody(read->entries)) facts.undone = std::move(*undone);
  }
  return facts;
}

}  // namespace enrolkit
