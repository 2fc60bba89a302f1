// Any bytes as gzip and as bzip2, in pieces of any size: no more room is used than was given, and it ends.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/format/unpack.h"
#include "fuzz/demand.h"

namespace {

using namespace enrolkit;

struct Result {
  std::string text, fault;
  bool at_an_end = false;
  bool operator==(const Result&) const = default;
};

constexpr std::size_t kMaxTextBytes = 4U << 20U;  // a few bytes unpack to gigabytes

Result unpack(Packing packing, std::string_view packed, std::size_t piece, std::size_t room) {
  Unpacker unpacker(packing);
  Result result;
  std::vector<char> out(room + 1, '!');
  while (result.text.size() < kMaxTextBytes) {
    const auto step = unpacker.run(packed.substr(0, piece), {out.data(), room});
    demand(step.taken <= std::min(piece, packed.size()) && step.made <= room && out[room] == '!');
    result.text.append(out.data(), step.made);
    packed.remove_prefix(step.taken);
    if (step.taken == 0 && step.made == 0) break;
  }
  demand(result.text.size() >= kMaxTextBytes || !unpacker.fault().empty() || packed.empty());
  result.fault = unpacker.fault();
  result.at_an_end = unpacker.at_an_end();
  demand(result.fault.empty() || !result.at_an_end);
  return result;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::string_view packed{reinterpret_cast<const char*>(data) + 2, size - 2};
  (void)packing_of(packed);
  for (const Packing packing : {Packing::gzip, Packing::bzip2}) {
    const Result pieces = unpack(packing, packed, data[0] + std::size_t{1}, data[1] * std::size_t{64} + 1);
    const Result whole = unpack(packing, packed, packed.size(), 65536);
    if (pieces.text.size() >= kMaxTextBytes || whole.text.size() >= kMaxTextBytes) continue;
    demand(pieces.at_an_end == whole.at_an_end && pieces.fault == whole.fault);
    // Before a fault, how much came out depends on the pieces; what came out does not.
    const std::size_t common = std::min(pieces.text.size(), whole.text.size());
    demand(pieces.text.compare(0, common, whole.text, 0, common) == 0);
    demand(!whole.fault.empty() || pieces == whole);
  }
  return 0;
}
