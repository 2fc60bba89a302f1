#include "core/base/redact.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/base/ascii.h"
#include "core/base/redactor.h"
#include "core/base/secret_words.h"
#include "core/base/text.h"
#include "core/base/unescaped.h"

namespace enrolkit {

namespace {

using redaction::Cut;

void apply(std::string& text, const std::vector<Cut>& cuts, const std::vector<std::uint32_t>& from) {
  const auto source = [&](std::size_t i) { return from.empty() ? i : from[i]; };
  for (auto cut = cuts.rbegin(); cut != cuts.rend(); ++cut) {
    const std::size_t begin = source(cut->begin);
    text.replace(begin, source(cut->end) - begin, cut->with);
  }
}

void add(OpenSecret& to, const OpenSecret& more) {
  to.value = to.value || more.value;
  to.block = to.block || more.block;
  to.key = to.key || more.key;
  to.name = to.name || more.name;
  to.brackets = std::max(to.brackets, more.brackets);
  to.prompt = to.prompt || more.prompt;
  if (to.quote == 0) to.quote = more.quote;
  to.indent = std::max(to.indent, more.indent);
  if (to.element.empty()) to.element = more.element;
  if (to.program.empty()) to.program = more.program;
  if (to.columns.empty()) to.columns = more.columns;
}

// Takes out what one look finds, at the text as it is, or else at what is left of it behind each layer of escapes.
// False: there is nothing left to be found, and `open` is what the text leaves open.
bool look(std::string& text, OpenSecret& open) {
  constexpr int kMaxLayers = 4;
  OpenSecret left;
  std::optional<Unescaped> view;
  for (int layer = 0; layer <= kMaxLayers; ++layer) {
    const std::string_view seen = view ? std::string_view(view->text) : std::string_view(text);
    auto next = layer < kMaxLayers ? unescaped(seen) : std::nullopt;
    redaction::Redactor redactor(seen, open, next.has_value());
    if (const auto cuts = redactor.run(); !cuts.empty()) {
      const std::string before = text;
      apply(text, cuts, view ? view->from : std::vector<std::uint32_t>{});
      if (text != before) return true;
    }
    add(left, redactor.open());
    if (!next) break;
    if (view) {
      for (auto& place : next->from) place = view->from[place];
    }
    view = std::move(next);
  }
  open = left;
  return false;
}

}  // namespace

std::string redacted(std::string_view text, OpenSecret& open) {
  // What is left out may bring a key to its value, which the next look sees: as a rule the second is the last. A text
  // that never comes to rest goes whole.
  constexpr int kMaxLooks = 24;
  std::string out = without_known_secrets(text);
  for (int round = 0; round < kMaxLooks; ++round) {
    if (!look(out, open)) return out;
    out = without_known_secrets(out);
  }
  open = {};
  return std::string(redaction::kRemoved);
}

std::string redacted(std::string_view text) {
  OpenSecret open;
  return redacted(text, open);
}

bool ends_openly(std::string_view line) {
  const std::string_view text = trimmed(line);
  if (text.empty()) return false;
  constexpr std::size_t kEscapeBytes = 6;  // "%3A" and "\\u003a" are a colon
  const char last = text.back();
  const std::string_view end = text.substr(text.size() - std::min(text.size(), kEscapeBytes));
  // "The new password for ana is", "Enter password for ana"
  constexpr std::size_t kPromptBytes = 48;
  const std::string_view prompt = text.substr(text.size() - std::min(text.size(), kPromptBytes));
  if (is_letter_or_digit(last)) {
    return end.find_first_of("%\\") != std::string_view::npos || end.ends_with(" is") ||
           prompt.find("assw") != std::string_view::npos;
  }
  return !redaction::is_in(last, ".!?\")]}*");
}

std::string redacted_cut(std::string_view text) {
  std::string out = redacted(text);
  out.resize(out.find_last_not_of(" \t") + 1);  // the cut may have fallen right behind a word
  const auto blank = out.find_last_of(" \t");
  const std::size_t word = blank == std::string::npos ? 0 : blank + 1;
  const std::string_view last = std::string_view(out).substr(word);
  constexpr std::size_t kShortBytes = 8;
  const bool names = last.find_first_of(":=@?") != std::string_view::npos;
  const bool mixed = std::any_of(last.begin(), last.end(), is_digit) && last.size() >= kShortBytes;
  if (last.ends_with(redaction::kRemoved) || !(names || mixed || !is_harmless_value(last, {}))) return out;
  out.resize(word);
  return out += redaction::kRemoved;
}

std::string evidence_text(std::string_view line, std::size_t bytes) {
  return std::string(cut_utf8(printable(redacted(line)), bytes));
}

}  // namespace enrolkit
