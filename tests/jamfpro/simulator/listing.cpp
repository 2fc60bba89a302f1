#include "jamfpro/simulator/listing.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <numeric>

#include "jamfpro/simulator/call.h"

namespace enrolkit::test {

using jamf::Json;

namespace {

using Kind = ListField::Kind;
using RowValue = std::function<std::optional<std::string>(std::size_t, const std::string&)>;

struct SortKey {
  std::string field;
  bool descending = false;
};

std::string get(const Parameters& query, const char* key, const std::string& preset) {
  const auto found = query.find(key);
  return found == query.end() ? preset : found->second;
}

std::optional<std::size_t> count_of(const std::string& text) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

const ListField* field_in(const ListForm& form, std::string_view name, bool ListField::*use) {
  const auto found = std::find_if(form.fields.begin(), form.fields.end(),
                                  [&](const ListField& one) { return one.name == name && one.*use; });
  return found == form.fields.end() ? nullptr : &*found;
}

std::string names_in(const ListForm& form, bool ListField::*use) {
  std::vector<std::string_view> names;
  for (const ListField& one : form.fields) {
    if (one.*use) names.push_back(one.name);
  }
  return fmt::format("{}", fmt::join(names, ", "));
}

std::optional<std::string> wrong_with(const RsqlComparison& comparison, const ListForm& form) {
  const ListField* field = field_in(form, comparison.field, &ListField::in_filter);
  if (field == nullptr) {
    return fmt::format(
        "Cannot filter by field [{}]. Fields that can be used in filtering results of this endpoint: [{}]",
        comparison.field, names_in(form, &ListField::in_filter));
  }
  if (field->kind == Kind::text) return std::nullopt;
  const bool ordered = comparison.op >= RsqlOperator::less && comparison.op <= RsqlOperator::greater_or_equal;
  if (field->kind == Kind::ordered_moment && !ordered)
    return fmt::format("Date field [{}] must be used with gt, lt, ge, le", comparison.field);
  for (const std::string& value : comparison.values) {
    if (!jamf::parse_utc(value)) return fmt::format("[{}] is not a date", value);
  }
  return std::nullopt;
}

// "general.name:asc,id:desc"; a key without a direction ascends.
std::variant<std::vector<SortKey>, Answered> sort_keys(std::string_view text, const ListForm& form) {
  std::vector<SortKey> out;
  while (!text.empty()) {
    const std::string_view one = text.substr(0, text.find(','));
    text.remove_prefix(std::min(one.size() + 1, text.size()));
    const std::string_view name = one.substr(0, one.find(':'));
    const std::string_view direction = name.size() == one.size() ? "asc" : one.substr(name.size() + 1);
    if (field_in(form, name, &ListField::in_sort) == nullptr) {
      return bad_request(fmt::format(
          "Cannot sort by field [{}]. Fields that can be used in sorting results of this endpoint: [{}]",
          name, names_in(form, &ListField::in_sort)));
    }
    if (direction != "asc" && direction != "desc")
      return bad_request(fmt::format("[{}] is no direction", direction));
    out.push_back({std::string(name), direction == "desc"});
  }
  return out;
}

void sort_rows(std::vector<std::size_t>& rows, const std::vector<SortKey>& keys, const RowValue& value_of) {
  std::map<std::size_t, std::vector<std::optional<std::string>>> values;
  for (const std::size_t row : rows) {
    for (const SortKey& key : keys) values[row].push_back(value_of(row, key.field));
  }
  std::stable_sort(rows.begin(), rows.end(), [&](std::size_t a, std::size_t b) {
    const auto &left = values.at(a), &right = values.at(b);
    for (std::size_t i = 0; i < keys.size(); ++i) {
      const auto &x = left[i], &y = right[i];
      // What is null comes first, as in the server's database.
      const int order =
          x && y ? compare_values(*x, *y) : static_cast<int>(x.has_value()) - static_cast<int>(y.has_value());
      if (order != 0) return keys[i].descending ? order > 0 : order < 0;
    }
    return false;
  });
}

}  // namespace

Answered bad_request(const std::string& what) {
  return json_reply(
      400, {{"httpStatus", 400},
            {"errors",
             Json::array({{{"code", nullptr}, {"description", what}, {"id", "0"}, {"field", nullptr}}})}});
}

std::variant<ListPage, Answered> page_of(const Parameters& query, const ListForm& form, std::size_t count,
                                         std::size_t max_rows, const RowValue& value_of, bool short_page) {
  const auto page = count_of(get(query, "page", "0")), wanted = count_of(get(query, "page-size", "100"));
  if (!page || !wanted || *wanted == 0) return bad_request("page and page-size must be whole numbers");
  const auto parsed = RsqlFilter::parse(form.has_filter ? get(query, "filter", "") : "");
  if (const auto* bad = std::get_if<Unreadable>(&parsed)) return bad_request("Invalid filter: " + bad->why);
  const RsqlFilter& filter = std::get<RsqlFilter>(parsed);
  for (const RsqlComparison& comparison : filter.comparisons()) {
    if (const auto wrong = wrong_with(comparison, form)) return bad_request(*wrong);
  }
  const std::string order = get(query, "sort", std::string(form.preset_order));
  const auto keys = sort_keys(order, form);
  if (const auto* bad = std::get_if<Answered>(&keys)) return *bad;

  std::vector<std::size_t> passing;
  passing.reserve(count);
  for (std::size_t row = 0; row < count; ++row) {
    if (filter.comparisons().empty() ||
        filter.matches([&](const std::string& field) { return value_of(row, field); }))
      passing.push_back(row);
  }
  if (order != form.own_order) sort_rows(passing, std::get<std::vector<SortKey>>(keys), value_of);
  const std::size_t size = std::min(*wanted, max_rows);
  const std::size_t first = *page > passing.size() / size ? passing.size() : *page * size;
  const std::size_t last = std::min(first + (short_page ? size / 2 : size), passing.size());
  ListPage out;
  out.total = passing.size();
  out.rows.assign(passing.begin() + static_cast<std::ptrdiff_t>(first),
                  passing.begin() + static_cast<std::ptrdiff_t>(last));
  return out;
}

std::optional<std::string> value_at(const Json& row, std::string_view name) {
  const Json* here = &row;
  while (!name.empty()) {
    const std::string key(name.substr(0, name.find('.')));
    name.remove_prefix(std::min(key.size() + 1, name.size()));
    if (!here->is_object() || !here->contains(key)) return std::nullopt;
    here = &here->at(key);
  }
  if (here->is_boolean()) return here->get<bool>() ? "true" : "false";
  if (here->is_string()) return here->get<std::string>();
  return jamf::text_of(*here);
}

Answered list_reply(const Parameters& query, const ListForm& form, const std::vector<Json>& rows,
                    std::size_t max_rows) {
  const auto page =
      page_of(query, form, rows.size(), max_rows,
              [&](std::size_t row, const std::string& field) { return value_at(rows[row], field); });
  if (const auto* bad = std::get_if<Answered>(&page)) return *bad;
  const auto& [total, shown] = std::get<ListPage>(page);
  Json results = Json::array();
  for (const std::size_t row : shown) results.push_back(rows[row]);
  return json_reply(200, {{"totalCount", total}, {"results", results}});
}

}  // namespace enrolkit::test
