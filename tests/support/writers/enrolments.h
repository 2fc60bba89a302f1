// Runs of `jamf enroll` as they stand in jamf.log, on the morning of 2023-02-10: for tests of the rules.
#pragma once

#include <cstdio>
#include <string>
#include <string_view>

#include "support/told.h"

namespace enrolkit::test {

inline constexpr std::string_view kTrusted =
    "The SSL Certificate for https://jamf.example.org/ must be trusted for the jamf binary to connect to it.";
inline constexpr std::string_view kRefused =
    "An error occurred while enrolling computer: Permission Error - The user specified does not have "
    "permission to "
    "perform the action.";

inline std::string stamp(int hour, int minute, int second) {
  char text[32];
  (void)snprintf(text, sizeof text, "Fri Feb 10 %02d:%02d:%02d", hour, minute, second);
  return text;
}
inline constexpr std::string_view kDay = "2023-02-10 20:00:00";

inline std::string begin(int minute, int setup) {
  return rec(stamp(9, minute, 0), setup, kTrusted) + "Enrolling computer...\n";
}

inline std::string died_making(int minute, int pid) {
  return begin(minute, pid - 20) + rec(stamp(9, minute, 3), pid, "Creating user _mgmt...");
}

inline std::string refused(int minute, int setup) {
  return begin(minute, setup) + rec(stamp(9, minute, 2), setup + 30, kRefused) +
         rec(stamp(9, minute, 2), setup + 30, "Restoring JAMF.keychain since an error occurred.") +
         rec(stamp(9, minute, 2), setup + 30, kItemNotFound) +
         rec(stamp(9, minute, 2), setup + 30, kSignatureError) +
         rec(stamp(9, minute, 5), setup + 30, "Enroll return code: 70");
}

inline std::string enrolled(int minute, int setup) {
  return begin(minute, setup) + rec(stamp(9, minute, 3), setup + 30, "Creating user _mgmt...") +
         rec(stamp(9, minute, 9), setup + 30, "The device certificate was created successfully.") +
         rec(stamp(9, minute, 9), setup + 30, "Enroll return code: 0");
}

}  // namespace enrolkit::test
