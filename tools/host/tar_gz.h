// Packed tar archives in, by libarchive, and out. What comes in may come from anybody: nothing of it is
// written to disk, names are only compared, and every number in it is bounded.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "host/host.h"

namespace enrolkit {

struct TarEntry {
  std::string name;  // printable ASCII
  std::string bytes;
};

// Hands over every entry, in order; an answer of `take` ends the reading and is the fault. The fault is for a
// person, without the archive's name: it is damaged or cut off, unpacks to more than `most` bytes, or holds
// what is no regular file.
[[nodiscard]] std::optional<std::string> read_tar_gz(
    OpenFile& file, std::uint64_t most, const std::function<std::optional<std::string>(TarEntry&&)>& take);

class TarGzWriter {
 public:
  // `sink` takes the packed bytes and answers false when they could not be written.
  explicit TarGzWriter(std::function<bool(std::string_view)> sink);
  ~TarGzWriter();
  TarGzWriter(const TarGzWriter&) = delete;
  TarGzWriter& operator=(const TarGzWriter&) = delete;

  // False from the first failure on; the sink knows why. A time before 1970 is written as 1970.
  bool add(const std::string& name, std::string_view bytes, std::int64_t modified_unix);
  bool finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace enrolkit
