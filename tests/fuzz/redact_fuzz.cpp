// Any line with secrets planted in it: none comes out. The first bytes choose the shape and what it is wrapped in, the rest stands around it.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/redact.h"
#include "core/base/text.h"
#include "core/saved/redact_log.h"
#include "fuzz/demand.h"
#include "support/secrets.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace enrolkit;
  constexpr std::string_view kSecret = "q7Zx2RkV9tLw4mNc8JhB3fYd";
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::string once = redacted(bytes);
  demand(redacted(once) == once);
  // The fuzzer learns the secret from comparisons, and puts it where nothing says that it is one.
  if (bytes.size() < 4 || test::leaks(bytes, kSecret) || bytes.find("known-secret") != bytes.npos) return 0;
  const auto byte = [&](std::size_t i) {
    return static_cast<std::size_t>(static_cast<unsigned char>(bytes[i]));
  };
  static const test::Shapes shapes = [] {
    test::Shapes all = test::secret_shapes();
    for (const auto& more : {test::shapes_of_languages(), test::shapes_of_lines()})
      all.insert(all.end(), more.begin(), more.end());
    return all;
  }();
  const std::string& shape = shapes[(byte(0) << 8U | byte(1)) % shapes.size()];
  const auto& wrapping = test::wrappings()[byte(2) % test::wrappings().size()];
  const std::string text = wrapping.wrap(test::planted(shape, kSecret));
  const std::string around(bytes.substr(3));
  // On a line of its own among others; and at the end of one, as far as no quote or URL of it swallows the shape.
  const std::string lines = "\n" + text + "\n" + around;
  demand(!test::leaks(redacted(lines), kSecret));
  demand(!test::leaks(redacted_log(lines), kSecret));
  demand(!test::leaks(evidence_text(text + " " + around, 240), kSecret));
  // Known to this run, it goes whatever stands around it.
  static const bool remembered = [] {
    remember_secret("K1-known-secret-of-this-run");
    return true;
  }();
  demand(remembered &&
         redacted(around + "K1-known-secret-of-this-run" + around).find("known-secret") == std::string::npos);
  return 0;
}
