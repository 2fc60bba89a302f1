// Cases for the tests of what is printed.
#pragma once

#include <sys/time.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "cli/explain/explain_mac.h"
#include "support/has.h"
#include "support/macs/fixture_copy.h"
#include "support/temp_folder.h"
#include "support/writers/log_writer.h"

namespace enrolkit::test {

// The log of a fixture Mac alone.
inline ExplainedMac log_of(const std::string& fixture) {
  const TempFolder folder;
  const std::string log = lay_out(folder, fixture, "mac") + "/private/var/log/jamf.log";
  return explain_mac({Subject::Kind::files, fixture, {log}, false}, {});
}

// A fixture Mac, studied.
inline ExplainedMac mac(const std::string& fixture) {
  const TempFolder folder;
  return explain_mac({Subject::Kind::tree, fixture, {lay_out(folder, fixture, "mac")}, false}, {});
}

// A log of that text, copied at a date in March 2026.
inline ExplainedMac log_case(const std::string& text, const ExplainMacOptions& how = {}) {
  const TempFolder folder;
  const std::string path = folder.write("jamf.log", text);
  const timeval when{at("2026-03-20 18:00:00").seconds, 0};  // tests run in UTC
  const timeval times[2] = {when, when};
  if (::utimes(path.c_str(), times) != 0) throw std::runtime_error("no such file: " + path);
  return explain_mac({Subject::Kind::files, "jamf.log", {path}, false}, how);
}

// So many enrolments that the server refused, an hour apart.
inline std::string refused_enrolments(unsigned count) {
  std::string log;
  LocalTime when = at("2026-03-02 08:30:00");
  for (unsigned i = 0; i < count; ++i, when.seconds += 3600) log += refused_enrolment(when, 640 + i);
  return log;
}

inline std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t from = 0; from < text.size();) {
    const auto end = std::min(text.find('\n', from), text.size());
    lines.push_back(text.substr(from, end - from));
    from = end + 1;
  }
  return lines;
}

inline bool is_ascii(const std::string& text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) >= 0x80) return false;
  }
  return true;
}

// Bytes that make a terminal do something; the end of a line is none.
inline bool has_controls(const std::string& text) {
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte < 0x20 && c != '\n') || byte == 0x7F) return true;
  }
  return false;
}

}  // namespace enrolkit::test
