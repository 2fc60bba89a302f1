#include "run/secret.h"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "support/temp_folder.h"

namespace enrolkit::test {
namespace {

std::string why(const Reading<std::string>& reading) {
  const std::string* text = why_unreadable(reading);
  return text == nullptr ? "" : *text;
}

TEST(Secret, LeavesTheEnvironmentOnceItIsTaken) {
  ::setenv("ENROLKIT_TEST_SECRET", "geheim", 1);
  EXPECT_EQ(take_from_environment("ENROLKIT_TEST_SECRET"), "geheim");
  EXPECT_EQ(::getenv("ENROLKIT_TEST_SECRET"), nullptr);
  EXPECT_EQ(take_from_environment("ENROLKIT_TEST_SECRET"), std::nullopt);
  ::setenv("ENROLKIT_TEST_SECRET", "", 1);
  EXPECT_EQ(take_from_environment("ENROLKIT_TEST_SECRET"), std::nullopt);
}

TEST(SecretFile, IsItsFirstLine) {
  const TempFolder folder;
  for (const char* text : {"geheim", "geheim\n", "geheim\r\nmore\n"}) {
    const std::string path = folder.write("secret", text);
    ::chmod(path.c_str(), 0600);
    EXPECT_EQ(read_secret_file(path), Reading<std::string>("geheim")) << text;
  }
}

TEST(SecretFile, OthersMayNotReadIt) {
  const TempFolder folder;
  const std::string path = folder.write("secret", "geheim");
  for (const mode_t mode : {0644U, 0640U, 0604U, 0660U, 0620U}) {
    ::chmod(path.c_str(), mode);
    EXPECT_NE(why(read_secret_file(path)).find("chmod 600"), std::string::npos) << mode;
    EXPECT_EQ(why(read_secret_file(path)).find("geheim"), std::string::npos);
  }
}

// Who may write its folder may put another file there.
TEST(SecretFile, NobodyElseMayWriteAFolderOnItsWay) {
  const TempFolder folder;
  folder.folder("open");
  folder.folder("open/own");
  const std::string path = folder.write("open/own/secret", "geheim"), open = folder.at("open");
  ::chmod(path.c_str(), 0600);
  ::chmod(folder.at("open/own").c_str(), 0700);
  for (const mode_t mode : {0777U, 0707U, 0770U}) {
    ::chmod(open.c_str(), mode);
    EXPECT_NE(why(read_secret_file(path)).find("others may write a folder"), std::string::npos) << mode;
  }
  for (const mode_t mode : {0755U, 0700U, 01777U}) {
    ::chmod(open.c_str(), mode);
    EXPECT_EQ(read_secret_file(path), Reading<std::string>("geheim")) << mode;
  }
}

TEST(SecretFile, IsAFileAndNothingElse) {
  const TempFolder folder;
  EXPECT_EQ(read_secret_file(folder.at("missing")), Reading<std::string>(Absent{}));
  EXPECT_NE(why(read_secret_file(folder.link("link", folder.write("secret", "x")))), "");
  EXPECT_NE(why(read_secret_file(folder.fifo("fifo"))), "");
  EXPECT_NE(why(read_secret_file(folder.folder("folder"))), "");
  for (const std::string& text : {std::string(), std::string("\nx"), std::string(10'000, 'x')}) {
    const std::string path = folder.write("bad", text);
    ::chmod(path.c_str(), 0600);
    EXPECT_NE(why(read_secret_file(path)), "") << text.size();
  }
}

TEST(KeyFile, IsAllOfAFileThatOthersMayNotRead) {
  const TempFolder folder;
  const std::string text = std::string(5000, 'x') + "\nmore\n", path = folder.write("key", text);
  ::chmod(path.c_str(), 0600);
  EXPECT_EQ(read_key_file(path), Reading<std::string>(text));
  ::chmod(path.c_str(), 0640);
  EXPECT_NE(why(read_key_file(path)).find("chmod 600"), std::string::npos);
  EXPECT_EQ(read_key_file(folder.at("missing")), Reading<std::string>(Absent{}));
  const std::string large = folder.write("large", std::string(100'000, 'x'));
  ::chmod(large.c_str(), 0600);
  EXPECT_NE(why(read_key_file(large)), "");
}

}  // namespace
}  // namespace enrolkit::test
