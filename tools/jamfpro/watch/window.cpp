#include "jamfpro/watch/window.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>

#include "core/base/text.h"

namespace enrolkit::jamf {
namespace {

constexpr int kMinutesOfDay = 24 * 60;

std::optional<int> weekday_of(std::string_view text) {
  for (int day = 0; day < 7; ++day) {
    if (weekday_name(day) == text) return day;
  }
  return std::nullopt;
}

// "Mon", "Mon-Fri", "Sat-Mon"; several with commas between.
std::optional<std::uint8_t> days_of(std::string_view text) {
  unsigned out = 0;
  while (!text.empty()) {
    const auto comma = std::min(text.find(','), text.size());
    const std::string_view part = text.substr(0, comma);
    text.remove_prefix(std::min(comma + 1, text.size()));
    const auto dash = part.find('-');
    const auto first = weekday_of(part.substr(0, dash));
    const auto last = dash == std::string_view::npos ? first : weekday_of(part.substr(dash + 1));
    if (!first || !last) return std::nullopt;
    for (int day = *first;; day = (day + 1) % 7) {
      out |= 1U << static_cast<unsigned>(day);
      if (day == *last) break;
    }
  }
  return out == 0 ? std::nullopt : std::optional(static_cast<std::uint8_t>(out));
}

std::optional<int> minute_of(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  const auto number = [&](std::size_t at) -> std::optional<int> {
    int value = 0;
    const char* const begin = text.data() + at;
    const auto [end, error] = std::from_chars(begin, begin + 2, value);
    return error == std::errc{} && end == begin + 2 && value >= 0 ? std::optional(value) : std::nullopt;
  };
  const auto hour = number(0), minute = number(3);
  if (!hour || !minute || *minute > 59) return std::nullopt;
  const int out = *hour * 60 + *minute;
  return out > kMinutesOfDay ? std::nullopt : std::optional(out);
}

}  // namespace

enrolkit::Result<Window> parse_window(std::string_view text) {
  const auto wrong = [&] {
    return Error{printable(text) + ": no such hours; write them as \"Mon-Fri 08:00-18:00\""};
  };
  Window out;
  std::string_view hours = text;
  if (const auto blank = text.find(' '); blank != std::string_view::npos) {
    const auto days = days_of(text.substr(0, blank));
    if (!days) return wrong();
    out.days = *days;
    hours = text.substr(blank + 1);
  }
  const auto dash = hours.find('-');
  if (dash == std::string_view::npos) return wrong();
  const auto from = minute_of(hours.substr(0, dash)), until = minute_of(hours.substr(dash + 1));
  if (!from || !until || *from == *until || *from == kMinutesOfDay) return wrong();
  out.from = *from;
  out.until = *until;
  return out;
}

bool is_open(const std::vector<Window>& windows, LocalTime now) {
  if (windows.empty()) return true;
  const std::int64_t day = now.seconds / kDay - (now.seconds % kDay < 0 ? 1 : 0);
  const int minute = static_cast<int>((now.seconds - day * kDay) / 60);
  const int today = static_cast<int>(((day + 4) % 7 + 7) % 7);  // 1970-01-01 was a Thursday
  const auto opens = [](const Window& window, int on) {
    return (window.days >> static_cast<unsigned>(on) & 1U) != 0;
  };
  return std::any_of(windows.begin(), windows.end(), [&](const Window& window) {
    if (window.from < window.until)
      return opens(window, today) && minute >= window.from && minute < window.until;
    return (opens(window, today) && minute >= window.from) ||
           (opens(window, (today + 6) % 7) && minute < window.until);
  });
}

}  // namespace enrolkit::jamf
