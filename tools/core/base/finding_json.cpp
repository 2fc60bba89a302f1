#include "core/base/finding_json.h"

#include <nlohmann/json.hpp>

#include "core/base/text.h"

namespace enrolkit {

using nlohmann::ordered_json;

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
  return document.dump(indent, ' ', false, ordered_json::error_handler_t::replace);
}

}  // namespace enrolkit
