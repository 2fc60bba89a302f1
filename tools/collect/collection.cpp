#include "collect/collection.h"

#include <fmt/format.h>

#include <algorithm>

#include "collect/collected_log.h"
#include "core/base/redact.h"
#include "core/base/text.h"
#include "evidence/redaction.h"
#include "host/tar_gz.h"

namespace enrolkit {
namespace {

CollectedInfo collected(const FileInfo& from) {
  CollectedInfo info;
  info.kind = from.regular     ? CollectedInfo::Kind::file
              : from.directory ? CollectedInfo::Kind::folder
              : from.link      ? CollectedInfo::Kind::link
                               : CollectedInfo::Kind::other;
  info.size = from.size;
  info.modified = from.modified;
  info.owner = from.owner;
  info.group = from.group;
  info.mode = from.mode;
  if (const auto* target = value_of(from.target)) info.target = redacted(*target);
  return info;
}

// All bytes from `offset` on, at most `size`; what came before an error stays, and `fault` says it.
std::string bytes_of(RecordedFile& file, std::uint64_t offset, std::uint64_t size, std::string& fault) {
  std::string bytes(static_cast<std::size_t>(size), '\0');
  std::size_t have = 0;
  while (have < bytes.size()) {
    const auto got = file.read_unrecorded(offset + have, bytes.data() + have, bytes.size() - have);
    if (const auto* why = why_unreadable(got)) fault = *why;
    const auto* count = value_of(got);
    if (count == nullptr || *count == 0) break;
    have += *count;
  }
  bytes.resize(have);
  return bytes;
}

// Of a tool that tells of a record and failed: what is read of it then, and no half record.
std::string words_of_failure(const std::string& out) {
  if (out.empty()) return "";
  constexpr std::string_view kNotFound = "eDSRecordNotFound";
  return first_line(out) + "\n" + std::string(out.find(kNotFound) != std::string::npos ? kNotFound : "");
}

class Collector {
 public:
  Collector(const RecordingHost& host, const CollectionLimits& limits) : host_(host), limits_(limits) {}

  Collection collect(std::string_view root) {
    Manifest& manifest = out_.manifest;
    manifest.tool = ENROLKIT_VERSION;
    manifest.root = root;
    manifest.running = host_.is_running_system();
    manifest.now = host_.now();
    manifest.now_unix = host_.now_unix();
    manifest.booted = host_.booted();
    manifest.hardware_uuid = host_.hardware_uuid();
    manifest.local = host_.local_times();
    for (const auto& [path, asked] : host_.paths()) add_path(path, asked);
    add_logs();
    for (const auto& [command, ran] : host_.commands()) add_command(command, ran);
    return std::move(out_);
  }

 private:
  void not_collected(const std::string& why) {
    auto& list = out_.not_collected;
    if (std::find(list.begin(), list.end(), why) == list.end()) list.push_back(why);
  }
  template <class T>
  const Reading<T>& noted(const Reading<T>& reading) {
    if (const auto* why = why_unreadable(reading)) not_collected(*why);
    return reading;
  }

  void add_path(const std::string& path, const RecordedPath& asked) {
    CollectedPath& to = out_.manifest.paths[path];
    if (asked.info) {
      to.info = match(
          noted(*asked.info), [](const FileInfo& i) -> Reading<CollectedInfo> { return collected(i); },
          [](const Absent& a) -> Reading<CollectedInfo> { return a; },
          [](const Unreadable& u) -> Reading<CollectedInfo> { return u; });
    }
    if (asked.listed) to.listed = noted(*asked.listed);
    if (!asked.opened) return;
    noted(*asked.opened);
    if (const auto* why = why_unreadable(*asked.opened)) to.opened = Unreadable{*why};
    if (std::holds_alternative<Absent>(*asked.opened)) to.opened = Absent{};
    if (const auto* file = value_of(*asked.opened)) {
      const Redaction redaction = redaction_for_file(path);
      if ((redaction == Redaction::log || redaction == Redaction::boot_log) && !(*file)->ranges().empty()) {
        logs_[log_of(path)].push_back({path, *file});
      } else {
        to.opened = add_file(path, **file);
      }
    }
  }

  Reading<CollectedFile> add_file(const std::string& path, RecordedFile& file) {
    const Redaction redaction = redaction_for_file(path);
    CollectedFile to;
    to.info = collected(file.info());
    to.redaction = to_text(redaction);
    if (redaction == Redaction::nothing) {
      not_collected(path + ": left out: there is no rule what of it may be kept");
      return Unreadable{out_.not_collected.back()};
    }
    if (file.ranges().empty() || redaction == Redaction::parts) {
      to.parts.emplace();  // opened and not read: it was too large, or was only looked at
      std::string bytes;
      for (const auto& [offset, size] : file.ranges()) {
        if (bytes.size() + size > limits_.log) {
          to.fault = path + ": left out: what was read of it is too large";
          break;
        }
        const std::string part = bytes_of(file, offset, size, to.fault);
        to.parts->push_back({offset, part.size()});
        bytes += part;
        if (part.size() < size) break;
      }
      if (!to.parts->empty()) out_.entries[entry_name(path)] = std::move(bytes);
    } else {
      auto redacted = redacted_by(redaction, path, bytes_of(file, 0, file.info().size, to.fault));
      if (to.fault.empty() && !redacted)
        to.fault = path + ": left out: it is damaged in a place where its secrets cannot be separated";
      if (to.fault.empty()) {
        out_.entries[entry_name(path)] = std::move(*redacted);
      } else {
        to.parts.emplace();
      }
    }
    if (!to.fault.empty()) not_collected(to.fault);
    return to;
  }

  // The newest of each log first, until the limit.
  void add_logs() {
    for (auto& [log, files] : logs_) {
      std::stable_sort(files.begin(), files.end(), [](const LogPart& a, const LogPart& b) {
        return a.file->info().modified > b.file->info().modified;
      });
      std::uint64_t left = limits_.log;
      for (const LogPart& part : files) {
        auto& to = out_.manifest.paths[part.path].opened;
        if (left == 0) {
          not_collected(
              fmt::format("{}: left out: there are over {} MB of newer log", part.path, limits_.log >> 20U));
          to = Unreadable{out_.not_collected.back()};
          continue;
        }
        KeptLog kept = keep_log(part.path, part.file, left);
        CollectedFile file;
        file.info = collected(part.file->info());
        file.redaction = to_text(redaction_for_file(part.path));
        file.cut = kept.cut;
        file.fault = kept.fault;
        if (kept.cut != 0)
          not_collected(fmt::format("{}: left out: its first {} bytes", part.path, kept.cut));
        if (!kept.fault.empty()) not_collected(kept.fault);
        left -= std::min<std::uint64_t>(left, kept.text.size());
        out_.entries[entry_name(part.path)] = std::move(kept.text);
        to = std::move(file);
      }
    }
  }

  void add_command(const Command& command, const Ran& ran) {
    CollectedCommand to;
    to.tool = command.tool;
    to.arguments = command.arguments;
    const Redaction redaction = redaction_for_output(command);
    if (const auto* not_started = std::get_if<NotStarted>(&ran)) {
      to.outcome = CollectedCommand::Outcome::not_started;
      to.why = not_started->why;
    } else if (const auto* stopped = std::get_if<Stopped>(&ran)) {
      to.outcome = CollectedCommand::Outcome::stopped;
      to.why = stopped->why;
    } else if (redaction == Redaction::nothing) {
      to.outcome = CollectedCommand::Outcome::not_started;
      to.why = command.tool + ": left out: there is no rule what of its output may be kept";
    } else {
      const auto& finished = std::get<Finished>(ran);
      to.status = finished.status;
      to.redaction = to_text(redaction);
      to.out = redaction == Redaction::record && finished.status != 0
                   ? words_of_failure(finished.out)
                   : redacted_by(redaction, command.tool, finished.out).value_or("");
      to.err = redacted_by(Redaction::log, command.tool, finished.err).value_or("");
    }
    if (!to.why.empty() && to.why != kAnotherVolume) not_collected(to.why);
    out_.manifest.commands.push_back(std::move(to));
  }

  const RecordingHost& host_;
  const CollectionLimits& limits_;
  Collection out_;
  std::map<std::string, std::vector<LogPart>> logs_;  // by log_of()
};

}  // namespace

bool Collection::found_anything() const {
  const auto& paths = manifest.paths;
  const bool file = std::any_of(paths.begin(), paths.end(), [](const auto& path) {
    const CollectedPath& asked = path.second;
    return (asked.info && value_of(*asked.info) != nullptr) ||
           (asked.opened && value_of(*asked.opened) != nullptr) ||
           (asked.listed && value_of(*asked.listed) != nullptr);
  });
  return file || std::any_of(manifest.commands.begin(), manifest.commands.end(), [](const auto& command) {
           return command.outcome == CollectedCommand::Outcome::finished;
         });
}

Collection collect_from(const RecordingHost& host, std::string_view root, const CollectionLimits& limits) {
  return Collector(host, limits).collect(root);
}

bool pack(const Collection& collection, const std::function<bool(std::string_view)>& sink) {
  const Manifest& manifest = collection.manifest;
  TarGzWriter archive(sink);
  bool good = archive.add(std::string(kManifestName), to_json(manifest), manifest.now_unix);
  const std::int64_t zone = manifest.now.seconds - manifest.now_unix;
  for (const auto& [path, asked] : manifest.paths) {
    const auto entry = collection.entries.find(entry_name(path));
    const auto* file = asked.opened ? value_of(*asked.opened) : nullptr;
    if (!good || entry == collection.entries.end() || file == nullptr) continue;
    good = archive.add(entry->first, entry->second, file->info.modified.seconds - zone);
  }
  return good && archive.finish();
}

}  // namespace enrolkit
