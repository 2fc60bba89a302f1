// Findings as JSON: the one place that decides how a finding looks to a program.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "core/base/finding.h"

namespace enrolkit {

// {"id", "health", "code", "values": {key: value}, "detail", "evidence": [{"source", "where", "when",
// "text"}],
//  "took_us"}. `code` is null for a Date attribute without a date; `when` is null when the year is unknown.
[[nodiscard]] nlohmann::ordered_json to_json(const Finding& finding);

// "2023-02-11 09:10:36", or null.
[[nodiscard]] nlohmann::ordered_json to_json(const std::optional<LocalTime>& time);

// The document as text: bad UTF-8 replaced, never throws for what it holds. What a terminal would act on, or not show, is
// written as \uXXXX, so that JSON on a terminal does no harm and means the same. `indent` -1 is one line.
[[nodiscard]] std::string dump(const nlohmann::ordered_json& document, int indent);

}  // namespace enrolkit
