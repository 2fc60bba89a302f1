// How long nothing was answered on a Mac that was up, by its clock.
#pragma once

#include <optional>
#include <string>

#include "core/enrolment/mac_context.h"
#include "core/log/history.h"

namespace enrolkit {

// A success that says nothing any more of a Mac that was up since.
struct Silence {
  std::string what;           // in words
  bool proof_is_old = false;  // of the signature, too
};

// Of a history with a contact, of which nothing else speaks against the success; nothing: it is no silence.
[[nodiscard]] std::optional<Silence> silence_since_success(const History& history,
                                                           const std::optional<Uptime>& uptime);

// Why the last success, which is later than this Mac's clock, proves nothing; nothing: it is not, or the clock that wrote
// the log is not known.
[[nodiscard]] std::optional<std::string> why_contact_to_come(const History& history,
                                                             const std::optional<Uptime>& uptime);

}  // namespace enrolkit
