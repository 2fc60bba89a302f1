#include "core/log/fields.h"

#include <algorithm>
#include <map>
#include <vector>

#include "core/base/ascii.h"
#include "core/base/csv.h"
#include "core/log/lead.h"
#include "core/log/messages.h"
#include "core/log/stamp.h"

namespace enrolkit {
namespace {

using Row = std::vector<std::string>;

constexpr std::size_t kMaxFields = 64;

// Of one line; none where they are too many.
Row fields_of(std::string_view line, char delimiter) {
  Row fields;
  for (std::optional<char> end = delimiter; end;) {
    if (fields.size() == kMaxFields) return {};
    fields.push_back(take_csv_field(line, {&delimiter, 1}, end));
  }
  return fields;
}

// "jamf[335]:", "jamf[335]": the process id in brackets; empty for anything else.
std::string_view writer_of(std::string_view field) {
  if (field.ends_with(':')) field.remove_suffix(1);
  if (field == "[ReEnroller]") return field;
  if (!field.starts_with("jamf[") || !field.ends_with(']') || field.size() < 7) return {};
  const std::string_view pid = field.substr(5, field.size() - 6);
  return std::all_of(pid.begin(), pid.end(), is_digit) ? field : std::string_view{};
}

// Fields from the stamp on: stamp (or date and time), host, writer, message.
std::optional<std::string> joined(const Row& fields, std::size_t from, char delimiter) {
  for (const std::size_t stamps : {std::size_t{1}, std::size_t{2}}) {
    if (fields.size() < from + stamps + 2) return std::nullopt;
    std::string text = fields[from];
    if (stamps == 2) text += " " + fields[from + 1];
    text += ' ';
    const auto stamp = stamp_of(text);
    if (!stamp || stamp->size + 1 != text.size()) continue;
    std::string record = stamp->english;
    for (std::size_t i = from + stamps; i < fields.size(); ++i) {
      std::string writer(writer_of(fields[i]));
      const bool apart = fields[i] == "jamf" && i + 1 < fields.size() && !fields[i + 1].empty() &&
                         std::all_of(fields[i + 1].begin(), fields[i + 1].end(), is_digit);
      if (apart) writer = "jamf[" + fields[++i] + "]";
      if (writer.empty()) {
        record += " " + fields[i];
        continue;
      }
      record += " " + writer + ": ";
      for (std::size_t part = i + 1; part < fields.size(); ++part) {
        if (part != i + 1) record += delimiter;
        record += fields[part];
      }
      return record;
    }
  }
  return std::nullopt;
}

// The rows with which the text begins. Each field stands there without quote marks and the blanks around it.
std::vector<Row> rows_of(std::string_view text, char delimiter) {
  constexpr std::size_t kLooked = 64 * 1024, kMaxRows = 200;
  const std::string ends{delimiter, '\n'};
  std::vector<Row> rows;
  Row row;
  text = text.substr(0, kLooked);
  std::optional<char> end;
  do {
    std::string& field = row.emplace_back(take_csv_field(text, ends, end));
    field.erase(0, std::min(field.find_first_not_of(" \t\r\n"), field.size()));
    field.resize(field.find_last_not_of(" \t\r\n") + 1);
    if (end != '\n') continue;
    if (row.size() > 1) rows.push_back(std::move(row));
    row = {};
  } while (end && rows.size() < kMaxRows && row.size() + 1 < kMaxFields);
  return rows;
}

bool is_message(const std::string& field) { return classify(field) != Message::other; }

// The rows of the commonest size, where nearly all are of it and some hold a message of jamf; else none.
std::vector<Row> table_of(std::string_view text, char delimiter) {
  constexpr std::size_t kMinColumns = 3, kMinRows = 2;
  std::vector<Row> rows = rows_of(text, delimiter);
  std::map<std::size_t, std::size_t> sizes;
  for (const Row& row : rows) ++sizes[row.size()];
  const auto common = std::max_element(sizes.begin(), sizes.end(),
                                       [](const auto& a, const auto& b) { return a.second < b.second; });
  if (common == sizes.end() || common->first < kMinColumns || common->second * 10 < rows.size() * 8)
    return {};
  const std::size_t columns = common->first;
  std::erase_if(rows, [&](const Row& row) { return row.size() != columns; });
  const auto told = std::count_if(rows.begin(), rows.end(), [](const Row& row) {
    return std::any_of(row.begin(), row.end(), is_message);
  });
  return told >= static_cast<std::ptrdiff_t>(kMinRows) ? rows : std::vector<Row>{};
}

constexpr std::string_view kDelimiters = ",;\t|";

}  // namespace

std::optional<std::string> record_of_fields(std::string_view line) {
  if (line.find("jamf") == std::string_view::npos && line.find("[ReEnroller]") == std::string_view::npos) {
    return std::nullopt;
  }
  for (const char delimiter : {',', ';', '\t'}) {
    if (line.find(delimiter) == std::string_view::npos) continue;
    const Row fields = fields_of(line, delimiter);
    for (std::size_t i = 0; i < fields.size(); ++i) {
      if (auto start = record_start(fields[i])) {
        return start->record.empty() ? fields[i].substr(start->lead) : start->record;
      }
      if (auto record = joined(fields, i, delimiter)) return record;
    }
  }
  return std::nullopt;
}

bool is_table(std::string_view text) {
  return std::any_of(kDelimiters.begin(), kDelimiters.end(),
                     [&](char delimiter) { return !table_of(text, delimiter).empty(); });
}

bool has_fields_behind_message(std::string_view text) {
  const auto behind = [](const Row& row) {
    const auto message = std::find_if(row.begin(), row.end(), is_message);
    return message != row.end() && message + 1 != row.end() &&
           std::none_of(row.begin(), row.end(),
                        [](const std::string& field) { return record_start(field).has_value(); });
  };
  return std::any_of(kDelimiters.begin(), kDelimiters.end(), [&](char delimiter) {
    const std::vector<Row> rows = table_of(text, delimiter);
    return std::any_of(rows.begin(), rows.end(), behind);
  });
}

}  // namespace enrolkit
