#include "core/log/history.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/redact.h"
#include "core/base/text.h"

namespace enrolkit {

Outcome without_return_code(const Attempt& attempt) {
  if (attempt.first_error && !attempt.only_symptoms) return Outcome::failed;
  const bool far = std::any_of(attempt.steps.begin(), attempt.steps.end(), [](const LogReference& step) {
    return is_framework(step.key) || step.key == Message::return_code;
  });
  return far ? Outcome::unproven : Outcome::interrupted;
}

bool is_after(const LogReference& a, const LogReference& b) {
  return a.file != b.file ? a.file > b.file : a.line > b.line;
}

std::string shown_text(const LogReference& reference) {
  const bool cut = reference.text.size() >= kEvidenceBytes;
  return cut ? printable(redacted_cut(reference.text)) + "..." : printable(redacted(reference.text));
}

std::string about_form(const History& history) {
  const LogForm form = history.quality.form;
  if (form != LogForm::mixed || !history.outside) return std::string(about(form));
  const LogReference& line = *history.outside;
  return fmt::format(
      "{}, not jamf's own record: {} - it speaks of jamf, and nothing says when: what the log shows as good is not proven. Give "
      "the Mac's /var/log/jamf.log itself, as it is now.",
      line.numbered ? fmt::format("Line {}", line.line) : std::string("A line"), own_words(line));
}

std::string own_words(const LogReference& reference) {
  const std::string shown = shown_text(reference);
  std::string_view text = shown;
  // A reason in a block has the process id of its record, and no writer; ReEnroller has a writer, and no process id.
  constexpr std::string_view kReEnroller = "[ReEnroller]: ";
  const auto mark = reference.pid != 0 ? text.find("]: ") : text.find(kReEnroller);
  if (mark != std::string_view::npos) text.remove_prefix(text.find("]: ", mark) + 3);
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  constexpr std::size_t kMaxWords = 100;
  return text.size() <= kMaxWords ? std::string(text) : std::string(cut_utf8(text, kMaxWords)) + "...";
}

Evidence evidence_of(const LogReference& reference, const LogRead& log) {
  Evidence evidence;
  evidence.source = reference.file < log.sources.size() ? printable(log.sources[reference.file]) : "jamf.log";
  if (reference.numbered) evidence.where = fmt::format("line {}", reference.line);
  evidence.when = reference.at;
  evidence.text = shown_text(reference);
  return evidence;
}

}  // namespace enrolkit
