#include "pkg/cpio.h"

#include <archive.h>
#include <archive_entry.h>

#include <memory>

#include "common/failure.h"
#include "pkg/deflate.h"

namespace enrolkit {
namespace {

constexpr int kBlock = 512;  // pkgbuild fills the archive up to whole blocks

la_ssize_t append(archive*, void* out, const void* bytes, std::size_t size) {
  static_cast<std::string*>(out)->append(static_cast<const char*>(bytes), size);
  return static_cast<la_ssize_t>(size);
}

void check(archive* writer, int status) {
  if (status != ARCHIVE_OK) throw Failure(std::string("cannot pack: ") + archive_error_string(writer));
}

}  // namespace

std::string packed(const std::vector<Node>& nodes, std::uint32_t when) {
  std::string out;
  const std::unique_ptr<archive, int (*)(archive*)> owner(archive_write_new(), archive_write_free);
  archive* writer = owner.get();
  check(writer, archive_write_set_format_cpio_odc(writer));
  check(writer, archive_write_set_bytes_per_block(writer, kBlock));
  check(writer, archive_write_set_bytes_in_last_block(writer, kBlock));
  check(writer, archive_write_open(writer, &out, nullptr, append, nullptr));
  const std::unique_ptr<archive_entry, void (*)(archive_entry*)> entry(archive_entry_new(),
                                                                       archive_entry_free);
  la_int64_t inode = 0;
  for (const Node& node : nodes) {
    archive_entry_clear(entry.get());
    archive_entry_set_pathname(entry.get(), node.path.c_str());
    archive_entry_set_filetype(entry.get(), node.folder ? AE_IFDIR : AE_IFREG);
    archive_entry_set_perm(entry.get(), static_cast<mode_t>(node.mode));
    archive_entry_set_uid(entry.get(), 0);
    archive_entry_set_gid(entry.get(), 0);
    archive_entry_set_ino64(entry.get(), ++inode);
    archive_entry_set_nlink(entry.get(), node.folder ? 2 : 1);
    archive_entry_set_mtime(entry.get(), when, 0);
    archive_entry_set_size(entry.get(), static_cast<la_int64_t>(node.bytes.size()));
    check(writer, archive_write_header(writer, entry.get()));
    const la_ssize_t wrote = archive_write_data(writer, node.bytes.data(), node.bytes.size());
    if (wrote != static_cast<la_ssize_t>(node.bytes.size())) check(writer, ARCHIVE_FATAL);
  }
  check(writer, archive_write_close(writer));
  return deflated(out, Wrapping::gzip);
}

}  // namespace enrolkit
