#include "core/log/order.h"

#include <algorithm>

#include "core/base/ascii.h"
#include "core/log/jamf_log.h"
#include "core/log/lead.h"
#include "core/log/messages.h"
#include "core/log/stamp.h"

namespace enrolkit {
namespace {

using Lines = std::vector<std::string_view>;

constexpr std::size_t kMinWrapped = 40;   // columns; nobody wraps at less
constexpr std::size_t kMaxWrapped = 200;  // columns; a longer line shows that nothing was wrapped

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t") == std::string_view::npos; }
bool is_record(std::string_view line) {
  const auto start = record_start(line);
  return start && start->lead == 0;
}

// Lines that are no piece of another one: those that jamf itself writes without a stamp, and other writers' records.
bool is_known(std::string_view line) {
  if (stamp_of(line) || holds_record(line)) return true;
  line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
  return line.starts_with("There was an error") || line.starts_with("Enrolling computer");
}

// A sentence that goes on: no line of jamf ends so, but for names that anybody may choose.
bool is_cut(std::string_view line) {
  if (line.size() < kMinWrapped || line.size() > kMaxWrapped) return false;
  const char last = line.back();
  return is_letter(last) || last == ',' || last == '-' || last == ' ' || last == '/' || last == '(' ||
         last == '=';
}

// `room`: columns that the lines have at least. Whoever wraps puts a word on the next line only where it has no room.
bool goes_on(std::string_view line, std::string_view next, std::size_t room) {
  return is_cut(line) && !is_blank(next) && !is_known(next) && !is_record(next) && next.front() != ' ' &&
         next.front() != '\t' && line.size() + 1 + std::min(next.find(' '), next.size()) > room;
}

// A word of any length stands on a line of its own; one that has others in front of it had room behind them. What a person
// wrote around the log may be wider.
std::size_t room_of(const Lines& lines) {
  std::size_t room = 0;
  for (const std::string_view line : lines) {
    const auto blank = line.rfind(' ');
    if (blank != line.npos && blank > room && is_record(line)) room = blank;
  }
  return room;
}

// A line of a fixed width, cut inside a word.
bool goes_on_hard(std::string_view line, std::string_view next, std::size_t width) {
  return line.size() == width && !is_blank(next) && !is_known(next) && !is_record(next);
}

std::string joined(const Lines& lines, bool is_hard, std::size_t width, std::size_t room) {
  std::string out;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    out += lines[i];
    if (i + 1 < lines.size() && is_hard && goes_on_hard(lines[i], lines[i + 1], width)) continue;
    if (i + 1 < lines.size() && !is_hard && goes_on(lines[i], lines[i + 1], room)) {
      if (out.back() != ' ') out += ' ';
      continue;
    }
    out += '\n';
  }
  return out;
}

// A stamped line that ends before its message does; nothing: it is no line of jamf.
std::optional<bool> ends_inside(std::string_view line) {
  const auto stamp = stamp_of(line);
  if (!stamp) return std::nullopt;
  const std::string_view rest = line.substr(stamp->size);
  const auto host = host_size(rest);
  if (!host) {  // inside the writer?
    const auto writer = rest.rfind(" jamf");
    const bool inside =
        writer != rest.npos && rest.find_first_not_of("[0123456789]", writer + 5) == rest.npos;
    return inside ? std::optional(true) : std::nullopt;
  }
  std::string_view message = rest.substr(std::min(rest.find("]:", *host) + 2, rest.size()));
  message.remove_prefix(std::min(message.find_first_not_of(' '), message.size()));
  return message.empty() || is_cut_message(message);
}

std::size_t columns_of(std::string_view line) {
  return static_cast<std::size_t>(std::count_if(
      line.begin(), line.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

// How many of its lines are known messages of jamf.
std::size_t known_messages(std::string_view text) {
  Scanner scanner;
  scanner.next_file(0, false);
  scanner.give(text, true);
  std::size_t count = 0;
  for (Line line; scanner.next(line);) count += line.key != Message::other ? 1U : 0U;
  return count;
}

}  // namespace

std::optional<std::string> put_together(const Lines& lines) {
  std::size_t longest = 0, at_longest = 0, soft = 0, hard = 0;
  for (const std::string_view line : lines) longest = std::max(longest, line.size());
  if (longest > kMaxWrapped || longest < kMinWrapped) return std::nullopt;
  const std::size_t room = room_of(lines);
  bool seen = false;  // a record, to which a piece could belong
  for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
    seen = seen || is_record(lines[i]);
    if (!seen) continue;
    if (lines[i].size() == longest) ++at_longest;
    if (goes_on_hard(lines[i], lines[i + 1], longest)) ++hard;
    if (goes_on(lines[i], lines[i + 1], room)) ++soft;
  }
  const bool is_hard = hard >= 2 && hard == at_longest;
  if (!is_hard && soft == 0) return std::nullopt;
  std::string out = joined(lines, is_hard, longest, room);
  // Lines that a mail program cut between words may be equally long: then the messages tell whether a blank went.
  if (is_hard && soft != 0) {
    std::string with_blanks = joined(lines, false, longest, room);
    if (known_messages(with_blanks) > known_messages(out)) out = std::move(with_blanks);
  }
  return out;
}

bool is_cut_off(const Lines& lines) {
  constexpr std::size_t kMinLines = 3;
  std::size_t width = 0, ends = 0, whole = 0;
  for (const std::string_view line : lines) {
    const std::size_t columns = columns_of(line);
    if (columns < width) continue;
    const auto inside = ends_inside(line);
    if (columns > width) {
      width = columns;
      ends = whole = 0;
    }
    if (inside) ++(*inside ? ends : whole);
  }
  return ends >= kMinLines && ends > 3 * whole;
}

std::optional<std::string> turned_round(const Lines& lines) {
  Scanner scanner;
  scanner.next_file(0, false);
  std::string text;
  for (const std::string_view line : lines) (text += line) += '\n';
  scanner.give(text, true);
  std::size_t forward = 0, back = 0, blocks_before = 0, blocks_behind = 0;
  std::optional<Line> before;
  Line line;
  std::optional<std::int64_t> clock;
  while (scanner.next(line)) {
    const bool record = line.writer != Writer::continuation;
    if (record && line.dated) {
      if (clock && line.clock != *clock) ++(line.clock > *clock ? forward : back);
      clock = line.clock;
    }
    // An error block stands behind the bare record that it belongs to; in the output of tac, in front of it.
    if (before && !record && line.key == Message::error_block && before->writer != Writer::continuation) {
      ++blocks_behind;
    }
    if (before && record && before->writer == Writer::continuation && before->key == Message::error_block &&
        line.message.empty()) {
      ++blocks_before;
    }
    before = line;
  }
  if (back == 0 || back <= 2 * forward) return std::nullopt;
  const bool by_line = blocks_before >= blocks_behind;
  std::string out;
  out.reserve(text.size());
  for (std::size_t end = lines.size(); end > 0;) {
    std::size_t begin = end - 1;
    while (!by_line && begin > 0 && !is_record(lines[begin])) --begin;
    for (std::size_t i = begin; i < end; ++i) (out += lines[i]) += '\n';
    end = begin;
  }
  return out;
}

}  // namespace enrolkit
