#include "jamfpro/watch/metrics.h"

#include <prometheus/text_serializer.h>

#include <algorithm>

namespace enrolkit::jamf {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

MetricFamily family(std::string_view name, MetricType type, std::string help) {
  return {"enrolkit_watch_" + std::string(name), std::move(help), type, {}};
}

// The serializer reads the member that belongs to the family's type.
void add(MetricFamily& family, std::int64_t value, std::vector<ClientMetric::Label> labels = {}) {
  ClientMetric metric;
  metric.label = std::move(labels);
  (family.type == MetricType::Counter ? metric.counter.value : metric.gauge.value) =
      static_cast<double>(value);
  family.metric.push_back(std::move(metric));
}

MetricFamily single(std::string_view name, MetricType type, std::int64_t value, std::string help) {
  MetricFamily out = family(name, type, std::move(help));
  add(out, value);
  return out;
}

// A sample for each of a closed set; `values` in the order of `names`.
template <class E, std::size_t N>
MetricFamily each(MetricFamily out, const char* label, const EnumNames<E, N>& names,
                  const std::array<std::int64_t, N>& values) {
  for (std::size_t i = 0; i < N; ++i) add(out, values[i], {{label, std::string(names.names[i])}});
  return out;
}

MetricFamily durations(const RepairDurations& numbers) {
  MetricFamily out = family("repaired_seconds", MetricType::Histogram,
                            "Seconds from an enrolment until its repair was proven");
  ClientMetric::Histogram histogram;
  histogram.sample_count = static_cast<std::uint64_t>(numbers.count);
  histogram.sample_sum = static_cast<double>(numbers.sum);
  for (std::size_t i = 0; i < RepairDurations::kBounds.size(); ++i) {
    histogram.bucket.push_back(
        {static_cast<std::uint64_t>(numbers.at_most[i]), static_cast<double>(RepairDurations::kBounds[i])});
  }
  out.metric.emplace_back().histogram = std::move(histogram);
  return out;
}

}  // namespace

std::string prometheus_text(const WatchNumbers& numbers, const ReceiptCounts& webhooks,
                            std::int64_t steady_now) {
  constexpr MetricType kCounter = MetricType::Counter, kGauge = MetricType::Gauge;
  std::array<std::int64_t, kHoldNames.size()> hold{};
  hold[static_cast<std::size_t>(numbers.hold)] = 1;
  std::vector<MetricFamily> page{
      single("enrolments_total", kCounter, numbers.enrolments, "Enrolments that were seen"),
      single("stuck_total", kCounter, numbers.stuck, "Macs that were found stuck"),
      single("sent_total", kCounter, numbers.sent, "Macs that were sent the management framework"),
      single("repaired_total", kCounter, numbers.repaired, "Repairs that were proven"),
      single("failed_total", kCounter, numbers.failed, "Macs that a person has to look at"),
      single("looks_total", kCounter, numbers.looks, "Looks at the server"),
      single("looks_failed_total", kCounter, numbers.failed_looks, "Looks that failed"),
      single("bad_records_total", kCounter, numbers.bad_records, "Records that say nothing of their Mac"),
      each(family("macs", kGauge, "Macs by state"), "state", kWatchStateNames, numbers.macs),
      single("storm", kGauge, numbers.storm ? 1 : 0, "1 while a storm stands and nothing is repaired"),
      each(family("hold", kGauge, "1 for the reason why nothing is sent"), "reason", kHoldNames, hold),
      each(family("webhooks_total", kCounter, "Webhooks by what became of them"), "result", kReceiptNames,
           webhooks),
      durations(numbers.to_repaired)};
  if (numbers.looked_at) {
    page.push_back(single("last_look_age_seconds", kGauge,
                          std::max<std::int64_t>(steady_now - *numbers.looked_at, 0),
                          "Seconds since the server was looked at"));
  }
  return prometheus::TextSerializer().Serialize(page);
}

bool is_healthy(const WatchNumbers& numbers, std::int64_t poll, std::int64_t steady_now) {
  constexpr std::int64_t kMinPatience = 300;
  return numbers.looked_at && steady_now - *numbers.looked_at <= std::max(3 * poll, kMinPatience);
}

}  // namespace enrolkit::jamf
