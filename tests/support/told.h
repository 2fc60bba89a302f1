// A log as text in, its history and diagnosis out: for tests of the rules.
#pragma once

#include <string>
#include <string_view>

#include "core/enrolment/diagnosis.h"
#include "core/enrolment/refine_form.h"
#include "core/log/filtered.h"
#include "core/log/form.h"
#include "core/log/history.h"
#include "core/log/history_builder.h"
#include "core/log/whole.h"

namespace enrolkit::test {

// `upper`: the file's modification time, "2023-02-10 10:00:00".
[[nodiscard]] inline LogRead read_text(std::string_view text, std::string_view upper) {
  Scanner scanner;
  HistoryBuilder builder;
  Line line;
  scanner.next_file(0, false);
  scanner.give(text, true);
  while (scanner.next(line)) builder.add(line);
  LogRead read;
  read.history = std::move(builder).finish(scanner, parse_local_time(upper));
  read.sources = {"jamf.log"};
  read.bytes = text.size();
  return read;
}

// The same for a text that a person gives, in any form; History::quality says in which.
[[nodiscard]] inline LogRead read_any_form(std::string_view text, std::string_view upper) {
  const LogText given = log_text(text);
  Scanner scanner;
  HistoryBuilder builder;
  FilterWatch filter;
  WholeWatch whole;
  LogRead read;
  const auto latest = parse_local_time(upper);
  scanner.next_file(0, false);
  if (is_read(given.form)) scanner.give(given.text, true);
  builder.add_block(scanner, [&](const Line& line) {
    filter.add(line);
    whole.add(line, builder.so_far());
  });
  read.history = std::move(builder).finish(scanner, latest);
  LogForm& form = read.history.quality.form;
  form = given.form;
  const LogForm met = whole.form(read.history, latest, filter.filtered());
  if (decides(form) && met != LogForm::whole) form = met;
  note_outside(read.history, whole.outside(false));
  read.sources = {"jamf.log"};
  return read;
}

[[nodiscard]] inline Diagnosis diagnosis_of(std::string_view text, std::string_view upper,
                                            const MacContext& context = {}) {
  return diagnose(read_text(text, upper).history, context);
}

inline constexpr std::string_view kItemNotFound =
    "Error Domain=com.jamf.jamfsecurity.error Code=-25300 \"searchForItems:conversionBlock:error: : The "
    "specified "
    "item could not be found in the keychain.\" UserInfo={NSLocalizedDescription=x}";
inline constexpr std::string_view kSignatureError =
    "Device Signature Error - A valid device signature is required to perform the action.";

// A record; `stamp` is "Fri Feb 10 09:10:36".
[[nodiscard]] inline std::string rec(std::string_view stamp, int pid, std::string_view message,
                                     std::string_view host = "Library Cart 07") {
  return std::string(stamp) + " " + std::string(host) + " jamf[" + std::to_string(pid) +
         "]: " + std::string(message) + "\n";
}

// The three lines that hang on a bare record.
[[nodiscard]] inline std::string error_block(std::string_view stamp, int pid, std::string_view reason,
                                             int indent = 5) {
  return std::string(stamp) + " Library Cart 07 jamf[" + std::to_string(pid) +
         "]: \nThere was an error.\n\n" + std::string(static_cast<std::size_t>(indent), ' ') +
         std::string(reason) + "\n";
}

}  // namespace enrolkit::test
