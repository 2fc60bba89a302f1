// Runs a built program as a shell would: arguments, standard input, and what it printed, cost and answered.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "support/sanitized.h"

namespace enrolkit::test {

struct Ran {
  int status = -1;  // exit status; 128 + signal; -1 when it could not be started, 1000 when it took too long
  std::string out, err;  // what it wrote, at most kMaxKeptBytes bytes of each
  std::chrono::milliseconds took{0};
  long peak_kb = 0;  // peak resident memory
};
inline constexpr std::size_t kMaxKeptBytes = 4U << 20U;

struct RunOptions {
  std::string input_file = "/dev/null";  // opened as standard input
  std::string input;                     // when not empty, given through a pipe in place of it
  std::string output_file;               // when not empty, opened as stdout; nothing of it is kept
  long memory_mb = 0;                    // when not 0, the limit of the address space
  bool reader_gone = false;              // stdout is a pipe that nobody reads
  std::chrono::seconds limit{60};
};

[[nodiscard]] Ran run_program(const std::string& program, const std::vector<std::string>& arguments,
                              const RunOptions& options = {});

// The built `enrolkit`; or what ENROLKIT_UNDER_TEST names, such as a script that runs a Mac's slice of it
// (tests/dist/run_server.sh).
[[nodiscard]] std::string program_under_test();

// The built programs.
[[nodiscard]] Ran enrolkit(const std::vector<std::string>& arguments, const RunOptions& options = {});
[[nodiscard]] Ran enrolkit_ea(const std::vector<std::string>& arguments, const RunOptions& options = {});

// For a message of a failed test: how it was called, and all it said.
[[nodiscard]] std::string told(const Ran& ran);

}  // namespace enrolkit::test
