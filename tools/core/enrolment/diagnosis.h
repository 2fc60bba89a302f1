// The rules: from what a log tells (and what else is known of the Mac) to what became of its enrolment, and
// why.
//
// The first error wins; signature and keychain errors are symptoms; a return code 0 or a proven contact makes
// all before it history. Where the log does not decide, the answer is Unknown or Unclear with what is
// missing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/finding.h"
#include "core/base/reading.h"
#include "core/base/time.h"
#include "core/enrolment/cause.h"
#include "core/enrolment/framework_presence.h"
#include "core/enrolment/mac_context.h"
#include "core/log/history.h"

namespace enrolkit {

struct Diagnosis {
  State state = State::unknown;
  std::optional<Cause> cause;  // nothing when nothing is wrong
  Confidence confidence = Confidence::likely;
  std::string sentence;               // what happened on this Mac, in one or two sentences
  std::string missing;                // what the log lacks for a firmer answer; may be empty
  std::string step;                   // where it broke: configuration, trust, account, certificate, ...
  std::optional<LocalTime> at;        // when it broke, or when a Complete enrolment ended (if the log says)
  std::optional<int> code;            // of "Enroll return code"; of curl where the step is "download"
  int http_status = 0;                // that the failures met; 0: none
  bool put_back = false;              // the run that failed put the enrolment from before it back
  std::vector<std::string> supports;  // what speaks for the cause
  std::vector<Cause> also;            // further causes of later runs, each to be fixed too
  std::vector<Attempt> attempts;      // the history's, with open ones settled, in the order they ended
  std::optional<std::size_t> root;    // index of the attempt that broke first
  std::optional<std::size_t> latest;  // index of the attempt that decides the state
  std::vector<LogReference> evidence;
  std::vector<Evidence> elsewhere;  // what other files than jamf.log say
  bool doubtful = false;  // runs failed since the last success, too few to judge, and no line says why
  bool repeats = false;   // the same failure at least twice in a row
};

[[nodiscard]] Diagnosis diagnose(const History& history, const MacContext& context);

// A framework that is not there ends an enrolment, whatever the log says of it. Only for a whole volume: of
// collected files, `unknown` means nothing.
void refine_with_framework(Diagnosis& diagnosis, FrameworkPresence presence);

// The step an attempt got to, in the word used for `step`.
[[nodiscard]] std::string_view step_of(Message key);

}  // namespace enrolkit
