// What enrolkit-ea can be asked: an attribute, or one of list, all, probe and collect.
#pragma once

#include <string>
#include <string_view>

#include "core/base/finding.h"
#include "run/ea_frame.h"

namespace enrolkit {

struct EaOptions {
  std::string attribute;
  std::string account;
  std::string root = "/";
  std::string cached;  // seconds; empty: look
  std::string html;    // a file for the page of all, or "-"; empty: none
  bool force = false;  // replaces that file
  bool json = false;
  bool explain = false;
};

// What stands in place of an attribute's name.
inline constexpr std::string_view kAll = "all", kList = "list", kProbe = "probe", kCollect = "collect";

[[nodiscard]] EaFormat format_of(const EaOptions& options);

// The attributes there are, a line each, or as JSON.
[[nodiscard]] std::string list_text(bool json);

// One attribute's answer; also when there is no such attribute.
[[nodiscard]] Finding answer_for(const EaOptions& options);

struct CommandText {
  std::string text;  // to be printed, newline included
  bool complete =
      true;  // false: a thread still waits for the system, and the process must leave by std::_Exit
};
[[nodiscard]] CommandText all_text(const EaOptions& options);
// Leaves the state in its place, too, where the root is the running system's.
[[nodiscard]] CommandText probe_text(const EaOptions& options);

// Prints one of the two in the frame of run/ea_frame.h: a crash, an exception or the time limit is a text of the same
// form. False: see CommandText::complete.
[[nodiscard]] bool run_all(const EaOptions& options, bool is_probe);

}  // namespace enrolkit
