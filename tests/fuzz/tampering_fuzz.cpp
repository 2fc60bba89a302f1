// Any bytes as launchd's list of disabled jobs, and as /etc/hosts.
#include <cstddef>
#include <cstdint>

#include "core/management/tamper_evidence.h"
#include "fuzz/demand.h"

namespace {}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace enrolkit;
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  TamperFacts facts;
  facts.hosts = facts.overrides = bytes;
  facts.hosts_path = "hosts";
  facts.overrides_path = "disabled.plist";
  facts.servers = {"jamf.example.org"};
  const TamperVerdict verdict = judge_tampering(facts);
  demand(result_text(verdict.finding).size() <= kResultBytes);
  demand((verdict.state == TamperState::none) == (verdict.finding.health == Health::healthy));
  const auto lines = redirected_hosts(bytes, {"jamf.example.org"});
  demand(lines.size() <= kMaxHostsLines && (lines.empty() || verdict.state == TamperState::found));
  if (verdict.server) {
    demand(bytes.find('.') != std::string::npos);
    const auto none = redirected_hosts(bytes, {});
    for (const HostsLine& line : none) demand(!line.of_server);
  }
  for (const Evidence& one : verdict.finding.evidence)
    demand(one.text.find('\n') == std::string::npos && one.text.find('\x1b') == std::string::npos);
  return 0;
}
