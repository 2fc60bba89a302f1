// What a report page must be, whatever the Mac: well formed, closed to the network, and text where text came in.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "cli/explain/explained_macs.h"
#include "cli/html/causes_svg.h"
#include "cli/html/fleet_html.h"
#include "report/explained_mac_json.h"
#include "report/mac_html.h"
#include "report/timeline_svg.h"
#include "run/html.h"

namespace enrolkit::test {
namespace {

using nlohmann::ordered_json;

std::string fleet_page(const std::vector<ordered_json>& macs) {
  auto page = FleetPage::begin();
  EXPECT_TRUE(page.ok());
  for (const ordered_json& mac : macs) EXPECT_TRUE(page.value().add(mac).ok());
  std::string out;
  const Status status = page.value().write([&](std::string_view part) {
    out += part;
    return true;
  });
  EXPECT_TRUE(status.ok());
  return out;
}

// Every element that is opened is closed in its order; those that stand alone are known.
std::string unbalanced(const std::string& page) {
  std::vector<std::string> open;
  for (std::size_t at = page.find('<'); at != std::string::npos; at = page.find('<', at + 1)) {
    const auto end = page.find('>', at);
    if (end == std::string::npos) return "a tag without an end";
    const std::string tag = page.substr(at + 1, end - at - 1);
    const std::string name = tag.substr(0, tag.find_first_of(" />", 1));
    if (tag[0] == '!' || tag.back() == '/') continue;
    if (name == "meta" || name == "br" || name == "input") continue;
    if (tag[0] == '/') {
      if (open.empty() || "/" + open.back() != name) return "unexpected <" + name + ">";
      open.pop_back();
    } else {
      open.push_back(name);
    }
  }
  return open.empty() ? "" : "open at the end: " + open.back();
}

// Every text of a JSON document replaced.
ordered_json with_every_text(ordered_json json, const std::string& text) {
  if (json.is_string()) return text;
  if (json.is_structured()) {
    for (auto& item : json) item = with_every_text(item, text);
  }
  return json;
}

TEST(Html, OfThePublishedCaseTellsItAtOneLook) {
  const std::string page = mac_page(to_json(mac("published-conflict")));
  EXPECT_EQ(unbalanced(page), "");
  for (const char* part : {"AccountConflict (likely)", "the Mac restarted: 85 seconds", "Enrolment 1",
                           "Enrolment 2", "Creating user _jssadm", "return code 70", "class=\"verdict bad\""})
    EXPECT_TRUE(has(page, part)) << part;
}

TEST(Html, OfAHealthyMacIsGreenAndNamesTheLastCheckIn) {
  const std::string page = mac_page(to_json(mac("healthy")));
  EXPECT_EQ(unbalanced(page), "");
  EXPECT_TRUE(has(page, "the last time the server answered")) << page;
}

TEST(Html, CommandsAreCodeAndNothingElseIs) {
  EXPECT_EQ(html::prose("p", "soft", "Run `a <b>` and `c`, then ` alone."),
            "<p class=\"soft\">Run <code>a &lt;b&gt;</code> and <code>c</code>, then ` alone.</p>");
  EXPECT_EQ(html::prose("p", "", ""), "<p></p>");
}

TEST(Html, AsksNobodyAndRunsNothing) {
  for (const std::string& page :
       {mac_page(to_json(mac("published-conflict"))), fleet_page({to_json(mac("gateway-502"))})}) {
    EXPECT_TRUE(has(page, "content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'"));
    for (const char* part :
         {"<script", "src=", "url(", "@import", "<link", "<iframe", "<object", "javascript:"})
      EXPECT_FALSE(has(page, part)) << part;
  }
}

TEST(Html, HostileTextsStayTextsInEveryField) {
  const ordered_json real = to_json(mac("published-conflict"));
  const std::size_t tags = [&] {
    const std::string page = mac_page(with_every_text(real, "plain"));
    return static_cast<std::size_t>(std::count(page.begin(), page.end(), '<'));
  }();
  for (const std::string hostile :
       {"<script>alert(1)</script>", "\"><img onerror=x>", "' onload='x", "</style><b>", "&lt;b&gt;",
        "]]><x>", "\x1b[2J\xe2\x80\xae", "\xff\xfe<"}) {
    const std::string page = mac_page(with_every_text(real, hostile));
    EXPECT_EQ(unbalanced(page), "") << hostile;
    EXPECT_EQ(static_cast<std::size_t>(std::count(page.begin(), page.end(), '<')), tags) << hostile;
    EXPECT_FALSE(has_controls(page)) << hostile;
    const std::string fleet = fleet_page({with_every_text(real, hostile)});
    EXPECT_EQ(unbalanced(fleet), "") << hostile;
    EXPECT_FALSE(has(fleet, hostile.substr(0, 2) + "script")) << hostile;
  }
}

TEST(Html, TheColourIsThatOfTheVerdictAndNoneIsGood) {
  ordered_json json = to_json(mac("healthy"));
  json["health"] = "unknown";
  EXPECT_TRUE(has(mac_page(json), "class=\"verdict warn\""));
  json["health"] = "unhealthy";
  EXPECT_TRUE(has(mac_page(json), "class=\"verdict bad\""));
  json.erase("health");
  EXPECT_TRUE(has(mac_page(json), "class=\"verdict warn\""));
}

// The history keeps the last 32: the numbers go on, and how many are missing is said.
TEST(Html, OfEnrolmentsWithoutEndTheNumberIsShown) {
  const ordered_json json = to_json(log_case(refused_enrolments(40)));
  EXPECT_EQ(json["attempts"].size(), 32U);
  EXPECT_EQ(json["attempts_left_out"], 8);
  const std::string picture = timeline_svg(json);
  EXPECT_TRUE(has(picture, ">8 enrolments of the log are not drawn<")) << picture;
  EXPECT_TRUE(has(picture, ">Enrolment 9<") && !has(picture, ">Enrolment 8<")) << picture;
}

TEST(Html, SaysWhatTheCauseMeansAndWhatWouldConfirmIt) {
  const std::string page = mac_page(to_json(mac("published-conflict")));
  EXPECT_TRUE(has(page, "share a username")) << page;
  EXPECT_TRUE(has(page, "To confirm or rule out: ")) << page;
  EXPECT_FALSE(has(mac_page(to_json(mac("healthy"))), "<h2>Why</h2>"));
}

TEST(Html, AMillionEventsAreThinnedAndItSaysSo) {
  ordered_json json = to_json(mac("published-conflict"));
  const ordered_json attempt = json["attempts"][0];
  for (int i = 0; i < 20'000; ++i) json["attempts"].push_back(attempt);
  const std::string picture = timeline_svg(json);
  EXPECT_TRUE(has(picture, "more events are not drawn"));
  EXPECT_LT(picture.size(), 8U << 20U);
}

TEST(Html, AnythingButTheRightShapeIsNoCrash) {
  for (const char* text :
       {"null", "[]", "{}", "7", R"({"attempts":7,"findings":{},"contact":[],"to_do":[1,{"ways":[7]}]})",
        R"({"attempts":[7,null,{}],"findings":[7],"supports":null})"}) {
    const ordered_json json = ordered_json::parse(text);
    EXPECT_EQ(unbalanced(mac_page(json)), "") << text;
  }
}

TEST(FleetPage, HasADashboardAFilterAndEachMac) {
  const std::string page =
      fleet_page({to_json(mac("published-conflict")), to_json(mac("gateway-502")), to_json(mac("healthy"))});
  EXPECT_EQ(unbalanced(page), "");
  for (const char* part : {"<h1>3 Macs</h1>", "id=\"f-c-AccountConflict\"", "id=\"m3\"", "href=\"#m1\"",
                           "Macs by day and cause", "main:has(#f-c-AccountConflict:checked)"})
    EXPECT_TRUE(has(page, part)) << part;
}

TEST(FleetPage, NamesTheMacAndItsFaultAndNeverComplete) {
  const std::string page = fleet_page({to_json(mac("december")), to_json(mac("interleaved")),
                                       to_json(mac("dscl-fails")), to_json(mac("healthy"))});
  EXPECT_FALSE(has(page, "<td>Complete</td>"));
  EXPECT_TRUE(
      has(page, "<td>The Mac is enrolled and has been in contact. But the framework is missing.</td>"));
  EXPECT_TRUE(
      has(page, "But not everything could be told: jamf-keychain, certificate-expiry, management-account, "));
  EXPECT_TRUE(has(page, ">december</a>") && has(page, ">interleaved</a>")) << "two Macs of one name";
  EXPECT_TRUE(has(page, "<summary>Library Cart 07 (december): FrameworkMissing</summary>"));
}

TEST(FleetPage, SaysWhenItCannotBeWritten) {
  auto page = FleetPage::begin();
  ASSERT_TRUE(page.ok());
  ASSERT_TRUE(page.value().add(to_json(mac("healthy"))).ok());
  int parts = 0;
  const Status status = page.value().write([&](std::string_view) { return ++parts < 3; });
  ASSERT_FALSE(status.ok());
  EXPECT_TRUE(has(status.error().why, "could not be written"));
}

TEST(CausesSvg, BarsHaveOneScaleAndOldDaysAreOne) {
  CausesByDay data{{"AccountConflict", "<b>"}, {{"2026-03-01", {4, 0}}, {"2026-03-02", {1, 1}}}};
  const std::string picture = causes_svg(data);
  EXPECT_EQ(unbalanced(picture), "");
  EXPECT_TRUE(has(picture, "width=\"690.0\"")) << picture;  // four Macs: the whole width
  EXPECT_TRUE(has(picture, "width=\"172.5\"")) << picture;  // one: a quarter, on any day
  EXPECT_TRUE(has(picture, "&lt;b&gt;"));
  for (int day = 0; day < 400; ++day) data.days["2025-" + std::to_string(1000 + day)] = {1, 0};
  EXPECT_TRUE(has(causes_svg(data), "earlier"));
  EXPECT_EQ(causes_svg({{}, {}}), "");
}

}  // namespace
}  // namespace enrolkit::test
