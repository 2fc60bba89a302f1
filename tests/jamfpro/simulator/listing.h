// What all lists of the Jamf Pro API have in common: filter, sort, page and page-size.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "jamfpro/simulator/fake_jamf.h"
#include "jamfpro/simulator/rsql.h"

namespace enrolkit::test {

struct ListField {
  enum class Kind {
    text,
    moment,         // a value that is none is an error
    ordered_moment  // and is compared by < <= > >= alone
  };
  std::string_view name;
  Kind kind = Kind::text;
  bool in_filter = true, in_sort = true;
};

struct ListForm {
  std::vector<ListField> fields;
  std::string_view preset_order;  // of a request without `sort`
  std::string_view own_order;     // in which the rows are given: they need no sorting
  bool has_filter = true;         // else it is not looked at, as a server does with what it does not know
};

struct ListPage {
  std::size_t total = 0;
  std::vector<std::size_t> rows;  // by their numbers from 0
};

using Parameters = std::multimap<std::string, std::string>;

// The page of a list of `count` rows, or the 400 that a server answers. `short_page`: with half of its rows.
[[nodiscard]] std::variant<ListPage, Answered> page_of(
    const Parameters& query, const ListForm& form, std::size_t count, std::size_t max_rows,
    const std::function<std::optional<std::string>(std::size_t row, const std::string& field)>& value_of,
    bool short_page = false);

// A list whose rows are at hand in JSON; fields by their dotted names.
[[nodiscard]] Answered list_reply(const Parameters& query, const ListForm& form,
                                  const std::vector<jamf::Json>& rows, std::size_t max_rows);

// The value at a dotted name, as filters see it; nothing for null.
[[nodiscard]] std::optional<std::string> value_at(const jamf::Json& row, std::string_view name);

// 400 in the form that was seen on the wire for a bad filter: no code, and a sentence.
[[nodiscard]] Answered bad_request(const std::string& what);

}  // namespace enrolkit::test
