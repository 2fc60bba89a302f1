#include "cli/explain/fleet.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/base/text.h"
#include "run/table.h"

namespace enrolkit {
namespace {

constexpr std::size_t kMaxDays = 31;
constexpr std::string_view kNoDay = "unknown";

std::string day_of(const FleetRow& row) {
  return row.at ? to_text(*row.at).substr(0, 10) : std::string(kNoDay);
}

std::string cause_of(const FleetRow& row) {
  return std::string(row.cause ? to_text(*row.cause) : to_text(row.state));
}

// Nothing is known of it. One whose log alone could not be read may still have a fault that other files show.
bool is_unread(const FleetRow& row) { return !row.trouble.empty() && row.health == Health::unknown; }

std::string plural(std::size_t n, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", n, n == 1 ? one : many);
}

struct Group {
  std::size_t macs = 0;
  std::size_t certain = 0;
  std::map<std::string, std::size_t> days;
};

// Rows are days, the newest first; the bar is drawn to the day with the most Macs.
void by_day(std::string& out, const std::map<std::string, std::size_t>& days, const TerminalStyle& style) {
  std::size_t most = 1;
  for (const auto& [day, count] : days) most = std::max(most, count);
  const std::size_t room = std::min<std::size_t>(40, style.width > 60 ? style.width - 50 : 10);
  std::size_t shown = 0, rest = 0;
  for (auto it = days.rbegin(); it != days.rend(); ++it) {
    if (shown++ >= kMaxDays) {
      rest += it->second;
      continue;
    }
    const std::size_t length = std::max<std::size_t>(1, it->second * room / most);
    std::string bar;
    for (std::size_t i = 0; i < length; ++i) bar += style.utf8 ? "▇" : "#";
    out += fmt::format("    {:<10}  {:>5}  {}\n", it->first, it->second, style.paint(bar, Colour::red));
  }
  if (rest != 0) out += fmt::format("    {:<10}  {:>5}\n", "earlier", rest);
}

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
  row.trouble = c.trouble;
  if (const auto* read = value_of(c.log)) row.host = printable(read->history.host);
  return row;
}

std::string fleet_table(const std::vector<FleetRow>& rows, const TerminalStyle& style) {
  std::map<std::string, Group> groups;
  std::size_t fine = 0, wrong = 0, unknown_ones = 0, unread = 0;
  for (const FleetRow& row : rows) {
    if (is_unread(row)) {
      ++unread;
      continue;
    }
    if (row.health == Health::healthy) {
      ++fine;
      continue;
    }
    ++(row.health == Health::unhealthy ? wrong : unknown_ones);
    Group& group = groups[cause_of(row)];
    ++group.macs;
    if (row.cause && row.confidence == Confidence::certain) ++group.certain;
    ++group.days[day_of(row)];
  }
  std::string out =
      fmt::format("{}: {}, {}, {}", plural(rows.size(), "Mac", "Macs"),
                  style.paint(fmt::format("{} fine", fine), Colour::green),
                  style.paint(fmt::format("{} wrong", wrong), wrong == 0 ? Colour::plain : Colour::red),
                  fmt::format("{} could not be told", unknown_ones));
  if (unread != 0) out += fmt::format(", {} could not be read", unread);
  out += '\n';
  if (!groups.empty()) {
    std::vector<std::pair<std::string, Group>> sorted(groups.begin(), groups.end());
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const auto& a, const auto& b) { return a.second.macs > b.second.macs; });
    out += '\n' + style.paint("By cause and day", Colour::bold) + '\n';
    std::size_t widest = 20, longest = 0;
    for (const auto& [cause, group] : sorted) {
      widest = std::max(widest, columns(cause));
      longest = std::max(longest, std::to_string(group.macs).size());
    }
    for (const auto& [cause, group] : sorted) {
      // The blanks are counted apart: a colour is no column.
      out += "  " + style.paint(cause, Colour::bold) + std::string(widest - columns(cause), ' ') +
             fmt::format(" {:>{}} {}", group.macs, longest, group.macs == 1 ? "Mac" : "Macs");
      out += group.certain != 0 ? fmt::format(", {} certain\n", group.certain) : "\n";
      by_day(out, group.days, style);
    }
    out += '\n' + style.paint("Macs that need somebody", Colour::bold) + '\n';
    std::vector<Row> list;
    for (const FleetRow& row : rows) {
      if (row.health == Health::healthy || is_unread(row)) continue;
      list.push_back(
          {row.source, std::string(to_text(row.state)), std::string(row.cause ? to_text(*row.cause) : "-"),
           std::string(row.cause ? to_text(row.confidence) : "-"), row.at ? to_text(*row.at) : "-"});
    }
    const std::size_t name = style.width > 90 ? style.width - 64 : 40;
    out += table_of(list, {.indent = 2, .at_most = {name}}, style);
  }
  return style.page(out);
}

}  // namespace enrolkit
