#include "cli/html/fleet_html.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "cli/html/causes_svg.h"
#include "core/base/ascii.h"
#include "report/json_fields.h"
#include "report/mac_html.h"
#include "run/html.h"

namespace enrolkit {
namespace {

using html::element;
using html::escaped;
using nlohmann::ordered_json;

// A cause's name as a class of CSS: letters and digits, whatever it was.
std::string class_of(std::string_view cause) {
  std::string out = "c-";
  for (const char c : cause) {
    if (is_letter_or_digit(c)) out += c;
  }
  return out;
}

// Filtering needs no script: a radio button that is checked hides the rows of the other causes.
std::string filter_style(const std::vector<std::string>& causes) {
  std::string out =
      ".filter{border:1px solid var(--line);padding:.5rem 1rem}.filter label{margin-right:1rem;white-space:nowrap}"
      "tr.row>td:first-child{overflow-wrap:anywhere;min-width:5rem}tr.row>td:last-child{white-space:nowrap}\n"  // a path, a date
      "details{border-top:1px solid var(--line);padding:.5rem 0}summary{cursor:pointer;overflow-wrap:anywhere}\n";
  for (const std::string& cause : causes) {
    const std::string name = class_of(cause);
    out += fmt::format("main:has(#f-{0}:checked) .row:not(.{0}){{display:none}}\n", name);
  }
  return out;
}

std::string why_failed(std::string_view what) {
  return fmt::format("{} of the report could not be written", what);
}

}  // namespace

Result<FleetPage> FleetPage::begin() {
  std::FILE* spool = std::tmpfile();
  if (spool == nullptr) return Error{"the report needs a temporary file, and none could be made"};
  return FleetPage(spool);
}

Status FleetPage::add(const ordered_json& mac) {
  Row row;
  row.source = text_in(mac, "source");
  row.name = text_in(mac, "host").empty() ? row.source : text_in(mac, "host");
  if (const std::string serial = text_in(mac, "serial"); !serial.empty()) row.name += ", " + serial;
  row.cause = text_in(mac, "cause");
  const std::string at = text_in(mac, "at");
  row.day = at.size() >= 10 ? at.substr(0, 10) : "unknown";
  row.health = text_in(mac, "health");
  // An enrolment that is complete is no reason to look at a Mac.
  const std::string state = text_in(mac, "state");
  if (row.cause.empty())
    row.cause = row.health == "healthy" ? "Healthy" : state == "Complete" ? "Unknown" : state;
  if (row.health != "healthy") row.what = text_in(mac, "sentence");
  const std::string whose = row.name == row.source ? "" : fmt::format(" ({})", escaped(row.source));
  const std::string section = fmt::format(
      "<details class=\"mac row {}\" id=\"m{}\"><summary>{}{}: {}</summary>\n{}</details>\n",
      class_of(row.cause), rows_.size() + 1, escaped(row.name), whose, escaped(row.cause), mac_html(mac, 3));
  if (std::fwrite(section.data(), 1, section.size(), spool_.get()) != section.size())
    return Error{why_failed("a Mac's section")};
  rows_.push_back(std::move(row));
  return {};
}

std::string FleetPage::dashboard() const {
  CausesByDay data;
  std::map<std::string, std::size_t> totals;
  std::size_t healthy = 0, unknown = 0;
  for (const Row& row : rows_) {
    if (row.health == "healthy") ++healthy;
    if (row.health != "healthy" && row.health != "unhealthy") ++unknown;
    if (row.health != "healthy") ++totals[row.cause];
  }
  std::vector<std::pair<std::string, std::size_t>> sorted(totals.begin(), totals.end());
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  // Six colours can be told apart; the rest is one.
  constexpr std::size_t kMaxColours = 6;
  for (const auto& [cause, count] : sorted) {
    if (data.causes.size() < kMaxColours) data.causes.push_back(cause);
  }
  if (sorted.size() > kMaxColours) data.causes.emplace_back("other causes");
  for (const Row& row : rows_) {
    if (row.health == "healthy") continue;
    auto& counts = data.days[row.day];
    counts.resize(data.causes.size());
    const auto at = std::find(data.causes.begin(), data.causes.end(), row.cause);
    ++counts[std::min(static_cast<std::size_t>(at - data.causes.begin()), data.causes.size() - 1)];
  }
  std::string out = element("h1", "", fmt::format("{} Macs", rows_.size())) + "\n";
  out += element("p", "",
                 fmt::format("{} healthy, {} with a fault, {} could not be judged.", healthy,
                             rows_.size() - healthy - unknown, unknown));
  if (const std::string picture = causes_svg(data); !picture.empty())
    out += "<h2>By day and cause</h2>\n" + picture;
  return out;
}

std::string FleetPage::list() const {
  std::map<std::string, std::size_t> causes;
  std::map<std::string_view, std::size_t> names;
  for (const Row& row : rows_) {
    ++causes[row.cause];
    ++names[row.name];
  }
  std::string out =
      "<h2>Macs</h2>\n<fieldset class=\"filter\"><legend>Show</legend>\n"
      "<label><input type=\"radio\" name=\"f\" checked> all</label>\n";
  for (const auto& [cause, count] : causes) {
    out += fmt::format("<label><input type=\"radio\" name=\"f\" id=\"f-{}\"> {} ({})</label>\n",
                       class_of(cause), escaped(cause), count);
  }
  out +=
      "</fieldset>\n<table><thead><tr><th scope=\"col\">Mac</th><th scope=\"col\">cause</th>"
      "<th scope=\"col\">what</th><th scope=\"col\">since</th></tr></thead><tbody>\n";
  std::vector<std::size_t> order(rows_.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  const auto rank = [](const Row& row) {
    return row.health == "unhealthy" ? 0 : row.health == "unknown" ? 1 : 2;
  };
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return std::tuple(rank(rows_[a]), rows_[a].cause, rows_[a].name) <
           std::tuple(rank(rows_[b]), rows_[b].cause, rows_[b].name);
  });
  for (const std::size_t i : order) {
    const Row& row = rows_[i];
    const std::string_view look = rank(row) == 0 ? "bad" : rank(row) == 1 ? "warn" : "good";
    out += fmt::format(
        "<tr class=\"row {}\"><td><a href=\"#m{}\">{}</a></td><td class=\"{}\">{}</td><td>{}</td><td>{}</td></tr>\n",
        class_of(row.cause), i + 1, escaped(names[row.name] == 1 ? row.name : row.source), look,
        escaped(row.cause), escaped(row.what), escaped(row.day));
  }
  return out + "</tbody></table>\n<h2>Each Mac</h2>\n";
}

Status FleetPage::write(const std::function<bool(std::string_view)>& sink) {
  std::vector<std::string> causes;
  for (const Row& row : rows_) causes.push_back(row.cause);
  std::sort(causes.begin(), causes.end());
  causes.erase(std::unique(causes.begin(), causes.end()), causes.end());
  const Error failed{why_failed("a part")};
  if (!sink(html::begin_document(fmt::format("{} Macs: enrolment", rows_.size()), filter_style(causes))))
    return failed;
  if (!sink(dashboard()) || !sink(list())) return failed;
  if (std::fflush(spool_.get()) != 0 || std::fseek(spool_.get(), 0, SEEK_SET) != 0)
    return Error{why_failed("a Mac's section")};
  std::array<char, 1U << 16U> buffer{};
  while (const std::size_t got = std::fread(buffer.data(), 1, buffer.size(), spool_.get())) {
    if (!sink(std::string_view(buffer.data(), got))) return failed;
  }
  if (std::ferror(spool_.get()) != 0)
    return Error{"the temporary file of the report could not be read again"};
  const bool ended =
      sink(html::end_document(std::string("Made by enrolkit ") + ENROLKIT_VERSION +
                              ". Passwords, tokens and invitations are taken out of every line."));
  return ended ? Status() : Status(failed);
}

}  // namespace enrolkit
