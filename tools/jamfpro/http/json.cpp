#include "jamfpro/http/json.h"

#include <fmt/format.h>

#include <algorithm>

#include "jamfpro/http/json_size.h"

namespace enrolkit::jamf {
namespace {

// Walks over JSON text without building anything: where brackets open and close, outside of strings.
class Brackets {
 public:
  explicit Brackets(std::string_view text) : text_(text) {}

  // To the next bracket or comma outside of a string; false at the end.
  bool next() {
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (in_string_) {
        if (c == '\\') {
          ++at_;
        } else if (c == '"') {
          in_string_ = false;
          if (levels_ == 1) key_ = text_.substr(string_from_, at_ - string_from_);
        }
        continue;
      }
      switch (c) {
        case '"':
          in_string_ = true;
          string_from_ = at_ + 1;
          break;
        case '[':
        case '{': ++levels_; return true;
        case ']':
        case '}': levels_ -= levels_ > 0 ? 1 : 0; return true;
        case ',': return true;
        default: break;
      }
    }
    return false;
  }
  void pass() { ++at_; }

  [[nodiscard]] std::size_t at() const { return at_; }
  [[nodiscard]] char sign() const { return text_[at_]; }
  [[nodiscard]] std::size_t levels() const { return levels_; }      // behind the sign
  [[nodiscard]] std::string_view last_key() const { return key_; }  // or text, of the outermost object

 private:
  std::string_view text_, key_;
  std::size_t at_ = 0, levels_ = 0, string_from_ = 0;
  bool in_string_ = false;
};

bool is_too_deep(std::string_view text) {
  Brackets here(text);
  for (; here.next(); here.pass()) {
    if (here.levels() > kMaxJsonLevels) return true;
  }
  return false;
}

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

// The text with every element of its list that is not JSON replaced by null.
std::string with_nulls(std::string_view text) {
  std::string out;
  Brackets here(text);
  std::size_t list = 0, from = 0;  // levels within the list, or 0: outside; where its element begins
  for (; here.next(); here.pass()) {
    const char sign = here.sign();
    if (list == 0) {
      const bool begins =
          sign == '[' && (here.levels() == 1 || (here.levels() == 2 && here.last_key() == "results"));
      if (!begins) continue;
      list = here.levels();
      out.append(text, from, here.at() + 1 - from);
      from = here.at() + 1;
      continue;
    }
    const bool ends = sign == ']' && here.levels() == list - 1;
    if (!ends && !(sign == ',' && here.levels() == list)) continue;
    const std::string_view element = text.substr(from, here.at() - from);
    if (is_blank(element) || Json::accept(element)) {
      out += element;
    } else {
      out += "null";
    }
    out += sign;
    from = here.at() + 1;
    if (ends) list = 0;
  }
  return out.append(text, std::min(from, text.size()));
}

}  // namespace

bool may_hold_too_many_values(std::string_view text) {
  std::size_t signs = 0;
  for (Brackets here(text); here.next(); here.pass()) {
    if (here.sign() != ']' && here.sign() != '}' && ++signs > kMaxJsonValues) return true;
  }
  return false;
}

std::string why_of_no_use(std::string_view text, std::string_view otherwise) {
  if (text.starts_with("\x1F\x8B")) return "a compressed answer (gzip) came back, which was not asked for";
  if (!may_hold_too_many_values(text)) return std::string(otherwise);
  return fmt::format("an answer of more than {} values came back", kMaxJsonValues);
}

std::optional<Json> parse_json(std::string_view text, const std::vector<std::string>& keys) {
  using Event = Json::parse_event_t;
  if (is_too_deep(text) || (keys.empty() && may_hold_too_many_values(text))) return std::nullopt;
  std::size_t values = 0;
  const auto keep = [&](int, Event event, Json& value) {
    if (event == Event::key)
      return std::find(keys.begin(), keys.end(), value.get_ref<const std::string&>()) != keys.end();
    const bool is_new = event == Event::value || event == Event::object_start || event == Event::array_start;
    values += is_new ? 1U : 0U;
    return values <= kMaxJsonValues;  // what comes then is dropped at once
  };
  Json json = keys.empty() ? Json::parse(text, nullptr, false) : Json::parse(text, keep, false);
  return json.is_discarded() || values > kMaxJsonValues ? std::nullopt : std::optional(std::move(json));
}

std::optional<Json> parse_json_rows(std::string_view text, const std::vector<std::string>& keys) {
  if (auto whole = parse_json(text, keys)) return whole;
  return is_too_deep(text) ? std::nullopt : parse_json(with_nulls(text), keys);
}

}  // namespace enrolkit::jamf
