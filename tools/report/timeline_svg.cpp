#include "report/timeline_svg.h"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include "core/base/text.h"
#include "core/base/time.h"
#include "report/json_fields.h"
#include "run/html.h"

namespace enrolkit {
namespace {

using nlohmann::ordered_json;

constexpr int kWidth = 860, kRow = 22, kRail = 130, kTextAt = 152, kMaxText = 76;

enum class Look { plain, soft, good, bad, warn };
std::string_view css(Look look) {
  switch (look) {
    case Look::plain: return "";
    case Look::soft: return "soft";
    case Look::good: return "good";
    case Look::bad: return "bad";
    case Look::warn: return "warn";
  }
  return "";
}

std::optional<LocalTime> time_of(const ordered_json& object, const char* key) {
  return parse_local_time(text_in(object, key));
}

// The part of a log line behind "jamf[N]: ".
std::string message_in(const std::string& line) {
  const auto writer = line.find("]: ");
  return writer == std::string::npos ? line : line.substr(writer + 3);
}

class Picture {
 public:
  void day(const std::optional<LocalTime>& at) {
    if (!at) return;
    const std::string day = to_text(*at).substr(0, 10);
    if (day == day_) return;
    day_ = day;
    y_ += 6;
    put(16, "soft strong", day);
    y_ += kRow;
  }

  // A silence between two rows is drawn longer the longer it was, by its logarithm.
  void silence(const std::optional<LocalTime>& at) {
    if (at && last_ && at->seconds - last_->seconds > 10) {
      const auto seconds = at->seconds - last_->seconds;
      const int height = std::min(40, static_cast<int>(4 * std::log2(static_cast<double>(seconds))));
      out_ += fmt::format("<line class=\"gap\" x1=\"{0}\" y1=\"{1}\" x2=\"{0}\" y2=\"{2}\"/>", kRail, y_ - 12,
                          y_ - 12 + height);
      y_ += height;
    }
    if (at) last_ = at;
  }

  // What stands between two bands: the silence and the day.
  void before(const std::optional<LocalTime>& at) {
    silence(at);
    day(at);
  }

  void row(const std::optional<LocalTime>& at, Look look, std::string_view label, std::string_view text) {
    if (rows_ >= kMaxRows) {
      ++left_out_;
      return;
    }
    ++rows_;
    before(at);
    if (at) put(40, "soft", to_text(*at).substr(11));
    out_ += fmt::format("<circle class=\"{}\" cx=\"{}\" cy=\"{}\" r=\"5\"/>",
                        look == Look::plain ? "soft" : css(look), kRail, y_ - 4);
    put(kTextAt, std::string(css(look)) + " strong", label);
    put(kTextAt + 116, css(look), fit(text, kMaxText));
    y_ += kRow;
  }

  void begin_band(std::string_view title) {
    y_ += 8;
    band_at_ = y_ - 14;
    put(24, "strong", title);
    y_ += kRow;
  }
  void end_band() {
    bands_ += fmt::format("<rect class=\"band\" x=\"8\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"6\"/>",
                          band_at_, kWidth - 16, y_ - band_at_ - 4);
    y_ += 12;
  }

  [[nodiscard]] std::string svg(std::string_view description) && {
    if (left_out_ != 0) {
      put(kTextAt, "soft", fmt::format("{} more events are not drawn", left_out_));
      y_ += kRow;
    }
    return fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\" "
        "role=\"img\" aria-label=\"{2}\">{3}{4}</svg>",
        kWidth, y_, html::escaped(description), bands_, out_);
  }
  [[nodiscard]] bool empty() const { return rows_ == 0; }

 private:
  void put(int x, std::string_view name, std::string_view text) {
    out_ += fmt::format("<text x=\"{}\" y=\"{}\" class=\"{}\">{}</text>", x, y_, name, html::escaped(text));
  }

  std::string out_, bands_, day_;
  std::optional<LocalTime> last_;
  int y_ = 20, band_at_ = 0, rows_ = 0, left_out_ = 0;
};

Look look_of(const std::string& kind) {
  if (kind == "error") return Look::bad;
  if (kind == "symptom") return Look::warn;
  if (kind == "proof") return Look::good;
  return kind == "step" ? Look::plain : Look::soft;
}

void draw_line(Picture& picture, const ordered_json& line) {
  const std::string kind = text_in(line, "kind");
  const std::string step = text_in(line, "step");
  const Look look = look_of(kind);
  const bool named = kind == "step" && !step.empty();
  picture.row(time_of(line, "when"), look, named ? step : kind, message_in(text_in(line, "text")));
}

struct Ending {
  std::string_view outcome, label;
  Look look;
};
constexpr Ending kEndings[] = {
    {"enrolled", "enrolled", Look::good},      {"failed", "failed", Look::bad},
    {"interrupted", "interrupted", Look::bad}, {"rolled-back", "rolled back", Look::bad},
    {"unproven", "no end seen", Look::warn},   {"running", "still running", Look::warn}};

void draw_attempt(Picture& picture, const ordered_json& attempt, std::uint64_t number) {
  const bool migration = text_in(attempt, "by") == "ReEnroller";
  picture.before(time_of(attempt, "began"));
  picture.begin_band(fmt::format("{} {}", migration ? "Migration" : "Enrolment", number));
  for (const ordered_json& step : list_in(attempt, "steps")) draw_line(picture, step);
  const std::string outcome = text_in(attempt, "outcome");
  for (const Ending& ending : kEndings) {
    if (outcome != ending.outcome) continue;
    const auto code = attempt.find("return_code");
    const bool has_code = code != attempt.end() && code->is_number_integer();
    picture.row(ending.outcome == "interrupted" ? std::nullopt : time_of(attempt, "ended"), ending.look,
                ending.label,
                has_code                          ? fmt::format("return code {}", code->get<std::int64_t>())
                : ending.outcome == "interrupted" ? "nothing more by this process"
                                                  : "");
  }
  picture.end_band();
  if (const auto reboot = attempt.find("reboot_after"); reboot != attempt.end() && reboot->is_object()) {
    const auto found = reboot->find("silence_s");
    const auto silence =
        found != reboot->end() && found->is_number_integer() ? found->get<std::int64_t>() : 0;
    picture.row(std::nullopt, Look::warn, "restart",
                silence > 0 ? "the Mac restarted: " + duration_text(silence) + " without a line"
                            : "the Mac restarted");
  }
  for (const ordered_json& line : list_in(attempt, "followed_by")) draw_line(picture, line);
}

}  // namespace

std::string timeline_svg(const ordered_json& mac) {
  Picture picture;
  const auto left_out = mac.find("attempts_left_out");
  const bool some = left_out != mac.end() && left_out->is_number_unsigned();
  const std::uint64_t earlier = some ? left_out->get<std::uint64_t>() : 0;
  std::uint64_t number = earlier;
  const ordered_json& attempts = list_in(mac, "attempts");
  const auto contact = mac.find("contact");
  const auto when = contact != mac.end() && contact->is_object() ? time_of(*contact, "when") : std::nullopt;
  const auto proof = [&] {
    picture.row(when, Look::good, "check-in",
                "the last time the server answered: " + message_in(text_in(*contact, "text")));
  };
  const auto first = attempts.empty() ? std::nullopt : time_of(attempts.front(), "began");
  const bool before = when && first && *when < *first;
  if (before) proof();
  if (earlier != 0)
    picture.row(std::nullopt, Look::soft, "earlier",
                fmt::format("{} enrolments of the log are not drawn", earlier));
  for (const ordered_json& attempt : attempts) {
    if (attempt.is_object()) draw_attempt(picture, attempt, ++number);
  }
  if (when && !before) proof();
  if (picture.empty()) return "";
  return std::move(picture).svg(
      fmt::format("Timeline of {} enrolment attempts, times on the Mac's own clock", number));
}

}  // namespace enrolkit
