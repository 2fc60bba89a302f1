// Cuts blocks of a text file into its lines, for scanners of logs: nothing is copied, and no line is believed
// to be short.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace enrolkit {

class LineCutter {
 public:
  static constexpr std::size_t kMaxLineBytes = 64 * 1024;

  // Lines of a file that is begun in its middle bear no number.
  void next_file(bool begins_inside_a_line) {
    number_ = 0;
    numbered_ = !begins_inside_a_line;
    skipping_ = begins_inside_a_line;
  }

  // Calls `read(line)` for each whole line of the block, without its end; answers the rest, which the caller
  // gives again before the bytes that follow it. Of a longer line only the beginning is read. `last`: the
  // file ends here.
  template <class Read>
  [[nodiscard]] std::string_view cut(std::string_view block, bool last, Read&& read) {
    while (!block.empty()) {
      const std::size_t newline = block.find('\n');
      const bool whole = newline != std::string_view::npos;
      std::string_view line = block.substr(0, newline);
      const std::size_t used = whole ? newline + 1 : block.size();
      if (skipping_) {
        skipping_ = !whole && !last;
        block.remove_prefix(used);
        continue;
      }
      const bool endless = line.size() > kMaxLineBytes;
      if (!whole && !last && !endless) return block;
      if (endless) {
        line = line.substr(0, kMaxLineBytes);
        skipping_ = !whole && !last;
        ++endless_;
      }
      block.remove_prefix(used);
      ++number_;
      ++lines_;
      if (line.ends_with('\r')) line.remove_suffix(1);
      read(line);
    }
    return block;
  }

  [[nodiscard]] std::uint64_t number() const { return number_; }  // of the line being read, from 1
  [[nodiscard]] bool numbered() const { return numbered_; }
  [[nodiscard]] std::uint64_t lines() const { return lines_; }  // of all files
  [[nodiscard]] std::uint64_t endless() const { return endless_; }

 private:
  std::uint64_t number_ = 0, lines_ = 0, endless_ = 0;
  bool numbered_ = true;
  bool skipping_ = false;
};

}  // namespace enrolkit
