// Logs out of memory, read; and what the attributes make of them.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/enrolment/device_signature.h"
#include "core/enrolment/diagnosis.h"
#include "core/enrolment/findings.h"
#include "evidence/read_log.h"
#include "support/macs/memory_file.h"
#include "support/writers/log_writer.h"

namespace enrolkit::test {

inline const LocalTime kEnd = at("2026-03-20 18:00:00");

inline const ReadOptions kFromTail{true, std::nullopt, false};

struct Given {
  std::string name;
  std::string bytes;
  MemoryFileOptions options;
};

inline LogRead read(std::vector<Given> given, const ReadOptions& options = {}) {
  std::vector<LogFile> files;
  for (Given& g : given) {
    if (g.options.modified == LocalTime{}) g.options.modified = kEnd;
    files.emplace_back(g.name, memory_file(std::move(g.bytes), g.options));
  }
  return read_log(std::move(files), options);
}

// What every attribute that rests on the log says.
inline std::string told_of(const LogRead& log) {
  const Reading<LogRead> reading = log;
  const Diagnosis diagnosis = diagnose(log.history, {});
  std::string text;
  for (const Finding& finding :
       {enrolment_finding({reading}, diagnosis), enrolment_failed_at_finding({reading}, diagnosis),
        device_signature_finding({reading}), last_contact_finding({reading}), check_in_finding({reading})}) {
    text += finding.id + ": " + result_text(finding) + "\n";
  }
  return text;
}

// At least `bytes` of a Mac that checks in every 15 minutes, up to `last`.
inline std::string check_ins(std::size_t bytes, LocalTime last) {
  const std::size_t rounds = bytes / check_in(last, 2000).size() + 1;
  std::string text;
  for (std::size_t i = rounds; i > 0; --i) {
    text += check_in({last.seconds - static_cast<std::int64_t>(i - 1) * 900},
                     static_cast<unsigned>(1000 + i % 5000));
  }
  return text;
}

}  // namespace enrolkit::test
