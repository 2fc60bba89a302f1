// A case as one JSON object, for programs. Its fields are a contract: see the README, "JSON of explain".
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "report/explained_mac.h"

namespace enrolkit {

inline constexpr const char* kExplainSchema = "enrolkit.explain/1";

[[nodiscard]] nlohmann::ordered_json to_json(const ExplainedMac& c);

}  // namespace enrolkit
