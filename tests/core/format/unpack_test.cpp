#include "core/format/unpack.h"

#include <bzlib.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <utility>
#include <vector>

namespace enrolkit {
namespace {

std::string gzip(std::string_view text) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(deflateBound(&stream, static_cast<uLong>(text.size())) + 32, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<unsigned>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<unsigned>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string bzip2(std::string_view text) {
  std::string out(text.size() + text.size() / 100 + 700, '\0');
  auto size = static_cast<unsigned>(out.size());
  EXPECT_EQ(BZ2_bzBuffToBuffCompress(out.data(), &size, const_cast<char*>(text.data()),
                                     static_cast<unsigned>(text.size()), 9, 0, 0),
            BZ_OK);
  out.resize(size);
  return out;
}

struct Unpacked {
  std::string text, fault;
  bool at_an_end = false;
  std::size_t left = 0;  // bytes that were not taken
};

// Feeds `packed` in pieces; goes on with an empty piece until nothing more comes, as at the end of a file.
Unpacked unpack(Packing packing, std::string_view packed, std::size_t piece, std::size_t room) {
  Unpacker unpacker(packing);
  Unpacked result;
  std::vector<char> out(room);
  for (;;) {
    const auto step = unpacker.run(packed.substr(0, piece), out);
    EXPECT_LE(step.taken, piece);
    EXPECT_LE(step.made, room);
    result.text.append(out.data(), step.made);
    packed.remove_prefix(step.taken);
    if (step.taken == 0 && step.made == 0) break;
  }
  result.fault = unpacker.fault();
  result.at_an_end = unpacker.at_an_end();
  result.left = packed.size();
  return result;
}

struct Format {
  Packing packing;
  std::string (*pack)(std::string_view);
  std::string fault;
};
const Format kFormats[] = {{Packing::gzip, gzip, "not valid gzip data"},
                           {Packing::bzip2, bzip2, "not valid bzip2 data"}};

const std::string kText = [] {
  std::string text;
  for (int i = 0; i < 40; ++i) {
    text +=
        "Thu Apr 30 09:10:36 lab-07 jamf[" + std::to_string(i * 7919 % 1000) + "]: Checking for patches...\n";
  }
  return text;
}();

TEST(PackingOf, IsToldByTheFirstThreeBytes) {
  EXPECT_EQ(packing_of("\x1f\x8b\x08"), Packing::gzip);
  EXPECT_EQ(packing_of(gzip("x")), Packing::gzip);
  EXPECT_EQ(packing_of("BZh9"), Packing::bzip2);
  EXPECT_EQ(packing_of(bzip2("x")), Packing::bzip2);
  for (const std::string_view bytes :
       {"", "\x1f", "\x1f\x8b", "\x1f\x8b\x07", "BZ", "BZ0", "bzh9", "Thu Apr 30", "PK\x03\x04"}) {
    EXPECT_EQ(packing_of(bytes), Packing::none);
  }
}

TEST(Unpacker, GivesBackWhatWasPackedInPiecesOfAnySize) {
  for (const Format& format : kFormats) {
    const std::string packed = format.pack(kText);
    for (const std::size_t piece : {std::size_t{1}, std::size_t{2}, std::size_t{7}, packed.size()}) {
      for (const std::size_t room : {std::size_t{1}, std::size_t{3}, std::size_t{64}, std::size_t{65536}}) {
        const Unpacked result = unpack(format.packing, packed, piece, room);
        EXPECT_EQ(result.text, kText) << piece << ' ' << room;
        EXPECT_EQ(result.fault, "");
        EXPECT_TRUE(result.at_an_end);
        EXPECT_EQ(result.left, 0U);
      }
    }
  }
}

TEST(Unpacker, TakesSeveralMembersAsOneStream) {
  for (const Format& format : kFormats) {
    const std::string packed = format.pack("one\n") + format.pack("") + format.pack("two\n");
    for (const std::size_t piece : {std::size_t{1}, std::size_t{5}, packed.size()}) {
      const Unpacked result = unpack(format.packing, packed, piece, 64);
      EXPECT_EQ(result.text, "one\ntwo\n");
      EXPECT_EQ(result.fault, "");
      EXPECT_TRUE(result.at_an_end);
    }
  }
}

TEST(Unpacker, TellsAtEveryLengthThatAStreamWasCutShort) {
  for (const Format& format : kFormats) {
    const std::string packed = format.pack(kText);
    for (std::size_t size = 1; size < packed.size(); ++size) {
      for (const std::size_t piece : {std::size_t{1}, size}) {
        const Unpacked result = unpack(format.packing, std::string_view(packed).substr(0, size), piece, 32);
        EXPECT_FALSE(result.at_an_end) << size;
        EXPECT_EQ(result.fault, "") << size;
        EXPECT_EQ(result.text, kText.substr(0, result.text.size())) << size;
      }
    }
  }
}

TEST(Unpacker, GivesAllThatACutStreamStillHolds) {
  // The last block is whole; only what ends the stream (a sum and a size, in gzip and in bzip2) is missing.
  for (const Format& format : kFormats) {
    const std::string packed = format.pack(kText);
    const Unpacked result = unpack(format.packing, packed.substr(0, packed.size() - 4), packed.size(), 16);
    EXPECT_EQ(result.text, kText);
    EXPECT_FALSE(result.at_an_end);
  }
}

TEST(Unpacker, TellsThatASecondMemberWasCutShort) {
  for (const Format& format : kFormats) {
    const std::string first = format.pack("one\n"), both = first + format.pack("two\n");
    for (std::size_t size = first.size() + 1; size < both.size(); ++size) {
      const Unpacked result = unpack(format.packing, std::string_view(both).substr(0, size), size, 64);
      EXPECT_FALSE(result.at_an_end) << size;
      EXPECT_EQ(result.text.substr(0, 4), "one\n") << size;
    }
  }
}

TEST(Unpacker, NamesGarbage) {
  for (const Format& format : kFormats) {
    const std::string head = format.pack("x").substr(0, 3);
    for (const std::string& packed :
         {std::string("garbage that was never packed"), head + std::string(100, '\xFF')}) {
      const Unpacked result = unpack(format.packing, packed, packed.size(), 64);
      EXPECT_EQ(result.fault, format.fault);
      EXPECT_EQ(result.text, "");
      EXPECT_FALSE(result.at_an_end);
    }
  }
}

TEST(Unpacker, KeepsTheTextBeforeTrailingGarbageAndNamesIt) {
  for (const Format& format : kFormats) {
    const Unpacked result = unpack(format.packing, format.pack(kText) + "garbage behind the end", 9, 64);
    EXPECT_EQ(result.text, kText);
    EXPECT_EQ(result.fault, format.fault);
    EXPECT_FALSE(result.at_an_end);
  }
}

TEST(Unpacker, SeesEveryByteThatWasChangedOrFailsToCare) {
  for (const Format& format : kFormats) {
    const std::string packed = format.pack(kText);
    for (std::size_t at = 10; at < packed.size(); ++at) {  // behind what gzip calls its header
      std::string changed = packed;
      changed[at] = static_cast<char>(changed[at] ^ 0x10);
      const Unpacked result = unpack(format.packing, changed, changed.size(), 4096);
      EXPECT_TRUE(!result.fault.empty() || !result.at_an_end || result.text == kText) << at;
    }
  }
}

TEST(Unpacker, DoesNothingAfterAFault) {
  Unpacker unpacker(Packing::gzip);
  char out[16];
  (void)unpacker.run("garbage!", out);
  ASSERT_EQ(unpacker.fault(), "not valid gzip data");
  const auto step = unpacker.run(gzip("text"), out);
  EXPECT_EQ(step.taken, 0U);
  EXPECT_EQ(step.made, 0U);
}

TEST(Unpacker, NeedsRoomAndBytes) {
  for (const Format& format : kFormats) {
    Unpacker unpacker(format.packing);
    char out[16];
    EXPECT_EQ(unpacker.run("", out).taken, 0U);
    EXPECT_EQ(unpacker.run(format.pack("text"), std::span<char>{}).taken, 0U);
    EXPECT_EQ(unpacker.fault(), "");
    EXPECT_TRUE(unpacker.at_an_end());
  }
}

TEST(Unpacker, UnpacksNothingThatIsNotPacked) {
  Unpacker unpacker(Packing::none);
  char out[16];
  EXPECT_EQ(unpacker.run(bzip2("text"), out).made, 0U);
  EXPECT_EQ(unpacker.fault(), "");
}

TEST(Unpacker, CanBeMovedInTheMiddleOfAStream) {
  for (const Format& format : kFormats) {
    const std::string packed = format.pack("some text");
    char out[64];
    Unpacker first(format.packing);
    (void)first.run(packed.substr(0, 6), out);
    Unpacker second(Packing::gzip);
    (void)second.run(gzip("other").substr(0, 12), out);  // open when it is replaced
    second = std::move(first);
    std::string text;
    std::string_view rest = std::string_view(packed).substr(6);
    while (!rest.empty()) {
      const auto step = second.run(rest, out);
      text.append(out, step.made);
      rest.remove_prefix(step.taken);
    }
    EXPECT_EQ(text, "some text");
    EXPECT_TRUE(second.at_an_end());
  }
}

TEST(Unpacker, UnpacksAHighlyPackedStreamInBoundedSteps) {
  const std::string zeros(3'000'000, '0');
  for (const Format& format : kFormats) {
    const std::string packed = format.pack(zeros);
    EXPECT_LT(packed.size(), 10'000U);
    EXPECT_EQ(unpack(format.packing, packed, 512, 4096).text, zeros);
  }
}

}  // namespace
}  // namespace enrolkit
