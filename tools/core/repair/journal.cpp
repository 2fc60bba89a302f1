#include "core/repair/journal.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/finding_json.h"
#include "core/base/text.h"

namespace enrolkit {
namespace {

constexpr std::string_view kSchema = "enrolkit.journal/2";
constexpr std::size_t kMaxTextBytes = 200;

// A string of the object; empty when it is not there. False: it is something else, too long, or no text of
// ours.
bool read(const nlohmann::json& object, const char* key, std::string& to) {
  const auto it = object.find(key);
  if (it == object.end()) return true;
  if (!it->is_string() || it->get_ref<const std::string&>().size() > kMaxTextBytes) return false;
  to = it->get<std::string>();
  return printable(to) == to;
}

bool read(const nlohmann::json& object, const char* key, std::int64_t least, std::int64_t most,
          std::int64_t& to) {
  const auto it = object.find(key);
  if (it == object.end() || !it->is_number_integer()) return false;
  if (it->is_number_unsigned() && it->get<std::uint64_t>() > static_cast<std::uint64_t>(most)) return false;
  to = it->get<std::int64_t>();
  return to >= least && to <= most;
}

// The labels; none when they are not there. False: they are something else.
bool read(const nlohmann::json& object, const char* key, std::vector<std::string>& to) {
  const auto it = object.find(key);
  if (it == object.end()) return true;
  if (!it->is_array() || it->empty() || it->size() > kMaxEnabled) return false;
  for (const auto& item : *it) {
    if (!item.is_string() || item.get_ref<const std::string&>().size() > kMaxTextBytes) return false;
    to.push_back(item.get<std::string>());
    if (to.back().empty() || printable(to.back()) != to.back()) return false;
  }
  return true;
}

std::optional<JournalEntry> parse_line(std::string_view line) {
  constexpr std::int64_t kFarFuture = 253'402'300'799;  // 9999
  if (line.size() > kMaxEntryBytes) return std::nullopt;
  const auto object = nlohmann::json::parse(line, nullptr, false);
  if (!object.is_object()) return std::nullopt;
  JournalEntry entry;
  std::string schema, kind, step, outcome;
  std::int64_t jitter = 0;
  if (!read(object, "schema", schema) || schema != kSchema || !read(object, "kind", kind) ||
      !read(object, "at", 0, kFarFuture, entry.at_unix) || !read(object, "jitter", 0, 999, jitter) ||
      !read(object, "run", entry.run) || !read(object, "cause", entry.cause) || !read(object, "step", step) ||
      !read(object, "outcome", outcome) || !read(object, "detail", entry.detail) ||
      !read(object, "enabled", entry.enabled)) {
    return std::nullopt;
  }
  entry.jitter = static_cast<int>(jitter);
  const auto known = kEntryKindNames.find(kind);
  entry.step = kRepairStepNames.find(step);
  entry.outcome = kStepOutcomeNames.find(outcome);
  if (!known || (!step.empty() && !entry.step) || (!outcome.empty() && !entry.outcome)) return std::nullopt;
  entry.kind = *known;
  const bool of_step = entry.kind == EntryKind::act || entry.kind == EntryKind::result;
  const bool of_outcome = entry.kind == EntryKind::result || entry.kind == EntryKind::end;
  if (of_step != entry.step.has_value() || of_outcome != entry.outcome.has_value()) return std::nullopt;
  if ((of_step || of_outcome || entry.kind == EntryKind::handed) && entry.run.empty()) return std::nullopt;
  return entry;
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
    if (end == std::string_view::npos) {
      journal.torn = true;
      return journal;
    }
    auto entry = parse_line(bytes.substr(0, end));
    if (!entry) {
      journal.corrupt = true;
      journal.why = fmt::format("line {} is not a line of {}", number, kSchema);
      return journal;
    }
    journal.entries.push_back(std::move(*entry));
    bytes.remove_prefix(end + 1);
  }
  return journal;
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
