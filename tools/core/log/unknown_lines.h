// Lines of jamf that are errors by their shape and stand in no list of enrolkit: what a bug report needs. Their shapes
// alone are kept, which tell nothing of whose Mac it was (shape.h).
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "core/log/jamf_log.h"

namespace enrolkit {

class UnknownLines {
 public:
  static constexpr std::size_t kMaxShapes = 500;

  void add(const Line& line);
  void add(const UnknownLines& other);
  // By shape, how many lines.
  [[nodiscard]] const std::map<std::string, std::uint64_t>& shapes() const { return shapes_; }
  [[nodiscard]] std::uint64_t left_out() const { return left_out_; }  // lines, of shapes beyond kMaxShapes

 private:
  void count(const std::string& shape, std::uint64_t lines);

  std::map<std::string, std::uint64_t> shapes_;
  std::uint64_t left_out_ = 0;
  bool block_ = false;  // the lines after a bare record, or after "There was an error."
};

}  // namespace enrolkit
