// Every attribute of a Mac at once: for a person at its keyboard or a program (`enrolkit-ea all`), and for
// the state that others read (`enrolkit-ea probe`).
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/finding.h"
#include "core/base/reading.h"
#include "core/management/code_signature.h"
#include "evidence/mac.h"
#include "host/host.h"
#include "run/streams.h"

namespace enrolkit {

// The tools that are run have limits of their own, together below this.
inline constexpr std::chrono::seconds kAllDeadline{30};

// In the order of the list, each with the time it took. What is looked at once is paid for by the first that
// asks. An attribute that breaks is Unknown, and the others are still told.
[[nodiscard]] std::vector<Finding> answers_of_all(Mac& mac);

struct AllFindings {
  std::vector<Finding> findings;            // one an attribute, in the order of the list
  bool complete = false;                    // false: the time was over; what was not looked at is Unknown
  std::optional<SignatureCheck> signature;  // to be kept, see SavedState
};
// The same under one deadline, which also holds while the system keeps a call waiting (a dead network
// volume): the look goes on in a thread of its own, and whoever got an incomplete answer ends the process
// soon, by std::_Exit.
[[nodiscard]] AllFindings answers_within(std::shared_ptr<const Host> host, MacOptions options,
                                         std::chrono::milliseconds limit);

// A line each: sign of health, name, text, time; below it what it rests on, wrapped at the style's width.
[[nodiscard]] std::string findings_table(const std::vector<Finding>& findings, const TerminalStyle& style);

}  // namespace enrolkit
