// The windows that a repair from Self Service shows: which tool there is to show them, and how it is called.
//
// swiftDialog where it is installed, else the jamfHelper that Jamf brings along. What they take and answer:
// swiftDialog's wiki (Command Line Options; Exit codes); jamfHelper has no page, its options are those of
// `jamfHelper -help`, its answers those that scripts in use count on: 0 for button 1, 2 for button 2.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "host/command.h"
#include "host/host.h"

namespace enrolkit {

// Who is at the screen: the owner of /dev/console.
struct AtScreen {
  Reading<bool> setup_assistant = Unreadable{"not asked"};  // Absent: another volume, which has no screen
  std::optional<std::uint32_t> user;                        // if a person
};
[[nodiscard]] AtScreen look_who_is_at_the_screen(const Host& host);

enum class DialogTool : std::uint8_t { swift_dialog, jamf_helper };

// Where windows can be shown, and by what.
struct Screen {
  std::vector<DialogTool> tools;      // the first that works
  std::optional<std::uint32_t> user;  // in whose session; nothing: the login window
};

// Nothing: no window can or may be shown, as with nobody at the screen (`login_window`: also then), in Setup
// Assistant, or without a tool that only root could have put there.
[[nodiscard]] std::optional<Screen> read_screen(const Host& host, bool login_window);

struct WindowText {
  std::string title, message;
  std::string yes, no;  // buttons; no `yes`: a window that stays until it is ended
};

// A window, closed by a button or after `limit` (then as if `no` were chosen).
[[nodiscard]] Command window(DialogTool tool, const Screen& screen, const WindowText& text,
                             std::chrono::seconds limit);

// none: the window was never shown, and another tool may be tried.
enum class Answer : std::uint8_t { yes, no, none };
// Only the button that agrees is a yes. Every other end of a window that stood there is a no: refused, closed, time
// over, quit, killed, and every status that is not known.
[[nodiscard]] Answer answer_of(DialogTool tool, const Ran& ran);

}  // namespace enrolkit
