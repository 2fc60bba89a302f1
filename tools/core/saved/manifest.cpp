// Reads manifest.json: the input may come from anybody.
#include "core/saved/manifest.h"

#include <fmt/format.h>

#include <limits>
#include <nlohmann/json.hpp>

#include "core/base/ascii.h"
#include "core/base/json_reader.h"
#include "core/base/text.h"

namespace enrolkit {
namespace {

using nlohmann::json;

using Object = JsonReader<json>;

[[noreturn]] void misfit(const std::string& where, std::string_view what) { throw JsonMisfit(where, what); }

// {"absent": true}, {"unreadable": WHY}, or what `value` makes of it.
template <class T, class Value>
Reading<T> reading(const Object& from, Value value) {
  if (from.has("absent")) return Absent{};
  if (from.has("unreadable")) return Unreadable{from.text("unreadable")};
  return value(from);
}

CollectedInfo info_from(const Object& from) {
  CollectedInfo info;
  const std::string kind = from.text("kind");
  if (kind == "file") {
    info.kind = CollectedInfo::Kind::file;
  } else if (kind == "folder") {
    info.kind = CollectedInfo::Kind::folder;
  } else if (kind == "link") {
    info.kind = CollectedInfo::Kind::link;
  }
  info.size = from.number<std::uint64_t>("size");
  info.modified = from.time("modified");
  info.owner = from.number<std::uint32_t>("owner");
  info.group = from.number<std::uint32_t>("group");
  info.target = from.text_or_nothing("target");
  const std::string mode = from.text("mode");
  constexpr std::string_view kOctal = "01234567";
  if (mode.empty() || mode.size() > 5 || mode.find_first_not_of(kOctal) != std::string::npos) {
    misfit(from.below("mode"), "must be an octal number such as \"0644\"");
  }
  for (const char c : mode) info.mode = info.mode * 8 + static_cast<std::uint32_t>(c - '0');
  // Five digits hold more than a mode: what to_json() would not write is not read either.
  if (info.mode > 07777U) misfit(from.below("mode"), "must be at most \"7777\"");
  return info;
}

CollectedFile file_from(const Object& from) {
  CollectedFile file;
  file.info = info_from(from);
  file.redaction = from.text_or_nothing("redacted");
  file.fault = from.text_or_nothing("fault");
  if (from.has("cut")) file.cut = from.number<std::uint64_t>("cut");
  if (!from.has("parts")) return file;
  auto& parts = file.parts.emplace();
  std::uint64_t next = 0;
  for (const json& part : from.array("parts")) {
    const std::string where = from.below("parts");
    if (!part.is_array() || part.size() != 2) misfit(where, "must be pairs of offset and size");
    parts.push_back(
        {Object::number_of<std::uint64_t>(part[0], where), Object::number_of<std::uint64_t>(part[1], where)});
    if (parts.back().offset < next || parts.back().size > kMaxManifestBytes * 64) {
      misfit(where, "must be in order, without overlap");
    }
    if (parts.back().offset > std::numeric_limits<std::uint64_t>::max() - parts.back().size) {
      misfit(where, "must be in order, without overlap");
    }
    next = parts.back().offset + parts.back().size;
  }
  return file;
}

CollectedPath path_from(const Object& from) {
  CollectedPath path;
  if (from.has("info")) path.info = reading<CollectedInfo>(from.object("info"), info_from);
  if (from.has("open")) path.opened = reading<CollectedFile>(from.object("open"), file_from);
  if (from.has("list")) {
    path.listed = reading<std::vector<std::string>>(from.object("list"),
                                                    [](const Object& list) { return list.texts("names"); });
  }
  return path;
}

CollectedCommand command_from(const Object& from) {
  CollectedCommand command;
  command.tool = from.text("tool");
  command.arguments = from.texts("arguments");
  if (from.has("not_started") || from.has("stopped")) {
    const bool stopped = from.has("stopped");
    command.outcome = stopped ? CollectedCommand::Outcome::stopped : CollectedCommand::Outcome::not_started;
    command.why = from.text(stopped ? "stopped" : "not_started");
    return command;
  }
  command.status = from.number<int>("status");
  command.out = from.text("out");
  command.err = from.text("err");
  command.redaction = from.text_or_nothing("redacted");
  return command;
}

Manifest manifest_from(const Object& from) {
  const std::string schema = from.text("schema");
  if (schema != kCollectSchema) {
    misfit("schema",
           fmt::format("is {}, and this enrolkit reads {}", printable(cut_utf8(schema, 60)), kCollectSchema));
  }
  Manifest manifest;
  manifest.tool = from.text("tool");
  manifest.root = from.text("root");
  manifest.running = from.truth("running_system");
  manifest.now = from.time("now");
  manifest.now_unix = from.number<std::int64_t>("now_unix");
  manifest.booted =
      reading<LocalTime>(from.object("booted"), [](const Object& booted) { return booted.time("at"); });
  manifest.hardware_uuid = reading<std::string>(from.object("hardware_uuid"),
                                                [](const Object& uuid) { return uuid.text("uuid"); });
  for (const json& pair : from.array("local_times")) {
    if (!pair.is_array() || pair.size() != 2) misfit("local_times", "must be pairs of UTC and local time");
    manifest.local[Object::number_of<std::int64_t>(pair[0], "local_times")] =
        Object::time_of(pair[1], "local_times");
  }
  for (const json& entry : from.array("paths")) {
    const std::string path = Object(entry, "paths").text("path");
    if (!path.starts_with('/')) misfit("paths", "hold one that does not begin with a slash");
    if (!manifest.paths.try_emplace(path, path_from(Object(entry, path))).second) {
      misfit(path, "is there twice");
    }
  }
  for (const json& command : from.array("commands")) {
    manifest.commands.push_back(command_from(Object(command, "commands")));
  }
  return manifest;
}

// A few bytes of JSON become many in memory: how deep it goes, and how many values it has, is counted before it
// is parsed. A manifest is six deep, and has some thousands.
bool is_modest(std::string_view text) {
  constexpr std::size_t kMaxDepth = 32, kMaxValues = 1'000'000;
  std::size_t depth = 0, values = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c == '\\') ++i;
      if (c == '"') quoted = false;
      continue;
    }
    if (c == '"') quoted = true;
    if (c == '[' || c == '{') ++depth;
    if ((c == ']' || c == '}') && depth != 0) --depth;
    if (c == ',' || c == '[' || c == '{') ++values;
    if (depth > kMaxDepth || values > kMaxValues) return false;
  }
  return true;
}

}  // namespace

std::variant<Manifest, Unreadable> parse_manifest(std::string_view text) {
  const auto unreadable = [](std::string_view why) {
    return Unreadable{fmt::format("{}: {}", kManifestName, why)};
  };
  if (text.size() > kMaxManifestBytes) return unreadable(fmt::format("over {} MB", kMaxManifestBytes >> 20U));
  if (!is_modest(text)) return unreadable("is nested too deeply, or holds too many values");
  const json document = json::parse(text, nullptr, false);
  if (document.is_discarded()) return unreadable("no JSON");
  try {
    return manifest_from(Object(document, ""));
  } catch (const JsonMisfit& what) {
    return unreadable(what.what());
  }
}

std::string entry_name(std::string_view path) {
  std::string name = "root";
  for (const char c : path) {
    const bool plain =
        is_letter_or_digit(c) || std::string_view(" /._-+@=,()").find(c) != std::string_view::npos;
    name += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return name;
}

}  // namespace enrolkit
