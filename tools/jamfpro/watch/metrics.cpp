#include "jamfpro/watch/metrics.h"

#include <fmt/format.h>

#include <algorithm>

namespace enrolkit::jamf {
namespace {

class Page {
 public:
  void family(std::string_view name, std::string_view type, std::string_view help) {
    name_ = name;
    out_ += fmt::format("# HELP enrolkit_watch_{0} {2}\n# TYPE enrolkit_watch_{0} {1}\n", name, type, help);
  }
  // Labels as they are written; their values are of closed sets, so nothing needs to be quoted in them.
  void sample(std::int64_t value, std::string_view labels = "", std::string_view suffix = "") {
    out_ += fmt::format("enrolkit_watch_{}{}{} {}\n", name_, suffix, labels, value);
  }
  void single(std::string_view name, std::string_view type, std::int64_t value, std::string_view help) {
    family(name, type, help);
    sample(value);
  }
  [[nodiscard]] std::string text() && { return std::move(out_); }

 private:
  std::string out_, name_;
};

void add_durations(Page& page, const RepairDurations& durations) {
  page.family("repaired_seconds", "histogram", "Seconds from an enrolment until its repair was proven");
  for (std::size_t i = 0; i < RepairDurations::kBounds.size(); ++i) {
    page.sample(durations.at_most[i], fmt::format("{{le=\"{}\"}}", RepairDurations::kBounds[i]), "_bucket");
  }
  page.sample(durations.count, "{le=\"+Inf\"}", "_bucket");
  page.sample(durations.sum, "", "_sum");
  page.sample(durations.count, "", "_count");
}

}  // namespace

std::string prometheus_text(const WatchNumbers& numbers, const ReceiptCounts& webhooks,
                            std::int64_t steady_now) {
  Page page;
  page.single("enrolments_total", "counter", numbers.enrolments, "Enrolments that were seen");
  page.single("stuck_total", "counter", numbers.stuck, "Macs that were found stuck");
  page.single("sent_total", "counter", numbers.sent, "Macs that were sent the management framework");
  page.single("repaired_total", "counter", numbers.repaired, "Repairs that were proven");
  page.single("failed_total", "counter", numbers.failed, "Macs that a person has to look at");
  page.single("looks_total", "counter", numbers.looks, "Looks at the server");
  page.single("looks_failed_total", "counter", numbers.failed_looks, "Looks that failed");
  page.single("bad_records_total", "counter", numbers.bad_records, "Records that say nothing of their Mac");
  page.family("macs", "gauge", "Macs by state");
  for (std::size_t i = 0; i < kWatchStateNames.size(); ++i)
    page.sample(numbers.macs[i], fmt::format("{{state=\"{}\"}}", kWatchStateNames.names[i]));
  page.single("storm", "gauge", numbers.storm ? 1 : 0, "1 while a storm stands and nothing is repaired");
  page.family("hold", "gauge", "1 for the reason why nothing is sent");
  for (std::size_t i = 0; i < kHoldNames.size(); ++i)
    page.sample(numbers.hold == static_cast<Hold>(i) ? 1 : 0,
                fmt::format("{{reason=\"{}\"}}", kHoldNames.names[i]));
  if (numbers.looked_at)
    page.single("last_look_age_seconds", "gauge", std::max<std::int64_t>(steady_now - *numbers.looked_at, 0),
                "Seconds since the server was looked at");
  page.family("webhooks_total", "counter", "Webhooks by what became of them");
  for (std::size_t i = 0; i < kReceiptNames.size(); ++i)
    page.sample(webhooks[i], fmt::format("{{result=\"{}\"}}", kReceiptNames.names[i]));
  add_durations(page, numbers.to_repaired);
  return std::move(page).text();
}

bool is_healthy(const WatchNumbers& numbers, std::int64_t poll, std::int64_t steady_now) {
  constexpr std::int64_t kMinPatience = 300;
  return numbers.looked_at && steady_now - *numbers.looked_at <= std::max(3 * poll, kMinPatience);
}

}  // namespace enrolkit::jamf
