// What is kept of each Mac, in which order, and as CSV.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <tuple>

#include "cli/explain/fleet.h"
#include "core/base/csv.h"
#include "core/base/text.h"

namespace enrolkit {
namespace {

// "device-signature Broken": the first finding that is unhealthy, and says more than that nothing is known of it.
std::string worst_of(const ExplainedMac& c) {
  const auto is_fault = [](const Finding& finding) { return finding.health == Health::unhealthy; };
  auto fault = std::find_if(c.findings.begin(), c.findings.end(), [&](const Finding& finding) {
    return is_fault(finding) && finding.code != Finding{}.code;
  });
  if (fault == c.findings.end()) fault = std::find_if(c.findings.begin(), c.findings.end(), is_fault);
  if (fault == c.findings.end()) return "";
  return fault->code.empty() ? fault->id : fault->id + " " + fault->code;
}

// "Failed at account, likely"; "Enrolled, but the framework is missing, certain"; "device-signature Broken, likely".
std::string reason_of(const ExplainedMac& c, const Assessment& all) {
  if (!c.trouble.empty()) return "could not be read: " + c.trouble;
  if (all.health == Health::healthy) return "";
  const Diagnosis& d = c.diagnosis;
  if (all.health == Health::unhealthy) {
    std::string text = worst_of(c);
    if (d.state == State::failed || d.state == State::interrupted) {
      text = std::string(to_text(d.state)) + (d.step.empty() ? "" : " at " + d.step);
    } else if (d.state == State::complete) {
      text = all.headline.substr(
          0, all.headline.find(": "));  // behind it stands the cause, which has its own column
    }
    return text + ", " + std::string(to_text(all.confidence));
  }
  if (d.state == State::complete) return all.headline;
  if (!d.sentence.empty()) return d.sentence;
  return all.missing.empty() ? all.headline : all.missing;
}

int rank_of(const FleetRow& row) {
  if (row.health == Health::unhealthy) return 0;
  if (row.health == Health::healthy) return 3;
  return row.trouble.empty() ? 1 : 2;
}

std::string_view cause_name(const FleetRow& row) { return row.cause ? to_text(*row.cause) : ""; }

bool by_name(const FleetRow& a, const FleetRow& b) {
  return std::tie(a.host, a.serial, a.source) < std::tie(b.host, b.serial, b.source);
}

bool by_cause(const FleetRow& a, const FleetRow& b) {
  const auto key = [](const FleetRow& row) {
    return std::tuple(rank_of(row), cause_name(row), to_text(row.state));
  };
  return key(a) != key(b) ? key(a) < key(b) : by_name(a, b);
}

bool by_serial(const FleetRow& a, const FleetRow& b) {
  if (a.serial.empty() != b.serial.empty()) return b.serial.empty();
  return a.serial != b.serial ? a.serial < b.serial : by_name(a, b);
}

bool by_date(const FleetRow& a, const FleetRow& b) {
  return a.at != b.at ? a.at > b.at : by_name(a, b);  // without a date: last
}

bool by_file(const FleetRow& a, const FleetRow& b) { return a.source < b.source; }

}  // namespace

FleetRow row_of(const ExplainedMac& c) {
  FleetRow row;
  row.source = printable(c.source);
  row.state = c.diagnosis.state;
  const Assessment all = c.verdict();
  row.cause = all.cause;
  row.confidence = all.confidence;
  row.at = c.diagnosis.at;
  row.health = all.health;
  row.headline = printable(all.headline);
  row.reason = printable(reason_of(c, all));
  row.trouble = c.trouble;
  row.serial = printable(c.serial);
  if (const auto* read = value_of(c.log)) row.host = printable(read->history.host);
  return row;
}

void sort_rows(std::vector<FleetRow>& rows, FleetSort by) {
  switch (by) {
    case FleetSort::cause: std::stable_sort(rows.begin(), rows.end(), by_cause); return;
    case FleetSort::name: std::stable_sort(rows.begin(), rows.end(), by_name); return;
    case FleetSort::serial: std::stable_sort(rows.begin(), rows.end(), by_serial); return;
    case FleetSort::date: std::stable_sort(rows.begin(), rows.end(), by_date); return;
    case FleetSort::file: std::stable_sort(rows.begin(), rows.end(), by_file); return;
  }
}

std::string fleet_csv(std::vector<FleetRow> rows, const FleetView& view) {
  sort_rows(rows, view.sort);
  if (view.limit != 0 && rows.size() > view.limit) rows.resize(view.limit);
  std::string out = "source,host,health,state,cause,confidence,at,headline,reason,serial\r\n";
  for (const FleetRow& row : rows) {
    const std::array<std::string, 10> fields{row.source,
                                             row.host,
                                             std::string(to_text(row.health)),
                                             std::string(to_text(row.state)),
                                             std::string(cause_name(row)),
                                             row.cause ? std::string(to_text(row.confidence)) : "",
                                             row.at ? to_text(*row.at) : "",
                                             row.headline,
                                             row.reason.empty() ? row.trouble : row.reason,
                                             row.serial};
    for (const std::string& field : fields)
      out += csv_field(printable(field)) + (&field == &fields.back() ? "\r\n" : ",");
  }
  return out;
}

}  // namespace enrolkit
