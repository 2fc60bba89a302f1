// What launchctl may write, and what may stand in the file of a job: anything.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/management/launchd.h"
#include "fuzz/demand.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace enrolkit;
  const std::string_view bytes{reinterpret_cast<const char*>(data), size};
  const auto disabled = parse_disabled(bytes);
  if (const auto* all = value_of(disabled)) {
    demand(bytes.find("disabled services = {") != std::string_view::npos);
    for (const auto& [label, off] : *all) demand(bytes.find(label) != std::string_view::npos);
  }
  const auto parsed = parse_job(bytes);
  if (const auto* job = std::get_if<JobFile>(&parsed)) {
    demand(!job->label.empty() && job->label.find('/') == std::string::npos);
    int fits = 0;
    for (const JobKind kind : {JobKind::daemon, JobKind::old_daemon, JobKind::task})
      fits += why_not_jamfs(*job, kind) ? 0 : 1;
    demand(fits <= 1);
    demand(fits == 0 || job->program.find("amf") != std::string::npos);
  }
  return 0;
}
