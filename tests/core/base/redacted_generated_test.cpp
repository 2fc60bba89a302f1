// Texts put together at random: to redact twice changes nothing, and no markup hides a line.
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "core/base/redact.h"

namespace enrolkit {
namespace {

TEST(Redacted, OnceIsEnough) {
  const std::vector<std::string> pieces{"https://",
                                        "HTTP://",
                                        "user:pw@",
                                        "host",
                                        "/path",
                                        "?",
                                        "#",
                                        "q=1",
                                        "&",
                                        " ",
                                        "  ",
                                        "\t",
                                        "\"",
                                        "'",
                                        ")",
                                        "(",
                                        "<",
                                        ">",
                                        "=",
                                        "-password",
                                        "token=",
                                        "secret=",
                                        "authorization:",
                                        "-invitation",
                                        "(removed)",
                                        "value",
                                        "://",
                                        "@",
                                        ":",
                                        "\\",
                                        "|",
                                        ",",
                                        "password",
                                        " is",
                                        ">-",
                                        "dscl . ",
                                        "<blob>=",
                                        "data:",
                                        "5='",
                                        "-p ",
                                        "-----BEGIN PRIVATE KEY-----",
                                        "kitten7",
                                        "\n"};
  std::mt19937 random(20230211);
  for (int round = 0; round < 300'000; ++round) {
    std::string text;
    for (auto n = random() % 12; n > 0; --n) text += pieces[random() % pieces.size()];
    const std::string once = redacted(text);
    ASSERT_EQ(redacted(once), once) << text;
  }
}

TEST(Redacted, HidesNoLineBehindAnyMarkup) {
  const std::vector<std::string> pieces{"<key>",      "token",   "</key>", "</ke",     "<string>",
                                        "</string>",  "<true/>", "<",      ">",        "/",
                                        "\n",         "a",       " ",      "<token>",  "</token>",
                                        "<!-- a -->", "\"",      "=",      "https://", "password"};
  std::mt19937 random(20231107);
  const auto some = [&] {
    std::string text;
    for (auto n = random() % 10; n > 0; --n) text += pieces[random() % pieces.size()];
    return text;
  };
  for (int round = 0; round < 100'000; ++round) {
    const std::string text = some() + "\npassword=q7Zx2RkV9tLw\n" + some();
    const std::string once = redacted(text);
    ASSERT_EQ(once.find("q7Zx2RkV9tLw"), std::string::npos) << text;
    ASSERT_EQ(redacted(once), once) << text;
  }
}

}  // namespace
}  // namespace enrolkit
