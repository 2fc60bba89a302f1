#include "core/log/lead.h"

#include <algorithm>
#include <array>

#include "core/base/ascii.h"
#include "core/log/stamp.h"

namespace enrolkit {
namespace {

constexpr std::size_t kMaxLeadBytes = 1024;

std::size_t blank(std::string_view text) {
  if (text.starts_with(' ') || text.starts_with('\t')) return 1;
  if (text.starts_with("\xC2\xA0")) return 2;      // no-break space
  if (text.starts_with("\xEF\xBB\xBF")) return 3;  // a byte-order mark of a file that was appended
  return 0;
}

std::size_t mark(std::string_view text) {
  for (const std::string_view one : {">", "|", "│", "- ", "* ", "• "}) {
    if (text.starts_with(one)) return one.size();
  }
  return 0;
}

std::size_t quote(std::string_view text) {
  for (const std::string_view one : {"\"", "'", "`", "“", "„", "«", "‘"}) {
    if (text.starts_with(one)) return one.size();
  }
  return 0;
}

// "12:", "12-", "12\t", "12  ", "12)", "12. ".
std::size_t number(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size() && is_digit(text[end]) && end < 12) ++end;
  if (end == 0 || end == text.size()) return 0;
  if (std::string_view(":-\t)|,;").find(text[end]) != std::string_view::npos) {
    const bool clock_or_date = end + 1 < text.size() && is_digit(text[end + 1]) && text[end] != '\t';
    return clock_or_date && !stamp_of(text.substr(end + 1)) ? 0 : end + 1;
  }
  if (text[end] == ' ' || text.substr(end).starts_with(". ")) return end + 1;
  return 0;
}

// "/var/log/jamf.log:", "logs/jamf.log.1-", "(standard input):".
std::size_t path(std::string_view text) {
  constexpr std::string_view kInput = "(standard input)";
  std::size_t end = 0;
  if (text.starts_with(kInput)) {
    end = kInput.size();
  } else if (text.starts_with('/') || text.starts_with("./") || text.starts_with("../")) {
    end = text.find(':');
    if (const auto log = text.find(".log"); log < end) end = log + 4;
  } else if (const auto log = text.find(".log"); log != std::string_view::npos) {
    if (text.substr(0, log).find_first_of(":[]\"") != std::string_view::npos) return 0;
    end = log + 4;
  }
  if (end == 0 || end >= text.size()) return 0;
  while (end < text.size() && text[end] != ':' && text[end] != '-' && text[end] != ' ') ++end;
  return end < text.size() && text[end] != ' ' ? end + 1 : 0;
}

struct Piece {
  std::uint32_t kind;
  std::size_t (*size)(std::string_view);
};
constexpr std::array kPieces{Piece{kLeadBlank, blank}, Piece{kLeadMark, mark}, Piece{kLeadQuote, quote},
                             Piece{kLeadNumber, number}, Piece{kLeadPath, path}};

// One piece of a lead of those kinds; each but blanks and marks at most once.
std::size_t next_piece(std::string_view text, std::uint32_t allowed, std::uint32_t& kinds) {
  for (const Piece& piece : kPieces) {
    const bool again = (piece.kind & (kLeadBlank | kLeadMark)) != 0;
    if ((allowed & piece.kind) == 0 || (!again && (kinds & piece.kind) != 0)) continue;
    if (const std::size_t size = piece.size(text); size != 0) {
      kinds |= piece.kind;
      return size;
    }
  }
  return 0;
}

std::string rewritten(const Stamp& stamp, std::string_view from_stamp) {
  std::string record = stamp.english;
  record += from_stamp.substr(stamp.size);
  return record;
}

// A quoted line ends with the quote mark, and inside it every one may stand twice.
void unquote(std::string& record) {
  while (!record.empty() && (record.back() == ',' || record.back() == ';')) record.pop_back();
  for (const std::string_view one : {"\"", "'", "`", "”", "“", "»", "’"}) {
    if (record.ends_with(one)) {
      record.resize(record.size() - one.size());
      break;
    }
  }
  for (auto at = record.find("\"\""); at != std::string::npos; at = record.find("\"\"", at + 1)) {
    record.erase(at, 1);
  }
}

}  // namespace

std::optional<RecordStart> record_start(std::string_view line) {
  RecordStart start;
  for (std::string_view rest = line; start.lead < kMaxLeadBytes && !rest.empty();) {
    if (const auto stamp = stamp_of(rest)) {
      // What collects logs puts its own time in front of jamf's.
      if (stamp_of(rest.substr(stamp->size + 1))) {
        start.kinds |= kLeadTime;
        start.lead += stamp->size + 1;
        rest.remove_prefix(stamp->size + 1);
        continue;
      }
      const auto host = host_size(rest.substr(stamp->size));
      if (!host || *host == 0 || holds_a_clock(rest.substr(stamp->size, *host))) return std::nullopt;
      const bool quoted = (start.kinds & kLeadQuote) != 0;
      if (!stamp->as_written || quoted) start.record = rewritten(*stamp, rest);
      if (quoted) unquote(start.record);
      return start;
    }
    const std::size_t size = next_piece(rest, ~0U, start.kinds);
    if (size == 0) return std::nullopt;
    rest.remove_prefix(size);
    start.lead += size;
  }
  return std::nullopt;
}

bool holds_a_clock(std::string_view text) {
  for (std::size_t at = text.find(':'); at != std::string_view::npos; at = text.find(':', at + 1)) {
    const auto digit = [&](std::size_t i) { return i < text.size() && is_digit(text[i]); };
    if (at >= 2 && digit(at - 2) && digit(at - 1) && digit(at + 1) && digit(at + 2) &&
        text.substr(at + 3).starts_with(':'))
      return true;
  }
  return false;
}

bool holds_record(std::string_view line) {
  const auto host = host_size(line);
  const std::string_view before = line.substr(0, host.value_or(0));
  return host && before.find(':') != before.npos && before.find_first_of("0123456789") != before.npos;
}

std::string_view without_lead(std::string_view line, std::uint32_t kinds) {
  std::uint32_t met = 0;
  if ((kinds & kLeadTime) != 0) {
    if (const auto stamp = stamp_of(line)) line.remove_prefix(stamp->size + 1);
    kinds &= ~kLeadTime;
    if (kinds == 0) return line;
  }
  // Blanks alone are jamf's own: the reason in an error block is indented.
  if ((kinds & ~kLeadBlank) == 0) {
    if ((kinds & kLeadBlank) != 0) line.remove_prefix(std::min(line.find_first_not_of('\t'), line.size()));
    return line;
  }
  while (const std::size_t size = next_piece(line, kinds | kLeadBlank, met)) line.remove_prefix(size);
  if ((kinds & kLeadQuote) != 0 && line.ends_with('"')) line.remove_suffix(1);
  return line;
}

}  // namespace enrolkit
