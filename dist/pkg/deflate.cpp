#include "pkg/deflate.h"

#include <zlib.h>

#include "common/failure.h"

namespace enrolkit {

std::string deflated(std::string_view bytes, Wrapping wrapping) {
  constexpr int kWindow = 15, kGzip = 16, kMemory = 8;
  z_stream stream{};
  if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED,
                   kWindow + (wrapping == Wrapping::gzip ? kGzip : 0), kMemory, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw Failure("cannot begin to compress: out of memory");
  }
  std::string out(deflateBound(&stream, static_cast<uLong>(bytes.size())), '\0');
  stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int status = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  if (status != Z_STREAM_END) throw Failure("cannot compress");
  return out;
}

}  // namespace enrolkit
