// Any bytes as what a Mac, its log and its server say, in the page of that Mac: text stays text. The page has the very tags
// of the page where the five characters that mean something are others.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/demand.h"
#include "report/mac_html.h"
#include "support/utf8.h"

namespace {

using nlohmann::ordered_json;

constexpr std::string_view kMeanSomething = "<>&\"'";
constexpr std::string_view kPrivate =
    "\xEE\x80";  // U+E000 to U+E03F: in no input, so that no two texts become one

std::string harmless(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto which = kMeanSomething.find(c);
    if (which == std::string_view::npos) {
      out += c;
    } else {
      (out += kPrivate) += static_cast<char>(0x80 + which);
    }
  }
  return out;
}

// Every text of it, and every key, changed.
template <class Change>
ordered_json changed(const ordered_json& json, Change change) {
  if (json.is_string()) return change(json.get<std::string>());
  if (json.is_array()) {
    ordered_json out = ordered_json::array();
    for (const ordered_json& item : json) out.push_back(changed(item, change));
    return out;
  }
  if (!json.is_object()) return json;
  ordered_json out = ordered_json::object();
  for (const auto& [key, item] : json.items()) out[key] = changed(item, change);
  return out;
}

std::vector<std::string_view> tags_of(std::string_view page) {
  std::vector<std::string_view> tags;
  for (auto at = page.find('<'); at != page.npos; at = page.find('<', at + 1)) {
    const auto end = page.find('>', at);
    demand(end != page.npos);
    tags.push_back(page.substr(at, end + 1 - at));
  }
  return tags;
}

bool begins_an_entity(std::string_view text) {
  constexpr std::array<std::string_view, 5> kEntities{"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"};
  return std::any_of(kEntities.begin(), kEntities.end(),
                     [&](std::string_view entity) { return text.starts_with(entity); });
}

void demand_text_stays_text(const ordered_json& mac) {
  const std::string page = enrolkit::mac_page(mac);
  const std::string twin =
      enrolkit::mac_page(changed(mac, [](const std::string& text) { return harmless(text); }));
  demand(tags_of(page) == tags_of(twin));
  for (auto at = page.find('&'); at != page.npos; at = page.find('&', at + 1))
    demand(begins_an_entity(std::string_view(page).substr(at)));
  for (std::string_view rest = page; !rest.empty();) {
    const auto end = std::min(rest.find('\n'), rest.size());
    demand(enrolkit::test::is_harmless(rest.substr(0, end)));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
}

// A Mac with something of all that a page shows; TEXT is where foreign text stands.
const ordered_json& a_mac() {
  static const ordered_json mac = ordered_json::parse(R"({
    "host": "TEXT", "source": "TEXT", "health": "unhealthy", "headline": "TEXT", "sentence": "TEXT", "trouble": "TEXT",
    "missing": "TEXT", "gaps": [{"finding": "TEXT", "why": "TEXT", "how": "TEXT"}], "supports": ["TEXT", "TEXT"],
    "remedies": ["TEXT"], "faults": ["TEXT"], "attempts_left_out": 2,
    "attempts": [{"by": "TEXT", "began": "2026-03-02 08:30:00", "ended": "2026-03-02 08:31:00", "outcome": "failed",
      "return_code": 70, "reboot_after": {"silence_s": 85},
      "steps": [{"when": "2026-03-02 08:30:00", "kind": "step", "step": "TEXT", "text": "TEXT"},
                {"when": "TEXT", "kind": "TEXT", "step": "", "text": "jamf[1]: TEXT"}],
      "followed_by": [{"when": "2026-03-03 08:30:00", "kind": "proof", "text": "TEXT"}]}],
    "contact": {"when": "2026-03-04 08:30:00", "text": "TEXT"},
    "findings": [{"id": "TEXT", "health": "unhealthy", "code": "TEXT", "values": {"key": "TEXT"},
      "evidence": [{"source": "1 TEXT", "where": "TEXT", "text": "TEXT"}, {"source": "2 TEXT", "where": "", "text": "TEXT"}]},
     {"id": "TEXT", "health": "TEXT", "code": "", "values": {}, "evidence": []}]})");
  return mac;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (bytes.find(kPrivate) != bytes.npos) return 0;
  // The lines, one in each place.
  std::vector<std::string> lines;
  for (std::string_view rest = bytes; !rest.empty();) {
    const auto end = std::min(rest.find('\n'), rest.size());
    lines.emplace_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  if (lines.empty()) lines.emplace_back();
  std::size_t next = 0;
  demand_text_stays_text(changed(a_mac(), [&](std::string text) {
    constexpr std::string_view kPlace = "TEXT";
    if (const auto at = text.find(kPlace); at != text.npos)
      text.replace(at, kPlace.size(), lines[next++ % lines.size()]);
    return text;
  }));
  // All of it as the JSON of a Mac, whatever is in it.
  constexpr int kMaxLevels = 32;
  const auto shallow = [](int level, ordered_json::parse_event_t, ordered_json&) {
    return level < kMaxLevels;
  };
  const ordered_json mac = ordered_json::parse(bytes, shallow, false);
  if (mac.is_object() &&
      mac.dump(-1, ' ', false, ordered_json::error_handler_t::replace).find(kPrivate) == bytes.npos)
    demand_text_stays_text(mac);
  return 0;
}
