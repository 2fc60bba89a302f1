// How the marks of a History are written as lines go by: for the parts of HistoryBuilder alone.
#pragma once

#include <optional>
#include <utility>

#include "core/log/history_builder.h"

namespace enrolkit {

// All of a mark but its text.
inline void point_to(LogReference& reference, const Line& line) {
  reference.file = line.file;
  reference.line = line.number;
  reference.clock = line.clock;
  reference.dated = line.dated;
  reference.pid = line.pid;
  reference.key = line.key;
}

// Assigns in place: for marks that many lines replace.
inline void update(std::optional<LogReference>& reference, const Line& line) {
  if (!reference) reference.emplace();
  point_to(*reference, line);
  reference->text.assign(line.text.substr(0, kEvidenceBytes));
}

inline void make_history(Trouble& trouble) {
  if (trouble.count == 0) return;
  trouble.before += trouble.count;
  trouble.last_before = std::move(trouble.last);
  trouble.count = 0;
  trouble.first.reset();
  trouble.last.reset();
}

}  // namespace enrolkit
