#include "core/log/filtered.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "core/base/ascii.h"

namespace enrolkit {
namespace {

// What makes a line an error, whatever it tells. Lower case.
constexpr std::array<std::string_view, 7> kErrorWords{"error",  "fail",   "could not", "couldn",
                                                      "unable", "denied", "invalid"};

// Another process may write between the lines of a block.
constexpr std::uint64_t kSplitBlocks = 1;

bool is_error(std::string_view message) {
  const auto holds = [&](std::string_view word) { return contains_ignoring_case(message, word); };
  return std::any_of(kErrorWords.begin(), kErrorWords.end(), holds);
}

}  // namespace

void FilterWatch::add(const Line& line) {
  if (head_ && line.writer != Writer::continuation) ++lost_;
  head_ = false;
  if (line.writer == Writer::continuation) {
    if (line.key == Message::error_block) ++blocks_;
    if (line.key == Message::enrolling || line.key == Message::error_block) ++continued_;
    return;
  }
  ++records_;
  const bool unknown = line.key == Message::other;
  if (unknown && line.message.find_first_not_of(' ') == std::string_view::npos) {
    ++bare_;
    head_ = true;
  } else if (begins_ != 0) {
    return;  // a run begins in it: of what else it holds only the error blocks are of interest
  } else if (proves_contact(line.key) || line.key == Message::return_code) {
    ++successes_;
  } else if (is_error(line.message)) {
    ++errors_;
  } else {
    ++begins_;
  }
}

bool FilterWatch::filtered() const {
  if (records_ == 0) return false;
  if ((bare_ != 0 && continued_ == 0) || lost_ > blocks_ + kSplitBlocks) return true;
  if (begins_ != 0) return false;
  if (successes_ == 0) return errors_ >= 2 || (errors_ != 0 && bare_ == 0);
  return errors_ == 0;
}

}  // namespace enrolkit
