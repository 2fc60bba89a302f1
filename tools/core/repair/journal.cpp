#include "core/repair/journal.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/finding_json.h"
#include "core/base/json_reader.h"
#include "core/base/text.h"

namespace enrolkit {
namespace {

constexpr std::string_view kSchema = "enrolkit.journal/2";
constexpr std::size_t kMaxTextBytes = 200;

using Fields = JsonReader<nlohmann::json>;

// A text that journal_line() can have written.
std::string own_text(std::string text, const char* key) {
  if (text.size() > kMaxTextBytes || printable(text) != text) throw JsonMisfit(key, "must be a text of ours");
  return text;
}

template <class Enum, std::size_t kCount>
std::optional<Enum> own_word(const Fields& fields, const char* key, const EnumNames<Enum, kCount>& names) {
  const std::string word = fields.text_or_nothing(key);
  const auto known = names.find(word);
  if (!word.empty() && !known) throw JsonMisfit(key, "must be a word of ours");
  return known;
}

std::vector<std::string> own_labels(const Fields& fields) {
  if (!fields.has("enabled")) return {};
  std::vector<std::string> labels = fields.texts("enabled");
  if (labels.empty() || labels.size() > kMaxEnabled)
    throw JsonMisfit("enabled", "must have some labels, not too many");
  for (std::string& label : labels) {
    label = own_text(std::move(label), "enabled");
    if (label.empty()) throw JsonMisfit("enabled", "must not be empty");
  }
  return labels;
}

JournalEntry entry_of(const Fields& fields) {
  constexpr std::int64_t kFarFuture = 253'402'300'799;  // 9999
  JournalEntry entry;
  const auto kind = own_word(fields, "kind", kEntryKindNames);
  entry.at_unix = fields.number<std::int64_t>("at");
  entry.jitter = fields.number<int>("jitter");
  if (fields.text("schema") != kSchema || !kind || entry.at_unix < 0 || entry.at_unix > kFarFuture ||
      entry.jitter < 0 || entry.jitter > 999)
    throw JsonMisfit("", "must be in its range");
  entry.kind = *kind;
  entry.run = own_text(fields.text_or_nothing("run"), "run");
  entry.cause = own_text(fields.text_or_nothing("cause"), "cause");
  entry.step = own_word(fields, "step", kRepairStepNames);
  entry.outcome = own_word(fields, "outcome", kStepOutcomeNames);
  entry.detail = own_text(fields.text_or_nothing("detail"), "detail");
  entry.enabled = own_labels(fields);
  return entry;
}

// Each kind of entry has what it is about, and nothing else.
bool is_whole(const JournalEntry& entry) {
  const bool of_step = entry.kind == EntryKind::act || entry.kind == EntryKind::result;
  const bool of_outcome = entry.kind == EntryKind::result || entry.kind == EntryKind::end;
  const bool of_run = of_step || of_outcome || entry.kind == EntryKind::handed;
  return of_step == entry.step.has_value() && of_outcome == entry.outcome.has_value() &&
         (!of_run || !entry.run.empty());
}

std::optional<JournalEntry> parse_line(std::string_view line) {
  if (line.size() > kMaxEntryBytes) return std::nullopt;
  const auto object = nlohmann::json::parse(line, nullptr, false);
  try {
    JournalEntry entry = entry_of(Fields(object, ""));
    if (is_whole(entry)) return entry;
  } catch (const JsonMisfit&) {  // not a line of ours: the caller says which
  }
  return std::nullopt;
}

}  // namespace

Journal parse_journal(std::string_view bytes) {
  Journal journal;
  if (bytes.size() > kMaxJournalBytes) {
    journal.corrupt = true;
    journal.why = fmt::format("larger than {} bytes", kMaxJournalBytes);
    return journal;
  }
  std::size_t number = 0;
  while (!bytes.empty()) {
    ++number;
    const auto end = bytes.find('\n');
    journal.torn = end == std::string_view::npos && is_torn_line(bytes);
    if (journal.torn) break;
    auto entry = end == std::string_view::npos ? std::nullopt : parse_line(bytes.substr(0, end));
    if (!entry) {
      journal.corrupt = true;
      journal.why = fmt::format("line {} is not a line of {}", number, kSchema);
      return journal;
    }
    journal.entries.push_back(std::move(*entry));
    bytes.remove_prefix(end + 1);
  }
  if (journal.entries.empty()) {
    journal.corrupt = true;
    journal.why = "it holds no whole line, and never is without one";
  }
  return journal;
}

bool is_torn_line(std::string_view tail) {
  static const std::string kOpening = fmt::format(R"({{"schema":"{}",)", kSchema);
  if (tail.size() > kMaxEntryBytes || tail.find('\n') != std::string_view::npos) return false;
  tail = tail.substr(0, tail.find_last_not_of('\0') + 1);
  return tail.find('\0') == std::string_view::npos &&
         (tail.starts_with(kOpening) || kOpening.starts_with(tail));
}

std::string journal_line(const JournalEntry& entry) {
  nlohmann::ordered_json object{{"schema", kSchema}, {"kind", to_text(entry.kind)}, {"at", entry.at_unix}};
  const auto add = [&](const char* key, std::string_view text) {
    if (!text.empty()) object[key] = std::string(cut_utf8(printable(text), kMaxTextBytes));
  };
  add("run", entry.run);
  add("cause", entry.cause);
  if (entry.step) add("step", to_text(*entry.step));
  if (entry.outcome) add("outcome", to_text(*entry.outcome));
  add("detail", entry.detail);
  for (std::size_t i = 0; i < std::min(entry.enabled.size(), kMaxEnabled); ++i)
    object["enabled"].push_back(std::string(cut_utf8(printable(entry.enabled[i]), kMaxTextBytes)));
  object["jitter"] = entry.jitter;
  return dump(object, -1) + "\n";
}

}  // namespace enrolkit
