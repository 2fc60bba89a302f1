#include "host/tar_gz.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <vector>

namespace enrolkit {
namespace {

constexpr std::size_t kBlock = 64 * 1024;
constexpr std::size_t kMaxEntries = 20'000;
constexpr std::uint64_t kMaxPackedBytes = 512ULL << 20U;

struct Source {
  OpenFile& file;
  std::uint64_t offset = 0;
  std::vector<char> buffer = std::vector<char>(kBlock);
  std::string fault;
};

la_ssize_t give(struct archive* archive, void* data, const void** block) {
  auto& source = *static_cast<Source*>(data);
  const auto got = source.file.read_at(source.offset, source.buffer.data(), source.buffer.size());
  const auto* size = value_of(got);
  if (size == nullptr || source.offset > kMaxPackedBytes) {
    source.fault =
        size == nullptr ? *why_unreadable(got) : fmt::format("is larger than {} MB", kMaxPackedBytes >> 20U);
    archive_set_error(archive, EIO, "%s", "cannot be read");
    return -1;
  }
  source.offset += *size;
  *block = source.buffer.data();
  return static_cast<la_ssize_t>(*size);
}

bool is_plain(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) { return c >= 0x20 && c < 0x7F; });
}

using Reader = std::unique_ptr<struct archive, decltype(&archive_read_free)>;

}  // namespace

std::optional<std::string> read_tar_gz(OpenFile& file, std::uint64_t most,
                                       const std::function<std::optional<std::string>(TarEntry&&)>& take) {
  Source source{file};
  const Reader reader(archive_read_new(), &archive_read_free);
  if (!reader) return "no memory";
  archive_read_support_filter_gzip(reader.get());
  archive_read_support_format_tar(reader.get());
  const auto damaged = [&](std::size_t entries) -> std::string {
    if (!source.fault.empty()) return source.fault;
    return fmt::format("is damaged or cut off after {} entries", entries);
  };
  if (archive_read_open(reader.get(), &source, nullptr, give, nullptr) != ARCHIVE_OK) return damaged(0);
  std::uint64_t sum = 0;
  for (std::size_t count = 0;; ++count) {
    struct archive_entry* header = nullptr;
    const int result = archive_read_next_header(reader.get(), &header);
    // The end of a tar is two blocks of zeros. libarchive takes the end of the file for it, too; what is then
    // missing, the manifest tells.
    if (result == ARCHIVE_EOF) return std::nullopt;
    if (result != ARCHIVE_OK) return damaged(count);
    if (count == kMaxEntries) return fmt::format("holds more than {} entries", kMaxEntries);
    const char* name = archive_entry_pathname(header);
    if (name == nullptr || !is_plain(name)) return fmt::format("entry {} has no plain name", count + 1);
    if (archive_entry_filetype(header) != AE_IFREG || archive_entry_hardlink(header) != nullptr)
      return fmt::format("{} is a link, a folder or a device, not a file", name);
    TarEntry entry{name, {}};
    for (;;) {
      const std::size_t have = entry.bytes.size();
      entry.bytes.resize(have + kBlock);
      const la_ssize_t got = archive_read_data(reader.get(), entry.bytes.data() + have, kBlock);
      entry.bytes.resize(have + static_cast<std::size_t>(std::max<la_ssize_t>(got, 0)));
      if (got < 0) return damaged(count);
      if (got == 0) break;
      sum += static_cast<std::uint64_t>(got);
      if (sum > most) return fmt::format("unpacks to more than {} MB", most >> 20U);
    }
    entry.bytes.shrink_to_fit();
    if (auto fault = take(std::move(entry))) return fault;
  }
}

struct TarGzWriter::State {
  std::function<bool(std::string_view)> sink;
  struct archive* archive = archive_write_new();
  bool good = true;

  static la_ssize_t take(struct archive* archive, void* data, const void* bytes, std::size_t size) {
    auto& state = *static_cast<State*>(data);
    if (state.good && state.sink({static_cast<const char*>(bytes), size}))
      return static_cast<la_ssize_t>(size);
    state.good = false;
    archive_set_error(archive, EIO, "%s", "could not be written");
    return -1;
  }
};

TarGzWriter::TarGzWriter(std::function<bool(std::string_view)> sink) : state_(std::make_unique<State>()) {
  state_->sink = std::move(sink);
  struct archive* archive = state_->archive;
  state_->good = archive != nullptr && archive_write_add_filter_gzip(archive) == ARCHIVE_OK &&
                 archive_write_set_format_pax_restricted(archive) == ARCHIVE_OK &&
                 archive_write_set_bytes_in_last_block(archive, 1) == ARCHIVE_OK &&
                 archive_write_open(archive, state_.get(), nullptr, State::take, nullptr) == ARCHIVE_OK;
}

TarGzWriter::~TarGzWriter() {
  if (state_->archive != nullptr) archive_write_free(state_->archive);
}

bool TarGzWriter::add(const std::string& name, std::string_view bytes, std::int64_t modified_unix) {
  if (!state_->good) return false;
  const std::unique_ptr<struct archive_entry, decltype(&archive_entry_free)> entry(archive_entry_new(),
                                                                                   &archive_entry_free);
  constexpr unsigned kMode = 0600;
  archive_entry_set_pathname(entry.get(), name.c_str());
  archive_entry_set_size(entry.get(), static_cast<la_int64_t>(bytes.size()));
  archive_entry_set_filetype(entry.get(), AE_IFREG);
  archive_entry_set_perm(entry.get(), kMode);
  archive_entry_set_mtime(entry.get(), modified_unix, 0);
  state_->good = archive_write_header(state_->archive, entry.get()) == ARCHIVE_OK && state_->good;
  while (state_->good && !bytes.empty()) {
    const la_ssize_t put = archive_write_data(state_->archive, bytes.data(), std::min(bytes.size(), kBlock));
    if (put <= 0) state_->good = false;
    if (put > 0) bytes.remove_prefix(static_cast<std::size_t>(put));
  }
  return state_->good;
}

bool TarGzWriter::finish() {
  const bool closed = state_->archive != nullptr && archive_write_close(state_->archive) == ARCHIVE_OK;
  state_->good = state_->good && closed;
  return state_->good;
}

}  // namespace enrolkit
