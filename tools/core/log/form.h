// What form a text has that should be a jamf.log, and the log that jamf wrote out of it.
//
// People send what they have: the output of grep and cat, a mail, a spreadsheet, a viewer's copy. A form that
// keeps what was written is read (UTF-16, a byte-order mark, CR line ends, line numbers, file names, indentation,
// quote marks, CSV, dates in another language, wrapped lines, newest line first). Any other is named: it is no
// empty log, and says nothing about the Mac.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/enum_names.h"

namespace enrolkit {

enum class LogForm : std::uint8_t {
  whole,     // as jamf wrote it, as far as one can see
  reversed,  // newest line first: it was turned round
  wrapped,   // long lines were cut by a mail program or a terminal: they were put together
  renamed,   // the computer's name changed, and nothing was proven since
  // From here on: read, but the newest may not be in it, so that it decides nothing.
  filtered,      // lines of one kind only: what is not there may have been left out
  cut,           // at a fixed width: the ends of its lines are not there
  mixed,         // behind the last proof stands what is in another form, or cannot be read
  unordered,     // parts of it stand newest first
  several_macs,  // of more than one Mac
  no_end,        // the end of the file could not be read
  // From here on: not read.
  terminal,         // what jamf prints on a terminal: no date, no process
  unified_default,  // `log show`
  unified_syslog,
  unified_compact,
  unified_json,
  dates,    // lines of jamf, with dates that are in no form or language that is known
  no_host,  // records without a computer's name
  html,     // a web page
  json,
  xml,
  table,  // CSV and the like, whose fields are in no order that is read
  binary,
  unknown,  // speaks of jamf, in no form that is known
};
inline constexpr EnumNames<LogForm, 23> kLogFormNames{
    {"Whole",        "Reversed",       "Wrapped",       "Renamed",        "Filtered",
     "Cut",          "Mixed",          "Unordered",     "SeveralMacs",    "NoEnd",
     "Terminal",     "UnifiedDefault", "UnifiedSyslog", "UnifiedCompact", "UnifiedJson",
     "UnknownDates", "NoHost",         "Html",          "Json",           "Xml",
     "Table",        "Binary",         "UnknownForm"}};

[[nodiscard]] constexpr bool is_read(LogForm form) { return form <= LogForm::no_end; }
// False: what such a log shows, and what it does not, may be due to its form alone.
[[nodiscard]] constexpr bool decides(LogForm form) { return form <= LogForm::renamed; }
// One sentence for a person: what it is, and what to give instead. Empty for a whole log.
[[nodiscard]] std::string_view about(LogForm form);

struct LogText {
  std::string text;  // as jamf wrote it
  LogForm form = LogForm::whole;
  bool changed = false;    // `text` is not what was given
  bool same_lines = true;  // line N of the text is line N of what was given
};

// `text`: a whole file, or its beginning to learn its form. A text that jamf wrote comes back as it was.
[[nodiscard]] LogText log_text(std::string_view text);

}  // namespace enrolkit
