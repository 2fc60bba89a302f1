// /metrics, in the text form of Prometheus, by prometheus-cpp's serializer. Its registry and its HTTP server are not used: the
// numbers are counted in one place, and the watch has a server of its own. A parser that is not ours reads it in CI.
// Source: https://prometheus.io/docs/instrumenting/exposition_formats
#pragma once

#include <cstdint>
#include <string>

#include "jamfpro/watch/inbox.h"
#include "jamfpro/watch/numbers.h"

namespace enrolkit::jamf {

// `steady_now` by the clock of WatchNumbers::looked_at.
[[nodiscard]] std::string prometheus_text(const WatchNumbers& numbers, const ReceiptCounts& webhooks,
                                          std::int64_t steady_now);

// Whether the server was looked at as often as it should be.
[[nodiscard]] bool is_healthy(const WatchNumbers& numbers, std::int64_t poll, std::int64_t steady_now);

}  // namespace enrolkit::jamf
