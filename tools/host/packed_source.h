// A file as libarchive reads it: plain bytes that may be sought in, or what comes out of gzip or bzip2.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/format/unpack.h"
#include "host/host.h"

namespace enrolkit {

// What is left for one archive, and for those inside it.
struct ArchiveMeter {
  std::uint64_t unpacked = 0;
  std::size_t entries = 0;
  std::chrono::steady_clock::time_point deadline;
  std::string exceeded;  // which bound was met first; empty: none

  // False, and `exceeded` says why, once there is too much of it or it took too long.
  bool take(std::uint64_t bytes);
  bool take_entry();
  bool in_time();
};

class PackedSource {
 public:
  PackedSource(OpenFile& file, ArchiveMeter& meter);

  [[nodiscard]] Packing packing() const { return packing_; }
  // The next bytes; empty at the end, or with a fault().
  [[nodiscard]] std::string_view next();
  // Only where nothing is packed.
  void seek(std::uint64_t offset) { offset_ = offset; }
  [[nodiscard]] std::uint64_t offset() const { return offset_; }
  [[nodiscard]] std::uint64_t size() const { return file_.info().size; }
  [[nodiscard]] const std::string& fault() const { return fault_; }

 private:
  bool fill();

  OpenFile& file_;
  ArchiveMeter& meter_;
  Packing packing_ = Packing::none;
  std::optional<Unpacker> unpacker_;
  std::uint64_t offset_ = 0;
  std::vector<char> in_, out_;
  std::size_t in_at_ = 0, in_end_ = 0;
  std::string fault_;
};

}  // namespace enrolkit
