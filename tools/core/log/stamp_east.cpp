#include "core/log/stamp_east.h"

#include <array>
#include <span>

#include "core/base/ascii.h"

namespace enrolkit {
namespace {

struct Word {
  std::string_view text;
  int number;
};
// The longer of two that begin alike stands first.
constexpr std::array kWeekdays = std::to_array<Word>(
    {{"星期日", 0}, {"星期天", 0}, {"星期一", 1}, {"星期二", 2}, {"星期三", 3}, {"星期四", 4}, {"星期五", 5},
     {"星期六", 6}, {"周日", 0},   {"周一", 1},   {"周二", 2},   {"周三", 3},   {"周四", 4},   {"周五", 5},
     {"周六", 6},   {"週日", 0},   {"週一", 1},   {"週二", 2},   {"週三", 3},   {"週四", 4},   {"週五", 5},
     {"週六", 6},   {"日曜日", 0}, {"月曜日", 1}, {"火曜日", 2}, {"水曜日", 3}, {"木曜日", 4}, {"金曜日", 5},
     {"土曜日", 6}, {"일요일", 0}, {"월요일", 1}, {"화요일", 2}, {"수요일", 3}, {"목요일", 4}, {"금요일", 5},
     {"토요일", 6}, {"日", 0},     {"月", 1},     {"火", 2},     {"水", 3},     {"木", 4},     {"金", 5},
     {"土", 6},     {"一", 1},     {"二", 2},     {"三", 3},     {"四", 4},     {"五", 5},     {"六", 6},
     {"일", 0},     {"월", 1},     {"화", 2},     {"수", 3},     {"목", 4},     {"금", 5},     {"토", 6}});
constexpr std::array kYearMark = std::to_array<Word>({{"年", 0}, {"년", 0}});
constexpr std::array kMonthMark = std::to_array<Word>({{"月", 0}, {"월", 0}});
constexpr std::array kDayMark = std::to_array<Word>({{"日", 0}, {"일", 0}, {"号", 0}});
constexpr std::array kHalf =
    std::to_array<Word>({{"上午", 1}, {"下午", 2}, {"午前", 1}, {"午後", 2}, {"오전", 1}, {"오후", 2}});

class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}
  void blanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == ',')) ++at_;
  }
  std::optional<int> word(std::span<const Word> words) {
    for (const Word& one : words) {
      if (!text_.substr(at_).starts_with(one.text)) continue;
      at_ += one.text.size();
      return one.number;
    }
    return std::nullopt;
  }
  bool mark(std::string_view mark) {
    if (!text_.substr(at_).starts_with(mark)) return false;
    at_ += mark.size();
    return true;
  }
  std::optional<int> number() {
    int value = 0;
    const std::size_t begin = at_;
    while (at_ < text_.size() && at_ - begin < 4 && is_digit(text_[at_])) {
      value = value * 10 + (text_[at_++] - '0');
    }
    return at_ == begin ? std::nullopt : std::optional{value};
  }
  // "周一", "(月)", "(月) ".
  std::optional<int> weekday() {
    const std::size_t begin = at_;
    const bool bracket = mark("(") || mark("（");
    const auto day = word(kWeekdays);
    if (bracket && (!day || !(mark(")") || mark("）")))) {
      at_ = begin;
      return std::nullopt;
    }
    blanks();
    return day;
  }
  [[nodiscard]] std::size_t at() const { return at_; }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::optional<EastDate> east_date(std::string_view text) {
  if (text.empty() ||
      (static_cast<unsigned char>(text.front()) < 0x80 && (text.front() < '0' || text.front() > '9')))
    return std::nullopt;
  Cursor cursor(text);
  auto weekday = cursor.weekday();
  auto month = cursor.number();
  if (!month) return std::nullopt;
  std::optional<int> year;
  if (cursor.word(kYearMark)) {
    year = month;
    cursor.blanks();
    month = cursor.number();
  }
  const bool slash = weekday && cursor.mark("/");
  if (!month || (!slash && !cursor.word(kMonthMark))) return std::nullopt;
  cursor.blanks();
  const auto day = cursor.number();
  if (!day) return std::nullopt;
  (void)cursor.word(kDayMark);
  cursor.blanks();
  if (!weekday) weekday = cursor.weekday();
  if (*month < 1 || *month > 12 || *day < 1 || *day > 31) return std::nullopt;
  if (year) {
    const auto days = days_from_civil(*year, *month, *day);
    if (!days || *days < 0) return std::nullopt;
    weekday = static_cast<int>((*days + 4) % 7);
  }
  if (!weekday) return std::nullopt;
  EastDate out;
  out.half = cursor.word(kHalf).value_or(0);
  cursor.blanks();
  out.size = cursor.at();
  out.date = {static_cast<std::uint8_t>(*weekday), static_cast<std::uint8_t>(*month),
              static_cast<std::uint8_t>(*day)};
  return out;
}

}  // namespace enrolkit
