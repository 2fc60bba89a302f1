// Which Macs a command is about: serials, a file of them, an enrolment date, a group, a PreStage.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "jamfpro/repair/survey.h"
#include "run/exit_code.h"

namespace enrolkit {

struct ServerContext;

struct PickOptions {
  std::vector<std::string> serials;
  std::string serials_file;  // "-": standard input
  std::string since, group, prestage;
};

void add_pick(CLI::App& command, PickOptions& options);

// All of a file, or of standard input ("-"). A failure's line begins with `option`.
[[nodiscard]] jamf::Result<std::string> read_words(std::string_view option, const std::string& path);

// Seconds of "90s", "20m", "2h", "7d"; more than nothing, and at most some years.
[[nodiscard]] std::optional<std::int64_t> parse_duration(std::string_view text);

// "2026-09-01", "2026-09-01T08:00:00Z", or "7d", "36h" before `now`.
[[nodiscard]] std::optional<std::int64_t> parse_since(std::string_view text, std::int64_t now);

// The same choice for `enrolkit server repair`, as it is typed: " --stuck --since 7d", " C02ABC123".
[[nodiscard]] std::string as_typed(const PickOptions& options);

// Reads what has to be read.
[[nodiscard]] Result<jamf::SurveyScope> scope_of(const PickOptions& options, std::int64_t now);

// Shows on a terminal how far a survey has come; take the line away with progress("") when it is over.
[[nodiscard]] jamf::SurveyEvents survey_progress(const ServerContext& context);

// Words about what the survey could not tell; Exit::trouble when there were any that matter.
[[nodiscard]] Exit tell_gaps(const jamf::Survey& survey, const ServerContext& context);

}  // namespace enrolkit
