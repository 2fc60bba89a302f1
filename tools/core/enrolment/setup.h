// Who still owns a Mac that is being set up: Jamf's Setup Manager, or Setup Assistant. Until they are done nothing of an
// enrolment that is not there yet is a fault, and nobody may touch it.
//
// Source: Setup Manager 1.4 keeps /private/var/db/.JamfSetupStarted from its start and .JamfSetupEnrollmentDone from its
// end, and unloads Jamf's check-in task between the two. Setup Assistant runs as _mbsetupuser.
//
// A hold by Platform SSO (macOS 26) is seen as Setup Assistant and not told apart from it. The server answers an enrolment
// with status 403 until somebody has signed in (Apple, Device Management, ErrorCodePlatformSSORequired: "requires the user to
// sign-in using Platform SSO before it allows enrollment and setup to proceed"), so Setup Assistant stays at the screen,
// before the first account. No public source names a file, a process or a line of a log that shows the hold itself.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/process.h"
#include "core/base/reading.h"
#include "core/base/time.h"
#include "core/enrolment/diagnosis.h"

namespace enrolkit {

// _mbsetupuser, whose session Setup Assistant runs in.
inline constexpr std::uint32_t kSetupUser = 248;

struct SetupFacts {
  Reading<LocalTime> started = Absent{};  // when the flag was written
  Reading<LocalTime> done = Absent{};
  // Setup Assistant's user owns the screen. Absent: another volume, which has none.
  Reading<bool> assistant_at_screen = Unreadable{"not asked"};
  // Absent: another volume, on which nothing runs.
  Reading<std::vector<Process>> processes = Absent{};
  LocalTime now;
};

enum class SetupState : std::uint8_t {
  none,       // nobody sets this Mac up, or it is done
  running,    // it is at work; also where its process could not be ruled out
  abandoned,  // Setup Manager began, never ended, and does not run
  unknown,    // a flag, or who is at the screen, could not be looked at
};

struct SetupVerdict {
  SetupState state = SetupState::unknown;
  std::string why;  // for a person: "Setup Manager has been at work since ..."
  std::optional<LocalTime> since;
  bool assistant = false;  // it is, or may be, Setup Assistant
};

// How long a start without an end and without a process may still go on: it restarts with the Mac.
inline constexpr std::int64_t kSetupGraceSeconds = 3600;

// Of Setup Assistant alone. Without the processes the owner of the screen tells.
[[nodiscard]] SetupVerdict judge_assistant(const Reading<bool>& at_screen,
                                           const Reading<std::vector<Process>>& processes);

// Of both.
[[nodiscard]] SetupVerdict judge_setup(const SetupFacts& facts);

// While it runs the enrolment is in progress, whatever the log says. One that was abandoned speaks for an interrupted
// enrolment, and says so where the log names no cause. What could not be told is named as missing.
void refine_with_setup(Diagnosis& diagnosis, const SetupVerdict& setup);

}  // namespace enrolkit
