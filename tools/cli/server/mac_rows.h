// A Mac of the server as a row for programs, and in words for a person.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "jamfpro/repair/rule.h"
#include "jamfpro/repair/survey.h"

namespace enrolkit {

// A moment as "2026-09-21T13:33:20Z", or null.
[[nodiscard]] nlohmann::ordered_json time_field(const std::optional<std::int64_t>& time);

// "enrolkit.server-stuck/1": fields are only ever added to it.
[[nodiscard]] nlohmann::ordered_json stuck_row(const jamf::Suspect& suspect);

// "enrolkit.server-repair/2". `known`: what a survey said of the Mac, where there was one.
[[nodiscard]] nlohmann::ordered_json repair_row(const jamf::RepairEntry& entry, const jamf::Suspect* known);

// "Ada Lovelace (ada), ada@example.com, Research; MacBook Pro, macOS 15.1"; empty when nothing is known. Printable.
[[nodiscard]] std::string person_line(const jamf::Computer& mac);

}  // namespace enrolkit
