#include "cli/explain/fleet.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "core/base/text.h"
#include "core/base/utf8.h"
#include "run/table.h"

namespace enrolkit {
namespace {

constexpr std::size_t kMaxDays = 31;
constexpr std::string_view kNoDay = "unknown";

std::string day_of(const FleetRow& row) {
  return row.at ? to_text(*row.at).substr(0, 10) : std::string(kNoDay);
}

// What it is counted under. An enrolment that is complete is no reason to look at a Mac.
std::string label_of(const FleetRow& row) {
  if (row.cause) return std::string(to_text(*row.cause));
  return std::string(to_text(row.state == State::complete ? State::unknown : row.state));
}

// Nothing is known of it. One whose log alone could not be read may still have a fault that other files show.
bool is_unread(const FleetRow& row) { return !row.trouble.empty() && row.health == Health::unknown; }

bool needs_somebody(const FleetRow& row) { return row.health != Health::healthy && !is_unread(row); }

struct Group {
  std::size_t macs = 0;
  std::size_t certain = 0;
  std::map<std::string, std::size_t> days;
};
using Groups = std::vector<std::pair<std::string, Group>>;

struct Sums {
  std::size_t macs = 0, fine = 0, wrong = 0, unknown = 0, unread = 0;
};

Sums sums_of(const std::vector<FleetRow>& rows) {
  Sums sums{.macs = rows.size()};
  for (const FleetRow& row : rows) {
    if (is_unread(row)) {
      ++sums.unread;
    } else {
      ++(row.health == Health::healthy     ? sums.fine
         : row.health == Health::unhealthy ? sums.wrong
                                           : sums.unknown);
    }
  }
  return sums;
}

std::string sums_text(const Sums& sums, const TerminalStyle& style) {
  std::string out = fmt::format("{} {}: ", sums.macs, sums.macs == 1 ? "Mac" : "Macs");
  std::size_t used = columns(out);
  bool first = true;
  const auto add = [&](std::size_t count, std::string_view what, Colour colour) {
    const std::string text = fmt::format("{} {}", count, what);
    if (!first) out += ',';
    const bool fits = first || used + text.size() + 2 <= style.width;
    if (!first) out += fits ? " " : "\n  ";
    used = fits ? used + text.size() + 2 : text.size() + 2;
    out += style.paint(text, colour);
    first = false;
  };
  add(sums.fine, "fine", Colour::green);
  add(sums.wrong, "wrong", sums.wrong == 0 ? Colour::plain : Colour::red);
  add(sums.unknown, "could not be told", Colour::plain);
  if (sums.unread != 0) add(sums.unread, "could not be read", Colour::plain);
  return out + '\n';
}

// Those with the most Macs first.
Groups groups_of(const std::vector<FleetRow>& rows) {
  std::map<std::string, Group> groups;
  for (const FleetRow& row : rows) {
    if (!needs_somebody(row)) continue;
    Group& group = groups[label_of(row)];
    ++group.macs;
    if (row.cause && row.confidence == Confidence::certain) ++group.certain;
    ++group.days[day_of(row)];
  }
  Groups sorted(groups.begin(), groups.end());
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.second.macs > b.second.macs; });
  return sorted;
}

// Rows are days, the newest first; a bar of full length stands for `most` Macs, whatever the cause.
void add_days(std::string& out, const std::map<std::string, std::size_t>& days, std::size_t most,
              const TerminalStyle& style) {
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

std::string causes_text(const Groups& groups, const TerminalStyle& style) {
  std::string out = '\n' + style.paint("By cause and day", Colour::bold) + '\n';
  std::size_t widest = 20, longest = 0, most = 1;
  for (const auto& [cause, group] : groups) {
    widest = std::max(widest, columns(cause));
    longest = std::max(longest, std::to_string(group.macs).size());
    for (const auto& [day, count] : group.days) most = std::max(most, count);
  }
  for (const auto& [cause, group] : groups) {
    // The blanks are counted apart: a colour is no column.
    out += "  " + style.paint(cause, Colour::bold) + std::string(widest - columns(cause), ' ') +
           fmt::format(" {:>{}} {}", group.macs, longest, group.macs == 1 ? "Mac" : "Macs");
    out += group.certain != 0 ? fmt::format(", {} certain\n", group.certain) : "\n";
    add_days(out, group.days, most, style);
  }
  return out;
}

// The end of a path, which tells one file from another, in so many columns.
std::string end_of(std::string_view path, std::size_t room, const TerminalStyle& style) {
  if (columns(path) <= room) return std::string(path);
  const std::string_view dots = style.utf8 ? "…" : "...";
  const std::size_t left = room - columns(dots);
  const std::size_t enough = left * 8;  // bytes; more than any letter takes for a column
  if (path.size() > enough) {
    path.remove_prefix(path.size() - enough);
    while (!path.empty() && (static_cast<unsigned char>(path[0]) & 0xC0U) == 0x80U) path.remove_prefix(1);
  }
  while (columns(path) > left) path.remove_prefix(first_char(path).size);
  return std::string(dots) + std::string(path);
}

std::string list_text(std::vector<FleetRow> rows, const TerminalStyle& style, const FleetView& view) {
  std::erase_if(rows, [](const FleetRow& row) { return !needs_somebody(row); });
  std::map<std::string, std::size_t> hosts;
  for (const FleetRow& row : rows) ++hosts[row.host];
  sort_rows(rows, view.sort);
  const std::size_t shown = view.limit == 0 ? rows.size() : std::min(rows.size(), view.limit);
  const std::size_t name = std::max<std::size_t>(22, style.width > 100 ? style.width / 4 : 0);
  std::vector<Row> list;
  for (std::size_t i = 0; i < shown; ++i) {
    const FleetRow& row = rows[i];
    // A name that several Macs have tells nobody which one it is.
    const bool alone = !row.host.empty() && hosts[row.host] == 1;
    list.push_back({alone ? row.host : end_of(row.source, name, style), label_of(row), day_of(row),
                    row.reason.empty() ? row.headline : row.reason});
  }
  std::string out = '\n' + style.paint("Macs that need somebody", Colour::bold) + '\n';
  out += table_of(list, {.indent = 2, .at_most = {name}}, style);
  if (shown < rows.size()) out += fmt::format("  and {} more (--limit)\n", rows.size() - shown);
  return out;
}

}  // namespace

std::string fleet_table(std::vector<FleetRow> rows, const TerminalStyle& style, const FleetView& view) {
  const std::string sums = sums_text(sums_of(rows), style);
  std::string out = sums;
  if (const Groups groups = groups_of(rows); !groups.empty()) {
    out += causes_text(groups, style);
    out += list_text(std::move(rows), style, view);
  }
  const auto lines = static_cast<std::size_t>(std::count(out.begin(), out.end(), '\n'));
  if (lines > style.height) out += '\n' + sums;
  return style.page(out);
}

}  // namespace enrolkit
