// Archives as people and their programs make them, and as nobody should.
#pragma once

#include <archive.h>
#include <archive_entry.h>

#include <stdexcept>
#include <string>
#include <vector>

namespace enrolkit::test {

struct ArchiveEntry {
  std::string path;
  std::string bytes;
  std::string link = {};                  // a symbolic link's target
  std::string hardlink = {};              // another entry's path
  std::int64_t modified = 1'772'452'800;  // 2026-03-02 12:00:00 UTC
};

enum class Packed { tar, tar_gz, tar_bz2, zip };
inline constexpr Packed kAllPacked[] = {Packed::tar, Packed::tar_gz, Packed::tar_bz2, Packed::zip};

// `password`: a zip of which every file is encrypted; empty: none.
inline std::string packed(Packed how, const std::vector<ArchiveEntry>& entries, const char* password = "") {
  struct archive* out = archive_write_new();
  std::string bytes(std::size_t{2} << 20U, '\0');
  std::size_t used = 0;
  const auto must = [&](int result) {
    if (result != ARCHIVE_OK) throw std::runtime_error("archive: " + std::string(archive_error_string(out)));
  };
  if (how == Packed::tar_gz) must(archive_write_add_filter_gzip(out));
  if (how == Packed::tar_bz2) must(archive_write_add_filter_bzip2(out));
  must(how == Packed::zip ? archive_write_set_format_zip(out) : archive_write_set_format_pax_restricted(out));
  if (*password != '\0') {
    must(archive_write_set_options(out, "zip:encryption=traditional"));
    must(archive_write_set_passphrase(out, password));
  }
  must(archive_write_open_memory(out, bytes.data(), bytes.size(), &used));
  for (const ArchiveEntry& one : entries) {
    struct archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, one.path.c_str());
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_mtime(entry, one.modified, 0);
    archive_entry_set_filetype(entry, one.link.empty() ? AE_IFREG : AE_IFLNK);
    if (!one.link.empty()) archive_entry_set_symlink(entry, one.link.c_str());
    if (!one.hardlink.empty()) archive_entry_set_hardlink(entry, one.hardlink.c_str());
    archive_entry_set_size(entry, static_cast<la_int64_t>(one.bytes.size()));
    must(archive_write_header(out, entry));
    if (!one.bytes.empty() && archive_write_data(out, one.bytes.data(), one.bytes.size()) < 0) {
      throw std::runtime_error("archive");
    }
    archive_entry_free(entry);
  }
  must(archive_write_close(out));
  archive_write_free(out);
  bytes.resize(used);
  return bytes;
}

}  // namespace enrolkit::test
