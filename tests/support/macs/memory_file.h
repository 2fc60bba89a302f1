// An OpenFile in memory that counts what is read of it, gives as little at a time as a test likes, and breaks
// where it is told to.
#pragma once

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>
#include <utility>

#include "host/host.h"

namespace enrolkit::test {

struct ReadCount {
  std::uint64_t bytes = 0;
  std::uint64_t calls = 0;
};

struct MemoryFileOptions {
  LocalTime modified{};
  std::size_t piece = static_cast<std::size_t>(-1);          // the most one read gives
  std::uint64_t breaks_at = static_cast<std::uint64_t>(-1);  // reading beyond it is an error
  std::uint64_t ends_at = static_cast<std::uint64_t>(-1);    // reading says there that it is the end
  bool sequential = false;                                   // like a pipe: offsets mean nothing, no size
  ReadCount* count = nullptr;
};

class MemoryFile final : public OpenFile {
 public:
  MemoryFile(std::string bytes, const MemoryFileOptions& options)
      : bytes_(std::move(bytes)), options_(options) {
    info_.size = options.sequential ? 0 : bytes_.size();
    info_.modified = options.modified;
    info_.regular = !options.sequential;
    info_.mode = 0644;
  }
  [[nodiscard]] const FileInfo& info() const override { return info_; }
  [[nodiscard]] Reading<std::size_t> read_at(std::uint64_t offset, char* to, std::size_t size) override {
    if (options_.sequential) offset = next_;
    if (offset >= options_.breaks_at) return Unreadable{"memory: Input/output error"};
    const std::uint64_t end = std::min<std::uint64_t>(bytes_.size(), options_.ends_at);
    if (offset >= end) return std::size_t{0};
    const std::uint64_t left = std::min(end, options_.breaks_at) - offset;
    const std::size_t got = std::min({size, options_.piece, static_cast<std::size_t>(left)});
    std::memcpy(to, bytes_.data() + offset, got);
    next_ = offset + got;
    if (options_.count != nullptr) {
      options_.count->bytes += got;
      ++options_.count->calls;
    }
    return got;
  }

 private:
  std::string bytes_;
  MemoryFileOptions options_;
  FileInfo info_;
  std::uint64_t next_ = 0;
};

inline std::unique_ptr<OpenFile> memory_file(std::string bytes, const MemoryFileOptions& options = {}) {
  return std::make_unique<MemoryFile>(std::move(bytes), options);
}

}  // namespace enrolkit::test
