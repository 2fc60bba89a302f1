#include "jamfpro/simulator/rsql.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "jamfpro/http/json.h"
#include "jamfpro/http/text.h"

namespace enrolkit::test {
namespace {

struct Wrong {
  std::string why;
};

constexpr std::string_view kReserved = "\"'();,=!~<> ";
constexpr int kMaxLevels = 32;

// The longer ones first: "<" begins "<=", too.
constexpr std::array<std::pair<std::string_view, RsqlOperator>, 12> kOperators{{
    {"==", RsqlOperator::equal},
    {"!=", RsqlOperator::not_equal},
    {"=in=", RsqlOperator::in},
    {"=out=", RsqlOperator::out},
    {"=lt=", RsqlOperator::less},
    {"=le=", RsqlOperator::less_or_equal},
    {"=gt=", RsqlOperator::greater},
    {"=ge=", RsqlOperator::greater_or_equal},
    {"<=", RsqlOperator::less_or_equal},
    {">=", RsqlOperator::greater_or_equal},
    {"<", RsqlOperator::less},
    {">", RsqlOperator::greater},
}};

// `*` stands for any text, none included.
bool fits_pattern(std::string_view pattern, std::string_view text) {
  std::size_t p = 0, t = 0, star = std::string_view::npos, from = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      from = t;
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p, ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++from;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

std::optional<std::int64_t> moment_of(std::string_view text) {
  const bool may_be = text.size() >= sizeof "2026-01-01" - 1 && text[4] == '-' && text[7] == '-';
  return may_be ? jamf::parse_utc(text) : std::nullopt;
}

bool is_equal(const std::string& have, const std::string& want) {
  if (have == want) return true;
  if (want.find('*') != std::string::npos) return fits_pattern(want, have);
  const auto a = moment_of(have), b = moment_of(want);
  return a && b && *a == *b;
}

bool holds(const RsqlComparison& comparison, const std::string& have) {
  const auto is_any = [&] {
    return std::any_of(comparison.values.begin(), comparison.values.end(),
                       [&](const std::string& want) { return is_equal(have, want); });
  };
  const auto order = [&] { return compare_values(have, comparison.values.front()); };
  switch (comparison.op) {
    case RsqlOperator::equal:
    case RsqlOperator::in: return is_any();
    case RsqlOperator::not_equal:
    case RsqlOperator::out: return !is_any();
    case RsqlOperator::less: return order() < 0;
    case RsqlOperator::less_or_equal: return order() <= 0;
    case RsqlOperator::greater: return order() > 0;
    case RsqlOperator::greater_or_equal: return order() >= 0;
  }
  return false;
}

}  // namespace

int compare_values(const std::string& a, const std::string& b) {
  const auto sign = [](auto x, auto y) { return x < y ? -1 : y < x ? 1 : 0; };
  if (const auto x = jamf::parse_id(a), y = jamf::parse_id(b); x && y) return sign(*x, *y);
  if (const auto x = moment_of(a), y = moment_of(b); x && y) return sign(*x, *y);
  return sign(a, b);
}

class RsqlParser {
 public:
  explicit RsqlParser(std::string_view text) : rest_(text) {}

  RsqlFilter whole() {
    out_.root_ = joined(Kind::any, 0);
    skip_spaces();
    if (!rest_.empty()) throw Wrong{fmt::format("\"{}\" was not expected", rest_.front())};
    return std::move(out_);
  }

 private:
  using Node = RsqlFilter::Node;
  using Kind = RsqlFilter::Node::Kind;

  // "," binds less than ";".
  Node joined(Kind kind, int level) {
    Node node{kind, 0, {}};
    do {
      node.parts.push_back(kind == Kind::any ? joined(Kind::all, level) : constraint(level));
    } while (kind == Kind::any ? take_joint(',', "or") : take_joint(';', "and"));
    return node;
  }

  Node constraint(int level) {
    if (level > kMaxLevels) throw Wrong{"too many groups in groups"};
    if (!take('(')) return comparison();
    Node group = joined(Kind::any, level + 1);
    if (!take(')')) throw Wrong{"a group is not closed"};
    return group;
  }

  Node comparison() {
    RsqlComparison one;
    one.field = bare("a field");
    skip_spaces();
    const auto* found = std::find_if(kOperators.begin(), kOperators.end(),
                                     [&](const auto& pair) { return rest_.starts_with(pair.first); });
    if (found == kOperators.end()) throw Wrong{"an operator is missing behind " + one.field};
    one.op = found->second;
    rest_.remove_prefix(found->first.size());
    const bool lists = one.op == RsqlOperator::in || one.op == RsqlOperator::out;
    if (lists && take('(')) {
      do one.values.push_back(value());
      while (take(','));
      if (!take(')')) throw Wrong{"a list is not closed"};
    } else {
      one.values.push_back(value());
    }
    out_.comparisons_.push_back(std::move(one));
    return {Kind::comparison, out_.comparisons_.size() - 1, {}};
  }

  std::string value() {
    skip_spaces();
    if (rest_.empty() || (rest_.front() != '"' && rest_.front() != '\'')) return bare("a value");
    const char quote = rest_.front();
    std::string out;
    for (std::size_t i = 1; i < rest_.size(); ++i) {
      if (rest_[i] == quote) {
        rest_.remove_prefix(i + 1);
        return out;
      }
      if (rest_[i] == '\\' && i + 1 < rest_.size()) ++i;
      out += rest_[i];
    }
    throw Wrong{"a quoted value does not end"};
  }

  std::string bare(const char* what) {
    skip_spaces();
    const std::string_view text = rest_.substr(0, rest_.find_first_of(kReserved));
    if (text.empty()) throw Wrong{fmt::format("{} is missing", what)};
    rest_.remove_prefix(text.size());
    return std::string(text);
  }

  bool take(char wanted) {
    skip_spaces();
    if (rest_.empty() || rest_.front() != wanted) return false;
    rest_.remove_prefix(1);
    return true;
  }

  bool take_joint(char sign, std::string_view word) {
    if (take(sign)) return true;
    const bool is_word = rest_.starts_with(word) && rest_.size() > word.size() &&
                         (rest_[word.size()] == ' ' || rest_[word.size()] == '(');
    if (is_word) rest_.remove_prefix(word.size());
    return is_word;
  }

  void skip_spaces() { rest_.remove_prefix(std::min(rest_.find_first_not_of(' '), rest_.size())); }

  std::string_view rest_;
  RsqlFilter out_;
};

std::variant<RsqlFilter, Unreadable> RsqlFilter::parse(std::string_view text) {
  if (text.empty()) return RsqlFilter();
  try {
    return RsqlParser(text).whole();
  } catch (const Wrong& wrong) {
    return Unreadable{wrong.why};
  }
}

bool RsqlFilter::matches(const FieldValue& value_of) const { return passes(root_, value_of); }

bool RsqlFilter::passes(const Node& node, const FieldValue& value_of) const {
  const auto part = [&](const Node& one) { return passes(one, value_of); };
  switch (node.kind) {
    case Node::Kind::all: return std::all_of(node.parts.begin(), node.parts.end(), part);
    case Node::Kind::any: return std::any_of(node.parts.begin(), node.parts.end(), part);
    case Node::Kind::comparison: break;
  }
  const RsqlComparison& comparison = comparisons_[node.comparison];
  const std::optional<std::string> have = value_of(comparison.field);
  return have && holds(comparison, *have);
}

}  // namespace enrolkit::test
