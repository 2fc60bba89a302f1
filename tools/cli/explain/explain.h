// `enrolkit explain PATH...`: why did this enrolment fail?
#pragma once

#include <CLI/CLI.hpp>
#include <cstddef>
#include <string>
#include <vector>

#include "run/exit_code.h"

namespace enrolkit {

struct ExplainOptions {
  std::vector<std::string> paths;
  std::vector<std::string> roots;
  std::string files_from;  // a list of further paths; "-": standard input; empty: none
  std::string account;
  std::string as_of;
  bool json = false;
  bool full = false;
  bool brief = false;
  std::string format;     // table, csv or jsonl; empty: a report of one Mac, a table of several
  std::string sort;       // see FleetSort; empty: by cause
  std::size_t limit = 0;  // of the list of Macs; 0: all
  bool unknown_lines = false;
  std::string html;    // a file to write, as well; empty: none
  bool force = false;  // also where that file is there already
  unsigned jobs = 0;   // 0: as many as the computer has processors
};

// Adds the subcommand; `options` must outlive the parse.
CLI::App* add_explain(CLI::App& app, ExplainOptions& options);

[[nodiscard]] Exit run_explain(const ExplainOptions& options);

}  // namespace enrolkit
