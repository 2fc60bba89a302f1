#include "core/base/finding_json.h"

#include <fmt/format.h>

#include <cstdint>
#include <nlohmann/json.hpp>

#include "core/base/text.h"
#include "core/base/utf8.h"

namespace enrolkit {

using nlohmann::ordered_json;

namespace {

// In UTF-16, as JSON counts characters.
void escape(std::string& out, std::uint32_t point) {
  if (point < 0x10000) {
    out += fmt::format("\\u{:04x}", point);
  } else {
    out += fmt::format("\\u{:04x}\\u{:04x}", 0xD800 + ((point - 0x10000) >> 10U),
                       0xDC00 + ((point - 0x10000) & 0x3FFU));
  }
}

}  // namespace

ordered_json to_json(const std::optional<LocalTime>& time) {
  return time ? ordered_json(to_text(*time)) : ordered_json(nullptr);
}

ordered_json to_json(const Finding& finding) {
  ordered_json values = ordered_json::object();
  for (const Pair& pair : finding.pairs) {
    if (!pair.value.empty()) values[pair.key] = printable(pair.value);
  }
  ordered_json evidence = ordered_json::array();
  for (const Evidence& e : finding.evidence) {
    evidence.push_back(
        {{"source", e.source}, {"where", e.where}, {"when", to_json(e.when)}, {"text", e.text}});
  }
  return {{"id", finding.id},
          {"health", to_text(finding.health)},
          {"code", finding.code.empty() ? ordered_json(nullptr) : ordered_json(finding.code)},
          {"values", std::move(values)},
          {"detail", printable(finding.detail)},
          {"evidence", std::move(evidence)},
          {"took_us", finding.took.count()}};
}

std::string dump(const ordered_json& document, int indent) {
  const std::string json = document.dump(indent, ' ', false, ordered_json::error_handler_t::replace);
  std::string out;
  out.reserve(json.size());
  for (std::string_view rest = json; !rest.empty();) {
    const Utf8Char c = first_char(rest);
    if (c.point < 0x7F || is_visible(c.point)) {  // below 0x20 only the ends of lines are left
      out += rest.substr(0, c.size);
    } else {
      escape(out, c.point);
    }
    rest.remove_prefix(c.size);
  }
  return out;
}

}  // namespace enrolkit
