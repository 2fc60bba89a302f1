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
      if (sum > most) {
        return most % (1U << 20U) == 0 ? fmt::format("unpacks to more than {} MB", most >> 20U)
                                       : fmt::format("unpacks to more than the {} bytes that it says", most);
      }
    }
    entry.bytes.shrink_to_fit();
    if (auto fault = take(std::move(entry))) return fault;
  }
}

}  // namespace enrolkit
