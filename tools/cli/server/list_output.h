// A list of Macs, for people or for programs: --format, --json and -o of `stuck` and `repair`.
#pragma once

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "host/new_file.h"

namespace enrolkit {

struct ServerContext;

struct ListOptions {
  std::string format = "table";  // table, csv, jsonl, html
  bool json = false;             // the same as jsonl
  std::string file;              // empty: standard output
  bool force = false;            // replaces a file that is there
};
void add_list(CLI::App& command, ListOptions& options);

// Written a row at a time, so that half a large fleet may be in it. A file is there whole or not at all.
class ListOutput {
 public:
  // `title` is that of a page. The columns of CSV and of a page are the fields of `example`; "schema" is for JSON alone.
  // Error: the file is there already, or cannot be made.
  [[nodiscard]] static Result<ListOutput> begin(const ListOptions& options, const ServerContext& context,
                                                std::string_view title,
                                                const nlohmann::ordered_json& example);

  [[nodiscard]] bool is_table() const { return format_ == Format::table; }
  // Of a table.
  void text(std::string_view page);
  // Of the other formats. It has the fields of the example, and in JSON perhaps more.
  void row(const nlohmann::ordered_json& fields);
  // Error: something could not be written; then there is no file.
  [[nodiscard]] Status finish();

 private:
  enum class Format { table, csv, jsonl, html };
  ListOutput(Format format, const ServerContext& context, std::optional<NewFile> file)
      : format_(format), context_(&context), file_(std::move(file)) {}
  void write(std::string_view bytes);
  void flush();

  Format format_;
  const ServerContext* context_;
  std::optional<NewFile> file_;
  std::vector<std::string> columns_;
  std::string pending_;  // written in parts
  std::optional<std::string> fault_;
};

}  // namespace enrolkit
