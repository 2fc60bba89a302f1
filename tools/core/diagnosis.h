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

#include "core/boots.h"
#include "core/cause.h"
#include "core/finding.h"
#include "core/history.h"
#include "core/reading.h"
#include "core/time.h"

namespace enrolkit {

// When a local account was made, by its own record, on the Mac's clock.
struct AccountBirth {
  std::string name;  // exact record name
  LocalTime created;
};

// What is known besides the log.
struct Surroundings {
  std::optional<LocalTime> now;  // the Mac's local time; nothing for a log read elsewhere, later
  std::vector<Boot> boots;       // when the Mac went down and came up, as far as that is kept
  std::string boots_unreadable;  // why not all of it could be looked at; empty when it could
  std::vector<AccountBirth> births;
  bool births_in_the_macs_zone = false;  // else a difference of whole quarters of an hour means nothing
  std::vector<std::string> local_administrators;  // the PreStage's, from settings: exact names
};

struct Diagnosis {
  State state = State::unknown;
  std::optional<Cause> cause;  // nothing when nothing is wrong
  Confidence confidence = Confidence::likely;
  std::string sentence;               // what happened on this Mac, in one or two sentences
  std::string missing;                // what the log lacks for a firmer answer; may be empty
  std::string step;                   // where it broke: configuration, trust, account, certificate, ...
  std::optional<LocalTime> at;        // when it broke, or when a Complete enrolment ended (if the log says)
  std::optional<int> code;            // of "Enroll return code"; of curl where the step is "download"
  std::vector<std::string> supports;  // what speaks for the cause
  std::vector<Cause> also;            // further causes of later runs, each to be mended too
  std::vector<Attempt> attempts;      // the history's, with open ones settled, in the order they ended
  std::optional<std::size_t> root;    // index of the attempt that broke first
  std::optional<std::size_t> latest;  // index of the attempt that decides the state
  std::vector<Mark> evidence;
  std::vector<Evidence> elsewhere;  // what other files than jamf.log say
  bool repeats = false;             // the same failure at least twice in a row
};

[[nodiscard]] Diagnosis diagnose(const History& history, const Surroundings& around);

// The step an attempt got to, in the word used for `step`.
[[nodiscard]] std::string_view step_of(Message key);

}  // namespace enrolkit
