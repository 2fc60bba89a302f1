// Any bytes as a webhook: it names a Mac by a number, or it is refused.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string_view>

#include "jamfpro/watch/webhook.h"

namespace {

using namespace enrolkit::jamf;

void demand(bool promise, int line = __builtin_LINE()) {
  if (promise) return;
  std::fprintf(stderr, "%s:%d: a promise is broken\n", __FILE__, line);
  __builtin_trap();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto parsed = parse_webhook({reinterpret_cast<const char*>(data), size});
  if (!parsed.ok()) {
    demand(!parsed.error().why.empty() && parsed.error().why.size() < 60);  // and nothing of it is quoted
    return 0;
  }
  const Webhook& webhook = parsed.value();
  demand(size <= kMaxWebhookBytes);
  demand(webhook.id.empty() == (webhook.event == Webhook::Event::other));
  demand(webhook.id.size() <= 18 && webhook.id.find_first_not_of("0123456789") == std::string::npos);
  return 0;
}
