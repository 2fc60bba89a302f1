#include "cli/html/causes_svg.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>

#include "run/html.h"

namespace enrolkit {
namespace {

constexpr int kWidth = 860, kLeft = 110, kBar = 16, kRow = 22, kRight = 60;
// Told apart in both schemes and by people who do not see all colours (Okabe and Ito); more causes share the last.
constexpr std::array<std::string_view, 7> kColours{"#0072b2", "#d55e00", "#009e73", "#cc79a7",
                                                   "#e69f00", "#56b4e9", "#808080"};

std::string_view colour_of(std::size_t cause) { return kColours[std::min(cause, kColours.size() - 1)]; }

std::size_t sum_of(const std::vector<std::size_t>& counts) {
  return std::accumulate(counts.begin(), counts.end(), std::size_t{0});
}

std::string legend(const CausesByDay& data, int y) {
  std::string out;
  for (std::size_t i = 0; i < data.causes.size(); ++i) {
    const int x = 8 + static_cast<int>(i % 4) * 210, at = y + static_cast<int>(i / 4) * kRow;
    out += fmt::format("<rect x=\"{}\" y=\"{}\" width=\"12\" height=\"12\" fill=\"{}\"/>", x, at - 11,
                       colour_of(i)) +
           fmt::format("<text x=\"{}\" y=\"{}\">{}</text>", x + 18, at, html::escaped(data.causes[i]));
  }
  return out;
}

}  // namespace

std::string causes_svg(const CausesByDay& data) {
  std::map<std::string, std::vector<std::size_t>> shown;
  std::size_t skip = data.days.size() > kMaxBars ? data.days.size() - kMaxBars : 0;
  for (const auto& [day, counts] : data.days) {
    auto& into = shown[skip > 0 ? "earlier" : day];
    into.resize(data.causes.size());
    for (std::size_t i = 0; i < counts.size() && i < into.size(); ++i) into[i] += counts[i];
    if (skip > 0) --skip;
  }
  std::size_t most = 0;
  for (const auto& [day, counts] : shown) most = std::max(most, sum_of(counts));
  if (most == 0) return "";

  std::string bars;
  int y = 20;
  for (auto it = shown.rbegin(); it != shown.rend(); ++it) {
    bars += fmt::format("<text x=\"8\" y=\"{}\" class=\"soft\">{}</text>", y, html::escaped(it->first));
    double x = kLeft;
    for (std::size_t i = 0; i < it->second.size(); ++i) {
      if (it->second[i] == 0) continue;
      const double width =
          static_cast<double>(it->second[i]) * (kWidth - kLeft - kRight) / static_cast<double>(most);
      bars += fmt::format(
          "<rect x=\"{:.1f}\" y=\"{}\" width=\"{:.1f}\" height=\"{}\" fill=\"{}\"><title>{}: {}</title></rect>",
          x, y - 12, width, kBar, colour_of(i), html::escaped(data.causes[i]), it->second[i]);
      x += width;
    }
    bars += fmt::format("<text x=\"{:.1f}\" y=\"{}\">{}</text>", x + 6, y, sum_of(it->second));
    y += kRow;
  }
  y += 10;
  bars += legend(data, y);
  y += static_cast<int>((data.causes.size() + 3) / 4) * kRow;
  return fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\" "
      "role=\"img\" aria-label=\"Macs by day and cause\">{2}</svg>\n",
      kWidth, y, bars);
}

}  // namespace enrolkit
