#include "core/log/form.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "core/log/lead.h"
#include "core/log/messages.h"
#include "core/log/order.h"
#include "core/log/stamp.h"

namespace enrolkit {
namespace {

using Lines = std::vector<std::string_view>;

void append_utf8(std::string& out, std::uint32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | (c >> 6U));
    out += static_cast<char>(0x80 | (c & 0x3FU));
  } else {
    if (c < 0x10000) {
      out += static_cast<char>(0xE0 | (c >> 12U));
    } else {
      out += static_cast<char>(0xF0 | (c >> 18U));
      out += static_cast<char>(0x80 | ((c >> 12U) & 0x3FU));
    }
    out += static_cast<char>(0x80 | ((c >> 6U) & 0x3FU));
    out += static_cast<char>(0x80 | (c & 0x3FU));
  }
}

// 0: not UTF-16; else the index of a unit's low byte, 1 more.
int utf16_order(std::string_view text) {
  if (text.starts_with("\xFF\xFE")) return 1;
  if (text.starts_with("\xFE\xFF")) return 2;
  const std::size_t looked = std::min<std::size_t>(text.size(), 256) & ~std::size_t{1};
  std::size_t zeros[2] = {0, 0};
  for (std::size_t i = 0; i < looked; ++i) zeros[i % 2] += text[i] == '\0' ? 1U : 0U;
  if (looked < 32) return 0;
  if (zeros[1] * 2 > looked * 9 / 10 && zeros[0] == 0) return 1;
  if (zeros[0] * 2 > looked * 9 / 10 && zeros[1] == 0) return 2;
  return 0;
}

std::string from_utf16(std::string_view text, int order) {
  constexpr std::uint32_t kReplacement = 0xFFFD, kMark = 0xFEFF;
  const std::size_t low = order == 1 ? 0 : 1;
  const auto unit = [&](std::size_t at) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(text[at + low])) |
           static_cast<std::uint32_t>(static_cast<unsigned char>(text[at + 1 - low])) << 8U;
  };
  std::string out;
  out.reserve(text.size() / 2 + 16);
  for (std::size_t at = 0; at + 1 < text.size(); at += 2) {
    std::uint32_t c = unit(at);
    if (c >= 0xD800 && c < 0xDC00 && at + 3 < text.size() && unit(at + 2) >= 0xDC00 &&
        unit(at + 2) < 0xE000) {
      c = 0x10000 + ((c - 0xD800) << 10U) + (unit(at + 2) - 0xDC00);
      at += 2;
    } else if (c >= 0xD800 && c < 0xE000) {
      c = kReplacement;
    }
    if (c != kMark) append_utf8(out, c);
  }
  return out;
}

// What `grep --color` and terminals put between the words.
std::string without_colours(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    if (text.substr(at).starts_with("\x1B[")) {
      std::size_t end = at + 2;
      while (end < text.size() && (text[end] == ';' || (text[end] >= '0' && text[end] <= '9'))) ++end;
      if (end < text.size() && (text[end] == 'm' || text[end] == 'K')) {
        at = end + 1;
        continue;
      }
    }
    out += text[at++];
  }
  return out;
}

// Lines that end with CR alone, as old Mac programs write them: a record begins behind one.
bool ends_lines_with_cr(std::string_view text) {
  for (auto at = text.find('\r'); at != std::string_view::npos; at = text.find('\r', at + 1)) {
    if (at + 1 < text.size() && text[at + 1] != '\n' && text[at + 1] != '\r' &&
        record_start(text.substr(at + 1, text.find_first_of("\r\n", at + 1) - at - 1))) {
      return true;
    }
  }
  return false;
}

Lines lines_of(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const auto end = text.find('\n');
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.push_back(line);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

// Takes off what stands in front of lines, where it does so in most; false: nothing to do.
bool take_off_leads(const Lines& lines, std::string& out) {
  std::size_t plain = 0, other = 0;
  std::uint32_t kinds = 0;
  for (const std::string_view line : lines) {
    if (const auto start = record_start(line)) {
      const bool written = start->lead == 0 && start->record.empty();
      ++(written ? plain : other);
      if (!written) kinds |= start->kinds;
    } else if (record_of_fields(line)) {
      ++other;
    }
  }
  if (other <= plain) return false;
  for (const std::string_view line : lines) {
    if (const auto start = record_start(line)) {
      out += start->record.empty() ? line.substr(start->lead) : std::string_view(start->record);
    } else if (const auto record = record_of_fields(line)) {
      out += *record;
    } else {
      out += without_lead(line, kinds);
    }
    out += '\n';
  }
  return true;
}

bool digits(std::string_view text, std::size_t from, std::size_t count) {
  if (text.size() < from + count) return false;
  return std::all_of(text.begin() + static_cast<std::ptrdiff_t>(from),
                     text.begin() + static_cast<std::ptrdiff_t>(from + count),
                     [](char c) { return c >= '0' && c <= '9'; });
}

// One line of `log show`: "2026-03-30 13:46:26.123456-0700 ...", compact with three digits and no zone.
std::optional<LogForm> unified(std::string_view line) {
  constexpr std::size_t kSeconds = 19;
  if (line.starts_with("Timestamp  ")) {
    if (line.find("Thread") != line.npos) return LogForm::unified_default;
    if (line.find("(process)[PID]") != line.npos) return LogForm::unified_syslog;
    if (line.find("Ty") != line.npos) return LogForm::unified_compact;
  }
  if (!digits(line, 0, 4) || line.size() < kSeconds + 5 || line[4] != '-' || line[kSeconds] != '.') {
    return std::nullopt;
  }
  std::size_t end = kSeconds + 1;
  while (digits(line, end, 1)) ++end;
  if (end < line.size() && (line[end] == '+' || line[end] == '-')) {
    const auto word = line.find_first_not_of(' ', line.find(' ', end));
    if (word == line.npos) return std::nullopt;
    return line.substr(word).starts_with("0x") ? LogForm::unified_default : LogForm::unified_syslog;
  }
  return LogForm::unified_compact;
}

bool speaks_of_jamf(std::string_view line) {
  constexpr std::string_view kWord = "jamf";
  return std::search(line.begin(), line.end(), kWord.begin(), kWord.end(), [](char a, char b) {
           return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
         }) != line.end();
}

// A text without a record: what else it is.
LogForm form_without_records(const Lines& lines) {
  constexpr std::size_t kLooked = 4096;
  bool jamf = false, printed = false;
  std::optional<LogForm> form;
  for (std::size_t i = 0; i < std::min(lines.size(), kLooked); ++i) {
    std::string_view line = lines[i];
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    if (line.empty()) continue;
    if (!form) form = unified(line);
    if (line.find("\"eventMessage\"") != line.npos) form = LogForm::unified_json;
    if (classify(line) != Message::other) printed = true;
    if (speaks_of_jamf(line)) jamf = true;
  }
  if (form) return *form;
  if (printed) return LogForm::terminal;
  return jamf ? LogForm::unknown : LogForm::whole;
}

}  // namespace

LogText log_text(std::string_view given) {
  LogText out;
  std::string text;
  std::string_view now = given;
  const auto take = [&](std::string changed) {
    text = std::move(changed);
    now = text;
    out.changed = true;
  };
  if (const int order = utf16_order(now); order != 0) {
    take(from_utf16(now, order));
  } else if (now.starts_with("\xEF\xBB\xBF")) {
    take(std::string(now.substr(3)));
  }
  if (now.find("\x1B[") != now.npos) {
    if (std::string plain = without_colours(now); plain.size() != now.size()) take(std::move(plain));
  }
  if (ends_lines_with_cr(now)) {
    std::string with_lf(now);
    for (std::size_t i = 0; i < with_lf.size(); ++i) {
      if (with_lf[i] == '\r' && (i + 1 == with_lf.size() || with_lf[i + 1] != '\n')) with_lf[i] = '\n';
    }
    take(std::move(with_lf));
  }
  if (std::string plain; take_off_leads(lines_of(now), plain)) take(std::move(plain));
  const Lines lines = lines_of(now);
  const bool any =
      std::any_of(lines.begin(), lines.end(), [](std::string_view l) { return record_start(l).has_value(); });
  if (!any) {
    out.form = form_without_records(lines);
  } else {
    auto whole = put_together(lines);
    auto forward = turned_round(lines);
    out.same_lines = !whole && !forward;
    if (whole && forward) {
      out.form = LogForm::unknown;  // which came first, the wrapping or the turning, cannot be told
    } else if (whole || forward) {
      out.form = whole ? LogForm::wrapped : LogForm::reversed;
      take(std::move(whole ? *whole : *forward));
    }
  }
  out.text = out.changed ? std::move(text) : std::string(given);
  return out;
}

std::string_view about(LogForm form) {
  switch (form) {
    case LogForm::whole: return "";
    case LogForm::filtered:
      return "This is a filtered log: it holds lines of one kind only, and those that were left out decide. Give "
             "the whole /var/log/jamf.log.";
    case LogForm::reversed:
      return "The log stands newest line first and was turned round. Give /var/log/jamf.log itself for a firmer "
             "answer.";
    case LogForm::wrapped:
      return "Long lines were wrapped, by a mail program or a terminal, and were put together again. Give "
             "/var/log/jamf.log itself for a firmer answer.";
    case LogForm::terminal:
      return "This is what jamf prints on a terminal: it has no dates and no process ids. Give the Mac's "
             "/var/log/jamf.log.";
    case LogForm::unified_default:
      return "This is the unified log (log show, default style), not jamf.log. Give the Mac's /var/log/jamf.log.";
    case LogForm::unified_syslog:
      return "This is the unified log (log show --style syslog), not jamf.log. Give the Mac's /var/log/jamf.log.";
    case LogForm::unified_compact:
      return "This is the unified log (log show --style compact), not jamf.log. Give the Mac's "
             "/var/log/jamf.log.";
    case LogForm::unified_json:
      return "This is the unified log (log show --style json), not jamf.log. Give the Mac's /var/log/jamf.log.";
    case LogForm::unknown:
      return "It speaks of jamf, but in no form of a log that enrolkit knows. Give the Mac's /var/log/jamf.log as "
             "it stands.";
  }
  return "";
}

}  // namespace enrolkit
