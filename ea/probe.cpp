#include "ea/probe.h"

#include "core/base/reading.h"
#include "ea/all.h"
#include "ea/attributes.h"
#include "evidence/paths.h"
#include "evidence/read_state.h"
#include "host/write_file.h"

namespace enrolkit {
namespace {

std::optional<LocalTime> boot_of(const Host& host) {
  const auto booted = host.booted();
  const auto* time = value_of(booted);
  return time != nullptr ? std::optional(*time) : std::nullopt;
}

}  // namespace

SavedState probe(const std::shared_ptr<const Host>& host, const MacOptions& options,
                 std::chrono::milliseconds limit) {
  AllFindings all = answers_within(host, options, limit);
  SavedState state;
  state.version = ENROLKIT_VERSION;
  state.written_unix = host->now_unix();
  state.written = host->to_local(state.written_unix);
  state.booted = boot_of(*host);
  state.account = options.account;
  state.complete = all.complete;
  state.signature = all.signature;
  state.findings = std::move(all.findings);
  return state;
}

Finding leave_state(const SavedState& state, const std::string& root) {
  if (const auto why = write_own_file(root, paths::kState, state_text(state))) {
    return unknown("summary", why->why);
  }
  for (const Finding& finding : state.findings) {
    if (finding.id == "summary") return finding;
  }
  return unknown("summary", "nothing was looked at");
}

std::optional<SignatureCheck> earlier_signature(const Host& host) {
  if (!host.is_running_system()) return std::nullopt;
  const auto state = read_state(host);
  const auto* known = value_of(state);
  return known != nullptr ? known->signature : std::nullopt;
}

Cached answer_from_state(const Host& host, std::string_view attribute,
                         const std::optional<std::string>& account, std::chrono::seconds max_age) {
  const auto state = read_state(host);
  if (std::holds_alternative<Absent>(state)) return {std::nullopt, "there is none"};
  if (const auto* why = why_unreadable(state)) return {std::nullopt, *why};
  const StateReader reader{ENROLKIT_VERSION, host.now_unix(), boot_of(host), account, max_age};
  if (auto why = why_not_to_use(*value_of(state), reader)) return {std::nullopt, *why};
  auto finding = answer_from(*value_of(state), attribute, reader.now_unix, paths::kState);
  if (!finding) return {std::nullopt, "it has no answer for this attribute"};
  // A date stands alone in its result.
  const Attribute* known = find_attribute(attribute);
  if (known != nullptr && known->type == AttributeType::string) {
    const std::int64_t age = std::max<std::int64_t>(reader.now_unix - value_of(state)->written_unix, 0);
    finding->pairs.push_back({"age", std::to_string(age)});
  }
  return {std::move(finding), ""};
}

}  // namespace enrolkit
