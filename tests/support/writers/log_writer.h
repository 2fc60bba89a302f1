// Lines of jamf.log, for tests that need many of them.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "core/base/time.h"

namespace enrolkit::test {

inline constexpr std::string_view kHost = "Library Cart 07";

inline std::string stamp(LocalTime at) {
  constexpr const char* kMonths[]{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const Civil c = to_civil(at);
  return fmt::format("{} {} {:02} {:02}:{:02}:{:02}",
                     weekday_name(static_cast<int>((at.seconds / kDay + 4) % 7)), kMonths[c.month - 1], c.day,
                     c.hour, c.minute, c.second);
}

inline std::string log_line(LocalTime at, unsigned pid, std::string_view message) {
  return fmt::format("{} {} jamf[{}]: {}\n", stamp(at), kHost, pid, message);
}

// The same lines by another computer.
inline std::string on_host(std::string text, std::string_view host) {
  for (auto at = text.find(kHost); at != std::string::npos; at = text.find(kHost, at + host.size())) {
    text.replace(at, kHost.size(), host);
  }
  return text;
}

inline LocalTime at(std::string_view text) { return *parse_local_time(text); }

// A check-in that reached the server.
inline std::string check_in(LocalTime when, unsigned pid) {
  return log_line(when, pid,
                  "Checking for policies triggered by \"recurring check-in\" for user \"student1\"...") +
         log_line({when.seconds + 4}, pid, "Checking for patches...") +
         log_line({when.seconds + 5}, pid, "No patch policies were found.");
}

// An attempt that met the lost device signature.
inline std::string broken_check_in(LocalTime when, unsigned pid) {
  return log_line(when, pid,
                  "Checking for policies triggered by \"recurring check-in\" for user \"student1\"...") +
         log_line({when.seconds + 1}, pid,
                  "Device Signature Error - A valid device signature is required to perform the action.");
}

// A whole enrolment that went well.
inline std::string enrolment(LocalTime when, unsigned pid, std::string_view account = "_mgmt") {
  return log_line(when, pid, fmt::format("Creating user {}...", account)) +
         log_line({when.seconds + 5}, pid, "The device certificate was created successfully.") +
         log_line({when.seconds + 6}, pid, "Enforcing management framework...") +
         log_line({when.seconds + 9}, pid, "Enroll return code: 0");
}

// One that was refused.
inline std::string refused_enrolment(LocalTime when, unsigned pid) {
  return log_line(
             when, pid,
             "An error occurred while enrolling computer: Permission Error - The user specified does not "
             "have permission to perform the action.") +
         log_line({when.seconds + 3}, pid, "Enroll return code: 70");
}

}  // namespace enrolkit::test
