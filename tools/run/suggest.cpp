#include "run/suggest.h"

#include <algorithm>

namespace enrolkit {
namespace {

constexpr std::size_t kMaxTypedBytes = 64;  // longer than any name of ours: nothing is near

// Damerau's distance (optimal string alignment), in three rows.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t other = a[i - 1] == b[j - 1] ? 0 : 1;
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + other});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before.swap(last);
    last.swap(row);
  }
  return last[b.size()];
}

}  // namespace

std::optional<std::string> suggestion(std::string_view typed, const std::vector<std::string>& names) {
  if (typed.empty() || typed.size() > kMaxTypedBytes) return std::nullopt;
  std::optional<std::string> best;
  std::size_t nearest = 0;
  for (const std::string& name : names) {
    const std::size_t away = distance(typed, name);
    const std::size_t letters = name.starts_with("--") ? name.size() - 2 : name.size();
    if (away > std::max<std::size_t>(1, letters / 3) || away >= letters) continue;
    if (!best || away < nearest) {
      best = name;
      nearest = away;
    }
  }
  return best;
}

}  // namespace enrolkit
