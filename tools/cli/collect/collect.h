// `enrolkit collect`: everything that explain needs to know of this Mac, without secrets, in one file.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "run/exit_code.h"

namespace enrolkit {

struct CollectOptions {
  std::string output;  // empty: a name made of the Mac's and the time, in the current folder; "-": stdout
  std::string root = "/";
  std::string account;
  bool force = false;
};

// Adds the subcommand; `options` must outlive the parse.
CLI::App* add_collect(CLI::App& app, CollectOptions& options);

// 0 once it is written, also when something could not be read; 2 when nothing could be, or not be written.
[[nodiscard]] Exit run_collect(const CollectOptions& options);

}  // namespace enrolkit
