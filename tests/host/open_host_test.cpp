// Which root a Host is opened on.
#include <gtest/gtest.h>

#include "host/real_host.h"
#include "support/temp_folder.h"

namespace enrolkit::test {
namespace {

template <class T>
bool absent(const Reading<T>& reading) {
  return std::holds_alternative<Absent>(reading);
}

template <class T>
std::string why(const Reading<T>& reading) {
  const auto* text = why_unreadable(reading);
  return text != nullptr ? *text : absent(reading) ? "(absent)" : "(a value)";
}

bool says(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

TEST(OpenHost, ARootMustBeAFolder) {
  const TempFolder folder;
  EXPECT_TRUE(says(why(open_host(folder.at("missing"))), "No such file"));
  EXPECT_NE(why_unreadable(open_host(folder.write("file", ""))), nullptr);
  EXPECT_NE(why_unreadable(open_host(folder.fifo("fifo"))), nullptr);
  EXPECT_NE(why_unreadable(open_host("")), nullptr);
}

TEST(OpenHost, TheRootItselfMayBeALink) {
  const TempFolder folder;
  folder.write("real/a", "behind");
  folder.link("volume", "real");
  const auto host = open_host(folder.at("volume"));
  ASSERT_EQ(host.index(), 0U) << why(host);
  EXPECT_EQ(*value_of(read_file(*std::get<0>(host), "/a", 10)), "behind");
}

}  // namespace
}  // namespace enrolkit::test
