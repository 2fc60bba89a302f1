// Reads fields of JSON that anybody may have written: each is there and of its kind, or the whole is refused with the
// place. What does not fit is thrown, and caught by the function of core that reads the document.
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/text.h"
#include "core/base/time.h"

namespace enrolkit {

// what(): one printable line, "PLACE: what is wrong".
struct JsonMisfit : std::runtime_error {
  JsonMisfit(const std::string& where, std::string_view what)
      : runtime_error(fmt::format("{}: {}", shown(where), what)), field(shown(where)) {}
  JsonMisfit(const std::string& where, std::string_view what, const std::string& key)
      : runtime_error(fmt::format("{}: {}", shown(where), what)), field(shown(key)) {}

  std::string field;

 private:
  static std::string shown(const std::string& where) { return printable(cut_utf8(where, 200)); }
};

// An object of a document, and where it stands there. `Json` is nlohmann::json or ordered_json; the value outlives this.
template <class Json>
class JsonReader {
 public:
  JsonReader(const Json& value, std::string where) : value_(value), where_(std::move(where)) {
    if (!value_.is_object()) throw JsonMisfit(place(), "must be an object");
  }

  [[nodiscard]] const Json& value() const { return value_; }
  [[nodiscard]] bool has(const char* key) const { return value_.contains(key); }
  [[nodiscard]] const Json& at(const char* key) const {
    const auto found = value_.find(key);
    if (found == value_.end()) throw JsonMisfit(place(), fmt::format("has no \"{}\"", key), below(key));
    return *found;
  }
  [[nodiscard]] JsonReader object(const char* key) const { return {at(key), below(key)}; }
  [[nodiscard]] const Json& array(const char* key) const {
    const Json& array = at(key);
    if (!array.is_array()) throw JsonMisfit(below(key), "must be an array");
    return array;
  }
  [[nodiscard]] std::string text(const char* key) const { return text_of(at(key), below(key)); }
  // Empty where it is not there.
  [[nodiscard]] std::string text_or_nothing(const char* key) const { return has(key) ? text(key) : ""; }
  // Nothing where it is null; it must be there.
  [[nodiscard]] std::optional<std::string> text_or_null(const char* key) const {
    return at(key).is_null() ? std::nullopt : std::optional(text(key));
  }
  [[nodiscard]] std::vector<std::string> texts(const char* key) const {
    std::vector<std::string> texts;
    for (const Json& item : array(key)) texts.push_back(text_of(item, below(key)));
    return texts;
  }
  [[nodiscard]] bool truth(const char* key) const {
    const Json& truth = at(key);
    if (!truth.is_boolean()) throw JsonMisfit(below(key), "must be true or false");
    return truth.template get<bool>();
  }
  template <class T>
  [[nodiscard]] T number(const char* key) const {
    return number_of<T>(at(key), below(key));
  }
  [[nodiscard]] LocalTime time(const char* key) const { return time_of(at(key), below(key)); }
  [[nodiscard]] std::optional<LocalTime> time_or_null(const char* key) const {
    return at(key).is_null() ? std::nullopt : std::optional(time(key));
  }
  [[nodiscard]] std::string below(std::string_view key) const {
    return where_.empty() ? std::string(key) : fmt::format("{}, {}", where_, key);
  }

  static std::string text_of(const Json& value, const std::string& where) {
    if (!value.is_string()) throw JsonMisfit(where, "must be a text");
    return value.template get<std::string>();
  }
  static LocalTime time_of(const Json& value, const std::string& where) {
    const auto time = parse_local_time(text_of(value, where));
    if (!time) throw JsonMisfit(where, "must be a date such as \"2026-03-02 08:30:00\"");
    return *time;
  }
  template <class T>
  static T number_of(const Json& value, const std::string& where) {
    if (value.is_number_unsigned()) {
      const auto number = value.template get<std::uint64_t>();
      if (number <= static_cast<std::uint64_t>(std::numeric_limits<T>::max())) return static_cast<T>(number);
    } else if (value.is_number_integer() && std::numeric_limits<T>::is_signed) {
      const auto number = value.template get<std::int64_t>();
      if (number >= static_cast<std::int64_t>(std::numeric_limits<T>::min())) return static_cast<T>(number);
    }
    throw JsonMisfit(where, "must be a whole number in its range");
  }

 private:
  [[nodiscard]] std::string place() const { return where_.empty() ? "the document" : where_; }

  const Json& value_;
  std::string where_;
};

}  // namespace enrolkit
