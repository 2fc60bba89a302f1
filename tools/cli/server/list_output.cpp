#include "cli/server/list_output.h"

#include <algorithm>
#include <utility>

#include "cli/server/context.h"
#include "core/base/csv.h"
#include "core/base/finding_json.h"
#include "core/base/text.h"
#include "run/html.h"

namespace enrolkit {
namespace {

using nlohmann::ordered_json;

// What a cell shows: a list as "a,b", nothing as nothing.
std::string cell_of(const ordered_json& value) {
  if (value.is_null()) return "";
  if (value.is_string()) return value.get<std::string>();
  if (!value.is_array()) return dump(value, -1);
  std::string out;
  for (const ordered_json& one : value) (out += out.empty() ? "" : ",") += cell_of(one);
  return out;
}

std::string cell_of(const ordered_json& fields, const std::string& column) {
  const auto found = fields.find(column);
  return found == fields.end() ? "" : cell_of(*found);
}

std::string csv_line(const std::vector<std::string>& cells) {
  std::string out;
  for (const std::string& cell : cells)
    out += csv_field(printable(cell)) + (&cell == &cells.back() ? "\r\n" : ",");
  return out;
}

std::string html_line(const std::vector<std::string>& cells, std::string_view tag) {
  std::string out = "<tr>";
  for (const std::string& cell : cells) out += html::element(tag, "", cell);
  return out + "</tr>\n";
}

}  // namespace

void add_list(CLI::App& command, ListOptions& options) {
  command
      .add_option("--format", options.format, "table, csv, jsonl (one JSON object a Mac), or html (a page)")
      ->type_name("FORMAT")
      ->capture_default_str()
      ->check(CLI::IsMember({"table", "csv", "jsonl", "html"}));
  command.add_flag("--json", options.json, "the same as --format jsonl");
  command.add_option("-o,--output", options.file, "write it to FILE, which is there whole or not at all")
      ->type_name("FILE");
  command.add_flag("--force", options.force, "replace the file of -o");
}

Result<ListOutput> ListOutput::begin(const ListOptions& options, const ServerContext& context,
                                     std::string_view title, const ordered_json& example) {
  const Format format = options.json || options.format == "jsonl" ? Format::jsonl
                        : options.format == "csv"                 ? Format::csv
                        : options.format == "html"                ? Format::html
                                                                  : Format::table;
  std::optional<NewFile> file;
  if (!options.file.empty()) {
    auto begun = NewFile::begin(options.file, options.force);
    if (const auto* fault = std::get_if<Unreadable>(&begun)) return Error{fault->why};
    file.emplace(std::move(std::get<NewFile>(begun)));
  }
  ListOutput out(format, context, std::move(file));
  for (const auto& [key, value] : example.items()) {
    if (key != "schema") out.columns_.push_back(key);
  }
  if (format == Format::csv) out.write(csv_line(out.columns_));
  if (format == Format::html) {
    std::vector<std::string> heads = out.columns_;
    for (std::string& head : heads) std::replace(head.begin(), head.end(), '_', ' ');
    out.write(html::begin_document(title, "body{max-width:none}") + html::element("h1", "", title) +
              "\n<table><thead>" + html_line(heads, "th") + "</thead><tbody>\n");
  }
  return out;
}

void ListOutput::text(std::string_view page) {
  write(page);
  flush();
}

void ListOutput::row(const ordered_json& fields) {
  if (format_ == Format::jsonl) {
    write(dump(fields, -1) + "\n");
  } else {
    std::vector<std::string> cells;
    cells.reserve(columns_.size());
    for (const std::string& column : columns_) cells.push_back(cell_of(fields, column));
    write(format_ == Format::csv ? csv_line(cells) : html_line(cells, "td"));
  }
  if (!file_) flush();  // somebody may be reading along
}

Status ListOutput::finish() {
  if (format_ == Format::html)
    write("</tbody></table>\n" + html::end_document(std::string("Made by enrolkit ") + ENROLKIT_VERSION));
  flush();
  if (file_ && !fault_) fault_ = file_->put_in_place();
  if (fault_) return Error{*fault_};
  return {};
}

void ListOutput::write(std::string_view bytes) {
  constexpr std::size_t kPart = 64U << 10U;
  pending_ += bytes;
  if (pending_.size() >= kPart) flush();
}

void ListOutput::flush() {
  const std::string part = std::exchange(pending_, "");
  if (part.empty() || fault_) return;
  if (file_) {
    fault_ = file_->write(part);
  } else {
    context_->out(part);
  }
}

}  // namespace enrolkit
