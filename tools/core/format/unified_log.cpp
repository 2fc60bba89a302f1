#include "core/format/unified_log.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "core/base/take_until.h"
#include "core/base/time.h"

namespace enrolkit {
namespace {

constexpr std::string_view kBlanks = " \t";

std::string_view next_word(std::string_view& rest) {
  rest.remove_prefix(std::min(rest.find_first_not_of(kBlanks), rest.size()));
  const std::string_view word = rest.substr(0, rest.find_first_of(kBlanks));
  rest.remove_prefix(word.size());
  return word;
}

// "13:46:26.123456-0700": the time of day by the Mac's own clock; the fraction and the zone are left out.
std::optional<LocalTime> date_of(std::string_view day, std::string_view time) {
  constexpr std::size_t kSeconds = 8;
  if (time.size() <= kSeconds || time[kSeconds] != '.') return std::nullopt;
  return parse_local_time(fmt::format("{} {}", day, time.substr(0, kSeconds)));
}

std::optional<std::uint32_t> number_of(std::string_view word) {
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
  if (error != std::errc() || end != word.data() + word.size()) return std::nullopt;
  return number;
}

// Behind "jamf: ", without "(library) " and "[subsystem:category] ". Nothing: another process.
std::optional<std::string_view> words_of_jamf(std::string_view rest) {
  constexpr std::string_view kProcess = "jamf:";
  if (next_word(rest) != kProcess) return std::nullopt;
  for (const auto& [open, close] : {std::pair{'(', ')'}, std::pair{'[', ']'}}) {
    rest.remove_prefix(std::min(rest.find_first_not_of(kBlanks), rest.size()));
    if (!rest.starts_with(open)) continue;
    const auto end = rest.find(close);
    if (end == std::string_view::npos) return std::nullopt;
    rest.remove_prefix(end + 1);
  }
  rest.remove_prefix(std::min(rest.find_first_not_of(kBlanks), rest.size()));
  return rest;
}

std::string stamp(LocalTime at) {
  constexpr std::int64_t kThursday = 4, kWeek = 7;  // 1970-01-01 was one
  const Civil c = to_civil(at);
  const std::int64_t days = (at.seconds - (c.hour * 3600 + c.minute * 60 + c.second)) / kDay;
  const auto weekday = static_cast<int>(((days + kThursday) % kWeek + kWeek) % kWeek);
  return fmt::format("{} {} {:02} {:02}:{:02}:{:02}", weekday_name(weekday), month_name(c.month), c.day,
                     c.hour, c.minute, c.second);
}

}  // namespace

JamfLines jamf_lines_of(std::string_view text) {
  JamfLines lines;
  bool inside = false;  // of what jamf wrote: an error block has lines without a date
  while (!text.empty()) {
    std::string_view line = take_until(text, '\n');
    if (line.ends_with('\r')) line.remove_suffix(1);
    std::string_view rest = line;
    const std::string_view day = next_word(rest), time = next_word(rest);
    const auto at = date_of(day, time);
    if (!at) {
      if (inside) lines.text += fmt::format("{}\n", line);
      continue;
    }
    for (int column = 0; column < 3; ++column) (void)next_word(rest);  // thread, type, activity
    const auto pid = number_of(next_word(rest));
    (void)next_word(rest);  // TTL
    const auto words = pid ? words_of_jamf(rest) : std::nullopt;
    inside = words.has_value();
    if (!words) continue;
    lines.text += fmt::format("{} unified-log jamf[{}]: {}\n", stamp(*at), *pid, *words);
    lines.last = at;
  }
  return lines;
}

}  // namespace enrolkit
