// Reading Jamf's JSON leniently: real answers hold nulls where the schema says "required", and numbers where
// it says "string" (and the other way round). What is null, missing, or of no use is nothing.
#pragma once

#include <charconv>
#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "jamfpro/http/text.h"

namespace enrolkit::jamf {

using Json = nlohmann::json;

// Deeper than any answer of Jamf Pro's; copying and freeing a value take a stack frame a level.
inline constexpr std::size_t kMaxJsonLevels = 64;

// The document; nothing when it is not JSON, or nested deeper than kMaxJsonLevels. With `keys`, those are kept and the
// rest is dropped while it is parsed.
[[nodiscard]] std::optional<Json> parse_json(std::string_view text,
                                             const std::vector<std::string>& keys = {});

// The same for a list: an element of the list (the document itself, or its "results") that cannot be parsed, for a
// broken string or a number beyond all bounds, is null, and the others stay.
[[nodiscard]] std::optional<Json> parse_json_rows(std::string_view text,
                                                  const std::vector<std::string>& keys = {});

// The value below these keys, or null.
inline const Json& at(const Json& json, std::initializer_list<const char*> keys) {
  static const Json kNull;
  const Json* here = &json;
  for (const char* key : keys) {
    if (!here->is_object()) return kNull;
    const auto found = here->find(key);
    if (found == here->end()) return kNull;
    here = &*found;
  }
  return *here;
}

inline std::optional<std::string> text_of(const Json& value) {
  if (value.is_string() && !value.get_ref<const std::string&>().empty()) return value.get<std::string>();
  if (value.is_number_unsigned()) return std::to_string(value.get<std::uint64_t>());
  if (value.is_number_integer()) return std::to_string(value.get<std::int64_t>());
  return std::nullopt;
}

inline std::optional<bool> bool_of(const Json& value) {
  return value.is_boolean() ? std::optional(value.get<bool>()) : std::nullopt;
}

// What is too large for the type is its largest, and never wraps round to a small one.
inline std::optional<std::int64_t> number_of(const Json& value) {
  using Limits = std::numeric_limits<std::int64_t>;
  if (value.is_number_unsigned()) {
    const auto number = value.get<std::uint64_t>();
    return number > static_cast<std::uint64_t>(Limits::max()) ? Limits::max()
                                                              : static_cast<std::int64_t>(number);
  }
  if (value.is_number_integer()) return value.get<std::int64_t>();
  if (!value.is_number_float()) return std::nullopt;
  constexpr double kBeyond = 9.2e18;  // a whole number that the parser could not hold as one
  const auto number = value.get<double>();
  if (number >= kBeyond) return Limits::max();
  if (number <= -kBeyond) return Limits::min();
  return std::nullopt;
}

// An id where it has to be a number: ids are text in the Pro API, and numbers elsewhere.
inline std::optional<std::int64_t> parse_id(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

// The id of a record, as it may stand in the path of a write: a positive number and nothing else.
inline bool is_record_id(std::string_view text) {
  const auto number = parse_id(text);
  return number && *number > 0 && text == std::to_string(*number);
}

inline std::optional<std::int64_t> time_of(const Json& value) {
  return value.is_string() ? parse_utc(value.get_ref<const std::string&>()) : std::nullopt;
}

}  // namespace enrolkit::jamf
