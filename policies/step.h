// One step of a repair: when it helps, what may forbid it, what it does, and how it is told to have helped.
// Everything is a pure function of what was looked at; repair.cpp acts.
#pragma once

#include <chrono>
#include <string_view>
#include <vector>

#include "core/repair/plan.h"
#include "policies/act.h"

namespace enrolkit {

struct StepPolicy {
  StepNeed need;
  std::string_view does;  // for a person
  std::vector<Act> (*acts)(const RepairFacts& facts) = nullptr;
  // Its own proof, which may fall short of a repair. `before` was looked at just before the first act.
  bool (*proven)(const RepairFacts& before, const RepairFacts& after) = nullptr;
  // How long the proof may take to come, where a person must click first.
  std::chrono::seconds patience{0};
  // A pause before the look, in which somebody may undo what was done.
  std::chrono::seconds settle{0};
  // What is undone again of the acts that were done without a failure; nothing: nothing. Null: nobody asks.
  std::optional<std::string> (*turned_back)(const std::vector<Act>& done, const RepairFacts& after) = nullptr;
};

// Of StepNeed::blocked: root may not run the jamf binary.
[[nodiscard]] std::optional<Refusal> blocked_without_jamf(const RepairFacts& facts);
// The jamf binary's address is that of the trusted server.
[[nodiscard]] bool knows_server(const RepairFacts& facts);
// The same for a step that speaks to the server: not to another than the trusted one, where one is known.
[[nodiscard]] std::optional<Refusal> blocked_without_server(const RepairFacts& facts);

// The same for a step that puts another keychain in the place of this one: not where that cannot be kept.
[[nodiscard]] std::optional<Refusal> blocked_without_copy(const RepairFacts& facts);

// Why no request can be signed, or why nobody knows whether one can; nothing: the keychain holds an identity.
[[nodiscard]] std::optional<std::string> why_no_signing(const RepairFacts& facts);

// Of StepNeed::takes: every run's identity.
[[nodiscard]] Takes takes_identity(const RepairFacts& facts);

// A contact that was proven since `before` was looked at.
[[nodiscard]] bool contact_since(const RepairFacts& before, const RepairFacts& after);
// The same of an enrolment.
[[nodiscard]] bool enrolled_since(const RepairFacts& before, const RepairFacts& after);

// Keeps the keychain as it is, before another takes its place; nothing when there is none.
[[nodiscard]] std::vector<Act> keep_keychain(const RepairFacts& facts);

}  // namespace enrolkit
