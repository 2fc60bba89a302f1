// Text packed as rotated logs are.
#pragma once

#include <bzlib.h>
#include <zlib.h>

#include <stdexcept>
#include <string>

namespace enrolkit::test {

inline std::string gzipped(std::string text) {
  z_stream stream{};
  if (deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::runtime_error("gzip");
  }
  std::string packed(deflateBound(&stream, static_cast<uLong>(text.size())) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(text.data());
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  const int result = deflate(&stream, Z_FINISH);
  packed.resize(packed.size() - stream.avail_out);
  deflateEnd(&stream);
  if (result != Z_STREAM_END) throw std::runtime_error("gzip");
  return packed;
}

inline std::string bzipped(std::string text) {
  auto size = static_cast<unsigned>(text.size() + text.size() / 100 + 700);
  std::string packed(size, '\0');
  const int result = BZ2_bzBuffToBuffCompress(packed.data(), &size, text.data(),
                                              static_cast<unsigned>(text.size()), 9, 0, 0);
  if (result != BZ_OK) throw std::runtime_error("bzip2");
  packed.resize(size);
  return packed;
}

}  // namespace enrolkit::test
