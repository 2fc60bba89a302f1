// The frame that no attribute can break: exactly one line <result>TEXT</result> on stdout, exit status 0,
// nothing on stderr - also for wrong arguments, an exception, missing rights, or when the time is over.
// (learn.jamf.com, "Extension Attribute Input Types (macOS)": what stands between the tags is kept; none is a
// blank.)
#pragma once

#include <chrono>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "core/base/finding.h"

namespace enrolkit {

enum class EaFormat {
  result,   // the one line for Jamf Pro
  json,     // the finding with its evidence, for programs
  explain,  // the same for people
};

inline constexpr std::chrono::seconds kEaDeadline{10};

struct EaRun {
  std::string attribute;
  EaFormat format = EaFormat::result;
  std::chrono::milliseconds limit = kEaDeadline;
  std::function<Finding()> answer;
};

// Runs it and prints. The limit also holds while the system keeps a call waiting (a dead network volume):
// then the line for "time limit" is printed and the process ends, here.
void run_ea(const EaRun& run);

// The same frame around a text of another form (a table, a state): `late` and `broken` stand for it.
struct FramedText {
  std::function<std::string()> answer;
  std::string late, broken;  // whole, each with its newline
  std::chrono::milliseconds limit = kEaDeadline;
};
void run_framed(const FramedText& run);

// For a thread that the answer starts: a stack of its own for the handlers, so that a stack that is used up there
// also ends in `broken`. `room` outlives the thread.
void guard_this_thread(std::span<char> room);

// How a finding is printed in each format, its newline included.
[[nodiscard]] std::string ea_text(const Finding& finding, EaFormat format);

}  // namespace enrolkit
