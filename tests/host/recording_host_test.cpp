// Every question is passed on once, and answered and remembered as it was answered.
#include "host/recording_host.h"

#include <gtest/gtest.h>

#include <cstring>

#include "host/real_host.h"
#include "support/macs/memory_file.h"
#include "support/temp_folder.h"

namespace enrolkit::test {
namespace {

class Recording : public testing::Test {
 protected:
  void SetUp() override {
    folder_.write("small", "0123456789");
    folder_.write("large", std::string(5U << 20U, 'x'));
    folder_.link("link", "small");
    auto host = open_host(folder_.path());
    disk_ = std::move(std::get<0>(host));
    host_ = std::make_unique<RecordingHost>(*disk_);
  }
  TempFolder folder_;
  std::unique_ptr<Host> disk_;
  std::unique_ptr<RecordingHost> host_;
};

std::string read(OpenFile& file, std::uint64_t offset, std::size_t size) {
  std::string bytes(size, '\0');
  const auto got = file.read_at(offset, bytes.data(), size);
  bytes.resize(value_of(got) != nullptr ? *value_of(got) : 0);
  return bytes;
}

TEST_F(Recording, AnswersAreThoseOfTheOther) {
  EXPECT_EQ(std::get<FileInfo>(host_->info("/small")).size, 10U);
  EXPECT_TRUE(std::get<FileInfo>(host_->info("/link")).link);
  EXPECT_EQ(std::get<FileInfo>(host_->info("/link")).target, Reading<std::string>("small"));
  EXPECT_TRUE(std::holds_alternative<Absent>(std::get<FileInfo>(host_->info("/small")).target));
  EXPECT_TRUE(std::holds_alternative<Absent>(host_->info("/none")));
  EXPECT_TRUE(std::holds_alternative<Absent>(host_->open("/none")));
  EXPECT_TRUE(std::holds_alternative<Unreadable>(host_->open("/link")));
  EXPECT_EQ(std::get<0>(host_->list("/")), (std::vector<std::string>{"large", "link", "small"}));
  EXPECT_TRUE(std::holds_alternative<Absent>(host_->booted()));
  EXPECT_TRUE(std::holds_alternative<NotStarted>(host_->run({"/bin/true", {}, {}, 0})));
  EXPECT_EQ(host_->to_local(86'400), disk_->to_local(86'400));
  EXPECT_FALSE(host_->is_running_system());

  EXPECT_EQ(host_->paths().size(), 4U);
  EXPECT_TRUE(std::holds_alternative<Absent>(*host_->paths().at("/none").info));
  EXPECT_FALSE(host_->paths().at("/small").opened);
  EXPECT_EQ(host_->commands().size(), 1U);
  EXPECT_EQ(host_->local_times().size(), 1U);
}

TEST_F(Recording, AskedAgainItIsAnsweredFromMemory) {
  EXPECT_TRUE(std::holds_alternative<Absent>(host_->info("/later")));
  EXPECT_EQ(std::get<0>(host_->list("/")).size(), 3U);
  {
    auto file = host_->open("/small");
    EXPECT_EQ(read(*std::get<0>(file), 0, 100), "0123456789");
  }
  folder_.write("later", "x");
  folder_.write("small", "changed, and longer");
  EXPECT_TRUE(std::holds_alternative<Absent>(host_->info("/later")));
  EXPECT_EQ(std::get<0>(host_->list("/")).size(), 3U);
  auto file = host_->open("/small");
  EXPECT_EQ(read(*std::get<0>(file), 0, 100), "0123456789");
}

TEST_F(Recording, WhatWasReadOfAFileIsKnownAndItsReadingLater) {
  using Ranges = std::map<std::uint64_t, std::uint64_t>;
  {
    auto file = host_->open("/large");
    (void)read(*std::get<0>(file), 100, 50);
    (void)read(*std::get<0>(file), 300, 10);
    (void)read(*std::get<0>(file), 150, 25);
    (void)read(*std::get<0>(file), 90, 20);
  }
  const auto& large = *std::get<0>(*host_->paths().at("/large").opened);
  EXPECT_EQ(large.ranges(), (Ranges{{90, 85}, {300, 10}}));
  (void)host_->open("/small");
  EXPECT_TRUE(std::get<0>(*host_->paths().at("/small").opened)->ranges().empty());

  std::string more(4, '\0');
  const auto& file = std::get<0>(*host_->paths().at("/large").opened);
  EXPECT_EQ(std::get<std::size_t>(file->read_unrecorded(5'000'000, more.data(), 4)), 4U);
  EXPECT_EQ(large.ranges().size(), 2U);
}

TEST_F(Recording, WhatIsAppendedAfterOpeningIsNotThere) {
  auto file = host_->open("/large");
  (void)read(*std::get<0>(file), 0, 1);
  std::ofstream(folder_.at("large"), std::ios::app) << "appended";
  EXPECT_EQ(read(*std::get<0>(file), 5U << 20U, 100), "");
}

}  // namespace
}  // namespace enrolkit::test
