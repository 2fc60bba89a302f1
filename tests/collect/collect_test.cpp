// What is collected of a Mac is judged like that Mac, and holds none of its secrets.
#include <gtest/gtest.h>

#include <algorithm>

#include "cli/explain/explain_mac.h"
#include "collect/collection.h"
#include "evidence/commands.h"
#include "evidence/take_along.h"
#include "host/archive_host.h"
#include "host/real_host.h"
#include "host/tar_gz.h"
#include "support/macs/collected.h"
#include "support/macs/fixture_host.h"
#include "support/writers/log_writer.h"
#include "support/writers/packed.h"

namespace enrolkit::test {
namespace {

class CollectedMac : public testing::TestWithParam<std::string> {};

TEST_P(CollectedMac, IsJudgedAsTheMacItself) {
  const FixtureHost mac(GetParam());
  const Collection collection = collection_of(mac);
  const auto archive = opened(packed(collection));
  ASSERT_NE(archive, nullptr);
  for (const bool whole_log : {true, false}) {
    EXPECT_EQ(everything_said_of(*archive, whole_log), everything_said_of(mac, whole_log));
  }
}

TEST_P(CollectedMac, EveryFileAndEveryOutputHasItsRule) {
  const FixtureHost mac(GetParam());
  for (const std::string& missing : collection_of(mac).not_collected) {
    EXPECT_EQ(missing.find("no rule"), std::string::npos) << missing;
  }
}

TEST_P(CollectedMac, CollectedAgainItIsTheSame) {
  const FixtureHost mac(GetParam());
  const Collection once = collection_of(mac);
  const auto archive = opened(packed(once));
  ASSERT_NE(archive, nullptr);
  const Collection twice = collection_of(*archive);
  EXPECT_EQ(twice.entries, once.entries);
  EXPECT_EQ(twice.manifest.commands, once.manifest.commands);
}

std::string test_name(const testing::TestParamInfo<std::string>& info) {
  std::string name = info.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}
INSTANTIATE_TEST_SUITE_P(Fixture, CollectedMac, testing::ValuesIn(fixture_names()), test_name);

// A tree with the files of a test.
class Collecting : public testing::Test {
 protected:
  TempFolder folder_;
  std::unique_ptr<Host> disk_;

  const Host& tree() {
    auto host = open_host(folder_.at("mac"));
    disk_ = std::move(std::get<0>(host));
    return *disk_;
  }
  void expect_same(const CollectionLimits& limits = {}) {
    const Host& mac = tree();
    const auto archive = opened(packed(collection_of(mac, limits)));
    ASSERT_NE(archive, nullptr);
    EXPECT_EQ(everything_said_of(*archive, true), everything_said_of(mac, true));
  }
  void write(const std::string& path, const std::string& bytes) { folder_.write("mac" + path, bytes); }
};

const std::string kGood =
    enrolment(at("2026-03-02 08:30:00"), 633) + check_in(at("2026-03-02 09:00:00"), 700);
const std::string kBroken = broken_check_in(at("2026-03-03 09:00:00"), 800);

TEST_F(Collecting, PackedLogsAreUnpackedAndJudgedTheSame) {
  write("/var/log/jamf.log", kBroken);
  write("/var/log/jamf.log.0.gz", gzipped(kGood));
  write("/var/log/jamf.log.1.bz2", bzipped(kGood));
  write("/var/log/jamf.log.2.gz", gzipped(""));
  expect_same();
  const Collection collection = collection_of(tree());
  EXPECT_EQ(collection.entries.at("root/var/log/jamf.log.0.gz"), kGood);
  EXPECT_TRUE(collection.not_collected.empty());
}

TEST_F(Collecting, ALogThatIsCutShortHasTheSameFault) {
  std::string noise;
  for (int i = 0; i < 4000; ++i) noise += check_in({at("2026-03-02 09:00:00").seconds + i * 901}, 700);
  const std::string whole = gzipped(noise);
  write("/var/log/jamf.log", kBroken);
  write("/var/log/jamf.log.0.gz", whole.substr(0, whole.size() / 2));
  expect_same();
  const Collection collection = collection_of(tree());
  ASSERT_EQ(collection.not_collected.size(), 1U);
  EXPECT_TRUE(collection.not_collected[0].find("cut short after") != std::string::npos);
}

TEST_F(Collecting, ALogPackedTwiceIsLeftOut) {
  write("/var/log/jamf.log", kGood);
  write("/var/log/jamf.log.0.gz", gzipped(gzipped("jamf -password S3CR3T")));
  const Collection collection = collection_of(tree());
  EXPECT_EQ(collection.entries.at("root/var/log/jamf.log.0.gz"), "");
  EXPECT_EQ(collection.not_collected,
            std::vector<std::string>{"/var/log/jamf.log.0.gz: left out: it is packed twice"});
}

TEST_F(Collecting, OfALongLogTheNewestWholeLinesAreKeptAndTheRestIsSaid) {
  std::string old;
  for (int i = 0; i < 1000; ++i)
    old += check_in({at("2026-01-01 09:00:00").seconds + i * 900}, static_cast<unsigned>(700 + i));
  write("/var/log/jamf.log", old + kGood);
  write("/var/log/jamf.log.0.gz", gzipped(old));
  write("/var/log/jamf.log.1", old);
  set_times(folder_.at("mac/var/log/jamf.log"), at("2026-03-02 10:00:00"));
  set_times(folder_.at("mac/var/log/jamf.log.0.gz"), at("2026-03-01 10:00:00"));
  set_times(folder_.at("mac/var/log/jamf.log.1"), at("2026-02-01 10:00:00"));
  CollectionLimits limits;
  limits.log = 5000;
  const Collection collection = collection_of(tree(), limits);
  const std::string& text = collection.entries.at("root/var/log/jamf.log");
  EXPECT_LE(text.size(), limits.log);
  EXPECT_GT(text.size(), limits.log - 200);
  EXPECT_TRUE((old + kGood).ends_with("\n" + text)) << text.substr(0, 200);
  const auto& file = std::get<CollectedFile>(*collection.manifest.paths.at("/var/log/jamf.log").opened);
  EXPECT_EQ(file.cut, (old + kGood).size() - text.size());
  // What the newest left of the limit goes to the next; then nothing is left.
  const std::string& packed_text = collection.entries.at("root/var/log/jamf.log.0.gz");
  EXPECT_LE(text.size() + packed_text.size(), limits.log);
  EXPECT_TRUE(packed_text.empty() || old.ends_with("\n" + packed_text));
  EXPECT_GE(collection.not_collected.size(), 2U);
  limits.log = text.size();
  const Collection less = collection_of(tree(), limits);
  EXPECT_FALSE(less.entries.contains("root/var/log/jamf.log.1"));
  EXPECT_TRUE(why_unreadable(*less.manifest.paths.at("/var/log/jamf.log.1").opened));
}

TEST_F(Collecting, AHalfLineAtTheCutIsNotKept) {
  write("/var/log/jamf.log", std::string(9000, 'x') + " -password S3CR3T");
  CollectionLimits limits;
  for (limits.log = 1; limits.log < 40; ++limits.log) {
    const Collection collection = collection_of(tree(), limits);
    EXPECT_EQ(collection.entries.at("root/var/log/jamf.log"), "") << limits.log;
  }
}

TEST_F(Collecting, ARecordThatIsTooLargeToBeReadIsAsUnreadableAsBefore) {
  write("/var/log/jamf.log", kGood);
  write("/var/db/dslocal/nodes/Default/users/large.plist", std::string((1U << 20U) + 1, 'S'));
  write("/var/db/dslocal/nodes/Default/users/cut.plist", "<plist><dict>");
  write("/Library/Preferences/io.github.enrolkit.plist", "damaged");
  expect_same();
  EXPECT_FALSE(collection_of(tree()).entries.contains("root/var/db/dslocal/nodes/Default/users/large.plist"));
}

TEST_F(Collecting, LinksAndFoldersInTheirPlaceAreRefusedAsBefore) {
  folder_.link("mac/var/log/jamf.log", "/etc/passwd");
  folder_.fifo("mac/Library/Preferences/com.jamfsoftware.jamf.plist");
  folder_.folder("mac/Library/Application Support/JAMF/JAMF.keychain");
  folder_.write("mac/System/Library/CoreServices/SystemVersion.plist", "");
  expect_same();
  EXPECT_GE(collection_of(tree()).not_collected.size(), 3U);
  EXPECT_TRUE(collection_of(tree()).entries.empty());
}

TEST_F(Collecting, ExplainOnAnArchiveTellsOfToolsAndOwnersToo) {
  const FixtureHost mac("mdm-other-server");
  const std::string path = folder_.write("a", packed(collection_of(mac)));
  const ExplainedMac c = explain_mac({Subject::Kind::archive, path, {path}, false}, {});
  EXPECT_EQ(c.trouble, "");
  std::string codes;
  for (const Finding& finding : c.findings) codes += finding.id + "=" + finding.code + " ";
  EXPECT_NE(codes.find(" mdm=OtherServer "), std::string::npos) << codes;
  EXPECT_NE(codes.find(" framework=Healthy "), std::string::npos) << codes;
  EXPECT_EQ(c.exit(), Exit::finding);
}

// What is read by a person alone goes along: redacted as a log is, and for no other volume.
TEST_F(Collecting, SetupManagersLogAndTheUnifiedLogGoAlong) {
  const std::string line = "2026-03-02T08:30:00Z default [general] Waiting for Jamf Binary";
  write("/Library/Logs/Setup Manager.log", line + "\n" + line + " -password S3CR3T\n");
  const RecordingHost other(tree());
  take_along(other);
  const Collection files = collect_from(other, "/");
  const std::string& text = files.entries.at("root/Library/Logs/Setup Manager.log");
  EXPECT_TRUE(text.starts_with(line + "\n" + line)) << text;
  EXPECT_EQ(text.find("S3CR3T"), std::string::npos) << text;
  EXPECT_TRUE(files.manifest.commands.empty()) << "nothing is run for another volume";

  FixtureHost mac("dscl-answers");
  std::string command = commands::unified_log().tool;
  for (const std::string& argument : commands::unified_log().arguments) command += " " + argument;
  mac.set_answer(command,
                 Finished{0, "2026-03-02 08:30:00.1-0800 0x1 Default 0x0 99 0 jamf: -password S3CR3T\n", ""});
  const RecordingHost running(mac);
  take_along(running);
  const Collection with_log = collect_from(running, "/");
  ASSERT_EQ(with_log.manifest.commands.size(), 1U);
  EXPECT_TRUE(with_log.manifest.commands[0].out.starts_with("2026-03-02 08:30:00.1-0800 0x1 Default"));
  EXPECT_EQ(with_log.manifest.commands[0].out.find("S3CR3T"), std::string::npos);
  EXPECT_TRUE(with_log.not_collected.empty()) << "a Mac without Setup Manager lacks nothing";
  EXPECT_NE(opened(packed(with_log)), nullptr);
}

TEST_F(Collecting, NoSecretIsAnywhereInTheArchive) {
  const std::vector<std::string> secrets = plant_secrets(folder_, "mac");
  expect_same();
  const std::string archive = packed(collection_of(tree()));
  std::string all;
  std::size_t entries = 0;
  const auto file = memory_file(archive);
  ASSERT_FALSE(read_tar_gz(*file, kMaxUnpackedBytes, [&](TarEntry&& entry) -> std::optional<std::string> {
    all += entry.name + "\n" + entry.bytes + "\n";
    ++entries;
    return std::nullopt;
  }));
  EXPECT_GE(entries, 12U);
  for (const std::string& secret : secrets) {
    EXPECT_EQ(all.find(secret), std::string::npos) << secret;
  }
}

}  // namespace
}  // namespace enrolkit::test
