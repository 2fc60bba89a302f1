// The form: POSIX.1-2001, "pax Interchange Format", of which plain files and long names are written. libarchive, which
// reads them, would bring 120 kB of other formats to every managed Mac for it.
#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>
#include <string_view>

#include "host/tar_gz.h"

namespace enrolkit {
namespace {

constexpr std::size_t kBlock = 512;
using Block = std::array<char, kBlock>;

void put(Block& block, std::size_t at, std::string_view text) {
  std::copy(text.begin(), text.end(), block.begin() + static_cast<std::ptrdiff_t>(at));
}

constexpr std::size_t kMaxName = 100;
constexpr std::uint64_t kMaxNumber = 077777777777;  // eleven octal digits

Block header_of(std::string_view name, char kind, std::uint64_t size, std::uint64_t modified) {
  Block block{};
  put(block, 0, name.substr(0, kMaxName));
  put(block, 100, "0000600");
  put(block, 108, "0000000");  // owner
  put(block, 116, "0000000");  // group
  put(block, 124, fmt::format("{:011o}", size));
  put(block, 136, fmt::format("{:011o}", modified));
  put(block, 148, "        ");  // counts as blanks in the sum of itself
  block[156] = kind;
  put(block, 257, std::string_view("ustar\00000", 8));
  const auto sum = std::accumulate(block.begin(), block.end(), 0U, [](unsigned so_far, char c) {
    return so_far + static_cast<unsigned char>(c);
  });
  put(block, 148, std::string_view(fmt::format("{:06o}", sum)));
  block[154] = '\0';
  return block;
}

// "LENGTH path=NAME\n", where LENGTH counts itself, too.
std::string long_name(std::string_view name) {
  const std::string rest = fmt::format(" path={}\n", name);
  std::size_t length = rest.size();
  while (fmt::formatted_size("{}", length) + rest.size() != length)
    length = fmt::formatted_size("{}", length) + rest.size();
  return fmt::format("{}{}", length, rest);
}

}  // namespace

struct TarGzWriter::State {
  std::function<bool(std::string_view)> sink;
  z_stream stream{};
  std::array<char, 64 * 1024> packed{};
  bool good = false;

  State() {
    constexpr int kGzip = 15 + 16, kMemory = 8;  // zlib.h: the largest window, with gzip's header
    good = ::deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, kGzip, kMemory, Z_DEFAULT_STRATEGY) ==
           Z_OK;
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() { ::deflateEnd(&stream); }

  void pack(std::string_view bytes, int flush) {
    // zlib's pointer is not const, and it writes nothing there.
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    do {
      stream.next_out = reinterpret_cast<Bytef*>(packed.data());
      stream.avail_out = static_cast<uInt>(packed.size());
      good = good && ::deflate(&stream, flush) != Z_STREAM_ERROR;
      const std::size_t size = packed.size() - stream.avail_out;
      good = good && (size == 0 || sink({packed.data(), size}));
    } while (good && stream.avail_out == 0);
  }

  void put_entry(std::string_view name, char kind, std::string_view bytes, std::uint64_t modified) {
    const Block header = header_of(name, kind, bytes.size(), modified);
    pack({header.data(), header.size()}, Z_NO_FLUSH);
    pack(bytes, Z_NO_FLUSH);
    const Block zeros{};
    pack({zeros.data(), (kBlock - bytes.size() % kBlock) % kBlock}, Z_NO_FLUSH);
  }
};

TarGzWriter::TarGzWriter(std::function<bool(std::string_view)> sink) : state_(std::make_unique<State>()) {
  state_->sink = std::move(sink);
}

TarGzWriter::~TarGzWriter() = default;

bool TarGzWriter::add(const std::string& name, std::string_view bytes, std::int64_t modified_unix) {
  if (bytes.size() > std::numeric_limits<uInt>::max()) state_->good = false;
  if (!state_->good) return false;
  const auto modified = static_cast<std::uint64_t>(
      std::clamp<std::int64_t>(modified_unix, 0, static_cast<std::int64_t>(kMaxNumber)));
  if (name.size() > kMaxName) state_->put_entry("PaxHeader", 'x', long_name(name), modified);
  state_->put_entry(name, '0', bytes, modified);
  return state_->good;
}

bool TarGzWriter::finish() {
  const std::array<char, 2 * kBlock> end{};
  if (state_->good) state_->pack({end.data(), end.size()}, Z_FINISH);
  return state_->good;
}

}  // namespace enrolkit
