#include "jamfpro/simulator/rsql.h"

#include <algorithm>
#include <vector>

namespace enrolkit::test {
namespace {

// Splits at `by` outside of quotes and parentheses.
std::vector<std::string_view> split(std::string_view text, char by) {
  std::vector<std::string_view> out;
  bool quoted = false;
  int depth = 0;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i == text.size() || (text[i] == by && !quoted && depth == 0)) {
      out.push_back(text.substr(begin, i - begin));
      begin = i + 1;
      continue;
    }
    if (quoted && text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      quoted = !quoted;
    } else if (!quoted && text[i] == '(') {
      ++depth;
    } else if (!quoted && text[i] == ')') {
      --depth;
    }
  }
  return out;
}

std::string value_of(std::string_view text) {
  if (text.size() < 2 || text.front() != '"' || text.back() != '"') return std::string(text);
  std::string out;
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    if (text[i] == '\\' && i + 2 < text.size()) ++i;
    out += text[i];
  }
  return out;
}

bool matches(std::string_view term, const std::function<std::string(const std::string&)>& field) {
  for (const std::string_view op : {"=in=", "=ge=", "=le=", ">=", "<=", "==", "!="}) {
    const auto at = term.find(op);
    if (at == std::string_view::npos) continue;
    const std::string have = field(std::string(term.substr(0, at)));
    std::string_view right = term.substr(at + op.size());
    if (have.empty()) return false;
    if (op == "=in=") {
      if (right.size() < 2 || right.front() != '(' || right.back() != ')') return false;
      const auto values = split(right.substr(1, right.size() - 2), ',');
      return std::any_of(values.begin(), values.end(),
                         [&](std::string_view v) { return value_of(v) == have; });
    }
    const std::string want = value_of(right);
    if (op == ">=" || op == "=ge=") return have >= want;
    if (op == "<=" || op == "=le=") return have <= want;
    return op == "==" ? have == want : have != want;
  }
  return false;
}

}  // namespace

bool rsql_matches(std::string_view filter, const std::function<std::string(const std::string&)>& field) {
  const auto terms = split(filter, ';');
  return std::all_of(terms.begin(), terms.end(), [&](std::string_view term) { return matches(term, field); });
}

}  // namespace enrolkit::test
