// Lines out of the Scanner that outlive the bytes they were read from.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "core/log/jamf_log.h"

namespace enrolkit::test {

struct ScannedLine {
  std::uint64_t number = 0;
  std::int64_t clock = 0;
  std::string host, message, text;
  std::uint32_t pid = 0, file = 0;
  Writer writer = Writer::continuation;
  Message key = Message::other;
  bool dated = false, cut = false;
  bool operator==(const ScannedLine&) const = default;

  ScannedLine() = default;
  explicit ScannedLine(const Line& line)
      : number(line.number),
        clock(line.clock),
        host(line.host),
        message(line.message),
        text(line.text),
        pid(line.pid),
        file(line.file),
        writer(line.writer),
        key(line.key),
        dated(line.dated),
        cut(line.cut) {}
};

// Hands over the text in blocks of at most `block` bytes, as a reader with a buffer does: what is left of one
// goes before the next.
inline std::vector<ScannedLine> scan(Scanner& scanner, std::string_view text, std::size_t block,
                                     std::uint32_t file = 0, bool begins_inside_a_line = false) {
  std::vector<ScannedLine> lines;
  scanner.next_file(file, begins_inside_a_line);
  std::string buffer;
  Line line;
  for (bool last = false; !last;) {
    const std::string_view piece = text.substr(0, block);
    text.remove_prefix(piece.size());
    last = piece.empty();
    buffer += piece;
    scanner.give(buffer, last);
    while (scanner.next(line)) lines.emplace_back(line);
    buffer = std::string(scanner.rest());
  }
  return lines;
}

inline std::vector<ScannedLine> scan(std::string_view text) {
  Scanner scanner;
  return scan(scanner, text, std::max<std::size_t>(text.size(), 1));
}

// The only line of a text that must hold one line.
inline ScannedLine scan_line(std::string_view text) {
  const auto lines = scan(text);
  return lines.size() == 1 ? lines.front() : ScannedLine{};
}

}  // namespace enrolkit::test
