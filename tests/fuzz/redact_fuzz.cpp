// Any line with secrets planted in it: none comes out. The first byte chooses the shape, the rest stands around it.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/redact.h"
#include "core/base/text.h"
#include "fuzz/demand.h"
#include "support/secrets.h"

namespace {}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace enrolkit;
  constexpr std::string_view kSecret = "q7Zx2RkV9tLw4mNc8JhB3fYd";
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::string once = redacted(bytes);
  demand(redacted(once) == once);
  // The fuzzer learns the secret from comparisons, and puts it where nothing says that it is one.
  if (bytes.size() < 2 || test::leaks(bytes, kSecret) || bytes.find("known-secret") != bytes.npos) return 0;
  const auto& shapes = test::secret_shapes();
  const std::string& shape = shapes[static_cast<unsigned char>(bytes[0]) % shapes.size()];
  const std::string around(bytes.substr(1));
  // On a line of its own among others; and at the end of one, as far as no quote or URL of it swallows the shape.
  const std::string lines = around + "\n" + test::planted(shape, kSecret) + "\n" + around;
  demand(!test::leaks(redacted(lines), kSecret));
  demand(!test::leaks(evidence_text(test::planted(shape, kSecret) + " " + around, 240), kSecret));
  // Known to this run, it goes whatever stands around it.
  static const bool remembered = [] {
    remember_secret("K1-known-secret-of-this-run");
    return true;
  }();
  demand(remembered &&
         redacted(around + "K1-known-secret-of-this-run" + around).find("known-secret") == std::string::npos);
  return 0;
}
