// How long nothing was answered on a Mac that was up.
#pragma once

#include <cstdint>
#include <optional>

#include "core/enrolment/mac_context.h"
#include "core/log/history.h"

namespace enrolkit {

// For how many seconds there was no answer while the Mac was up, or its log went on; or, over its starts, since the last
// answer: a Mac that is restarted every day is silent, too.
struct Silence {
  std::int64_t seconds = 0;
  std::int64_t up_seconds = 0;  // since the last start, where it is over starts; else 0
};

// Of a history with a contact.
[[nodiscard]] Silence silence_of(const History& history, const std::optional<Uptime>& uptime);

// For how many seconds other runs began, and no recurring check-in: which had been answered before; or which never began
// since the enrolment, nor did any run that may stand for it.
[[nodiscard]] std::int64_t recurring_silence(const History& history);

// Many runs of jamf began, for a day and more, none was answered, and hardly a check-in began: the Mac is up, and what should
// come each quarter of an hour does not.
[[nodiscard]] bool goes_on_unanswered(const History& history);

}  // namespace enrolkit
