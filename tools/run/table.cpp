#include "run/table.h"

#include <algorithm>

#include "core/base/text.h"

namespace enrolkit {
namespace {

constexpr std::size_t kGap = 2,
                      kMinLast = 20;  // blanks between columns; the least room that the last one gets

std::string seen(const Row& row, std::size_t i, const TableForm& form, const TerminalStyle& style) {
  const std::size_t limit = i < form.at_most.size() ? form.at_most[i] : 0;
  return limit == 0 ? row[i].text : style.cut(row[i].text, limit);
}

// A word that is longer than the room is broken behind its last comma or slash there, else where the room ends: a list
// of findings, a path, a certificate's name.
std::string fitted(std::string_view text, std::size_t room) {
  const std::string lines = wrapped(text, room, "");
  std::string out;
  std::size_t used = 0, joint = 0,
              used_at_joint = 0;  // joint: where `out` may be broken; 0: nowhere in this line
  for (std::size_t i = 0; i < lines.size();) {
    std::size_t end = i + 1;
    while (end < lines.size() && (static_cast<unsigned char>(lines[end]) & 0xC0U) == 0x80U) ++end;
    const std::string_view letter = std::string_view(lines).substr(i, end - i);
    const std::size_t wide = letter == "\n" ? 0 : columns(letter);
    if (letter == "\n") {
      used = joint = 0;
    } else if (used + wide > room) {
      out.insert(joint != 0 ? joint : out.size(), 1, '\n');
      used = joint != 0 ? used - used_at_joint : 0;
      joint = 0;
    }
    out += letter;
    used += wide;
    if (letter == "," || letter == "/") {
      joint = out.size();
      used_at_joint = used;
    }
    i = end;
  }
  return out;
}

}  // namespace

std::string table_of(const std::vector<Row>& rows, const TableForm& form, const TerminalStyle& style) {
  std::vector<std::size_t> widths;
  for (const Row& row : rows) {
    if (row.size() > widths.size()) widths.resize(row.size());
    for (std::size_t i = 0; i < row.size(); ++i)
      widths[i] = std::max(widths[i], columns(seen(row, i, form, style)));
  }
  std::string out;
  for (const Row& row : rows) {
    const bool head = form.has_head && &row == &rows.front();
    out += std::string(form.indent, ' ');
    std::size_t column = form.indent;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const Colour colour = head ? Colour::bold : row[i].colour;
      std::string text = seen(row, i, form, style);
      if (i + 1 == row.size()) {
        const std::size_t room = style.width > column + kMinLast ? style.width - column : kMinLast;
        const std::string below = "\n" + std::string(column, ' ');
        const std::string rest = fitted(text, room);
        for (std::size_t begin = 0;;) {  // each line is painted by itself
          const auto end = std::min(rest.find('\n', begin), rest.size());
          if (begin != 0) out += below;
          out += style.paint(rest.substr(begin, end - begin), colour);
          if (end == rest.size()) break;
          begin = end + 1;
        }
        break;
      }
      const std::string blanks(widths[i] - columns(text), ' ');
      const bool right = i < form.right.size() && form.right[i];
      out +=
          (right ? blanks : "") + style.paint(text, colour) + (right ? "" : blanks) + std::string(kGap, ' ');
      column += widths[i] + kGap;
    }
    out += '\n';
  }
  return out;
}

}  // namespace enrolkit
