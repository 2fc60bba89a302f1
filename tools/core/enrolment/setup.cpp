#include "core/enrolment/setup.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

namespace enrolkit {
namespace {

constexpr std::string_view kManager = "/Setup Manager.app/Contents/MacOS/Setup Manager";
constexpr std::string_view kAssistant =
    "/System/Library/CoreServices/Setup Assistant.app/Contents/MacOS/Setup Assistant";

bool any(const Reading<std::vector<Process>>& processes, bool (*is)(const Process&)) {
  const auto* all = value_of(processes);
  return all != nullptr && std::any_of(all->begin(), all->end(), is);
}

// A program of any other user may have any name.
bool is_systems(const Process& process) { return process.uid == 0 || process.uid == kSetupUser; }
// It writes its flags into /private/var/db, so it runs as root.
bool is_manager(const Process& process) {
  return process.known_path().ends_with(kManager) && is_systems(process);
}
bool is_assistant(const Process& process) {
  return process.known_path() == kAssistant && is_systems(process);
}

// Why it is unknown which programs of the system run; nothing: it is known.
std::optional<std::string> why_not_all_known(const Reading<std::vector<Process>>& processes) {
  if (const auto* why = why_unreadable(processes)) return *why;
  const auto* all = value_of(processes);
  if (all == nullptr) return std::nullopt;
  for (const Process& process : *all) {
    if (is_systems(process)) {
      if (auto why = process.why_nameless()) return why;
    }
  }
  return std::nullopt;
}

SetupVerdict nobody() { return {SetupState::none, "", std::nullopt, false}; }
SetupVerdict running(std::string why, std::optional<LocalTime> since = std::nullopt) {
  return {SetupState::running, std::move(why), since, false};
}

SetupVerdict judge_manager(const SetupFacts& facts) {
  if (const auto* why = why_unreadable(facts.started))
    return {SetupState::unknown, "whether Setup Manager is at work is unknown: " + *why, std::nullopt, false};
  const auto* started = value_of(facts.started);
  if (started == nullptr || value_of(facts.done) != nullptr) return nobody();
  if (const auto* why = why_unreadable(facts.done))
    return {SetupState::unknown, "whether Setup Manager has finished is unknown: " + *why, *started, false};
  const std::string since = fmt::format("Setup Manager began at {} and has not finished", to_text(*started));
  if (any(facts.processes, is_manager)) return running(since, *started);
  if (const auto why = why_not_all_known(facts.processes))
    return running(since + "; whether it runs is unknown: " + *why, *started);
  // A clock that went back, too, says nothing of its age.
  if (std::llabs(facts.now.seconds - started->seconds) <= kSetupGraceSeconds) return running(since, *started);
  return {SetupState::abandoned, since + ", and does not run", *started, false};
}

}  // namespace

SetupVerdict judge_assistant(const Reading<bool>& at_screen, const Reading<std::vector<Process>>& processes) {
  const auto* is = value_of(at_screen);
  if (is != nullptr && *is)
    return {SetupState::running, "Setup Assistant is at the screen", std::nullopt, true};
  if (any(processes, is_assistant)) return {SetupState::running, "Setup Assistant runs", std::nullopt, true};
  const auto* why = why_unreadable(at_screen);
  if (why == nullptr) return nobody();
  return {SetupState::unknown, "whether Setup Assistant is at the screen is unknown: " + *why, std::nullopt,
          true};
}

SetupVerdict judge_setup(const SetupFacts& facts) {
  const SetupVerdict assistant = judge_assistant(facts.assistant_at_screen, facts.processes);
  if (assistant.state == SetupState::running) return assistant;
  const SetupVerdict manager = judge_manager(facts);
  const bool manager_tells = manager.state == SetupState::running || manager.state == SetupState::unknown;
  return assistant.state == SetupState::none || manager_tells ? manager : assistant;
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
