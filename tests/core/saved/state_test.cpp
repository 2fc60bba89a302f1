#include "core/saved/state.h"

#include <gtest/gtest.h>

#include <limits>
#include <nlohmann/json.hpp>

namespace enrolkit {
namespace {

constexpr std::int64_t kWritten = 1'772'447'958;  // 2026-03-02 10:39:18 UTC

SavedState a_state() {
  SavedState state;
  state.version = "1.2.3";
  state.written_unix = kWritten;
  state.written = *parse_local_time("2026-03-02 11:39:18");
  state.booted = parse_local_time("2026-03-02 08:00:00");
  state.account = "_mgmt";
  state.complete = true;
  Finding broken;
  broken.id = "device-signature";
  broken.health = Health::unhealthy;
  broken.code = "Broken";
  broken.pairs = {{"since", "2026-03-01 07:00:00"}, {"count", "2"}};
  broken.detail = "Twice since yesterday.";
  broken.evidence = {
      {"/var/log/jamf.log", "line 7", parse_local_time("2026-03-01 07:00:00"), "Device Signature Error"},
      {"/var/log/jamf.log", "", std::nullopt, "no year"}};
  broken.took = std::chrono::microseconds(815);
  Finding date;
  date.id = "last-contact";
  date.code = "";
  date.health = Health::unknown;
  state.signature = SignatureCheck{{.device = 1, .inode = 2, .size = 3}, SignatureVerdict::valid, kWritten};
  state.findings = {broken, date};
  return state;
}

SavedState parsed(const std::string& text) {
  auto state = parse_state(text);
  if (const auto* why = std::get_if<Unreadable>(&state)) {
    ADD_FAILURE() << why->why << "\n" << text;
    return {};
  }
  return std::get<SavedState>(std::move(state));
}

std::string why_not(const std::string& text) {
  const auto state = parse_state(text);
  const auto* why = std::get_if<Unreadable>(&state);
  return why != nullptr ? why->why : "(it was taken)";
}

TEST(SavedState, ComesBackWhole) {
  const SavedState before = a_state(), after = parsed(state_text(before));
  EXPECT_EQ(state_text(after), state_text(before));
  EXPECT_EQ(after.account, before.account);
  EXPECT_EQ(after.signature, before.signature);
  ASSERT_EQ(after.findings.size(), 2U);
  EXPECT_EQ(after.findings[0].evidence[0].when, before.findings[0].evidence[0].when);
  EXPECT_EQ(after.findings[0].took, before.findings[0].took);
  EXPECT_EQ(result_text(after.findings[0]), "Broken; since=2026-03-01 07:00:00; count=2");
  EXPECT_EQ(result_text(after.findings[1]), "");
}

TEST(SavedState, TellsTheResultOfEachAttributeByItsName) {
  const auto document = nlohmann::json::parse(state_text(a_state()));
  EXPECT_EQ(document["schema"], "enrolkit.state/1");
  EXPECT_EQ(document["attributes"]["device-signature"]["result"],
            "Broken; since=2026-03-01 07:00:00; count=2");
  EXPECT_EQ(document["attributes"]["last-contact"]["code"], nullptr);
  EXPECT_EQ(document["written"], "2026-03-02 11:39:18");
}

// Every proper beginning of a state, and a state in which one field is gone or of another type.
TEST(SavedState, IsNotTakenInPart) {
  const std::string text = state_text(a_state());
  for (std::size_t size = 0; size + 2 < text.size(); ++size) {
    EXPECT_NE(why_not(text.substr(0, size)), "(it was taken)") << size;
  }
  const auto whole = nlohmann::ordered_json::parse(text);
  for (const auto& [field, value] : whole.items()) {
    auto without = whole, other = whole;
    without.erase(field);
    other[field] = nlohmann::ordered_json::array({1});
    if (field != "code_signature") {
      EXPECT_NE(why_not(without.dump()), "(it was taken)") << field;
    }
    EXPECT_NE(why_not(other.dump()), "(it was taken)") << field;
  }
  for (const auto& [field, value] : whole["attributes"]["device-signature"].items()) {
    if (field == "result") continue;  // for other readers: ours makes it anew
    auto without = whole, other = whole;
    without["attributes"]["device-signature"].erase(field);
    other["attributes"]["device-signature"][field] = true;
    EXPECT_EQ(why_not(without.dump()), "its field " + field + " is missing or does not fit");
    EXPECT_EQ(why_not(other.dump()), "its field " + field + " is missing or does not fit");
  }
}

TEST(SavedState, OfAnotherSchemaIsNotTaken) {
  auto document = nlohmann::ordered_json::parse(state_text(a_state()));
  document["schema"] = "enrolkit.state/2";
  EXPECT_EQ(why_not(document.dump()), "of another schema");
  document["schema"] = "enrolkit.state/1";
  document["written_unix"] = std::numeric_limits<std::int64_t>::min();
  EXPECT_EQ(why_not(document.dump()), "its field written_unix is missing or does not fit");
  EXPECT_EQ(why_not("[]"), "no JSON object; it is damaged or cut short");
  EXPECT_EQ(why_not(std::string(2U << 20U, ' ')), "larger than a state can be");
}

TEST(SavedState, CannotSpeakToATerminalOrBreakALine) {
  SavedState state = a_state();
  state.findings[0].detail = "x";
  auto document = nlohmann::ordered_json::parse(state_text(state));
  document["attributes"]["device-signature"]["detail"] = "a\x1b[31m\nb";
  document["attributes"]["device-signature"]["code"] = "Valid\n<result>";
  const Finding finding = parsed(document.dump()).findings[0];
  EXPECT_EQ(finding.detail.find('\x1b'), std::string::npos);
  EXPECT_EQ(finding.detail.find('\n'), std::string::npos);
  EXPECT_EQ(result_text(finding).find_first_of("<>\n"), std::string::npos);
}

StateReader a_reader() {
  return {"1.2.3", kWritten + 100, parse_local_time("2026-03-02 08:00:01"), "_mgmt",
          std::chrono::seconds(600)};
}

TEST(SavedState, IsUsedWhileItIsFresh) {
  EXPECT_EQ(why_not_to_use(a_state(), a_reader()), std::nullopt);
  StateReader reader = a_reader();
  reader.now_unix = kWritten + 600;
  EXPECT_EQ(why_not_to_use(a_state(), reader), std::nullopt);
  reader.now_unix = kWritten - 1;
  EXPECT_EQ(why_not_to_use(a_state(), reader), std::nullopt);
}

TEST(SavedState, IsNotUsedForAnotherTimeStartVersionOrAccount) {
  const auto why = [](auto&& change) {
    StateReader reader = a_reader();
    change(reader);
    return why_not_to_use(a_state(), reader).value_or("(it was used)");
  };
  EXPECT_EQ(why([](auto& r) { r.now_unix = kWritten + 601; }), "it is 601 s old, and may be 600 s");
  EXPECT_EQ(why([](auto& r) { r.now_unix = kWritten - 3600; }),
            "it is from the future: the clock was set back since");
  EXPECT_EQ(why([](auto& r) { r.booted = parse_local_time("2026-03-02 11:00:00"); }),
            "the Mac was started since");
  EXPECT_EQ(why([](auto& r) { r.booted.reset(); }), "the Mac was started since");
  EXPECT_EQ(why([](auto& r) { r.version = "1.2.4"; }), "it was written by another version of enrolkit");
  EXPECT_EQ(why([](auto& r) { r.account.reset(); }), "it was asked of another account");
  EXPECT_EQ(why([](auto& r) { r.account = "_MGMT"; }), "it was asked of another account");
}

TEST(SavedState, AnswersForWhatItKnowsAndSaysHowOldItIs) {
  const auto finding = answer_from(a_state(), "device-signature", kWritten + 42, "/state.json");
  ASSERT_TRUE(finding);
  EXPECT_EQ(finding->code, "Broken");
  ASSERT_FALSE(finding->evidence.empty());
  EXPECT_EQ(finding->evidence[0].source, "/state.json");
  EXPECT_EQ(finding->evidence[0].text, "looked at 42 s ago");
  EXPECT_EQ(finding->evidence.size(), a_state().findings[0].evidence.size() + 1);
  EXPECT_FALSE(answer_from(a_state(), "mdm", kWritten, "/state.json"));
}

}  // namespace
}  // namespace enrolkit
