// Bytes of jamf.log in, lines out: where, when, who and which message. Grammar and hazards: README,
// "jamf.log".
//
// A record begins with a stamp ("Thu Apr 30 09:10:36"), a host that may hold spaces, apostrophes and any
// bytes, and a writer ("jamf[899]:" or "[ReEnroller]:"). A line that does not begin so belongs to the record
// before it. The scanner never fails and never allocates by what the input says: cut, binary and endless
// lines come out as lines that are marked so.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.h"
#include "core/log/form.h"
#include "core/log/messages.h"

namespace enrolkit {

// `other`: a record by somebody else's program. What it quotes is its own word, never jamf's.
enum class Writer : std::uint8_t { continuation, jamf, re_enroller, other };

struct Line {
  std::uint64_t number = 0;  // 1 for the first line of its file (of the part given, when that begins later)
  std::int64_t clock = 0;    // seconds on the scanner's own clock; only differences mean something
  std::string_view host;     // empty in a continuation
  std::string_view message;  // after "jamf[N]: "; the whole line in a continuation
  std::string_view text;     // the whole line, without its end
  std::uint32_t pid = 0;     // 0 in a continuation and for ReEnroller
  std::uint32_t file = 0;    // as given to next_file()
  Writer writer = Writer::continuation;
  Message key = Message::other;
  bool dated = false;      // the stamp is a real date and fits its neighbours; else `clock` is the last known
  bool cut = false;        // longer than kMaxLineBytes: the rest was passed over
  bool says_when = false;  // no record of jamf, and begins with such a stamp,
  std::int64_t said_clock = 0;  // of this time, on the same clock
};

// What the scanner met on its way, for a report on the log itself.
struct LogQuality {
  std::uint64_t lines = 0;
  std::uint64_t records = 0;      // lines with a stamp and a writer
  std::uint64_t undated = 0;      // records whose weekday contradicts their date or neighbours
  std::uint64_t endless = 0;      // lines over kMaxLineBytes
  std::uint64_t damaged = 0;      // lines that hold a NUL byte
  LogForm form = LogForm::whole;  // of what was given, where that was looked at
  bool operator==(const LogQuality&) const = default;
};

class Scanner {
 public:
  static constexpr std::size_t kMaxLineBytes = 64 * 1024;

  // Lines pasted from mail or Markdown begin with "> "; strip it. For text a person gives, never for a file.
  bool strip_quotes = false;

  // The next file of the same Mac, older before newer. The clock goes on.
  void next_file(std::uint32_t file, bool begins_inside_a_line);

  // Hands over the next bytes. They must stay valid until next() has answered false. `last`: the file ends
  // here.
  void give(std::string_view block, bool last);
  // True and the next line (of many empty ones in a row, not each), or false: all whole lines are out; the caller gives rest() again, before the
  // bytes that follow it.
  [[nodiscard]] bool next(Line& line);
  [[nodiscard]] std::string_view rest() const { return {at_, static_cast<std::size_t>(end_ - at_)}; }

  [[nodiscard]] const LogQuality& quality() const { return quality_; }
  // The last dated record: its date, and its clock. With the file's modification time it dates all the
  // others.
  [[nodiscard]] std::optional<WeekDate> last_date() const;
  [[nodiscard]] std::int64_t last_day_clock() const { return day_clock_; }
  // The host of the last record by jamf.
  [[nodiscard]] std::string host() const { return std::string(known_host()); }

 private:
  // A line that is as one before, but for its time and process id: most are. False, and nothing is done: it is not.
  bool next_alike(Line& line);
  void remember(const Line& line);
  void read_line(const char* begin, const char* end, Line& line);
  void take_date(std::string_view text, WeekDate date);
  bool read_writer_after_new_host(const char* begin, const char* end, Line& line);
  [[nodiscard]] std::string_view known_host() const;
  static bool is_record_of_another(const char* begin, const char* end);

  const char* at_ = nullptr;
  const char* end_ = nullptr;
  bool last_ = false;
  bool has_nul_ = false;   // the block holds a NUL byte: asked once a block, not once a line
  bool skipping_ = false;  // inside the tail of an endless line, or of the line a later beginning fell into
  std::uint32_t file_ = 0;
  std::uint64_t number_ = 0;

  // The last date and host met: in a log nearly every line repeats them, so they are compared before being
  // parsed.
  std::string date_text_;
  WeekDate date_{};
  bool dated_ = false;
  bool any_date_ = false;
  std::int64_t day_clock_ = 0;   // clock at midnight of date_
  std::int64_t last_clock_ = 0;  // clock of the last record: its continuations have it too
  std::string host_prefix_;      // "HOST jamf["

  // Whole messages met, with the end of their line, by a hash of how they begin.
  struct Known {
    std::array<char, 119> text;
    Message key;
    std::uint64_t size = 0;  // 0: none yet
  };
  static constexpr std::size_t kKnown = 64;
  std::vector<Known> known_;

  LogQuality quality_;
};

}  // namespace enrolkit
