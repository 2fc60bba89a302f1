// What codesign's words prove, and what of them may be kept.
#include "core/management/code_signature.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace enrolkit::test {
namespace {

constexpr std::string_view kPath = "/usr/local/jamf/bin/jamf";

SignatureVerdict judged(int status, std::string said) { return judge_codesign(kPath, status, said); }

std::string line(std::string_view text) { return std::string(kPath) + ": " + std::string(text) + "\n"; }
const std::string kUnsigned = line("code object is not signed at all") + "In architecture: arm64\n";
const std::string kModified = line("invalid signature (code or signature have been modified)");

TEST(CodeSignature, StatusAndWordsTogetherAreTheVerdict) {
  EXPECT_EQ(judged(0, ""), SignatureVerdict::valid);
  EXPECT_EQ(judged(1, kUnsigned), SignatureVerdict::is_unsigned);
  EXPECT_EQ(judged(1, kModified), SignatureVerdict::modified);
  EXPECT_EQ(judged(3, "test-requirement: code failed to satisfy specified code requirement(s)\n"),
            SignatureVerdict::other_signer);
}

TEST(CodeSignature, WhatIsNotUnderstoodProvesNothing) {
  for (const std::string& said :
       {std::string(), kUnsigned + kModified, std::string("code object is not signed at all\n"),
        std::string("/tmp/x: code object is not signed at all\n"), line("No such file or directory"),
        line("code object is not signed at all, or is it"), line("x") + "code object is not signed at all",
        line("objet de code non sign\xC3\xA9"), std::string("\0\0\0", 3)}) {
    EXPECT_EQ(judged(1, said), SignatureVerdict::unknown) << said;
  }
  for (const int status : {2, 4, 70, 126, 127, 137, 255, -1}) {
    EXPECT_EQ(judged(status, kUnsigned), SignatureVerdict::unknown) << status;
  }
}

SignatureCheck check() {
  return {{16777234, 812345, 9'000'000, 1772432100123456789, 1772432100223456789},
          SignatureVerdict::valid,
          1'772'450'000};
}

TEST(SignatureCheck, HoldsForTheSameFileForSevenDays) {
  const SignatureCheck c = check();
  EXPECT_TRUE(still_holds(c, c.file, c.checked_unix));
  EXPECT_TRUE(still_holds(c, c.file, c.checked_unix + 7 * kDay));
  EXPECT_FALSE(still_holds(c, c.file, c.checked_unix + 7 * kDay + 1));
  EXPECT_FALSE(still_holds(c, c.file, c.checked_unix - 1)) << "the clock stepped back, or somebody wrote it";
}

TEST(SignatureCheck, HoldsForNoOtherFile) {
  const SignatureCheck c = check();
  const auto changed = [&](auto change) {
    FileIdentity file = c.file;
    change(file);
    return still_holds(c, file, c.checked_unix);
  };
  EXPECT_FALSE(changed([](FileIdentity& f) { ++f.device; }));
  EXPECT_FALSE(changed([](FileIdentity& f) { ++f.inode; }));
  EXPECT_FALSE(changed([](FileIdentity& f) { ++f.size; }));
  EXPECT_FALSE(changed([](FileIdentity& f) { ++f.modified_ns; }));
  EXPECT_FALSE(changed([](FileIdentity& f) { ++f.changed_ns; }));
}

TEST(SignatureCheck, OnlyADefiniteVerdictHolds) {
  SignatureCheck c = check();
  c.verdict = SignatureVerdict::unknown;
  EXPECT_FALSE(still_holds(c, c.file, c.checked_unix));
  c.verdict = SignatureVerdict::other_signer;
  EXPECT_TRUE(still_holds(c, c.file, c.checked_unix));
}

std::variant<SignatureCheck, Unreadable> read(const std::string& text) {
  return signature_check_from_json(nlohmann::ordered_json::parse(text));
}

TEST(SignatureCheck, ComesBackFromItsText) {
  SignatureCheck c = check();
  for (const SignatureVerdict verdict : {SignatureVerdict::valid, SignatureVerdict::is_unsigned,
                                         SignatureVerdict::modified, SignatureVerdict::other_signer}) {
    c.verdict = verdict;
    c.file.modified_ns = -1;
    const auto back = read(to_json(c).dump());
    ASSERT_TRUE(std::holds_alternative<SignatureCheck>(back));
    EXPECT_EQ(std::get<SignatureCheck>(back), c);
  }
}

TEST(SignatureCheck, TakesNothingButItsOwnForm) {
  const std::string sound = to_json(check()).dump();
  ASSERT_TRUE(std::holds_alternative<SignatureCheck>(read(sound)));
  const auto with = [&](std::string_view from, std::string_view to) {
    std::string text = sound;
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
  };
  for (const std::string& text :
       {std::string("[]"), std::string("null"), std::string("{}"), std::string("7"),
        with("\"inode\"", "\"node\""), with("{", "{\"more\":1,"), with("812345", "-1"),
        with("812345", "812345.0"), with("812345", "\"812345\""), with("812345", "1e30"),
        with("1772432100123456789", "18446744073709551615"), with("\"valid\"", "\"unknown\""),
        with("\"valid\"", "\"Valid\""), with("\"valid\"", "true"), with("1772450000", "null")}) {
    EXPECT_TRUE(std::holds_alternative<Unreadable>(read(text))) << text;
  }
}

}  // namespace
}  // namespace enrolkit::test
