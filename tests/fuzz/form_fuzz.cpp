// Any bytes as a text that should be a jamf.log: to its form, its records, their shapes.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/text.h"
#include "core/log/form.h"
#include "core/log/jamf_log.h"
#include "core/log/stamp.h"
#include "core/log/unknown_lines.h"
#include "fuzz/demand.h"
#include "support/utf8.h"

namespace {

using namespace enrolkit;

LogQuality quality_of(std::string_view text, UnknownLines& unknown) {
  Scanner scanner;
  scanner.next_file(0, false);
  scanner.give(text, true);
  Line line;
  while (scanner.next(line)) unknown.add(line);
  return scanner.quality();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view given{reinterpret_cast<const char*>(data), size};
  const LogText log = log_text(given);
  demand(log.changed || log.text == given);
  demand(log.text.size() <= given.size() * 4 + 64);  // the longest English stamp in place of the shortest
  UnknownLines unknown;
  const LogQuality quality = quality_of(log.text, unknown);
  const std::uint64_t records = quality.records;
  const bool document = log.form >= LogForm::html && log.form <= LogForm::binary;
  // A day that no month has ("Mar 00") is a date in no known form, and one that dates nothing to the scanner.
  demand(is_read(log.form) || records == quality.undated || document || log.form == LogForm::unknown);
  demand(log.form == LogForm::whole || !about(log.form).empty());
  demand(unknown.shapes().size() <= UnknownLines::kMaxShapes);
  for (const auto& [shape, lines] : unknown.shapes()) {
    demand(lines != 0 && test::is_harmless(shape));
  }
  // A second look changes no record. Zeros make a text one of 16 bits by where they stand, and a turned one has them
  // elsewhere.
  if (is_read(log.form) && log.text.find('\0') == log.text.npos) {
    UnknownLines again;
    demand(quality_of(log_text(log.text).text, again).records >= records);
  }
  if (const auto stamp = stamp_of(given)) {
    demand(stamp->size < given.size() && stamp->english.size() == 19);
  }
  return 0;
}
