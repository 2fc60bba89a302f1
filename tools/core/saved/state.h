// What one look at everything found, as a file: /var/db/enrolkit/state.json. Written by `enrolkit-ea probe`,
// read by attributes with --cached, by enrolkit-repair, by Fleet and osquery (parse_json) and by people. The
// schema is "enrolkit.state/1" (README, "state.json"); fields are only ever added to it.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/finding.h"
#include "core/base/reading.h"
#include "core/management/code_signature.h"

namespace enrolkit {

struct SavedState {
  std::string version;            // of the enrolkit that looked
  std::int64_t written_unix = 0;  // UTC seconds
  LocalTime written;              // the same by the Mac's wall clock
  std::optional<LocalTime> booted;
  std::optional<std::string> account;  // the Management Account, where a flag named it
  bool complete = false;               // false: the time was over before everything was looked at
  std::vector<Finding> findings;       // one an attribute
  // A definite verdict on the jamf binary's code signature, which holds until the file changes.
  std::optional<SignatureCheck> signature;
};

[[nodiscard]] std::string state_text(const SavedState& state);

// The bytes may come from anybody. Unreadable, with a why that quotes nothing of them, unless they are a
// whole state of this schema.
[[nodiscard]] std::variant<SavedState, Unreadable> parse_state(std::string_view bytes);

// What a reader of the state knows of itself.
struct StateReader {
  std::string version;
  std::int64_t now_unix = 0;
  std::optional<LocalTime> booted;
  std::optional<std::string> account;
  std::chrono::seconds max_age{};
};

// Why the state may not answer for a look now: too old, of the time before the last start, of another version
// or account, from the future. Nothing when it may.
[[nodiscard]] std::optional<std::string> why_not_to_use(const SavedState& state, const StateReader& reader);

// The state's answer for an attribute, which says how old it is in its evidence. Nothing when it has none:
// the time was over, or nobody knew that attribute. `source` names the state's file.
[[nodiscard]] std::optional<Finding> answer_from(const SavedState& state, std::string_view attribute,
                                                 std::int64_t now_unix, std::string_view source);

}  // namespace enrolkit
