// enrolkit-ea probe: one look at everything, left in the state file for whoever asks next.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "core/base/finding.h"
#include "core/saved/state.h"
#include "evidence/mac.h"
#include "host/host.h"

namespace enrolkit {

// `state` is what the look found; an incomplete one ends as look_at_all_within says.
[[nodiscard]] SavedState probe(const std::shared_ptr<const Host>& host, const MacOptions& options,
                               std::chrono::milliseconds limit);

// The summary's finding, if the state could be written below `root`; else Unknown with the reason.
[[nodiscard]] Finding leave_state(const SavedState& state, const std::string& root);

// The verdict on the jamf binary's code signature that the last probe left, so that codesign need not be run
// again. Nothing for another volume, whose files it does not speak of.
[[nodiscard]] std::optional<SignatureCheck> earlier_signature(const Host& host);

// What the state says of an attribute, if it is there, is safe and is at most `max_age` old; else why it was
// not used.
struct Cached {
  std::optional<Finding> finding;
  std::string why_not;
};
[[nodiscard]] Cached answer_from_state(const Host& host, std::string_view attribute,
                                       const std::optional<std::string>& account,
                                       std::chrono::seconds max_age);

}  // namespace enrolkit
