#include "core/log/stamp.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "core/base/ascii.h"
#include "core/base/time.h"
#include "core/log/stamp_east.h"

namespace enrolkit {
namespace {

struct Name {
  std::string_view text;
  int number;
};

// English, German, French, Spanish, Italian, Dutch, Portuguese, Swedish, Danish, Norwegian, Polish and Russian, lower
// case (Russian also with a capital letter). No beginning stands for two days, or for two months.
constexpr std::array kWeekdayNames = std::to_array<Name>({
    {"sun", 0}, {"so", 0},  {"dim", 0}, {"dom", 0}, {"zo", 0},  {"sön", 0}, {"søn", 0}, {"mon", 1},
    {"mo", 1},  {"lun", 1}, {"ma", 1},  {"seg", 1}, {"mån", 1}, {"man", 1}, {"tue", 2}, {"di", 2},
    {"mar", 2}, {"ter", 2}, {"tis", 2}, {"tir", 2}, {"wed", 3}, {"mi", 3},  {"mer", 3}, {"mié", 3},
    {"wo", 3},  {"qua", 3}, {"ons", 3}, {"thu", 4}, {"do", 4},  {"jeu", 4}, {"jue", 4}, {"gio", 4},
    {"qui", 4}, {"tor", 4}, {"fri", 5}, {"fr", 5},  {"ven", 5}, {"vie", 5}, {"vr", 5},  {"sex", 5},
    {"fre", 5}, {"sat", 6}, {"sa", 6},  {"sam", 6}, {"sáb", 6}, {"sab", 6}, {"za", 6},  {"lör", 6},
    {"lør", 6}, {"nie", 0}, {"pon", 1}, {"wt", 2},  {"śr", 3},  {"czw", 4}, {"pt", 5},  {"pią", 5},
    {"sob", 6}, {"вс", 0},  {"вос", 0}, {"пн", 1},  {"пон", 1}, {"вт", 2},  {"ср", 3},  {"чт", 4},
    {"чет", 4}, {"пт", 5},  {"пят", 5}, {"сб", 6},  {"суб", 6}, {"Вс", 0},  {"Пн", 1},  {"Вт", 2},
    {"Ср", 3},  {"Чт", 4},  {"Пт", 5},  {"Сб", 6},
});
constexpr std::array kMonthNames = std::to_array<Name>({
    {"jan", 1},  {"ene", 1},  {"gen", 1},  {"feb", 2},  {"fév", 2},  {"fev", 2},  {"mar", 3},  {"mär", 3},
    {"mrz", 3},  {"mrt", 3},  {"maa", 3},  {"apr", 4},  {"avr", 4},  {"abr", 4},  {"may", 5},  {"mai", 5},
    {"mag", 5},  {"mei", 5},  {"maj", 5},  {"jun", 6},  {"juin", 6}, {"giu", 6},  {"jul", 7},  {"juil", 7},
    {"lug", 7},  {"aug", 8},  {"aoû", 8},  {"ago", 8},  {"sep", 9},  {"set", 9},  {"oct", 10}, {"okt", 10},
    {"ott", 10}, {"out", 10}, {"nov", 11}, {"dec", 12}, {"dez", 12}, {"déc", 12}, {"dic", 12}, {"des", 12},
    {"märz", 3}, {"sty", 1},  {"lut", 2},  {"kwi", 4},  {"cze", 6},  {"lip", 7},  {"sie", 8},  {"wrz", 9},
    {"paź", 10}, {"lis", 11}, {"gru", 12}, {"янв", 1},  {"фев", 2},  {"мар", 3},  {"апр", 4},  {"май", 5},
    {"мая", 5},  {"июн", 6},  {"июл", 7},  {"авг", 8},  {"сен", 9},  {"окт", 10}, {"ноя", 11}, {"дек", 12},
});

// The number of the longest name that the word begins with.
std::optional<int> number_of(std::string_view word, const auto& names) {
  const std::string lower = lower_case(word.substr(0, 12));
  if (lower.empty()) return std::nullopt;
  const Name* best = nullptr;
  for (const Name& name : names) {
    if (name.text.front() != lower.front())
      continue;  // spares nearly every comparison of a line's first word
    if (lower.starts_with(name.text) && (best == nullptr || name.text.size() > best->text.size()))
      best = &name;
  }
  return best != nullptr ? std::optional{best->number} : std::nullopt;
}

class Words {
 public:
  explicit Words(std::string_view text) : text_(text) {}
  // The next word, without a comma or full stop at its end; empty at the end.
  std::string_view next() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
    const std::size_t begin = at_;
    while (at_ < text_.size() && text_[at_] != ' ' && at_ - begin < 24) ++at_;
    std::string_view word = text_.substr(begin, at_ - begin);
    while (!word.empty() && (word.back() == '.' || word.back() == ',')) word.remove_suffix(1);
    return word;
  }
  [[nodiscard]] std::size_t at() const { return at_; }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

std::optional<int> whole_number(std::string_view word, std::size_t most_digits) {
  int value = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (word.empty() || word.size() > most_digits || error != std::errc{} || end != word.data() + word.size() ||
      value < 0) {
    return std::nullopt;
  }
  return value;
}

bool is_clock(std::string_view word) {
  if (word.size() != 8 || word[2] != ':' || word[5] != ':') return false;
  for (const std::size_t i : {0U, 1U, 3U, 4U, 6U, 7U}) {
    if (!is_digit(word[i])) return false;
  }
  return word.substr(0, 2) < "24" && word[3] < '6' && word.substr(6) < "61";
}

std::string english(int weekday, int month, int day, std::string_view clock) {
  return fmt::format("{} {} {:02} {}", weekday_name(weekday), month_name(month), day, clock);
}

// The clock of a day of 24 hours, by one of 12; `half`: 1 before noon, 2 after.
std::string clock_of_day(std::string_view clock, int half) {
  const auto hour = whole_number(clock.substr(0, 2), 2);
  if (half == 0 || !hour || *hour < 1 || *hour > 12) return std::string(clock);
  return fmt::format("{:02}{}", *hour % 12 + (half == 2 ? 12 : 0), clock.substr(2));
}

// Bytes of " AM", " p.m." and the like behind a clock, and which half of the day that is.
std::pair<std::size_t, int> half_behind(std::string_view text) {
  constexpr std::array kHalves = std::to_array<std::pair<std::string_view, int>>(
      {{" AM ", 1},
       {" PM ", 2},
       {" am ", 1},
       {" pm ", 2},
       {" a.m. ", 1},
       {" p.m. ", 2},
       {"\xE2\x80\xAF"
        "AM ",
        1},
       {"\xE2\x80\xAF"
        "PM ",
        2}});  // a narrow no-break space, as macOS 13 and newer have it
  for (const auto& [word, half] : kHalves) {
    if (text.starts_with(word)) return {word.size() - 1, half};
  }
  return {0, 0};
}

// "Wed Feb 01 09:12:03", as jamf writes it, which nearly every line has: no list of names is searched, nothing is put
// together. named() gives the same of it.
std::optional<Stamp> plain(std::string_view text) {
  constexpr std::size_t kSize = 19;
  if (text.size() < kSize || text[3] != ' ' || text[7] != ' ' || text[10] != ' ') return std::nullopt;
  int weekday = 0;
  while (weekday < 7 && weekday_name(weekday) != text.substr(0, 3)) ++weekday;
  if (weekday == 7 || !month_of(text.substr(4, 3)) || !is_clock(text.substr(11, 8))) return std::nullopt;
  const auto day = whole_number(text.substr(8, 2), 2);
  if (!day || *day < 1 || *day > 31 || half_behind(text.substr(kSize)).second != 0) return std::nullopt;
  return Stamp{kSize, std::string(text.substr(0, kSize)), false};
}

// "Mi 1. Feb 2023 09:12:03", "Wed Feb 01 09:12:03", "mer. févr. 1 09:12:03", "seg., 2 de mar. de 2026 09:12:03".
std::optional<Stamp> named(std::string_view text) {
  Words words(text);
  const auto weekday = number_of(words.next(), kWeekdayNames);
  if (!weekday) return std::nullopt;
  const auto next = [&] {
    const std::string_view word = words.next();
    return word == "de" ? words.next() : word;
  };
  const std::string_view second = next(), third = next();
  auto day = whole_number(second, 2);
  const auto month = number_of(day ? third : second, kMonthNames);
  if (!day) day = whole_number(third, 2);
  if (!month || !day || *day < 1 || *day > 31) return std::nullopt;
  std::string_view clock = next();
  if (clock.size() == 4 && whole_number(clock, 4)) clock = words.next();
  if (clock == "г") clock = words.next();  // "2 марта 2026 г."
  if (const auto narrow = clock.find('\xE2'); narrow != std::string_view::npos)
    clock = clock.substr(0, narrow);
  if (!is_clock(clock)) return std::nullopt;
  const auto end = static_cast<std::size_t>(clock.data() + clock.size() - text.data());
  const auto [behind, half] = half_behind(text.substr(end));
  return Stamp{end + behind, english(*weekday, *month, *day, clock_of_day(clock, half)), false};
}

// What may stand behind the clock of a date with a year: a fraction of three digits at most, and a zone. The unified
// log has six, and is no log of jamf.
std::size_t fraction_and_zone(std::string_view text) {
  std::size_t end = 0;
  const auto digits = [&](std::size_t most) {
    std::size_t count = 0;
    while (count < most && end < text.size() && is_digit(text[end])) ++end, ++count;
    return count;
  };
  if (text.starts_with('.') || text.starts_with(',')) {
    end = 1;
    if (digits(4) > 3) return 0;
  }
  if (end < text.size() && text[end] == 'Z') return end + 1;
  const std::size_t zone = end + (text.substr(end).starts_with(' ') ? 1 : 0);
  if (zone < text.size() && (text[zone] == '+' || text[zone] == '-')) {
    const std::size_t before = end;
    end = zone + 1;
    const std::size_t hours = digits(4);
    if (hours == 2 && end < text.size() && text[end] == ':') {
      ++end;
      (void)digits(2);
    }
    return hours == 2 || hours == 4 ? end : before;
  }
  return end;
}

// "2023-02-01 09:12:03", "2023-02-01T09:12:03Z", "2023/02/01 09:12:03.123 +0100", "01.02.2023 09:12:03": the weekday
// follows from the year. "01/02/2023" may be two days, and is none.
std::optional<Stamp> numeric(std::string_view text) {
  if (text.size() < 19) return std::nullopt;
  const bool parted = (text[4] == '-' || text[4] == '/') && text[7] == text[4];
  const bool iso = parted && (text[10] == ' ' || text[10] == 'T' || text[10] == ',');
  const bool dotted = text[2] == '.' && text[5] == '.' && (text[10] == ' ' || text[10] == ',');
  if (!iso && !dotted) return std::nullopt;
  const auto year = whole_number(text.substr(iso ? 0 : 6, 4), 4);
  const auto month = whole_number(text.substr(iso ? 5 : 3, 2), 2);
  const auto day = whole_number(text.substr(iso ? 8 : 0, 2), 2);
  std::size_t at = 11;
  while (at < text.size() && text[at] == ' ') ++at;
  const std::string_view clock = text.substr(at, 8);
  if (!year || !month || !day || !is_clock(clock)) return std::nullopt;
  const auto days = days_from_civil(*year, *month, *day);
  if (!days || *days < 0) return std::nullopt;
  at += clock.size();
  const auto [behind, half] = half_behind(text.substr(at));
  at += behind != 0 ? behind : fraction_and_zone(text.substr(at));
  return Stamp{at, english(static_cast<int>((*days + 4) % 7), *month, *day, clock_of_day(clock, half)),
               false};
}

std::optional<Stamp> eastern(std::string_view text) {
  const auto east = east_date(text);
  if (!east) return std::nullopt;
  std::string_view rest = text.substr(east->size);
  std::string padded;  // "9:12:03"
  if (rest.size() > 1 && rest[1] == ':') padded = "0" + std::string(rest.substr(0, 7));
  const std::string_view clock = padded.empty() ? rest.substr(0, 8) : std::string_view(padded);
  if (!is_clock(clock)) return std::nullopt;
  const auto [weekday, month, day] = east->date;
  return Stamp{east->size + (padded.empty() ? 8U : 7U),
               english(weekday, month, day, clock_of_day(clock, east->half)), false};
}

}  // namespace

std::optional<Stamp> stamp_of(std::string_view text) {
  if (text.size() < 12) return std::nullopt;
  auto stamp = is_digit(text.front()) ? numeric(text) : plain(text);
  if (!stamp && !is_digit(text.front())) stamp = named(text);
  if (!stamp) stamp = eastern(text);
  if (!stamp || stamp->size >= text.size() || text[stamp->size] != ' ') return std::nullopt;
  // ReEnroller does not pad the day, others pad it with a space: the scanner reads all three.
  stamp->as_written = text.substr(0, 3) == std::string_view(stamp->english).substr(0, 3) && text[3] == ' ' &&
                      text.substr(4, 3) == std::string_view(stamp->english).substr(4, 3) && text[7] == ' ' &&
                      stamp->size <= stamp->english.size();
  return stamp;
}

std::optional<std::size_t> host_size(std::string_view after_stamp) {
  constexpr std::string_view kJamf = " jamf[", kReEnroller = " [ReEnroller]:";
  for (std::size_t at = after_stamp.find('['); at != std::string_view::npos;
       at = after_stamp.find('[', at + 1)) {
    if (after_stamp.substr(0, at).find("]: ") != std::string_view::npos) break;  // another writer's line
    if (at >= 1 && after_stamp.substr(at - 1).starts_with(kReEnroller)) return at - 1;
    const std::size_t begin = at + 1 - kJamf.size();
    if (at + 1 >= kJamf.size() && after_stamp.substr(begin).starts_with(kJamf)) {
      std::size_t end = at + 1;
      while (end < after_stamp.size() && is_digit(after_stamp[end])) ++end;
      if (end != at + 1 && after_stamp.substr(end).starts_with("]:")) return begin;
    }
  }
  return std::nullopt;
}

}  // namespace enrolkit
