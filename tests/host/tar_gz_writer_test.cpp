// What the writer packs, libarchive unpacks, and nothing is lost at the edges of a block or of a name.
#include <gtest/gtest.h>

#include <random>

#include "host/real_host.h"
#include "host/tar_gz.h"
#include "support/temp_folder.h"

namespace enrolkit::test {
namespace {

constexpr std::uint64_t kMuch = 1ULL << 30U;

std::string packed(const std::vector<TarEntry>& entries, std::int64_t modified = 1'772'438'400) {
  std::string bytes;
  TarGzWriter writer([&](std::string_view part) {
    bytes += part;
    return true;
  });
  for (const TarEntry& entry : entries) EXPECT_TRUE(writer.add(entry.name, entry.bytes, modified));
  EXPECT_TRUE(writer.finish());
  return bytes;
}

std::vector<TarEntry> unpacked(const std::string& bytes) {
  const TempFolder folder;
  const auto opened = open_named_file(folder.write("a.tar.gz", bytes));
  std::vector<TarEntry> entries;
  const auto fault =
      read_tar_gz(*std::get<0>(opened), kMuch, [&](TarEntry&& entry) -> std::optional<std::string> {
        entries.push_back(std::move(entry));
        return std::nullopt;
      });
  EXPECT_EQ(fault.value_or(""), "");
  return entries;
}

void expect_same(const std::vector<TarEntry>& in) {
  const std::vector<TarEntry> out = unpacked(packed(in));
  ASSERT_EQ(out.size(), in.size());
  for (std::size_t i = 0; i < in.size(); ++i) {
    EXPECT_EQ(out[i].name, in[i].name);
    EXPECT_EQ(out[i].bytes, in[i].bytes) << in[i].name;
  }
}

TEST(TarGzWriterTest, EverySizeComesBack) {
  std::mt19937 random(7);
  std::vector<TarEntry> in;
  for (const std::size_t size : {0U, 1U, 511U, 512U, 513U, 1024U, 65'535U, 65'536U, 65'537U, 3'000'000U}) {
    std::string bytes(size, '\0');
    for (char& c : bytes) c = static_cast<char>(random());
    in.push_back({"root/" + std::to_string(size), bytes});
  }
  expect_same(in);
}

TEST(TarGzWriterTest, EveryLengthOfANameComesBack) {
  std::vector<TarEntry> in;
  for (std::size_t length = 1; length <= 1100; length += length < 90 || length > 120 ? 37 : 1)
    in.push_back({std::string(length, 'n'), std::to_string(length)});
  // Where the length of a record counts one digit more.
  for (const std::size_t length : {91U, 92U, 93U, 990U, 991U, 992U})
    in.push_back({std::string(length, 'm'), "x"});
  expect_same(in);
}

TEST(TarGzWriterTest, AnArchiveWithoutAnEntryIsOne) { expect_same({}); }

TEST(TarGzWriterTest, TheSameIsPackedTheSame) {
  const std::vector<TarEntry> one{{"manifest.json", "{}"}, {"root/var/log/jamf.log", std::string(9000, 'l')}};
  EXPECT_EQ(packed(one), packed(one));
  for (const std::int64_t odd : {std::int64_t{-1}, std::int64_t{0}, std::int64_t{1} << 62U})
    EXPECT_EQ(unpacked(packed(one, odd)).size(), 2U) << odd;
}

TEST(TarGzWriterTest, ASinkThatRefusesEndsIt) {
  for (const std::size_t most : {std::size_t{0}, std::size_t{200'000}}) {
    std::size_t taken = 0;
    TarGzWriter writer([&](std::string_view part) { return (taken += part.size()) <= most; });
    std::mt19937 random(8);
    std::string noise(1'000'000, '\0');
    for (char& c : noise) c = static_cast<char>(random());
    EXPECT_FALSE(writer.add("a", noise, 0));
    const std::size_t then = taken;
    EXPECT_FALSE(writer.add("b", "more", 0));
    EXPECT_FALSE(writer.finish());
    EXPECT_EQ(taken, then) << "it is not asked again";
  }
}

}  // namespace
}  // namespace enrolkit::test
