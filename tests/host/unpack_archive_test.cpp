// The bounds of what an archive may cost.
#include "host/unpack_archive.h"

#include <gtest/gtest.h>

#include "support/writers/archive_writer.h"
#include "support/writers/packed.h"

namespace enrolkit::test {
namespace {

std::string why(const std::string& bytes, ArchiveBudget budget = {}) {
  const auto file = file_in_memory(
      std::make_shared<const ArchiveTree::File>(ArchiveTree::File{bytes, {.size = bytes.size()}, {}}), "a");
  const auto tree = unpack_archive(
      *file, "a", [](std::string_view path) { return path.find(".log") != path.npos; }, budget);
  const auto* fault = why_unreadable(tree);
  return fault != nullptr ? *fault : "opened";
}

constexpr std::string_view kHint = ": unpack it, and give the Mac's /var/log/jamf.log";

TEST(UnpackArchive, BytesAreBounded) {
  ArchiveBudget budget;
  budget.kept = 100'000;
  for (const Packed how : kAllPacked) {
    EXPECT_EQ(why(packed(how, {{"a.log", std::string(90'000, 'x')}}), budget), "opened");
    EXPECT_EQ(
        why(packed(how, {{"a.log", std::string(60'000, 'x')}, {"b.log", std::string(60'000, 'x')}}), budget),
        "a: holds more logs than enrolkit takes at a time" + std::string(kHint));
    EXPECT_EQ(why(packed(how, {{"a.dat", std::string(900'000, 'x')}}), budget), "opened") << "passed over";
    EXPECT_EQ(why(packed(how, {{"a.log", gzipped(std::string(900'000, 'x'))}}), budget),
              "a: holds more logs than enrolkit takes at a time" + std::string(kHint));
  }
  budget.limits.unpacked = 500'000;
  EXPECT_EQ(why(packed(Packed::tar_gz, {{"a.dat", std::string(900'000, 'x')}}), budget),
            "a: unpacks to more than enrolkit takes" + std::string(kHint));
}

TEST(UnpackArchive, EntriesAndTimeAreBounded) {
  const std::vector<ArchiveEntry> entries(12, {"a", "x"});
  for (const Packed how : kAllPacked) {
    ArchiveBudget budget;
    budget.limits.entries = 11;
    EXPECT_EQ(why(packed(how, entries), budget),
              "a: holds more entries than enrolkit takes" + std::string(kHint));
    budget.limits = {};
    budget.limits.time = std::chrono::seconds(0);
    EXPECT_EQ(why(packed(how, entries), budget), "a: takes too long to unpack" + std::string(kHint));
  }
}

TEST(UnpackArchive, ATreeListsAndOpensWhatIsInIt) {
  ArchiveTree tree("x.zip");
  tree.add("a/b.log", {"text", {}, {}});
  tree.add("a/c/d.log", {"", {}, "is cut short"});
  tree.add("a0", {"", {}, {}});
  using Names = std::vector<std::string>;
  EXPECT_EQ(*value_of(tree.list("")), (Names{"a/", "a0"}));
  EXPECT_EQ(*value_of(tree.list("a")), (Names{"b.log", "c/"}));
  EXPECT_TRUE(std::holds_alternative<Absent>(tree.list("b")));
  EXPECT_TRUE(std::holds_alternative<Absent>(tree.open("a")));
  EXPECT_TRUE(value_of(tree.info("a/c"))->directory);
  EXPECT_EQ(*why_unreadable(tree.open("a/c/d.log")), "x.zip/a/c/d.log: is cut short");
  tree.drop("a/");
  EXPECT_EQ(*value_of(tree.list("")), Names{"a0"});
}

}  // namespace
}  // namespace enrolkit::test
