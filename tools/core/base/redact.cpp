#include "core/base/redact.h"

#include <algorithm>

#include "core/base/redactor.h"
#include "core/base/secret_words.h"
#include "core/base/text.h"

namespace enrolkit {

std::string redacted(std::string_view text) {
  // What is left out may bring a key to its value, which the next round sees: as a rule the second is the last.
  constexpr int kMaxRounds = 6;
  std::string out = without_known_secrets(text);
  for (int round = 0; round < kMaxRounds; ++round) {
    std::string next = redaction::Redactor(out).run();
    if (next == out) break;
    out = std::move(next);
  }
  return out;
}

std::string redacted_cut(std::string_view text) {
  std::string out = redacted(text);
  const auto blank = out.find_last_of(" \t");
  const std::size_t word = blank == std::string::npos ? 0 : blank + 1;
  const std::string_view last = std::string_view(out).substr(word);
  constexpr std::size_t kShortBytes = 8;
  const bool names = last.find_first_of(":=@?") != std::string_view::npos;
  const bool mixed = std::any_of(last.begin(), last.end(), redaction::is_digit) && last.size() >= kShortBytes;
  if (last.ends_with(redaction::kRemoved) || !(names || mixed || !is_harmless_value(last, {}))) return out;
  out.resize(word);
  return out += redaction::kRemoved;
}

std::string evidence_text(std::string_view line, std::size_t bytes) {
  return std::string(cut_utf8(printable(redacted(line)), bytes));
}

}  // namespace enrolkit
