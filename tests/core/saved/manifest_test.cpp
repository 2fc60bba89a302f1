// What is written is read back; what is not a manifest is one line that says where.
#include "core/saved/manifest.h"

#include <gtest/gtest.h>

#include <functional>
#include <nlohmann/json.hpp>

namespace enrolkit {
namespace {

LocalTime at(std::string_view text) { return *parse_local_time(text); }

Manifest some() {
  Manifest m;
  m.tool = "0.1.0";
  m.root = "/";
  m.running = true;
  m.now = at("2026-03-02 11:59:18");
  m.now_unix = m.now.seconds + 7 * 3600;
  m.booted = at("2026-03-01 08:00:00");
  m.hardware_uuid = Unreadable{"hardware UUID: Timeout"};
  m.local[-5] = at("1970-01-01 00:00:00");
  m.local[1'900'000'000] = at("2030-03-17 10:46:40");
  const CollectedInfo info{CollectedInfo::Kind::file, 1234, at("2026-03-02 11:44:18"), 0, 80, 04755, ""};
  CollectedFile whole{info, "log", std::nullopt, 17, "x: cut short"};
  CollectedFile parts{info, "parts", std::vector<CollectedFile::Part>{{0, 4}, {100, 7}}, 0, ""};
  CollectedFile none{info, "keychain", std::vector<CollectedFile::Part>{}, 0, ""};
  m.paths["/var/log"] = {std::nullopt, std::nullopt, std::vector<std::string>{"a b", "j\xC3\xB6.log"}};
  m.paths["/var/log/jamf.log"] = {info, whole, std::nullopt};
  m.paths["/bin"] = {Absent{}, parts, Absent{}};
  m.paths["/keychain"] = {Unreadable{"no"}, none, Unreadable{"neither"}};
  m.paths["/gone"] = {CollectedInfo{CollectedInfo::Kind::link, 3, at("2020-01-01"), 501, 20, 0777, "to"},
                      Absent{}, std::nullopt};
  m.paths["/closed"] = {std::nullopt, Unreadable{"/closed: Permission denied"}, std::nullopt};
  m.commands.push_back({"/usr/bin/profiles",
                        {"status", "-type"},
                        CollectedCommand::Outcome::finished,
                        -1,
                        "out\n",
                        "err",
                        "log",
                        ""});
  m.commands.push_back({"/a", {}, CollectedCommand::Outcome::not_started, 0, "", "", "", "no such file"});
  m.commands.push_back({"/b", {}, CollectedCommand::Outcome::stopped, 0, "", "", "", "not done"});
  return m;
}

std::string why(const std::string& text) {
  const auto parsed = parse_manifest(text);
  const auto* fault = std::get_if<Unreadable>(&parsed);
  return fault != nullptr ? fault->why : "sound";
}

TEST(ManifestTest, WhatIsWrittenIsReadBack) {
  const auto parsed = parse_manifest(to_json(some()));
  ASSERT_TRUE(std::holds_alternative<Manifest>(parsed)) << std::get<Unreadable>(parsed).why;
  EXPECT_EQ(std::get<Manifest>(parsed), some());
}

TEST(ManifestTest, FieldsOfLaterVersionsArePassedOver) {
  auto json = nlohmann::json::parse(to_json(some()));
  json["later"] = {1, 2};
  json["paths"][0]["later"] = "x";
  const auto parsed = parse_manifest(json.dump());
  EXPECT_EQ(std::get<Manifest>(parsed), some());
}

TEST(ManifestTest, TimesThatNoReaderTakesComeOutAsTheNearest) {
  Manifest m = some();
  m.now = LocalTime{-100};
  m.booted = LocalTime{std::int64_t{1} << 50};
  const auto parsed = parse_manifest(to_json(m));
  EXPECT_EQ(std::get<Manifest>(parsed).now.seconds, 0);
  EXPECT_EQ(std::get<Manifest>(parsed).booted, Reading<LocalTime>(at("9999-12-31 23:59:59")));
}

TEST(ManifestTest, AMisfitIsNamedByItsPlace) {
  const auto with = [](const std::function<void(nlohmann::json&)>& change) {
    auto json = nlohmann::json::parse(to_json(some()));
    change(json);
    return why(json.dump());
  };
  using Json = nlohmann::json;
  EXPECT_EQ(why(""), "manifest.json: no JSON");
  EXPECT_EQ(why("[]"), "manifest.json: the document: must be an object");
  EXPECT_EQ(why("{}"), "manifest.json: the document: has no \"schema\"");
  EXPECT_EQ(with([](Json& j) { j["schema"] = "enrolkit.collect/2"; }),
            "manifest.json: schema: is enrolkit.collect/2, and this enrolkit reads enrolkit.collect/1");
  EXPECT_EQ(with([](Json& j) { j["now"] = "yesterday"; }),
            "manifest.json: now: must be a date such as \"2026-03-02 08:30:00\"");
  EXPECT_EQ(with([](Json& j) { j["now_unix"] = 1.5; }),
            "manifest.json: now_unix: must be a whole number in its range");
  EXPECT_EQ(with([](Json& j) { j["paths"][0]["open"]["size"] = -1; }),
            "manifest.json: /bin, open, size: must be a whole number in its range");
  for (const char* mode : {"10755", "77777", "17777"}) {
    EXPECT_EQ(with([&](Json& j) { j["paths"][0]["open"]["mode"] = mode; }),
              "manifest.json: /bin, open, mode: must be at most \"7777\"");
  }
  EXPECT_EQ(with([](Json& j) { j["paths"][0]["open"]["mode"] = "0999"; }),
            "manifest.json: /bin, open, mode: must be an octal number such as \"0644\"");
  EXPECT_EQ(with([](Json& j) { j["paths"][1]["path"] = "/bin"; }), "manifest.json: /bin: is there twice");
  EXPECT_EQ(with([](Json& j) { j["paths"][1]["path"] = "bin"; }),
            "manifest.json: paths: hold one that does not begin with a slash");
  EXPECT_EQ(with([](Json& j) { j["paths"] = "x"; }), "manifest.json: paths: must be an array");
  EXPECT_EQ(with([](Json& j) {
              j["paths"][0]["open"]["parts"] = {{4, 4}, {7, 1}};
            }),
            "manifest.json: /bin, open, parts: must be in order, without overlap");
  EXPECT_EQ(with([](Json& j) { j["running_system"] = 1; }),
            "manifest.json: running_system: must be true or false");
  EXPECT_EQ(with([](Json& j) { j["commands"][0]["tool"] = nullptr; }),
            "manifest.json: commands, tool: must be a text");
  EXPECT_EQ(why(std::string(kMaxManifestBytes + 1, ' ')), "manifest.json: over 16 MB");
  EXPECT_EQ(why(std::string(4'000'000, '[')),
            "manifest.json: is nested too deeply, or holds too many values");
}

TEST(ManifestTest, AnEntryHasAPlainNameWhateverThePathHolds) {
  EXPECT_EQ(entry_name("/var/log/jamf.log.0.gz"), "root/var/log/jamf.log.0.gz");
  EXPECT_EQ(entry_name("/Library/Application Support/JAMF"), "root/Library/Application Support/JAMF");
  EXPECT_EQ(entry_name("/j\xC3\xB6\n%"), "root/j%C3%B6%0A%25");
}

}  // namespace
}  // namespace enrolkit
