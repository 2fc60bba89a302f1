// What stands where codesign's answer is expected, and the answer that was kept of an earlier run: anything.
#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>

#include "core/management/code_signature.h"
#include "fuzz/demand.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace enrolkit;
  const std::string_view bytes{reinterpret_cast<const char*>(data), size};
  // The exit status alone says that a signature is good: no text does.
  for (const int status : {-1, 1, 2, 4, 127})
    demand(judge_codesign("/usr/local/jamf/bin/jamf", status, bytes) != SignatureVerdict::valid);
  for (const int status : {-1, 2, 4, 127})
    demand(judge_codesign("/usr/local/jamf/bin/jamf", status, bytes) == SignatureVerdict::unknown);

  const auto json = nlohmann::ordered_json::parse(bytes, nullptr, false);
  if (json.is_discarded()) return 0;
  const auto parsed = signature_check_from_json(json);
  const auto* check = std::get_if<SignatureCheck>(&parsed);
  if (check == nullptr) return 0;
  demand(check->verdict != SignatureVerdict::unknown);
  demand(std::get<SignatureCheck>(signature_check_from_json(to_json(*check))) == *check);
  constexpr std::int64_t kNow = 1790000000;
  const bool recent = check->checked_unix <= kNow && check->checked_unix >= kNow - kSignatureKept;
  demand(still_holds(*check, check->file, kNow) == recent);
  return 0;
}
