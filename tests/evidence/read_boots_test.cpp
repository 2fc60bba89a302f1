// system.log as files: packed, refused, in any order, and more than is read.
#include "evidence/read_boots.h"

#include <gtest/gtest.h>

#include "host/real_host.h"
#include "support/temp_folder.h"
#include "support/writers/packed.h"
#include "support/writers/utmpx_writer.h"

namespace enrolkit::test {
namespace {

constexpr std::int64_t kBoot = 1'676'020'280;  // 2023-02-10 09:11:20 UTC

std::string boot_line(std::int64_t seconds) {
  return "Feb 10 09:11:20 localhost bootlog[0]: BOOT_TIME " + std::to_string(seconds) + " 0\n";
}

std::vector<Boot> look_at(const TempFolder& folder) {
  const auto host = open_host(folder.path());
  return read_boots(*std::get<0>(host)).boots;
}

TEST(ReadBoots, NothingThereIsNothing) {
  const TempFolder folder;
  EXPECT_TRUE(look_at(folder).empty()) << "the boot time of this computer is not the Mac's";
  folder.fifo("var/log/system.log");
  folder.write("var/run/utmpx", "no records");
  EXPECT_TRUE(look_at(folder).empty());
}

TEST(ReadBoots, EverySourceIsReadAndNamed) {
  const TempFolder folder;
  folder.write("private/var/run/utmpx", utmpx_head() + utmpx_record(kUtmpxBoot, kBoot));
  folder.write("private/var/log/system.log", boot_line(kBoot));
  folder.write("private/var/log/system.log.0.gz", gzipped(boot_line(kBoot - 60)));
  folder.write("private/var/log/system.log.1.bz2", bzipped("x\n" + boot_line(kBoot - 120)));
  const auto boots = look_at(folder);
  ASSERT_EQ(boots.size(), 4U);
  std::size_t known = 0;
  for (const Boot& boot : boots) {
    known += boot.zone_known ? 1U : 0U;
    if (boot.evidence.source.ends_with(".bz2")) {
      EXPECT_EQ(boot.evidence.where, "line 2");
    }
  }
  EXPECT_EQ(known, 3U) << "utmpx does not tell the zone of another volume";
}

TEST(ReadBoots, OfAHugeLogTheEndIsRead) {
  const TempFolder folder;
  std::string text = boot_line(kBoot - 60);
  const std::string filler = "Feb 10 09:11:21 h kernel[0]: " + std::string(200, 'x') + "\n";
  while (text.size() < (66ULL << 20U)) text += filler;
  text += boot_line(kBoot);
  folder.write("var/log/system.log", text);
  const auto boots = look_at(folder);
  ASSERT_EQ(boots.size(), 1U);
  EXPECT_EQ(boots[0].evidence.where, "");
  EXPECT_EQ(boots[0].at, *parse_local_time("2023-02-10 09:11:20"));
}

}  // namespace
}  // namespace enrolkit::test
