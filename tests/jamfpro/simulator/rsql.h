// The language of `filter` in the Jamf Pro API (RSQL), as Jamf's page "Filtering with RSQL" and the schema's examples
// have it: comparisons joined by ; or "and", and by , or "or", in groups, with * in values, quoted or bare.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/reading.h"

namespace enrolkit::test {

enum class RsqlOperator { equal, not_equal, less, less_or_equal, greater, greater_or_equal, in, out };

struct RsqlComparison {
  std::string field;
  RsqlOperator op = RsqlOperator::equal;
  std::vector<std::string> values;  // one, except behind =in= and =out=
};

// A row's value by the name of its field; nothing where it is null.
using FieldValue = std::function<std::optional<std::string>(const std::string& field)>;

class RsqlFilter {
 public:
  // An empty text is a filter that every row passes. Unreadable: what is wrong with it.
  [[nodiscard]] static std::variant<RsqlFilter, Unreadable> parse(std::string_view text);

  // All of them, in the order in which they stand there.
  [[nodiscard]] const std::vector<RsqlComparison>& comparisons() const { return comparisons_; }
  // A field that is null passes no comparison, != and =out= included: the server's database knows no other answer.
  [[nodiscard]] bool matches(const FieldValue& value_of) const;

 private:
  friend class RsqlParser;
  struct Node {
    enum class Kind { comparison, all, any } kind = Kind::all;
    std::size_t comparison = 0;
    std::vector<Node> parts;
  };
  [[nodiscard]] bool passes(const Node& node, const FieldValue& value_of) const;

  std::vector<RsqlComparison> comparisons_;
  Node root_;
};

// Less than, equal to or greater than 0: whole numbers and moments by what they mean, all else as text.
[[nodiscard]] int compare_values(const std::string& a, const std::string& b);

}  // namespace enrolkit::test
