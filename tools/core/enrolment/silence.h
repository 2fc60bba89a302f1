// How long a Mac has had no answer from its server, by its log and its starts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/enrolment/mac_context.h"
#include "core/log/history.h"

namespace enrolkit {

// For how many seconds there was no answer while the Mac was up, or its log went on; or, over its starts, since the last
// answer: a Mac that is restarted every day is silent, too.
struct Silence {
  std::int64_t seconds = 0;
  std::int64_t up_seconds = 0;  // since the last start, where it is over starts; else 0
  // When the Mac started is not known, for this reason: it may have been up all the while.
  std::string up_unknown = "";
};

// Of a history with a contact.
[[nodiscard]] Silence silence_of(const History& history, const std::optional<Uptime>& uptime);

}  // namespace enrolkit
