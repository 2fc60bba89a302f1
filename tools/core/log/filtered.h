// Whether a log was filtered ("grep Error jamf.log"): what it does not hold then proves nothing, neither a
// success nor that there was none.
#pragma once

#include <cstdint>

#include "core/log/jamf_log.h"

namespace enrolkit {

class FilterWatch {
 public:
  void add(const Line& line);
  // True: no run begins in it, and all it holds are errors, or ends of runs; or each error block lost
  // the lines that have no stamp.
  [[nodiscard]] bool filtered() const;

 private:
  std::uint64_t records_ = 0;
  std::uint64_t begins_ = 0;     // lines with which a run begins, or goes on
  std::uint64_t errors_ = 0;     // errors by their shape
  std::uint64_t successes_ = 0;  // lines that prove an answer
  std::uint64_t bare_ = 0;       // records without a message: the head of an error block
  std::uint64_t continued_ = 0;  // lines without a stamp that jamf writes
  std::uint64_t blocks_ = 0;     // of them, error blocks
  std::uint64_t lost_ = 0;       // heads of a block behind which the next record stands
  bool head_ = false;            // the line before is one
};

}  // namespace enrolkit
