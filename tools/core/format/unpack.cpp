#include "core/format/unpack.h"

#include <bzlib.h>
#include <zlib.h>

#include <algorithm>
#include <limits>

namespace enrolkit {

struct Unpacker::State {
  Packing packing = Packing::none;
  z_stream gzip{};
  bz_stream bzip2{};
  bool open = false;
  bool at_an_end = true;
  std::string fault;

  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    if (!open) return;
    if (packing == Packing::gzip) inflateEnd(&gzip);
    if (packing == Packing::bzip2) BZ2_bzDecompressEnd(&bzip2);
  }
};

namespace {

constexpr int kGzipOnly = 15 + 16;  // inflateInit2: the largest window, gzip header expected

}  // namespace

Packing packing_of(std::string_view first_bytes) {
  if (first_bytes.size() < 3) return Packing::none;
  if (first_bytes.starts_with("\x1f\x8b\x08")) return Packing::gzip;
  if (first_bytes.starts_with("BZh")) return Packing::bzip2;
  return Packing::none;
}

Unpacker::Unpacker(Packing packing) : state_(std::make_unique<State>()) { state_->packing = packing; }

Unpacker::~Unpacker() = default;
Unpacker::Unpacker(Unpacker&&) noexcept = default;
Unpacker& Unpacker::operator=(Unpacker&&) noexcept = default;

const std::string& Unpacker::fault() const { return state_->fault; }
bool Unpacker::at_an_end() const { return state_->at_an_end; }

Unpacker::Step Unpacker::run(std::string_view in, std::span<char> out) {
  State& s = *state_;
  if (!s.fault.empty() || out.empty() || s.packing == Packing::none) return {};
  if (in.empty() && s.at_an_end) return {};  // else text that has been taken in may still have to come out
  constexpr std::size_t kMaxInput = std::numeric_limits<unsigned>::max();
  const auto in_size = static_cast<unsigned>(std::min(in.size(), kMaxInput));
  const auto out_size = static_cast<unsigned>(std::min(out.size(), kMaxInput));
  auto* const in_bytes =
      const_cast<char*>(in.data());  // both libraries only read it, and say so nowhere in the type

  if (s.packing == Packing::gzip) {
    if (!s.open && inflateInit2(&s.gzip, kGzipOnly) != Z_OK) {
      s.fault = "no memory to unpack gzip data";
      return {};
    }
    s.open = true;
    s.gzip.next_in = reinterpret_cast<Bytef*>(in_bytes);
    s.gzip.avail_in = in_size;
    s.gzip.next_out = reinterpret_cast<Bytef*>(out.data());
    s.gzip.avail_out = out_size;
    const int result = inflate(&s.gzip, Z_NO_FLUSH);
    s.at_an_end = result == Z_STREAM_END;
    if (result == Z_STREAM_END) {
      inflateReset(&s.gzip);
    } else if (result != Z_OK && result != Z_BUF_ERROR) {
      s.fault = "not valid gzip data";
    }
    return {in_size - s.gzip.avail_in, out_size - s.gzip.avail_out};
  }

  if (!s.open && BZ2_bzDecompressInit(&s.bzip2, 0, 0) != BZ_OK) {
    s.fault = "no memory to unpack bzip2 data";
    return {};
  }
  s.open = true;
  s.bzip2.next_in = in_bytes;
  s.bzip2.avail_in = in_size;
  s.bzip2.next_out = out.data();
  s.bzip2.avail_out = out_size;
  const int result = BZ2_bzDecompress(&s.bzip2);
  const Step step{in_size - s.bzip2.avail_in, out_size - s.bzip2.avail_out};
  s.at_an_end = result == BZ_STREAM_END;
  if (result == BZ_STREAM_END) {
    BZ2_bzDecompressEnd(&s.bzip2);
    s.bzip2 = {};
    s.open = false;
  } else if (result != BZ_OK) {
    s.fault = "not valid bzip2 data";
  }
  return step;
}

}  // namespace enrolkit
