// Archives that nobody vouches for: each is refused in one line that says why, and nothing of it is believed.
#include <archive.h>
#include <archive_entry.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "host/archive_host.h"
#include "host/tar_gz.h"
#include "support/macs/collected.h"
#include "support/macs/fixture_host.h"
#include "support/writers/packed.h"

namespace enrolkit::test {
namespace {

using Entries = std::vector<std::pair<std::string, std::string>>;

std::string archive_of(const Entries& entries) {
  std::string bytes;
  TarGzWriter writer([&](std::string_view part) {
    bytes += part;
    return true;
  });
  for (const auto& [name, content] : entries) EXPECT_TRUE(writer.add(name, content, 0));
  EXPECT_TRUE(writer.finish());
  return bytes;
}

std::string why(const std::string& archive) {
  const auto file = memory_file(archive);
  const auto host = open_archive(*file, "a.tar.gz");
  const auto* unreadable = why_unreadable(host);
  return unreadable != nullptr ? *unreadable : "opened";
}

// A sound archive's manifest, and its entries in order.
struct Sound {
  std::string manifest;
  Entries entries;
  [[nodiscard]] Entries all() const {
    Entries all{{"manifest.json", manifest}};
    all.insert(all.end(), entries.begin(), entries.end());
    return all;
  }
};
Sound sound() {
  const FixtureHost mac("healthy");
  const Collection collection = collection_of(mac);
  return {to_json(collection.manifest), {collection.entries.begin(), collection.entries.end()}};
}

TEST(HostileArchive, ASoundOneIsOpened) { EXPECT_EQ(why(archive_of(sound().all())), "opened"); }

TEST(HostileArchive, WhatIsNoneIsRefused) {
  EXPECT_EQ(why(""), "a.tar.gz: is damaged or cut off after 0 entries");
  EXPECT_EQ(why("plain text"), "a.tar.gz: is damaged or cut off after 0 entries");
  EXPECT_EQ(why(gzipped("plain text")), "a.tar.gz: is damaged or cut off after 0 entries");
  EXPECT_EQ(why(archive_of({})), "a.tar.gz: is nothing that enrolkit collect wrote");
  EXPECT_EQ(why(archive_of({{"readme", "x"}})), "a.tar.gz: is nothing that enrolkit collect wrote");
  EXPECT_EQ(why(archive_of({{"manifest.json", "x"}})), "a.tar.gz: manifest.json: no JSON");
}

TEST(HostileArchive, CutAnywhereItIsRefused) {
  const std::string whole = archive_of(sound().all());
  for (std::size_t size = 1; size + 600 < whole.size(); size += 97) {
    EXPECT_NE(why(whole.substr(0, size)), "opened") << size;
  }
}

TEST(HostileArchive, EntriesAndManifestMustAgree) {
  const Sound good = sound();
  Sound it = good;
  it.entries.emplace_back("root/etc/passwd", "x");
  EXPECT_EQ(why(archive_of(it.all())),
            "a.tar.gz: holds root/etc/passwd, of which its manifest does not speak");
  it = good;
  it.entries.emplace_back("../../etc/passwd", "x");
  EXPECT_EQ(why(archive_of(it.all())),
            "a.tar.gz: holds ../../etc/passwd, of which its manifest does not speak");
  it = good;
  it.entries.push_back(it.entries.front());
  EXPECT_EQ(why(archive_of(it.all())), "a.tar.gz: holds " + it.entries.front().first + " twice");
  it = good;
  const std::string gone = it.entries.back().first;
  it.entries.pop_back();
  EXPECT_EQ(why(archive_of(it.all())), "a.tar.gz: lacks " + gone + ", of which its manifest speaks");
  it = good;
  for (auto& [name, bytes] : it.entries) {
    if (name == "root/usr/local/jamf/bin/jamf") bytes += "more";
  }
  EXPECT_EQ(why(archive_of(it.all())),
            "a.tar.gz: root/usr/local/jamf/bin/jamf has 8 bytes, and its manifest says 4");
}

TEST(HostileArchive, WhatUnpacksWithoutEndIsRefused) {
  const Sound it = sound();
  const std::string zeros(kMaxUnpackedBytes + 1, '\0');
  EXPECT_EQ(why(archive_of({{"manifest.json", it.manifest}, {it.entries.front().first, zeros}})),
            "a.tar.gz: unpacks to more than 320 MB");
}

TEST(HostileArchive, ADeepManifestIsRefusedBeforeItIsParsed) {
  EXPECT_EQ(why(archive_of({{"manifest.json", std::string(16U << 20U, '[')}})),
            "a.tar.gz: manifest.json: is nested too deeply, or holds too many values");
  std::string wide = "[0";
  for (int i = 0; i < 1'000'001; ++i) wide += ",0";
  EXPECT_EQ(why(archive_of({{"manifest.json", wide + "]"}})),
            "a.tar.gz: manifest.json: is nested too deeply, or holds too many values");
}

TEST(HostileArchive, APackedEntryIsRefused) {
  Sound it = sound();
  for (auto& [name, bytes] : it.entries) {
    if (name.ends_with("jamf.log")) bytes = bzipped(std::string(100'000, '\n'));
  }
  EXPECT_TRUE(why(archive_of(it.all())).ends_with("is packed, and enrolkit collect packs no entry"));
}

TEST(HostileArchive, ManyEntriesAreRefused) {
  const Sound it = sound();
  std::size_t taken = 0;
  const auto file = memory_file(archive_of(Entries(20'001, {"a", ""})));
  const auto fault = read_tar_gz(*file, 1, [&](TarEntry&&) -> std::optional<std::string> {
    ++taken;
    return std::nullopt;
  });
  EXPECT_EQ(fault, "holds more than 20000 entries");
  EXPECT_EQ(taken, 20'000U);
}

TEST(HostileArchive, ASizeThatIsClaimedAllocatesNothing) {
  // 8 GB in the header, a few bytes behind it.
  std::string tar(512, '\0');
  tar.replace(0, 13, "manifest.json");
  tar.replace(100, 7, "0000600");
  tar.replace(124, 11, "77777777777");
  tar.replace(156, 1, "0");
  tar.replace(257, 8, std::string("ustar\00000", 8));
  unsigned sum = 8 * ' ';
  for (std::size_t i = 0; i < tar.size(); ++i) {
    if (i < 148 || i >= 156) sum += static_cast<unsigned char>(tar[i]);
  }
  char octal[8];
  std::snprintf(octal, sizeof octal, "%06o", sum);
  tar.replace(148, 7, std::string(octal, 7));
  EXPECT_EQ(why(gzipped(tar + "{}")), "a.tar.gz: is damaged or cut off after 0 entries");
}

// A tar with one entry of a kind that no archive of ours has.
std::string with_odd_entry(unsigned type, bool hard_link) {
  std::string bytes(1U << 20U, '\0');
  std::size_t used = 0;
  struct archive* writer = archive_write_new();
  archive_write_add_filter_gzip(writer);
  archive_write_set_format_ustar(writer);
  archive_write_open_memory(writer, bytes.data(), bytes.size(), &used);
  struct archive_entry* entry = archive_entry_new();
  archive_entry_set_pathname(entry, "manifest.json");
  archive_entry_set_filetype(entry, static_cast<__LA_MODE_T>(type));
  if (type == AE_IFLNK) archive_entry_set_symlink(entry, "/etc/passwd");
  if (hard_link) archive_entry_set_hardlink(entry, "/etc/passwd");
  EXPECT_EQ(archive_write_header(writer, entry), ARCHIVE_OK);
  archive_entry_free(entry);
  archive_write_close(writer);
  archive_write_free(writer);
  bytes.resize(used);
  return bytes;
}

TEST(HostileArchive, LinksFoldersAndDevicesAreRefused) {
  for (const unsigned type : {AE_IFLNK, AE_IFDIR, AE_IFCHR, AE_IFBLK, AE_IFIFO}) {
    EXPECT_TRUE(why(with_odd_entry(type, false)).ends_with("is a link, a folder or a device, not a file"))
        << type;
  }
  EXPECT_TRUE(why(with_odd_entry(AE_IFREG, true)).ends_with("is a link, a folder or a device, not a file"));
}

TEST(HostileArchive, ABrokenSourceIsSaidInItsWords) {
  MemoryFileOptions options;
  options.breaks_at = 100;
  const auto file = memory_file(archive_of(sound().all()), options);
  const auto host = open_archive(*file, "a.tar.gz");
  ASSERT_NE(why_unreadable(host), nullptr);
  EXPECT_EQ(*why_unreadable(host), "a.tar.gz: memory: Input/output error");
}

TEST(ArchiveHostTest, AQuestionThatWasNotAskedIsNoAnswer) {
  const auto host = opened(archive_of(sound().all()));
  ASSERT_NE(host, nullptr);
  EXPECT_NE(why_unreadable(host->info("/private/etc/passwd")), nullptr);
  EXPECT_NE(why_unreadable(host->list("/Users")), nullptr);
  const auto file = host->open("/etc/passwd");
  EXPECT_TRUE(std::holds_alternative<Unreadable>(file));
  EXPECT_TRUE(std::holds_alternative<NotStarted>(host->run({"/bin/ls", {}, {}, 0})));
  // By the zone of the time of collecting, which is UTC for a fixture.
  EXPECT_EQ(host->to_local(1234).seconds, 1234);
}

TEST(ArchiveHostTest, OfAProgramOnlyWhatWasLookedAtIsThere) {
  const auto host = opened(archive_of(sound().all()));
  ASSERT_NE(host, nullptr);
  auto opened_file = host->open("/usr/local/jamf/bin/jamf");
  OpenFile& file = *std::get<0>(opened_file);
  std::string bytes(8, '\0');
  EXPECT_EQ(std::get<std::size_t>(file.read_at(0, bytes.data(), 8)), 4U);
  EXPECT_EQ(std::get<std::size_t>(file.read_at(3, bytes.data(), 8)), 1U);
  if (file.info().size > 4) {
    EXPECT_TRUE(std::holds_alternative<Unreadable>(file.read_at(4, bytes.data(), 8)));
  }
  EXPECT_EQ(std::get<std::size_t>(file.read_at(file.info().size, bytes.data(), 8)), 0U);
}

}  // namespace
}  // namespace enrolkit::test
