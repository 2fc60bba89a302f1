#include "host/archive_host.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <iterator>
#include <set>
#include <vector>

#include "core/format/unpack.h"
#include "host/tar_gz.h"

namespace enrolkit {
namespace {

FileInfo info_of(const CollectedInfo& from) {
  FileInfo info;
  info.size = from.size;
  info.modified = from.modified;
  info.owner = from.owner;
  info.group = from.group;
  info.mode = from.mode;
  info.regular = from.kind == CollectedInfo::Kind::file;
  info.directory = from.kind == CollectedInfo::Kind::folder;
  info.link = from.kind == CollectedInfo::Kind::link;
  if (!from.target.empty()) {
    info.target = from.target;
  } else if (info.link) {
    info.target = Unreadable{"where a link leads was not kept when evidence was collected"};
  }
  return info;
}

constexpr std::size_t kMaxEmptyPackedBytes = 20;

class ArchivedFile final : public OpenFile {
 public:
  ArchivedFile(const CollectedFile& file, const std::string& bytes, std::string path)
      : file_(file), bytes_(bytes), path_(std::move(path)), info_(info_of(file.info)) {
    if (!file.parts) info_.size = bytes.size();
  }
  [[nodiscard]] const FileInfo& info() const override { return info_; }
  [[nodiscard]] Reading<std::size_t> read_at(std::uint64_t offset, char* to, std::size_t size) override {
    if (!file_.parts) return copy(offset, bytes_.size(), to, size);
    std::uint64_t at = 0;  // where a part stands in the entry
    for (const auto& part : *file_.parts) {
      if (offset >= part.offset && offset - part.offset < part.size) {
        const auto wanted = std::min<std::uint64_t>(size, part.size - (offset - part.offset));
        return copy(at + (offset - part.offset), bytes_.size(), to, static_cast<std::size_t>(wanted));
      }
      at += part.size;
    }
    if (offset >= info_.size && file_.fault.empty()) return std::size_t{0};
    return Unreadable{file_.fault.empty() ? path_ + ": this part was not collected" : file_.fault};
  }

 private:
  [[nodiscard]] Reading<std::size_t> copy(std::uint64_t offset, std::uint64_t end, char* to,
                                          std::size_t size) const {
    if (offset < end) {
      const auto got = static_cast<std::size_t>(std::min<std::uint64_t>(size, end - offset));
      std::memcpy(to, bytes_.data() + offset, got);
      return got;
    }
    if (!file_.fault.empty()) return Unreadable{file_.fault};
    return std::size_t{0};
  }

  const CollectedFile& file_;
  const std::string& bytes_;
  std::string path_;
  FileInfo info_;
};

class ArchiveHost final : public Host {
 public:
  ArchiveHost(Manifest manifest, std::map<std::string, std::string> entries, MemoryBudget::Share memory)
      : memory_(std::move(memory)), manifest_(std::move(manifest)), entries_(std::move(entries)) {}

  // The file may not outlive this host: it reads what the host holds.
  [[nodiscard]] Reading<std::unique_ptr<OpenFile>> open(std::string_view path) const override {
    const CollectedPath* asked = find(path);
    if (asked == nullptr || !asked->opened) return not_asked(path);
    if (std::holds_alternative<Absent>(*asked->opened)) return Absent{};
    if (const auto* why = why_unreadable(*asked->opened)) return Unreadable{*why};
    static const std::string kNothing;
    const auto entry = entries_.find(entry_name(path));
    const CollectedFile& file = *value_of(*asked->opened);
    return std::unique_ptr<OpenFile>(std::make_unique<ArchivedFile>(
        file, entry != entries_.end() ? entry->second : kNothing, std::string(path)));
  }

  [[nodiscard]] Reading<FileInfo> info(std::string_view path) const override {
    const CollectedPath* asked = find(path);
    if (asked == nullptr || !asked->info) return not_asked(path);
    if (std::holds_alternative<Absent>(*asked->info)) return Absent{};
    if (const auto* why = why_unreadable(*asked->info)) return Unreadable{*why};
    return info_of(*value_of(*asked->info));
  }

  [[nodiscard]] Reading<std::vector<std::string>> list(std::string_view path) const override {
    const CollectedPath* asked = find(path);
    if (asked == nullptr || !asked->listed) return not_asked(path);
    return *asked->listed;
  }

  [[nodiscard]] LocalTime now() const override { return manifest_.now; }
  [[nodiscard]] std::int64_t now_unix() const override { return manifest_.now_unix; }
  [[nodiscard]] Reading<LocalTime> booted() const override { return manifest_.booted; }
  [[nodiscard]] Reading<std::string> hardware_uuid() const override { return manifest_.hardware_uuid; }
  [[nodiscard]] bool is_running_system() const override { return manifest_.running; }

  // As that Mac said then; of a moment it was not asked about, by its zone at the time of collecting.
  [[nodiscard]] LocalTime to_local(std::int64_t unix_seconds) const override {
    const auto known = manifest_.local.find(unix_seconds);
    if (known != manifest_.local.end()) return known->second;
    constexpr std::int64_t kWidestZone = 86'400;
    const auto now = static_cast<std::uint64_t>(manifest_.now.seconds);
    const auto zone = static_cast<std::int64_t>(now - static_cast<std::uint64_t>(manifest_.now_unix));
    const auto sound = std::clamp(zone, -kWidestZone, kWidestZone);
    return LocalTime{static_cast<std::int64_t>(static_cast<std::uint64_t>(unix_seconds) +
                                               static_cast<std::uint64_t>(sound))};
  }

  [[nodiscard]] Reading<std::vector<Process>> processes() const override { return Absent{}; }
  [[nodiscard]] Ran run(const Command& command) const override {
    for (const CollectedCommand& asked : manifest_.commands) {
      if (asked.tool != command.tool || asked.arguments != command.arguments) continue;
      switch (asked.outcome) {
        case CollectedCommand::Outcome::finished: return Finished{asked.status, asked.out, asked.err};
        case CollectedCommand::Outcome::not_started: return NotStarted{asked.why};
        case CollectedCommand::Outcome::stopped: return Stopped{asked.why};
      }
    }
    return NotStarted{command.tool + ": was not asked this when evidence was collected"};
  }

 private:
  [[nodiscard]] const CollectedPath* find(std::string_view path) const {
    const auto found = manifest_.paths.find(std::string(path));
    return found != manifest_.paths.end() ? &found->second : nullptr;
  }
  [[nodiscard]] static Unreadable not_asked(std::string_view path) {
    return {std::string(path) + ": was not looked at when evidence was collected"};
  }

  MemoryBudget::Share memory_;  // first, so that it is given back last
  Manifest manifest_;
  std::map<std::string, std::string> entries_;
};

// What gzip says at its end that it unpacks to (RFC 1952, ISIZE); the most there may be where it says nothing of use: read
// onwards, several parts, or something behind its end.
std::uint64_t unpacked_size(OpenFile& file) {
  constexpr std::uint64_t kLeast = 18;  // header and trailer
  std::array<char, 4> end{};
  const std::uint64_t packed = file.info().size;
  if (packed < kLeast) return kMaxUnpackedBytes;
  const auto got = file.read_at(packed - end.size(), end.data(), end.size());
  if (value_of(got) == nullptr || *value_of(got) != end.size()) return kMaxUnpackedBytes;
  std::uint64_t size = 0;
  for (auto it = end.rbegin(); it != end.rend(); ++it) size = size << 8U | static_cast<unsigned char>(*it);
  return size < packed ? kMaxUnpackedBytes : size;
}

// The entries that a manifest speaks of, with the bytes they must have where it says so.
std::map<std::string, std::optional<std::uint64_t>> expected_entries(const Manifest& manifest) {
  std::map<std::string, std::optional<std::uint64_t>> expected;
  for (const auto& [path, asked] : manifest.paths) {
    const auto* file = asked.opened ? value_of(*asked.opened) : nullptr;
    if (file == nullptr || (file->parts && file->parts->empty())) continue;
    std::optional<std::uint64_t> size;
    if (file->parts) {
      size = 0;
      for (const auto& part : *file->parts) *size += part.size;  // 64,000 times a gigabyte at the most
    }
    expected.emplace(entry_name(path), size);
  }
  return expected;
}

}  // namespace

std::unique_ptr<Host> archive_host(Manifest manifest, std::map<std::string, std::string> entries,
                                   MemoryBudget::Share memory) {
  return std::make_unique<ArchiveHost>(std::move(manifest), std::move(entries), std::move(memory));
}

Reading<std::unique_ptr<Host>> open_archive(OpenFile& file, const std::string& name, MemoryBudget* memory) {
  const std::uint64_t most = std::min(unpacked_size(file), kMaxUnpackedBytes);
  auto share = memory != nullptr ? memory->take(most) : nullptr;
  const auto refused = [&](std::string_view why) { return Unreadable{fmt::format("{}: {}", name, why)}; };
  std::optional<Manifest> manifest;
  std::map<std::string, std::optional<std::uint64_t>> expected;
  std::map<std::string, std::string> entries;
  const auto fault = read_tar_gz(file, most, [&](TarEntry&& entry) -> std::optional<std::string> {
    if (!manifest) {
      if (entry.name != kManifestName) return "is nothing that enrolkit collect wrote";
      auto parsed = parse_manifest(entry.bytes);
      if (const auto* why = std::get_if<Unreadable>(&parsed)) return why->why;
      manifest = std::move(std::get<Manifest>(parsed));
      expected = expected_entries(*manifest);
      return std::nullopt;
    }
    const auto known = expected.find(entry.name);
    if (known == expected.end())
      return fmt::format("holds {}, of which its manifest does not speak", entry.name);
    if (known->second && *known->second != entry.bytes.size())
      return fmt::format("{} has {} bytes, and its manifest says {}", entry.name, entry.bytes.size(),
                         *known->second);
    // What is packed may unpack to anything; `collect` writes logs as text, or an empty one as 20 bytes.
    if (packing_of(entry.bytes) != Packing::none && entry.bytes.size() > kMaxEmptyPackedBytes)
      return fmt::format("{} is packed, and enrolkit collect packs no entry", entry.name);
    if (!entries.emplace(entry.name, std::move(entry.bytes)).second)
      return fmt::format("holds {} twice", entry.name);
    return std::nullopt;
  });
  if (fault) return refused(*fault);
  if (!manifest) return refused("is nothing that enrolkit collect wrote");
  for (const auto& [entry, size] : expected) {
    if (!entries.contains(entry))
      return refused(fmt::format("lacks {}, of which its manifest speaks", entry));
  }
  return archive_host(std::move(*manifest), std::move(entries), std::move(share));
}

}  // namespace enrolkit
