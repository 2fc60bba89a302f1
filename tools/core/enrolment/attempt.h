// Why one enrolment attempt ended as it did. diagnosis.h puts the attempts of a Mac together.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/enrolment/cause.h"
#include "core/enrolment/diagnosis.h"
#include "core/log/history.h"

namespace enrolkit {

struct Judged {
  Cause cause = Cause::unclear;
  Confidence confidence = Confidence::likely;
  std::vector<std::string> supports;  // what speaks for it
};
[[nodiscard]] Judged judge_attempt(const Attempt& attempt, const MacContext& context);

// Died while the Management Account was being made: after "Creating user", before any certificate.
[[nodiscard]] bool died_making_account(const Attempt& attempt);

// Did the account exist before jamf began to make it? By its record's own creation time; `how` then says so.
[[nodiscard]] bool existed_before(const Attempt& attempt, const MacContext& context, std::string& how);

// The making of an account takes two minutes at most. The record's time and the line's are whole seconds of two clocks: a
// record that seems two seconds older than the line may be its work.
inline constexpr std::int64_t kMaxMakingSeconds = 120;
inline constexpr std::int64_t kClocksDifferSeconds = 2;

// Did one of these runs make that account: was it born within that time of the line that says so? Then a
// later run that makes it "again" finds jamf's own work, and no account of anybody else.
[[nodiscard]] bool made_by_jamf(const AccountCreation& birth, const std::vector<Attempt>& attempts);

// Decides what an attempt is that the log leaves open (still running, or dead since), and whether a start of
// the Mac lies in the silence after it: that confirms a reboot that was only inferred, and shows one that was
// not.
void settle_open(Attempt& attempt, const MacContext& context);

// One or two sentences on what happened, from the attempt that broke first and the one that decides the state
// (which may be the same object).
[[nodiscard]] std::string tell(const Attempt& root, const Attempt& latest, Cause cause);

}  // namespace enrolkit
