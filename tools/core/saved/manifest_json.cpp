// Writes manifest.json.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "core/base/finding_json.h"
#include "core/saved/manifest.h"

namespace enrolkit {
namespace {

using nlohmann::ordered_json;

// parse_local_time() knows no year before 1970 and none of five digits; no file of a Mac is from there.
std::string time_text(LocalTime time) {
  constexpr std::int64_t kLast = 253'402'300'799;  // 9999-12-31 23:59:59
  return to_text(LocalTime{std::clamp<std::int64_t>(time.seconds, 0, kLast)});
}

std::string_view to_text(CollectedInfo::Kind kind) {
  switch (kind) {
    case CollectedInfo::Kind::file: return "file";
    case CollectedInfo::Kind::folder: return "folder";
    case CollectedInfo::Kind::link: return "link";
    case CollectedInfo::Kind::other: break;
  }
  return "other";
}

template <class T, class Value>
ordered_json reading(const Reading<T>& read, Value value) {
  return match(
      read, [&](const T& there) -> ordered_json { return value(there); },
      [](const Absent&) -> ordered_json {
        return {{"absent", true}};
      },
      [](const Unreadable& u) -> ordered_json {
        return {{"unreadable", u.why}};
      });
}

ordered_json of_info(const CollectedInfo& info) {
  ordered_json json{{"kind", to_text(info.kind)},
                    {"size", info.size},
                    {"modified", time_text(info.modified)},
                    {"owner", info.owner},
                    {"group", info.group},
                    {"mode", fmt::format("{:04o}", info.mode & 07777U)}};
  if (!info.target.empty()) json["target"] = info.target;
  return json;
}

ordered_json of_file(const CollectedFile& file) {
  ordered_json json = of_info(file.info);
  json["redacted"] = file.redaction;
  if (file.parts) {
    auto& parts = json["parts"] = ordered_json::array();
    for (const auto& part : *file.parts) parts.push_back(ordered_json::array({part.offset, part.size}));
  }
  if (file.cut != 0) json["cut"] = file.cut;
  if (!file.fault.empty()) json["fault"] = file.fault;
  return json;
}

ordered_json of_path(const std::string& path, const CollectedPath& asked) {
  ordered_json json{{"path", path}};
  if (asked.info) json["info"] = reading(*asked.info, of_info);
  if (asked.opened) json["open"] = reading(*asked.opened, of_file);
  if (asked.listed) {
    json["list"] = reading(*asked.listed, [](const std::vector<std::string>& names) {
      return ordered_json{{"names", names}};
    });
  }
  return json;
}

ordered_json of_command(const CollectedCommand& command) {
  ordered_json json{{"tool", command.tool}, {"arguments", command.arguments}};
  switch (command.outcome) {
    case CollectedCommand::Outcome::not_started: json["not_started"] = command.why; return json;
    case CollectedCommand::Outcome::stopped: json["stopped"] = command.why; return json;
    case CollectedCommand::Outcome::finished: break;
  }
  json["status"] = command.status;
  json["redacted"] = command.redaction;
  json["out"] = command.out;
  json["err"] = command.err;
  return json;
}

}  // namespace

std::string to_json(const Manifest& manifest) {
  ordered_json json;
  json["schema"] = kCollectSchema;
  json["tool"] = manifest.tool;
  json["root"] = manifest.root;
  json["running_system"] = manifest.running;
  json["now"] = time_text(manifest.now);
  json["now_unix"] = manifest.now_unix;
  json["booted"] = reading(manifest.booted, [](LocalTime at) { return ordered_json{{"at", time_text(at)}}; });
  json["hardware_uuid"] = reading(manifest.hardware_uuid, [](const std::string& uuid) {
    return ordered_json{{"uuid", uuid}};
  });
  auto& local = json["local_times"] = ordered_json::array();
  for (const auto& [unix, time] : manifest.local) {
    local.push_back(ordered_json::array({unix, time_text(time)}));
  }
  auto& paths = json["paths"] = ordered_json::array();
  std::set<std::string> written;  // names that differ in bad UTF-8 alone come out as one
  for (const auto& [path, asked] : manifest.paths) {
    if (written.insert(dump(ordered_json(path), -1)).second) paths.push_back(of_path(path, asked));
  }
  auto& commands = json["commands"] = ordered_json::array();
  for (const CollectedCommand& command : manifest.commands) commands.push_back(of_command(command));
  return dump(json, 1) + "\n";
}

}  // namespace enrolkit
