// Any bytes as launchd's list of disabled jobs, and as /etc/hosts.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "core/management/tamper_evidence.h"

namespace {
void require(bool promise) {
  if (!promise) std::abort();
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace enrolkit;
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  TamperFacts facts;
  facts.hosts = facts.overrides = bytes;
  facts.hosts_path = "hosts";
  facts.overrides_path = "disabled.plist";
  facts.server = "jamf.example.org";
  const TamperVerdict verdict = judge_tampering(facts);
  require(result_text(verdict.finding).size() <= kResultBytes);
  require((verdict.state == TamperState::none) == (verdict.finding.health == Health::healthy));
  const auto lines = redirected_hosts(bytes, "jamf.example.org");
  require(lines.size() <= kMaxHostsLines && (lines.empty() || verdict.state == TamperState::found));
  if (verdict.server) {
    require(bytes.find('.') != std::string::npos);
    const auto none = redirected_hosts(bytes, "");
    for (const HostsLine& line : none) require(!line.of_server);
  }
  for (const Evidence& one : verdict.finding.evidence)
    require(one.text.find('\n') == std::string::npos && one.text.find('\x1b') == std::string::npos);
  return 0;
}
