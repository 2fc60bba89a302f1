// Any bytes as text for a person, in a page, in JSON and in a result: nothing that a terminal would act on comes out.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "core/base/finding.h"
#include "core/base/finding_json.h"
#include "core/base/text.h"
#include "fuzz/demand.h"
#include "support/utf8.h"

namespace {}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace enrolkit;
  const std::string text(reinterpret_cast<const char*>(data), size);
  const std::string shown = printable(text);
  demand(test::is_harmless(shown) && printable(shown) == shown);
  demand(test::is_harmless(fit(shown, 20)) && columns(fit(shown, 20)) <= 20);
  const std::string lines = printable_lines(text);
  for (std::string_view rest = lines; !rest.empty();) {
    const auto end = std::min(rest.find('\n'), rest.size());
    demand(test::is_harmless(rest.substr(0, end)));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  const Finding finding =
      make_finding(text, Health::unknown, text, {{text, text}}, text, {{text, text, {}, text}});
  const std::string result = result_text(finding);
  demand(test::is_harmless(result) && result.find_first_of("<>&") == std::string::npos &&
         result.size() <= kResultBytes);
  const std::string json = dump(to_json(finding), -1);
  demand(test::is_harmless(json) && nlohmann::json::accept(json));
  return 0;
}
