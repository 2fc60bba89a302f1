// A tar (plain, gzip, bzip2) or a zip that `enrolkit collect` did not write, unpacked in memory and within bounds.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "host/archive_tree.h"

namespace enrolkit {

// What unpacking may cost. One budget for everything that a run unpacks: `kept` is used up by all archives together,
// for all of them are held; the others begin again with each archive, those inside it included.
struct ArchiveLimits {
  std::uint64_t unpacked = 8ULL << 30U;  // bytes that come out, those that are passed over included
  std::size_t entries = 200'000;
  std::chrono::steady_clock::duration time = std::chrono::seconds(60);
  unsigned nesting = 2;  // archives inside each other
};
struct ArchiveBudget {
  std::uint64_t kept = 320ULL << 20U;  // bytes held, names included
  ArchiveLimits limits;
};

// Whether a file of that path is of any use; what is not is passed over, and not held.
using WantedPath = std::function<bool(std::string_view path)>;

// Archives inside it are unpacked, too, as a folder of their name; what enrolkit collect wrote stays packed, and any
// other gzip or bzip2 becomes text. A path that leads out of it, a link, and an entry that is encrypted or damaged
// become faults, of the tree or of the file. Unreadable: it is damaged, or goes beyond the budget; then nothing of it
// is used. `name` is for messages.
[[nodiscard]] Reading<std::shared_ptr<const ArchiveTree>> unpack_archive(OpenFile& file,
                                                                         const std::string& name,
                                                                         const WantedPath& wanted,
                                                                         ArchiveBudget& budget);

// The first `size` bytes of a file, unpacked where it is gzip or bzip2; fewer where it has no more.
[[nodiscard]] std::string unpacked_beginning(OpenFile& file, std::size_t size);

// True where a packed tar begins with the manifest that `enrolkit collect` writes. `begin`: of the tar, unpacked.
[[nodiscard]] bool is_collected_tar(std::string_view begin);

}  // namespace enrolkit
