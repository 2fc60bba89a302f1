#include "cli/server/serials.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>
#include <set>

#include "core/base/ascii.h"
#include "core/base/csv.h"
#include "core/base/take_until.h"
#include "core/base/text.h"

namespace enrolkit {
namespace {

constexpr std::size_t kMaxSerialBytes = 40;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";  // that spreadsheets put before UTF-8
constexpr std::string_view kBetween = " \t\r,;\"";

bool is_of_serial(char c) { return is_letter_or_digit(c) || c == '-' || c == '.'; }

struct CsvRow {
  std::vector<std::string> cells;
  std::size_t lines = 0;  // that end in it: a cell in quotes may hold some
};

// The next row of a table, with `separator` between its cells.
CsvRow take_row(std::string_view& text, char separator) {
  const std::string ends{separator, '\n'};
  const std::string_view before = text;
  CsvRow out;
  std::optional<char> end;
  do out.cells.push_back(take_csv_field(text, ends, end));
  while (end == separator);
  const std::string_view taken = before.substr(0, before.size() - text.size());
  out.lines = static_cast<std::size_t>(std::count(taken.begin(), taken.end(), '\n'));
  return out;
}

std::string_view stripped(std::string_view text) {
  while (!text.empty() && kBetween.find(text.front()) != std::string_view::npos) text.remove_prefix(1);
  while (!text.empty() && kBetween.find(text.back()) != std::string_view::npos) text.remove_suffix(1);
  return text;
}

constexpr std::string_view kHeads[] = {"serial number", "serial", "serial_number", "serialnumber"};

bool heads_serials(std::string_view cell) {
  return std::any_of(std::begin(kHeads), std::end(kHeads),
                     [&](std::string_view head) { return equal_ignoring_case(stripped(cell), head); });
}

// Which column has the serials is not guessed: an asset tag or a short name looks like one.
Error unknown_columns(const std::string& name, std::size_t line) {
  return Error{fmt::format(
      "{}:{}: several columns, and no first line that says which of them is the serial\nhint: head it one of: {}",
      name, line, fmt::join(kHeads, ", "))};
}

// Where the text is a table: what is between its cells, and which of them is the serial.
struct Table {
  char separator = ',';
  std::size_t column = 0;
};
std::optional<Table> table_of(std::string_view text) {
  for (const char separator : {',', ';', '\t'}) {
    std::string_view rest = text;
    const CsvRow head = take_row(rest, separator);
    const auto found = std::find_if(head.cells.begin(), head.cells.end(), heads_serials);
    if (found != head.cells.end())
      return Table{separator, static_cast<std::size_t>(found - head.cells.begin())};
  }
  return std::nullopt;
}

class Collected {
 public:
  explicit Collected(const std::string& name) : name_(name) {}
  [[nodiscard]] Result<void> add(std::string_view word, std::size_t line) {
    const auto serial = parse_typed_serial(word);
    if (!serial.ok()) return Error{fmt::format("{}:{}: {}", name_, line, serial.error().why)};
    serials_.push_back(serial.value());
    return {};
  }
  [[nodiscard]] std::vector<std::string> serials() const { return each_once(serials_); }

 private:
  const std::string& name_;
  std::vector<std::string> serials_;
};

Result<std::vector<std::string>> serials_of_table(std::string_view text, const Table& table,
                                                  const std::string& name) {
  Collected out(name);
  std::size_t line = 1 + take_row(text, table.separator).lines;
  while (!text.empty()) {
    const CsvRow row = take_row(text, table.separator);
    const std::string_view cell =
        row.cells.size() > table.column ? stripped(row.cells[table.column]) : std::string_view();
    if (!cell.empty()) {  // a device without one
      if (const auto added = out.add(cell, line); !added.ok()) return added.error();
    }
    line += row.lines;
  }
  return out.serials();
}

}  // namespace

Result<std::string> parse_typed_serial(std::string_view word) {
  if (word.empty() || word.size() > kMaxSerialBytes || !std::all_of(word.begin(), word.end(), is_of_serial))
    return Error{printable(word) + ": is not a serial number"};
  // Apple's serials have no lower-case letters; those of VMware's virtual Macs have.
  return word.starts_with("VM") ? std::string(word) : upper_case(word);
}

std::vector<std::string> each_once(const std::vector<std::string>& serials) {
  std::set<std::string_view> seen;
  std::vector<std::string> out;
  for (const std::string& serial : serials) {
    if (seen.insert(serial).second) out.push_back(serial);
  }
  return out;
}

Result<std::vector<std::string>> serials_in(std::string_view text, const std::string& name) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  if (const auto table = table_of(text)) return serials_of_table(text, *table, name);
  Collected out(name);
  for (std::size_t line = 1; !text.empty(); ++line) {
    std::string_view rest = take_until(text, '\n');
    rest = rest.substr(0, rest.find('#'));
    if (stripped(rest).find_first_of(",;\t") != std::string_view::npos) return unknown_columns(name, line);
    for (rest = stripped(rest); !rest.empty(); rest = stripped(rest)) {
      const auto stop = std::min(rest.find_first_of(kBetween), rest.size());
      if (const auto added = out.add(rest.substr(0, stop), line); !added.ok()) return added.error();
      rest.remove_prefix(stop);
    }
  }
  return out.serials();
}

}  // namespace enrolkit
