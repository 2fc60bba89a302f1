// A tool of macOS that is run, and what became of it. "Could not be run" and "did not end" never look like an
// answer.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <variant>
#include <vector>

namespace enrolkit {

struct Command {
  std::string tool;  // absolute path; no shell, no search
  std::vector<std::string> arguments;
  std::chrono::milliseconds limit{};
  std::size_t max_output = 0;  // of standard output and standard error together
  std::string input;           // for its standard input: 4,096 bytes at most, which a pipe holds
};

struct Finished {
  int status = 0;  // exit status
  std::string out, err;
};
struct NotStarted {
  std::string why;
};
// It was killed at a limit, or by a signal. What it wrote is not kept: it may be half an answer.
struct Stopped {
  std::string why;
};
// A tool that goes on meanwhile. It is ended when this is destroyed.
class Started {
 public:
  virtual ~Started() = default;
};
using Ran = std::variant<Finished, NotStarted, Stopped>;

// Why there is no answer, whatever the tool would have said; null: it finished.
[[nodiscard]] inline const std::string* why_not_finished(const Ran& ran) {
  if (const auto* not_started = std::get_if<NotStarted>(&ran)) return &not_started->why;
  const auto* stopped = std::get_if<Stopped>(&ran);
  return stopped != nullptr ? &stopped->why : nullptr;
}

}  // namespace enrolkit
