// Any bytes as the manifest of an archive: what is accepted is written and read back the same.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/saved/manifest.h"
#include "fuzz/demand.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace enrolkit;
  const auto parsed = parse_manifest({reinterpret_cast<const char*>(data), size});
  if (const auto* fault = std::get_if<Unreadable>(&parsed)) {
    demand(fault->why.starts_with("manifest.json: ") && fault->why.size() < 2000);
    demand(fault->why.find('\n') == std::string::npos);
    return 0;
  }
  const auto& manifest = std::get<Manifest>(parsed);
  for (const auto& [path, asked] : manifest.paths) {
    demand(path.starts_with('/'));
    for (const char c : entry_name(path)) demand(c >= 0x20 && c < 0x7F);
  }
  const std::string text = to_json(manifest);
  const auto again = parse_manifest(text);
  const auto* same = std::get_if<Manifest>(&again);
  demand(same != nullptr);
  demand(*same == manifest);
  return 0;
}
