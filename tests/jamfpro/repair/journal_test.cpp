#include "jamfpro/repair/journal.h"

#include <Poco/Data/Session.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "support/process/child.h"
#include "support/temp_folder.h"

namespace enrolkit::test {
namespace {

using jamf::Journal;
using jamf::RepairEntry;
using jamf::RepairResult;
using jamf::RepairStage;

const std::string kServer = "https://acme.jamfcloud.com";

RepairEntry entry(const std::string& id) {
  RepairEntry out;
  out.id = id;
  out.serial = "C02" + id;
  out.name = "o'brien's \"Mac\"; DROP TABLE macs --";
  out.management_id = "a";
  return out;
}

std::unique_ptr<Journal> open(const std::string& path) {
  auto opened = Journal::open(path, kServer);
  if (!opened.ok()) throw std::runtime_error(opened.error().why);
  return std::move(opened).value();
}

std::string why_not(const std::string& path, const std::string& server = kServer) {
  const auto opened = Journal::open(path, server);
  return opened.ok() ? "" : opened.error().why;
}

TEST(Journal, KeepsTheLimitsOfTheRunThatBeganLast) {
  const TempFolder folder;
  const auto limits = [](Journal& journal) { return journal.limits().value(); };
  EXPECT_FALSE(limits(*open(folder.at("j"))));
  for (const std::int64_t wait : {100, 200})
    EXPECT_TRUE(open(folder.at("j"))->keep_limits({wait, 0, 5, 600}).ok());
  const auto kept = limits(*open(folder.at("j")));
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->wait, 200);
  EXPECT_EQ(kept->settle, 0);
  EXPECT_EQ(kept->poll, 5);
  EXPECT_EQ(kept->per_minute, 600);
}

TEST(Journal, KeepsEveryFieldOverAnExit) {
  const TempFolder folder;
  RepairEntry one = entry("1");
  {
    const auto journal = open(folder.at("j"));
    ASSERT_TRUE(journal->keep(one).ok());
    one.step = RepairStage::sent;
    one.uuid = "u";
    one.started = 1'790'000'000'123;
    one.second = 1'790'000'000'124;
    one.wait_from = 2;
    one.proof = 3;
    one.proof_at = 4;
    ASSERT_TRUE(journal->keep(one).ok());
  }
  const auto kept = open(folder.at("j"))->unfinished();
  ASSERT_TRUE(kept.ok());
  const auto& entries = kept.value();
  ASSERT_EQ(entries.size(), 1U);
  const RepairEntry& read = entries[0];
  EXPECT_EQ(read.row, one.row);
  EXPECT_EQ(read.name, one.name);
  EXPECT_EQ(read.step, RepairStage::sent);
  EXPECT_EQ(std::tie(read.uuid, read.started, read.second, read.wait_from, read.proof, read.proof_at),
            std::tie(one.uuid, one.started, one.second, one.wait_from, one.proof, one.proof_at));
}

TEST(Journal, AMacIsUnfinishedOnlyOnce) {
  const TempFolder folder;
  const auto journal = open(folder.at("j"));
  RepairEntry one = entry("1"), again = entry("1");
  EXPECT_TRUE(journal->keep(one).ok());
  EXPECT_FALSE(journal->keep(again).ok());
  one.final = RepairResult::pending;
  EXPECT_TRUE(journal->keep(one).ok());
  again.row = 0;
  EXPECT_TRUE(journal->keep(again).ok());
  EXPECT_EQ(journal->last_of("1").value()->row, again.row);
  EXPECT_EQ(journal->last_of("2").value(), std::nullopt);
}

TEST(Journal, AnActIsBegunOnceAlsoAfterAnExit) {
  const TempFolder folder;
  RepairEntry one = entry("1"), other = entry("2");
  {
    const auto journal = open(folder.at("j"));
    ASSERT_TRUE(journal->keep(one).ok());
    ASSERT_TRUE(journal->keep(other).ok());
    EXPECT_EQ(journal->begin(one, jamf::RepairAct::renew_mdm).value(), true);
  }
  const auto journal = open(folder.at("j"));
  EXPECT_EQ(journal->begin(one, jamf::RepairAct::renew_mdm).value(), false);
  EXPECT_EQ(journal->begin(one, jamf::RepairAct::blank_push).value(), true);
  EXPECT_EQ(journal->begin(other, jamf::RepairAct::renew_mdm).value(), true);
  EXPECT_TRUE(journal->forget(one, jamf::RepairAct::renew_mdm).ok());
  EXPECT_EQ(journal->begin(one, jamf::RepairAct::renew_mdm).value(), true);
}

TEST(Journal, IsForOneServerAndOneRunAtATime) {
  const TempFolder folder;
  const auto first = open(folder.at("j"));
  EXPECT_NE(why_not(folder.at("j")).find("in use"), std::string::npos) << why_not(folder.at("j"));
  const auto other = open(folder.at("k"));
  (void)other;
  EXPECT_EQ(why_not(folder.at("l")), "");
  EXPECT_NE(why_not(folder.at("l"), "https://other.example.com").find("another server"), std::string::npos);
}

mode_t mode_of(const std::string& path) {
  struct stat facts {};
  EXPECT_EQ(::stat(path.c_str(), &facts), 0) << path;
  return facts.st_mode & 07777U;
}

TEST(Journal, ASecondRunOnAnOldJournalIsRefusedToo) {
  const TempFolder folder;
  (void)open(folder.at("j"));
  const auto first = open(folder.at("j"));
  EXPECT_NE(why_not(folder.at("j")).find("in use"), std::string::npos) << why_not(folder.at("j"));
}

TEST(Journal, IsItsOwnersAlone) {
  const TempFolder folder;
  const mode_t before = ::umask(0);
  {
    const auto journal = open(folder.at("j"));
    RepairEntry one = entry("1");
    EXPECT_TRUE(journal->keep(one).ok());
    EXPECT_EQ(mode_of(folder.at("j")), 0600U);
    EXPECT_EQ(mode_of(folder.at("j-wal")), 0600U);
  }
  ASSERT_EQ(::chmod(folder.at("j").c_str(), 0666), 0);
  (void)open(folder.at("j"));
  EXPECT_EQ(mode_of(folder.at("j")), 0600U);
  ::umask(before);
}

TEST(Journal, AnEmptiedOneIsNotANewOne) {
  const TempFolder folder;
  {
    const auto journal = open(folder.at("j"));
    RepairEntry one = entry("1");
    EXPECT_TRUE(journal->keep(one).ok());
  }
  ASSERT_EQ(::truncate(folder.at("j").c_str(), 0), 0);
  EXPECT_NE(why_not(folder.at("j")).find("is empty"), std::string::npos) << why_not(folder.at("j"));
  EXPECT_EQ(std::ifstream(folder.at("j")).peek(), std::ifstream::traits_type::eof());
}

TEST(Journal, WhatIsNoJournalIsLeftAlone) {
  const TempFolder folder;
  const std::string text(5000, 'x');
  const std::string path = folder.write("notes.txt", text);
  EXPECT_NE(why_not(path), "");
  std::ifstream file(path);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}), text);
  EXPECT_NE(why_not(folder.at("no/such/folder/j")), "");
  EXPECT_NE(why_not(folder.folder("dir")), "");
}

// What others, or a disk that fails, made of a journal with one Mac that is unfinished. It is refused, and nothing in it
// is run: never is it a journal of which nothing is unfinished.
TEST(Journal, WhatOthersMadeOfOneIsRefused) {
  const auto reason_after = [](const std::string& sql) {
    const TempFolder folder;
    {
      const auto journal = open(folder.at("j"));
      RepairEntry one = entry("1");
      EXPECT_TRUE(journal->keep(one).ok());
    }
    {
      Poco::Data::Session session("SQLite", folder.at("j"));
      for (std::size_t at = 0; at < sql.size();) {
        const auto end = std::min(sql.find(" / ", at), sql.size());
        session << sql.substr(at, end - at), Poco::Data::Keywords::now;
        at = end + 3;
      }
    }
    return why_not(folder.at("j"));
  };
  EXPECT_EQ(reason_after("UPDATE macs SET why='told'"), "");
  const std::pair<const char*, const char*> kCases[]{
      {"ALTER TABLE macs RENAME TO others / CREATE VIEW macs AS SELECT * FROM others WHERE 0",
       "cannot be used"},
      {"CREATE TRIGGER t AFTER UPDATE ON about BEGIN DELETE FROM macs; END", "not made by"},
      {"DROP INDEX once / CREATE INDEX once ON macs(id)", "not made by"},
      {"ALTER TABLE macs ADD COLUMN more TEXT", "not made by"},
      {"DELETE FROM about", "not made by"},
      {"INSERT INTO about SELECT * FROM about", "not made by"},
      {"UPDATE about SET schema=NULL", "another version"},
      {"UPDATE macs SET final=NULL", "1 of the journal's entries cannot be read"},
      {"UPDATE macs SET final='Done'", "1 of the journal's entries cannot be read"},
      {"UPDATE macs SET step='later'", "1 of the journal's entries cannot be read"},
      {"UPDATE macs SET started='yesterday'", "1 of the journal's entries cannot be read"},
      {"UPDATE macs SET id=x'31'", "1 of the journal's entries cannot be read"},
  };
  for (const auto& [sql, why] : kCases) {
    EXPECT_NE(reason_after(sql).find(why), std::string::npos) << sql << "\n" << reason_after(sql);
  }
}

// SQLite answers "nothing is unfinished" by an index that lacks its rows.
TEST(Journal, ADamagedOneIsRefused) {
  const TempFolder folder(folder_in_memory());
  {
    const auto journal = open(folder.at("j"));
    for (int i = 1; i < 400; ++i) {
      RepairEntry one = entry(std::to_string(i));
      ASSERT_TRUE(journal->keep(one).ok());
    }
  }
  std::string bytes;
  {
    std::ifstream file(folder.at("j"), std::ios::binary);
    bytes.assign(std::istreambuf_iterator<char>(file), {});
  }
  constexpr std::size_t kPage = 4096;
  std::size_t refused = 0;
  for (std::size_t page = 1; page * kPage < bytes.size(); ++page) {
    std::string damaged = bytes;
    std::fill_n(damaged.begin() + static_cast<std::ptrdiff_t>(page * kPage), kPage, '\0');
    const std::string path = folder.write("damaged", damaged);
    if (!why_not(path).empty()) ++refused;
    std::filesystem::remove(path);
  }
  EXPECT_EQ(refused, bytes.size() / kPage - 1) << "of every page but the first";
}

TEST(Journal, LimitsThatCannotBeReadAreAFailure) {
  for (const std::string values :
       {"-1, 0, 5, 600", "1, -1, 5, 600", "1, 0, 0, 600", "1, 0, 5, 0", "1, 0, 'x', 600"}) {
    const TempFolder folder;
    (void)open(folder.at("j"));
    {
      Poco::Data::Session session("SQLite", folder.at("j"));
      session << "INSERT INTO limits VALUES(" + values + ")", Poco::Data::Keywords::now;
    }
    EXPECT_FALSE(open(folder.at("j"))->limits().ok()) << values;
  }
}

TEST(Journal, AFullDiskIsSaidAndWhatWasKeptStays) {
  const TempFolder folder;
  const auto child = in_child([&] {
    (void)::signal(SIGXFSZ, SIG_IGN);
    const auto journal = open(folder.at("j"));
    RepairEntry first = entry("1");
    if (!journal->keep(first).ok()) ::_exit(3);
    const rlimit small{40'960, 40'960};
    ::setrlimit(RLIMIT_FSIZE, &small);
    for (int i = 2; i < 2000; ++i) {
      RepairEntry more = entry(std::to_string(i));
      if (const auto kept = journal->keep(more); !kept.ok()) {
        (void)!::write(STDOUT_FILENO, kept.error().why.data(), kept.error().why.size());
        ::_exit(7);
      }
    }
  });
  EXPECT_EQ(child.status, 7);
  EXPECT_NE(child.out.find("the journal cannot be used"), std::string::npos) << child.out;
  EXPECT_NE(child.out.find("--resume"), std::string::npos);
  EXPECT_GE(open(folder.at("j"))->unfinished().value().size(), 1U);
}

}  // namespace
}  // namespace enrolkit::test
