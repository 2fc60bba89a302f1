#include "core/log/form.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "core/base/ascii.h"
#include "core/base/take_until.h"
#include "core/log/document.h"
#include "core/log/fields.h"
#include "core/log/lead.h"
#include "core/log/messages.h"
#include "core/log/order.h"
#include "core/log/plain_text.h"
#include "core/log/stamp.h"

namespace enrolkit {
namespace {

using Lines = std::vector<std::string_view>;

Lines lines_of(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    std::string_view line = take_until(text, '\n');
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.push_back(line);
  }
  return lines;
}

// Takes off what stands in front of lines, where it does so in most; false: nothing to do. `fields`: some were put together.
bool take_off_leads(const Lines& lines, std::string& out, bool& fields) {
  std::size_t plain = 0, other = 0;
  std::uint32_t kinds = 0;
  for (const std::string_view line : lines) {
    if (const auto start = record_start(line)) {
      const bool written = start->lead == 0 && start->record.empty();
      ++(written ? plain : other);
      if (!written) kinds |= start->kinds;
    } else if (record_of_fields(line)) {
      ++other;
      kinds |= kLeadQuote;  // as fields have, whose lines may be several
    }
  }
  if (other <= plain) return false;
  for (const std::string_view line : lines) {
    if (const auto start = record_start(line)) {
      out += start->record.empty() ? line.substr(start->lead) : std::string_view(start->record);
    } else if (const auto record = record_of_fields(line)) {
      out += *record;
      fields = true;
    } else {
      out += without_lead(line, kinds);
    }
    out += '\n';
  }
  return true;
}

// The first record where it begins inside its date, which the second one has, too: "on Jun 01 09:10:36 HOST jamf[899]: ...".
std::optional<std::string> whole_first_record(std::string_view text) {
  constexpr std::size_t kDate = 11;               // "Mon Jun 01 "
  constexpr std::size_t kMaxBytes = 32UL << 10U;  // of a longer log the first record matters little
  if (text.size() > kMaxBytes) return std::nullopt;
  const std::string_view first = take_until(text, '\n'), second = take_until(text, '\n');
  const auto next = record_start(second);
  if (!next || next->lead != 0 || !next->record.empty() || record_start(first)) return std::nullopt;
  for (std::size_t cut = 1; cut < kDate; ++cut) {
    if (!first.starts_with(second.substr(cut, kDate - cut))) continue;
    std::string whole = std::string(second.substr(0, cut)) + std::string(first);
    if (record_start(whole)) return whole;
  }
  return std::nullopt;
}

bool digits(std::string_view text, std::size_t from, std::size_t count) {
  if (text.size() < from + count) return false;
  return std::all_of(text.begin() + static_cast<std::ptrdiff_t>(from),
                     text.begin() + static_cast<std::ptrdiff_t>(from + count), is_digit);
}

// One line of `log show`: "2026-03-30 13:46:26.123456-0700 ...", compact with three digits and no zone.
std::optional<LogForm> unified(std::string_view line) {
  constexpr std::size_t kSeconds = 19;
  if (line.starts_with("Timestamp  ")) {
    if (line.find("Thread") != line.npos) return LogForm::unified_default;
    if (line.find("(process)[PID]") != line.npos) return LogForm::unified_syslog;
    if (line.find("Ty") != line.npos) return LogForm::unified_compact;
  }
  if (!digits(line, 0, 4) || line.size() < kSeconds + 5 || line[4] != '-' || line[10] != ' ' ||
      line[kSeconds] != '.') {
    return std::nullopt;
  }
  std::size_t end = kSeconds + 1;
  while (digits(line, end, 1)) ++end;
  const bool zoned = end < line.size() && (line[end] == '+' || line[end] == '-');
  const auto word = line.find_first_not_of(' ', line.find(' ', end));
  if (word == line.npos) return std::nullopt;
  const std::string_view rest = line.substr(word);
  if (zoned && rest.starts_with("0x")) return LogForm::unified_default;
  // "localhost jamf[335]: ...", "Df jamf[335:1a2b] ...".
  const auto pid = rest.find('[');
  if (pid == rest.npos || !digits(rest, pid + 1, 1)) return std::nullopt;
  if (zoned) return LogForm::unified_syslog;
  const bool type = rest.find(' ') <= 2 && rest.substr(pid, rest.find(']', pid) - pid).find(':') != rest.npos;
  return type ? std::optional(LogForm::unified_compact) : std::nullopt;
}

bool speaks_of_jamf(std::string_view line) { return contains_ignoring_case(line, "jamf"); }

// Of a stamped line: its writer stands where a host should.
bool has_no_host(std::string_view line) {
  const auto stamp = stamp_of(line);
  return stamp && line.substr(stamp->size).starts_with(" jamf[");
}

// A text without a record: what else it is.
LogForm form_without_records(const Lines& lines) {
  constexpr std::size_t kLooked = 4096;
  bool jamf = false, printed = false, written = false, stamped = false, blocks = false, bare = false;
  std::size_t clocks = 0, all = 0;
  std::optional<LogForm> form;
  for (std::size_t i = 0; i < std::min(lines.size(), kLooked); ++i) {
    std::string_view line = lines[i];
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    if (line.empty()) continue;
    ++all;
    if (holds_a_clock(line)) ++clocks;
    if (!form) form = unified(line);
    if (line.find("\"eventMessage\"") != line.npos) form = LogForm::unified_json;
    const Message key = classify(line);
    (key == Message::error_block ? blocks : printed) |= key != Message::other;
    const bool speaks = speaks_of_jamf(line);
    jamf |= speaks;
    bare |= has_no_host(line);
    stamped |= speaks && stamp_of(line);
    written |= holds_record(line);
  }
  if (form) return *form;
  if (bare) return LogForm::no_host;
  if (written) return LogForm::dates;
  // What a terminal shows, or what is left of error blocks, has hardly a time of day in it.
  const bool timed = stamped || clocks * 4 >= all;
  if (printed && !timed) return LogForm::terminal;
  if (blocks && !timed) return LogForm::filtered;
  return jamf || printed || blocks ? LogForm::unknown : LogForm::whole;
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
  bool joined = false;
  if (auto plain = plain_text(now, joined)) take(std::move(*plain));
  const auto not_read = [&](LogForm form) {
    out.form = form;
    out.text = out.changed ? std::move(text) : std::string(given);
    return out;
  };
  if (const auto document = document_form(now)) return not_read(*document);
  bool fields = false;
  if (std::string plain; take_off_leads(lines_of(now), plain, fields)) {
    if (fields && has_fields_behind_message(now)) return not_read(LogForm::table);
    take(std::move(plain));
  }
  if (auto first = whole_first_record(now)) {
    take(std::move(*first) + std::string(now.substr(std::min(now.find('\n'), now.size()))));
  }
  const Lines lines = lines_of(now);
  const bool any =
      std::any_of(lines.begin(), lines.end(), [](std::string_view l) { return record_start(l).has_value(); });
  if (!any) {
    out.form = is_table(now) ? LogForm::table : form_without_records(lines);
  } else {
    auto whole = put_together(lines);
    auto forward = turned_round(lines);
    out.same_lines = !whole && !forward && !joined;
    if (joined) out.form = LogForm::wrapped;
    if (!whole && is_cut_off(lines)) out.form = LogForm::cut;
    if (whole && forward) {
      out.form = LogForm::unknown;  // which came first, the wrapping or the turning, cannot be told
    } else if (whole || forward) {
      out.form = std::max(out.form, whole ? LogForm::wrapped : LogForm::reversed);
      take(std::move(whole ? *whole : *forward));
    }
  }
  out.text = out.changed ? std::move(text) : std::string(given);
  return out;
}

}  // namespace enrolkit
