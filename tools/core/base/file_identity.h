// Whether a file is still the one that was looked at: as far as the file system tells without reading it.
#pragma once

#include <cstdint>

namespace enrolkit {

// Of an opened file. Whoever writes a file, or puts another in its place, changes one of these; the change
// time cannot be set back by anybody but the clock. The number of a device may be another after a restart:
// then nothing is recognised, and is looked at anew.
struct FileIdentity {
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  std::uint64_t size = 0;        // bytes
  std::int64_t modified_ns = 0;  // nanoseconds since 1970-01-01 UTC
  std::int64_t changed_ns = 0;   // likewise, of contents, owner, mode or name ("ctime")
  bool operator==(const FileIdentity&) const = default;
};

}  // namespace enrolkit
