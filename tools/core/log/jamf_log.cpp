#include "core/log/jamf_log.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "core/base/word_at.h"
#include "core/log/record_host.h"
#include "core/log/record_numbers.h"
#include "core/log/record_zeros.h"

namespace enrolkit {
namespace {

using record::is_endless_zeros, record::zeros_of_power_loss;
using record::is_host, record::number_of, record::read_date, record::read_pid, record::seconds_of;

constexpr std::string_view kPidMark = " jamf[";
constexpr std::size_t kTimeBytes = 9;     // "09:10:36 "
constexpr std::size_t kMaxPidBytes = 10;  // "1234567]: ", where a process id is read at once
constexpr std::size_t kHashedBytes = 24;  // of a message

// Where a message is remembered; `p` begins at least kHashedBytes, which may reach into the next line.
std::size_t slot_of(const char* p) {
  const std::uint64_t word = word_at(p) ^ std::rotl(word_at(p + 8), 23) ^ std::rotl(word_at(p + 16), 41);
  return static_cast<std::size_t>((word * 0x9E37'79B9'7F4A'7C15ULL) >> 58U);
}

// Empty lines one behind the other, where they are many: they say nothing, and a packed file may hold millions.
std::size_t blank_lines(const char* begin, std::size_t size) {
  constexpr std::uint64_t kEmpty = 0x0A0A'0A0A'0A0A'0A0AULL;
  constexpr std::size_t kWord = sizeof kEmpty;
  if (*begin != '\n' || size < 2 * kWord || word_at(begin) != kEmpty || word_at(begin + kWord) != kEmpty)
    return 0;
  std::size_t count = 2 * kWord;
  while (size - count >= kWord && word_at(begin + count) == kEmpty) count += kWord;
  return count;
}

// A line that is no record of jamf: another program's, or what goes on from the line before.
void read_other(bool is_record, Line& line) {
  line.host = {};
  line.message = line.text;
  line.pid = 0;
  line.writer = is_record ? Writer::other : Writer::continuation;
  const auto first = is_record ? std::string_view::npos : line.text.find_first_not_of(' ');
  line.key = first == std::string_view::npos ? Message::other : classify(line.text.substr(first));
}

}  // namespace

void Scanner::next_file(std::uint32_t file, bool begins_inside_a_line) {
  file_ = file;
  number_ = 0;
  skipping_ = begins_inside_a_line;
  at_ = end_ = nullptr;
}

void Scanner::give(std::string_view block, bool last) {
  at_ = block.data();
  end_ = at_ + block.size();
  last_ = last;
  has_nul_ = !block.empty() && std::memchr(block.data(), '\0', block.size()) != nullptr;
}

std::optional<WeekDate> Scanner::last_date() const { return any_date_ ? std::optional{date_} : std::nullopt; }

std::string_view Scanner::known_host() const {
  return std::string_view(host_prefix_)
      .substr(0, host_prefix_.size() - std::min(host_prefix_.size(), kPidMark.size()));
}

bool Scanner::next_alike(Line& line) {
  const std::size_t date = date_text_.size(), host = host_prefix_.size();
  const std::size_t most = date + kTimeBytes + host + kMaxPidBytes + sizeof(Known::text);
  const bool room = static_cast<std::size_t>(end_ - at_) >= most && most <= kMaxLineBytes;
  if (!room || known_.empty() || skipping_ || has_nul_) return false;
  const char* const begin = at_;
  if (!same_bytes(begin, date_text_.data(), date)) return false;
  const std::int64_t seconds = seconds_of(begin + date);
  const char* p = begin + date + kTimeBytes;
  if (seconds < 0 || p[-1] != ' ' || !same_bytes(p, host_prefix_.data(), host)) return false;
  unsigned digits = 0;
  const std::uint32_t pid = number_of(p + host, digits);
  const char* const pid_end = p + host + digits;
  if (digits == 0 || pid_end[0] != ']' || pid_end[1] != ':' || pid_end[2] != ' ') return false;
  const char* const message = pid_end + 3;
  const Known& known = known_[slot_of(message)];
  if (known.size == 0 || !same_bytes(message, known.text.data(), known.size)) return false;

  at_ = message + known.size;
  if (dated_) last_clock_ = day_clock_ + seconds;
  line = {++number_,
          last_clock_,
          {p, host - kPidMark.size()},
          {message, known.size - 1},
          {begin, static_cast<std::size_t>(at_ - 1 - begin)},
          pid,
          file_,
          Writer::jamf,
          known.key,
          dated_,
          false,
          false,
          0};
  ++quality_.lines;
  ++quality_.records;
  if (!dated_) ++quality_.undated;
  return true;
}

// Whole lines alone: what stands behind the message is then its end. A return before it is not worth a case.
void Scanner::remember(const Line& line) {
  const char* const message = line.message.data();
  const std::size_t size = line.message.size() + 1;
  const bool fits = size >= sizeof(std::uint64_t) && size <= sizeof(Known::text) &&
                    end_ - message >= static_cast<std::ptrdiff_t>(kHashedBytes);
  if (!fits || has_nul_ || message[-1] != ' ' || message[-2] != ':' || message[size - 1] != '\n') return;
  if (known_.empty()) known_.resize(kKnown);
  Known& known = known_[slot_of(message)];
  std::memcpy(known.text.data(), message, size);
  known.size = size;
  known.key = line.key;
}

bool Scanner::next(Line& line) {
  if (next_alike(line)) return true;
  while (at_ != end_) {
    const char* begin = at_;
    const auto size = static_cast<std::size_t>(end_ - begin);
    const char* newline = static_cast<const char*>(std::memchr(begin, '\n', size));
    const char* stop = newline != nullptr ? newline : end_;
    if (skipping_) {
      at_ = newline != nullptr ? newline + 1 : end_;
      skipping_ = newline == nullptr && !last_;
      continue;
    }
    if (const std::size_t blank = blank_lines(begin, size); blank != 0) {
      at_ = begin + blank;
      number_ += blank;
      quality_.lines += blank;
      continue;
    }
    const bool endless = static_cast<std::size_t>(stop - begin) > kMaxLineBytes;
    if (newline == nullptr && !last_ && !endless) return false;  // the line goes on in the next block
    if (endless && has_nul_ && number_ != 0 && is_endless_zeros(begin, kMaxLineBytes)) {
      at_ = begin + kMaxLineBytes - 1;
      continue;
    }
    const auto zeros = has_nul_ && !endless
                           ? zeros_of_power_loss(begin, stop, newline == nullptr && number_ != 0)
                           : std::nullopt;
    if (zeros && zeros->begin == begin) {
      at_ = zeros->end;
      continue;
    }
    if (endless) {
      stop = begin + kMaxLineBytes;
      skipping_ = newline == nullptr;
      ++quality_.endless;
    }
    at_ = newline != nullptr ? newline + 1 : end_;
    if (zeros) {
      stop = zeros->begin;
      at_ = zeros->end;
    }
    if (newline == nullptr && last_) skipping_ = false;
    ++number_;
    ++quality_.lines;
    line.cut = endless;
    read_line(begin, stop, line);
    if (newline != nullptr && line.writer == Writer::jamf) remember(line);
    return true;
  }
  return false;
}

void Scanner::read_line(const char* begin, const char* end, Line& line) {
  if (end != begin && end[-1] == '\r') --end;
  if (strip_quotes && end - begin >= 2 && begin[0] == '>' && begin[1] == ' ') begin += 2;
  line.number = number_;
  line.file = file_;
  line.text = {begin, static_cast<std::size_t>(end - begin)};

  if (has_nul_ && line.text.find('\0') != std::string_view::npos) ++quality_.damaged;

  line.says_when = false;
  const char* p = begin;
  std::int64_t seconds = -1;
  WeekDate date;
  bool new_date = false;
  const std::size_t known = date_text_.size();
  if (known != 0 && line.text.size() > known + 9 && same_bytes(begin, date_text_.data(), known)) {
    p = begin + known;
    seconds = seconds_of(p);
  } else if (line.text.size() > record::kMinRecordBytes && read_date(begin, end, p, date)) {
    seconds = seconds_of(p);
    new_date = true;
  }
  const char* const time = p;
  if (seconds >= 0 && p[8] == ' ') {
    p += 9;
    const std::size_t prefix = host_prefix_.size();
    bool record = false;
    if (prefix != 0 && static_cast<std::size_t>(end - p) > prefix &&
        same_bytes(p, host_prefix_.data(), prefix)) {
      const char* digits = p + prefix;
      if (read_pid(digits, end, line.pid)) {
        line.host = {p, prefix - kPidMark.size()};
        line.writer = Writer::jamf;
        p = digits;
        record = true;
      }
    }
    if (!record && read_writer_after_new_host(p, end, line)) {
      p = line.message.data();
      record = true;
    }
    if (record) {  // and no other line: a script may have printed a date
      if (new_date) take_date({begin, time}, date);
      if (p != end && *p == ' ') ++p;
      line.message = {p, static_cast<std::size_t>(end - p)};
      line.key = line.writer == Writer::jamf ? classify(line.message) : classify_re_enroller(line.message);
      if (dated_) last_clock_ = day_clock_ + seconds;
      line.clock = last_clock_;
      line.dated = dated_;
      ++quality_.records;
      if (!dated_) ++quality_.undated;
      return;
    }
  }
  line.dated = dated_;
  line.clock = last_clock_;
  if (seconds >= 0 && p > time && dated_) {
    const auto days = new_date ? days_between(date_, date) : std::optional<std::int64_t>(0);
    line.says_when = days.has_value();
    if (days) line.said_clock = day_clock_ + *days * kDay + seconds;
  }
  read_other(seconds >= 0 && p > time && is_record_of_another(p, end), line);
}

// A date that never was, or that no calendar puts beside its neighbour, dates nothing: the clock stands still.
void Scanner::take_date(std::string_view text, WeekDate date) {
  date_text_.assign(text);
  const auto step = any_date_ ? days_between(date_, date) : days_between(date, date);
  dated_ = step.has_value();
  if (!dated_) return;
  day_clock_ += any_date_ ? *step * kDay : 0;
  date_ = date;
  any_date_ = true;
}

// The host is what stands before the first " jamf[digits]:" or " [ReEnroller]:".
bool Scanner::read_writer_after_new_host(const char* begin, const char* end, Line& line) {
  constexpr std::string_view kReEnroller = " [ReEnroller]:";
  const std::string_view all{begin, static_cast<std::size_t>(end - begin)};
  for (std::size_t at = all.find('['); at != std::string_view::npos; at = all.find('[', at + 1)) {
    if (at >= 1 && all.substr(at - 1).starts_with(kReEnroller) && is_host(all.substr(0, at - 1))) {
      line.host = all.substr(0, at - 1);
      line.writer = Writer::re_enroller;
      line.pid = 0;
      line.message = all.substr(at - 1 + kReEnroller.size());
      return true;
    }
    const std::size_t mark = at + 1 - kPidMark.size();
    if (at + 1 < kPidMark.size() || all.substr(mark, kPidMark.size()) != kPidMark) continue;
    const char* p = begin + at + 1;
    if (!read_pid(p, end, line.pid)) continue;
    const std::string_view host = all.substr(0, mark);
    if (!is_host(host) || record::is_quoted_by_another(host, known_host())) return false;
    line.host = host;
    line.writer = Writer::jamf;
    line.message = {p, static_cast<std::size_t>(end - p)};
    host_prefix_.assign(all.substr(0, at + 1));
    return true;
  }
  return false;
}

// "HOST name[123]: ..." or "HOST [Name]: ...": syslog's form, by a writer that is not jamf.
bool Scanner::is_record_of_another(const char* begin, const char* end) {
  const std::string_view all{begin, static_cast<std::size_t>(end - begin)};
  const std::size_t at = all.find("]:");
  return at != std::string_view::npos && all.rfind('[', at) != std::string_view::npos;
}

}  // namespace enrolkit
