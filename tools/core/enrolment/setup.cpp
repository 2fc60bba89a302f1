#include "core/enrolment/setup.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

namespace enrolkit {
namespace {

constexpr std::string_view kManager = "/Setup Manager.app/Contents/MacOS/Setup Manager";
constexpr std::string_view kAssistant =
    "/System/Library/CoreServices/Setup Assistant.app/Contents/MacOS/Setup Assistant";
constexpr std::uint32_t kSetupUser = 248;  // _mbsetupuser

bool any(const Reading<std::vector<Process>>& processes, bool (*is)(const Process&)) {
  const auto* all = value_of(processes);
  return all != nullptr && std::any_of(all->begin(), all->end(), is);
}

// A program of any other user may have any name.
bool is_systems(const Process& process) { return process.uid == 0 || process.uid == kSetupUser; }
// It writes its flags into /private/var/db, so it runs as root.
bool is_manager(const Process& process) { return process.known_path().ends_with(kManager) && is_systems(process); }
bool is_assistant(const Process& process) { return process.known_path() == kAssistant && is_systems(process); }

SetupVerdict running(std::string why, std::optional<LocalTime> since = std::nullopt) {
  return {SetupState::running, std::move(why), since, false};
}

SetupVerdict judge_manager(const SetupFacts& facts) {
  if (const auto* why = why_unreadable(facts.started))
    return {SetupState::unknown, "whether Setup Manager is at work is unknown: " + *why, std::nullopt, false};
  const auto* started = value_of(facts.started);
  if (started == nullptr || value_of(facts.done) != nullptr) return {};
  const std::string since = fmt::format("Setup Manager began at {} and has not finished", to_text(*started));
  if (any(facts.processes, is_manager)) return running(since, *started);
  if (const auto* why = why_unreadable(facts.processes))
    return running(since + "; whether it runs is unknown: " + *why, *started);
  // A clock that went back, too, says nothing of its age.
  if (std::llabs(facts.now.seconds - started->seconds) <= kSetupGraceSeconds) return running(since, *started);
  return {SetupState::abandoned, since + ", and does not run", *started, false};
}

}  // namespace

SetupVerdict judge_setup(const SetupFacts& facts) {
  if (facts.assistant_at_screen)
    return {SetupState::running, "Setup Assistant is at the screen", std::nullopt, true};
  if (any(facts.processes, is_assistant))
    return {SetupState::running, "Setup Assistant runs", std::nullopt, true};
  return judge_manager(facts);
}

void refine_with_setup(Diagnosis& d, const SetupVerdict& setup) {
  if (setup.state == SetupState::none) return;
  const std::string sentence = setup.why + ".";
  if (setup.state == SetupState::unknown) {
    if (!d.missing.empty()) d.missing += ' ';
    d.missing += sentence;
    return;
  }
  if (setup.state == SetupState::running) {
    d.state = State::in_progress;
    d.cause = Cause::setup_running;
    d.confidence = Confidence::certain;
    d.sentence = sentence;
    d.missing.clear();
    d.step = "setup";
    d.at = setup.since;
    d.code.reset();
    d.also.clear();
    d.supports = {setup.why};
    d.doubtful = d.repeats = false;
    return;
  }
  if (d.state == State::complete || (d.cause && d.cause != Cause::unclear && d.cause != Cause::interrupted))
    return;
  const bool known = d.cause == Cause::interrupted;
  d.supports.push_back(setup.why);
  if (known) return;
  d.state = State::interrupted;
  d.cause = Cause::interrupted;
  d.confidence = Confidence::likely;
  d.step = "setup";
  d.at = setup.since;
  d.sentence = sentence;
}

}  // namespace enrolkit
