// Everything that explain needs to know of a Mac, without secrets, in one file: `enrolkit collect`, and
// `enrolkit-ea collect` on a managed Mac.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <string>
#include <string_view>

#include "run/exit_code.h"

namespace enrolkit {

// Where the archive goes when nobody says so, and what is asked of a place that somebody names.
enum class CollectPlace : std::uint8_t {
  here,   // a name made of the Mac's and the time, in the current folder; any place of a person's choice
  state,  // paths::kCollected, the last one replaced; root writes only where nobody else may
};

struct CollectOptions {
  std::string program = "enrolkit";  // as it is named in messages
  CollectPlace place = CollectPlace::here;
  std::string output;  // empty: by `place`; "-": stdout
  std::string root;    // empty: this Mac
  std::string account;
  bool force = false;
};

inline constexpr std::string_view kCollectAbout =
    "gather a Mac's evidence, without secrets, into one archive";

// Options of that command; `options` must outlive the parse.
void add_collect_options(CLI::App& command, CollectOptions& options);

// 0 once it is written, also when something could not be read; 2 when nothing could be, or not be written. Where the
// archive lies is printed.
[[nodiscard]] Exit run_collect(const CollectOptions& options);

}  // namespace enrolkit
