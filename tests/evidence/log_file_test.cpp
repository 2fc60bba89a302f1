// A file of a log as text, whatever it is packed with and however it is damaged.
#include "evidence/log_file.h"

#include <gtest/gtest.h>

#include <string>

#include "support/macs/memory_file.h"
#include "support/writers/packed.h"

namespace enrolkit::test {
namespace {

// Text that packs badly enough for a cut to fall into it.
std::string long_text() {
  std::string text;
  unsigned state = 1;
  for (int i = 0; i < 20'000; ++i) {
    state = state * 1'103'515'245U + 12'345U;
    text += std::to_string(state) + (i % 7 == 0 ? "\n" : " ");
  }
  return text;
}

std::string all_of(LogFile& file, std::size_t step = 4096) {
  std::string text, buffer(step, '\0');
  while (const std::size_t got = file.read(buffer.data(), buffer.size())) text.append(buffer, 0, got);
  return text;
}

LogFile log_file(const std::string& name, std::string bytes, const MemoryFileOptions& options = {}) {
  return {name, memory_file(std::move(bytes), options)};
}

TEST(LogFileTest, ReadsPlainText) {
  LogFile file = log_file("jamf.log", "one\ntwo\n");
  EXPECT_EQ(all_of(file), "one\ntwo\n");
  EXPECT_EQ(file.packing(), Packing::none);
  EXPECT_EQ(file.fault(), "");
}

TEST(LogFileTest, UnpacksGzip) {
  LogFile file = log_file("jamf.log.0.gz", gzipped(long_text()));
  EXPECT_EQ(all_of(file), long_text());
  EXPECT_EQ(file.packing(), Packing::gzip);
  EXPECT_EQ(file.fault(), "");
}

TEST(LogFileTest, UnpacksBzip2) {
  LogFile file = log_file("jamf.log.0.bz2", bzipped(long_text()));
  EXPECT_EQ(all_of(file), long_text());
  EXPECT_EQ(file.packing(), Packing::bzip2);
  EXPECT_EQ(file.fault(), "");
}

TEST(LogFileTest, TheFirstBytesDecideAndNotTheSuffix) {
  LogFile plain = log_file("jamf.log.0.gz", "plain text\n");
  EXPECT_EQ(all_of(plain), "plain text\n");
  EXPECT_EQ(plain.fault(), "");
  LogFile packed = log_file("jamf.log", gzipped("packed text\n"));
  EXPECT_EQ(all_of(packed), "packed text\n");
  LogFile other = log_file("jamf.log.0.gz", bzipped("bzip2 inside\n"));
  EXPECT_EQ(all_of(other), "bzip2 inside\n");
}

TEST(LogFileTest, AnEmptyFileIsEmptyAndAnEmptyPackedFileIsAFault) {
  LogFile plain = log_file("jamf.log", "");
  EXPECT_EQ(all_of(plain), "");
  EXPECT_EQ(plain.fault(), "");
  for (const char* name : {"jamf.log.0.gz", "jamf.log.0.bz2"}) {
    LogFile packed = log_file(name, "");
    EXPECT_EQ(all_of(packed), "");
    EXPECT_EQ(packed.fault(), std::string(name) + ": empty, though its name says it is packed");
  }
}

TEST(LogFileTest, FilesOfOneAndTwoBytesAreText) {
  for (const std::string text : {"x", "\x1f\x8b", "BZ"}) {
    LogFile file = log_file("jamf.log", text);
    EXPECT_EQ(all_of(file), text);
    EXPECT_EQ(file.fault(), "");
  }
}

TEST(LogFileTest, ACutGzipGivesWhatCameBeforeTheCut) {
  const std::string text = long_text(), packed = gzipped(text);
  LogFile file = log_file("jamf.log.0.gz", packed.substr(0, packed.size() / 2));
  const std::string got = all_of(file);
  EXPECT_GT(got.size(), text.size() / 4);
  EXPECT_EQ(got, text.substr(0, got.size()));
  EXPECT_EQ(file.fault(), "jamf.log.0.gz: cut short after " + std::to_string(got.size()) + " bytes of text");
}

TEST(LogFileTest, ACutBzip2IsAFault) {
  const std::string text = long_text(), packed = bzipped(text);
  LogFile file = log_file("jamf.log.0.bz2", packed.substr(0, packed.size() / 2));
  const std::string got = all_of(file);
  EXPECT_EQ(got, text.substr(0, got.size()));
  EXPECT_NE(file.fault().find("cut short"), std::string::npos) << file.fault();
}

TEST(LogFileTest, AGzipOfItsHeaderAloneIsAFault) {
  LogFile file = log_file("jamf.log.0.gz", gzipped("text").substr(0, 4));
  EXPECT_EQ(all_of(file), "");
  EXPECT_EQ(file.fault(), "jamf.log.0.gz: cut short after 0 bytes of text");
}

TEST(LogFileTest, DamageInTheMiddleOfAGzipIsAFault) {
  std::string packed = gzipped(long_text());
  for (std::size_t i = packed.size() / 2; i < packed.size() / 2 + 64; ++i) packed[i] = '\xAA';
  LogFile file = log_file("jamf.log.0.gz", packed);
  (void)all_of(file);
  EXPECT_NE(file.fault().find("jamf.log.0.gz: "), std::string::npos) << file.fault();
  char more{};
  EXPECT_EQ(file.read(&more, 1), 0U) << "nothing comes after a fault";
}

TEST(LogFileTest, MembersOneBehindTheOtherAreOneText) {
  LogFile gzip = log_file("jamf.log.0.gz", gzipped("one\n") + gzipped("two\n"));
  EXPECT_EQ(all_of(gzip), "one\ntwo\n");
  EXPECT_EQ(gzip.fault(), "");
  LogFile bzip2 = log_file("jamf.log.0.bz2", bzipped("one\n") + bzipped("two\n"));
  EXPECT_EQ(all_of(bzip2), "one\ntwo\n");
  EXPECT_EQ(bzip2.fault(), "");
}

TEST(LogFileTest, TheSizeOfAPieceMakesNoDifference) {
  const std::string text = long_text();
  for (const std::size_t piece : {1U, 2U, 7U, 65'536U}) {
    for (const std::string& bytes : {text, gzipped(text), bzipped(text)}) {
      LogFile file = log_file("jamf.log", bytes, {.piece = piece});
      EXPECT_EQ(all_of(file, 1000), text) << piece;
      EXPECT_EQ(file.fault(), "");
    }
  }
}

TEST(LogFileTest, ABufferOfThreeBytesIsEnough) {
  const std::string text = "some text\n";
  for (const std::string& bytes : {text, gzipped(text), bzipped(text)}) {
    LogFile file = log_file("jamf.log", bytes);
    EXPECT_EQ(all_of(file, 3), text);
  }
}

TEST(LogFileTest, RewindBeginsAnew) {
  for (const std::string& bytes : {long_text(), gzipped(long_text()), bzipped(long_text())}) {
    LogFile file = log_file("jamf.log", bytes);
    std::string some(5000, '\0');
    ASSERT_GT(file.read(some.data(), some.size()), 0U);
    file.rewind();
    EXPECT_EQ(all_of(file), long_text());
  }
}

TEST(LogFileTest, RewindOfAPlainFileMayGoToTheMiddle) {
  LogFile file = log_file("jamf.log", "0123456789");
  file.rewind(7);
  EXPECT_EQ(all_of(file), "789");
  file.rewind(100);
  EXPECT_EQ(all_of(file), "");
  EXPECT_EQ(file.fault(), "");
}

TEST(LogFileTest, FewerBytesThanTheFileHasAreAFaultAndNoEmptyFile) {
  LogFile none = log_file("jamf.log", std::string(1000, 'x'), {.ends_at = 0});
  EXPECT_EQ(all_of(none), "");
  EXPECT_EQ(none.fault(), "jamf.log: 0 of its 1000 bytes could be read");
  LogFile some = log_file("jamf.log", std::string(1000, 'x'), {.ends_at = 600});
  EXPECT_EQ(all_of(some), std::string(600, 'x'));
  EXPECT_EQ(some.fault(), "jamf.log: 600 of its 1000 bytes could be read");
  LogFile piped = log_file("-", "text", {.sequential = true});
  EXPECT_EQ(all_of(piped), "text");
  EXPECT_EQ(piped.fault(), "") << "its size is not known";
}

TEST(LogFileTest, AReadErrorKeepsWhatCameBeforeAndIsAFault) {
  LogFile file = log_file("jamf.log", std::string(1000, 'x'), {.breaks_at = 600});
  EXPECT_EQ(all_of(file), std::string(600, 'x'));
  EXPECT_EQ(file.fault(), "memory: Input/output error");
  LogFile at_once = log_file("jamf.log.0.gz", gzipped("text"), {.breaks_at = 0});
  EXPECT_EQ(all_of(at_once), "");
  EXPECT_EQ(at_once.fault(), "memory: Input/output error") << "not: empty";
}

TEST(LogFileTest, RewindForgetsAFault) {
  LogFile file = log_file("jamf.log.0.gz", "");
  EXPECT_EQ(all_of(file), "");
  EXPECT_NE(file.fault(), "");
  file.rewind();
  EXPECT_EQ(file.fault(), "");
}

}  // namespace
}  // namespace enrolkit::test
