// What a tool may write under the name of profiles: anything.
#include <cstddef>
#include <cstdint>

#include "core/base/url.h"
#include "core/management/mdm.h"
#include "core/management/serial.h"
#include "fuzz/demand.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace enrolkit;
  const std::string_view bytes{reinterpret_cast<const char*>(data), size};
  (void)parse_bootstrap_token(bytes);
  const auto serial = parse_serial(bytes);
  if (const auto* known = value_of(serial)) demand(known->find_first_of(" `$\"'\n;") == std::string::npos);
  demand(parse_serial(redacted_serial(bytes)).index() != 2);
  const auto host = host_of(bytes);
  demand(!host || host_of("https://" + *host) == host);
  const auto parsed = parse_mdm_status(bytes);
  const Reading<MdmStatus> reading =
      std::visit([](const auto& value) { return Reading<MdmStatus>(value); }, parsed);
  for (const std::vector<OwnServer>& ours :
       {std::vector<OwnServer>{},
        std::vector<OwnServer>{{"https://jamf.example.org/", "plist", "jss_url"}}}) {
    const Finding finding = judge_mdm(reading, ours).finding;
    demand(result_text(finding).size() <= kResultBytes);
    if (value_of(reading) == nullptr) {
      demand(finding.code == "Unknown" && finding.health == Health::unknown);
    } else {
      demand(finding.code != "Unknown");
      demand(bytes.find("MDM enrollment: ") != std::string_view::npos);
      if (finding.code == "OtherServer")
        demand(!ours.empty() && host_of(*value_of(reading)->server) != host_of(ours.front().url));
      if (finding.health == Health::healthy) demand(!ours.empty());
    }
  }
  return 0;
}
