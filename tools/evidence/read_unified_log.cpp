#include "evidence/read_unified_log.h"

#include <fmt/format.h>

#include "core/base/text.h"
#include "core/format/unified_log.h"
#include "core/log/history_builder.h"
#include "evidence/commands.h"

namespace enrolkit {

Reading<History> read_unified_log(const Host& host) {
  const Ran ran = host.run(commands::unified_log());
  if (const auto* why = why_not_finished(ran)) return Unreadable{*why};
  const auto& finished = std::get<Finished>(ran);
  if (finished.status != 0) {
    return Unreadable{fmt::format("log ended with status {}: {}", finished.status, first_line(finished.err))};
  }
  const JamfLines lines = jamf_lines_of(finished.out);
  if (!lines.last) return Absent{};
  Scanner scanner;
  scanner.next_file(0, false);
  scanner.give(lines.text, true);
  HistoryBuilder builder(false);
  for (Line line; scanner.next(line);) builder.add(line);
  return std::move(builder).finish(scanner, lines.last);
}

}  // namespace enrolkit
