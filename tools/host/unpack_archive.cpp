#include "host/unpack_archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <optional>

#include "core/base/text.h"
#include "core/saved/manifest.h"
#include "host/archive_kind.h"
#include "host/packed_source.h"
#include "host/real_host.h"

namespace enrolkit {
namespace {

constexpr std::size_t kBlock = 64 * 1024;
constexpr std::size_t kMaxPathBytes = 1024, kMaxPathDepth = 48;
constexpr std::size_t kEntryCost = 256;  // bytes that an entry costs besides its own
// A date before enrolkit's subject existed: whoever packed it kept no dates.
constexpr std::int64_t kMinModified = 978'307'200;  // 2001-01-01

la_ssize_t give(struct archive* archive, void* data, const void** block) {
  auto& source = *static_cast<PackedSource*>(data);
  const std::string_view bytes = source.next();
  *block = bytes.data();
  if (source.fault().empty()) return static_cast<la_ssize_t>(bytes.size());
  archive_set_error(archive, EIO, "%s", "cannot be read");
  return -1;
}

la_int64_t seek(struct archive* /*archive*/, void* data, la_int64_t offset, int whence) {
  auto& source = *static_cast<PackedSource*>(data);
  const auto base = whence == SEEK_SET   ? la_int64_t{0}
                    : whence == SEEK_CUR ? static_cast<la_int64_t>(source.offset())
                                         : static_cast<la_int64_t>(source.size());
  if (offset + base < 0) return ARCHIVE_FATAL;
  source.seek(static_cast<std::uint64_t>(offset + base));
  return offset + base;
}

// Where the path leads below the tree's root; nothing: out of it, or it is none.
std::optional<std::string> inner_path(std::string_view name) {
  if (name.empty() || name.size() > kMaxPathBytes || name.find('\0') != name.npos) return std::nullopt;
  std::string path;
  std::size_t depth = 0;
  while (!name.empty()) {
    const std::string_view part = name.substr(0, name.find('/'));
    name.remove_prefix(std::min(part.size() + 1, name.size()));
    if (part.empty() || part == ".") continue;
    if (part == ".." || ++depth > kMaxPathDepth) return std::nullopt;
    if (!path.empty()) path += '/';
    path += part;
  }
  return path;
}

// What macOS's own tools put beside the files: their extended attributes.
bool is_apple_double(std::string_view path) {
  const auto name = path.substr(path.rfind('/') + 1);
  return name.starts_with("._") || path.starts_with("__MACOSX/") || path.find("/__MACOSX/") != path.npos;
}

using Reader = std::unique_ptr<struct archive, decltype(&archive_read_free)>;

class Unpacking {
 public:
  Unpacking(ArchiveTree& tree, const WantedPath& wanted, ArchiveBudget& budget)
      : tree_(tree), wanted_(wanted), budget_(budget) {
    meter_.unpacked = budget.limits.unpacked;
    meter_.entries = budget.limits.entries;
    meter_.deadline = std::chrono::steady_clock::now() + budget.limits.time;
  }

  // Why it cannot be used; empty: all of it was read.
  std::string read(OpenFile& file, const std::string& folder, unsigned nesting) {
    const ArchiveKind kind = archive_kind(unpacked_beginning(file, kTarHeaderBytes));
    PackedSource source(file, meter_);
    const Reader reader(archive_read_new(), &archive_read_free);
    if (!reader) return "no memory";
    if (kind == ArchiveKind::zip && source.packing() == Packing::none) {
      archive_read_support_format_zip_seekable(reader.get());
      source.seek(0);
      archive_read_set_seek_callback(reader.get(), seek);
    } else if (kind == ArchiveKind::tar) {
      archive_read_support_format_tar(reader.get());
    } else {
      return "is a zip packed again";
    }
    std::string fault;
    if (archive_read_set_callback_data(reader.get(), &source) == ARCHIVE_OK &&
        archive_read_set_read_callback(reader.get(), give) == ARCHIVE_OK &&
        archive_read_open1(reader.get()) == ARCHIVE_OK) {
      fault = read_entries(reader.get(), folder, nesting, file.info());
    } else {
      fault = "is damaged or cut off";
    }
    if (!meter_.exceeded.empty()) return meter_.exceeded;
    return source.fault().empty() ? fault : source.fault();
  }

 private:
  std::string read_entries(struct archive* reader, const std::string& folder, unsigned nesting,
                           const FileInfo& outer) {
    for (std::size_t count = 1;; ++count) {
      struct archive_entry* header = nullptr;
      const int result = archive_read_next_header(reader, &header);
      if (result == ARCHIVE_EOF) return {};
      // A name that the locale has no letters for is a warning.
      if (result != ARCHIVE_OK && result != ARCHIVE_WARN) {
        return count == 1 ? "is damaged or cut off" : fmt::format("is damaged or cut off at entry {}", count);
      }
      if (!meter_.take_entry()) return meter_.exceeded;
      if (std::string fault = read_entry(reader, header, folder, nesting, outer); !fault.empty())
        return fault;
    }
  }

  std::string read_entry(struct archive* reader, struct archive_entry* header, const std::string& folder,
                         unsigned nesting, const FileInfo& outer) {
    const char* name = archive_entry_pathname(header);
    if (name == nullptr) name = archive_entry_pathname_utf8(header);
    const auto path = name == nullptr ? std::nullopt : inner_path(name);
    if (!path) {
      tree_.add_fault(fmt::format("{}: an entry leads out of the archive, or has no plain path: {}",
                                  tree_.name(), name == nullptr ? "?" : printable(name)));
      return {};
    }
    const auto type = archive_entry_filetype(header);
    std::string at = folder + *path;
    if (path->empty() || type == AE_IFDIR || is_apple_double(at) || !wanted_(at)) return {};
    if (!keep(at.size() + kEntryCost)) return exceeded();
    ArchiveTree::File kept;
    kept.info = info_of(header, outer);
    if (type == AE_IFLNK || archive_entry_hardlink(header) != nullptr) {
      kept.fault = "is a link in the archive, which is not followed";
    } else if (type != AE_IFREG) {
      kept.fault = "is not a regular file in the archive";
    } else if (archive_entry_is_data_encrypted(header) != 0) {
      kept.fault = "is encrypted: unpack the archive, and give what is in it";
    } else if (std::string fault = read_data(reader, kept); !fault.empty()) {
      return fault;
    }
    return add(std::move(at), std::move(kept), nesting);
  }

  std::string read_data(struct archive* reader, ArchiveTree::File& file) {
    std::string& bytes = file.bytes;
    for (;;) {
      const std::size_t have = bytes.size();
      bytes.resize(have + kBlock);
      const la_ssize_t got = archive_read_data(reader, bytes.data() + have, kBlock);
      bytes.resize(have + static_cast<std::size_t>(std::max<la_ssize_t>(got, 0)));
      if (got == 0) break;
      if (got < 0) return "is damaged or cut off";
      const auto count = static_cast<std::uint64_t>(got);
      if (!meter_.take(count)) return meter_.exceeded;
      if (!keep(count)) return exceeded();
    }
    bytes.shrink_to_fit();
    file.info.size = bytes.size();
    return {};
  }

  // Puts a file in its place, as text where it was packed, or as a folder where it is an archive itself.
  std::string add(std::string at, ArchiveTree::File file, unsigned nesting) {
    const auto packed = std::make_shared<const ArchiveTree::File>(std::move(file));
    const auto opened = file_in_memory(packed, at);
    const std::string begin = unpacked_beginning(*opened, kTarHeaderBytes);
    const bool gzip_or_bzip2 = packing_of(packed->bytes) != Packing::none;
    const ArchiveKind kind = archive_kind(begin);
    if (kind == ArchiveKind::none && gzip_or_bzip2) return add_text(at, *packed);
    if (kind == ArchiveKind::none || (gzip_or_bzip2 && is_collected_tar(begin))) {
      tree_.add(at, *packed);
      return {};
    }
    if (nesting == budget_.limits.nesting) {
      tree_.add_fault(fmt::format("{}/{}: an archive inside {} others: unpack it, and give it alone",
                                  tree_.name(), printable(at), nesting + 1));
      return {};
    }
    const std::string fault = read(*opened, at + "/", nesting + 1);
    if (!meter_.exceeded.empty()) return fault;
    if (!fault.empty()) {
      tree_.drop(at + "/");
      tree_.add_fault(fmt::format("{}/{}: {}", tree_.name(), printable(at), fault));
    }
    return {};
  }

  std::string add_text(const std::string& at, const ArchiveTree::File& packed) {
    const auto opened = file_in_memory(std::make_shared<const ArchiveTree::File>(packed), at);
    PackedSource source(*opened, meter_);
    ArchiveTree::File text;
    text.info = packed.info;
    for (std::string_view bytes = source.next(); !bytes.empty(); bytes = source.next()) {
      if (!keep(bytes.size())) return exceeded();
      text.bytes += bytes;
    }
    if (!meter_.exceeded.empty()) return meter_.exceeded;
    text.fault = source.fault();
    text.info.size = text.bytes.size();
    tree_.add(at, std::move(text));
    return {};
  }

  [[nodiscard]] bool keep(std::uint64_t bytes) {
    if (bytes > budget_.kept) return false;
    budget_.kept -= bytes;
    return true;
  }
  std::string exceeded() {
    meter_.exceeded = "holds more logs than enrolkit takes at a time";
    return meter_.exceeded;
  }

  static FileInfo info_of(struct archive_entry* header, const FileInfo& outer) {
    FileInfo info;
    const std::int64_t modified = archive_entry_mtime(header);
    const bool dated = archive_entry_mtime_is_set(header) != 0 && modified >= kMinModified;
    info.modified = dated ? std::min(local_time(modified), outer.modified) : outer.modified;
    info.owner = static_cast<std::uint32_t>(archive_entry_uid(header));
    info.group = static_cast<std::uint32_t>(archive_entry_gid(header));
    info.mode = static_cast<std::uint32_t>(archive_entry_perm(header)) & 07777U;
    info.regular = true;
    return info;
  }

  ArchiveTree& tree_;
  const WantedPath& wanted_;
  ArchiveBudget& budget_;
  ArchiveMeter meter_;
};

}  // namespace

Reading<std::shared_ptr<const ArchiveTree>> unpack_archive(OpenFile& file, const std::string& name,
                                                           const WantedPath& wanted, ArchiveBudget& budget) {
  auto tree = std::make_shared<ArchiveTree>(name);
  const std::string fault = Unpacking(*tree, wanted, budget).read(file, "", 0);
  if (!fault.empty()) {
    return Unreadable{fmt::format("{}: {}: unpack it, and give the Mac's /var/log/jamf.log", name, fault)};
  }
  return std::shared_ptr<const ArchiveTree>(std::move(tree));
}

std::string unpacked_beginning(OpenFile& file, std::size_t size) {
  ArchiveMeter meter{.unpacked = size + kBlock,
                     .entries = 0,
                     .deadline = std::chrono::steady_clock::time_point::max(),
                     .exceeded = {}};
  PackedSource source(file, meter);
  std::string begin;
  while (begin.size() < size) {
    const std::string_view bytes = source.next();
    if (bytes.empty()) break;
    begin += bytes.substr(0, size - begin.size());
  }
  return begin;
}

bool is_collected_tar(std::string_view begin) {
  constexpr std::size_t kMagicAt = 257;
  return begin.size() >= kTarHeaderBytes && begin.starts_with(std::string(kManifestName) + '\0') &&
         begin.substr(kMagicAt).starts_with("ustar");
}

}  // namespace enrolkit
