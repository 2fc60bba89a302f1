#include "cli/explain/brief.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "core/base/text.h"
#include "report/json_fields.h"

namespace enrolkit {

using nlohmann::ordered_json;

namespace {

// About the cause, else about what could not be told.
std::string first_step(const ordered_json& mac) {
  if (const ordered_json& to_do = list_in(mac, "to_do"); !to_do.empty()) {
    const ordered_json& ways = list_in(to_do[0], "ways");
    return !ways.empty() && ways[0].is_string() ? ways[0].get<std::string>() : text_in(to_do[0], "text");
  }
  const ordered_json& gaps = list_in(mac, "gaps");
  return gaps.empty() ? "nothing" : text_in(gaps[0], "how");
}

// Up to then a healthy Mac is proven to be so.
std::string last_contact(const ordered_json& mac) {
  for (const ordered_json& finding : list_in(mac, "findings")) {
    if (text_in(finding, "id") == "last-contact") return text_in(finding, "code");
  }
  return "";
}

}  // namespace

std::string brief(const ordered_json& mac) {
  const std::string host = text_in(mac, "host"), source = text_in(mac, "source");
  const std::string at = text_in(mac, "at"), serial = text_in(mac, "serial");
  const std::string name = host + (host.empty() || serial.empty() ? "" : ", ") + serial;
  std::string verdict = text_in(mac, "headline");
  const std::string until = text_in(mac, "health") == "healthy" ? last_contact(mac) : "";
  if (!until.empty()) {
    verdict += " as of " + until;
  } else if (!at.empty()) {
    verdict += ", " + at;
  }
  std::string findings;
  for (const ordered_json& finding : list_in(mac, "findings")) {
    if (text_in(finding, "health") == "healthy") continue;
    const std::string code = text_in(finding, "code");
    findings += fmt::format("{}{}={}", findings.empty() ? "" : ", ", text_in(finding, "id"),
                            code.empty() ? "none" : code);
  }
  const std::string sentence = text_in(mac, "trouble").empty()
                                   ? text_in(mac, "sentence")
                                   : "could not be read: " + text_in(mac, "trouble");
  std::string out;
  const auto line = [&](std::string_view label, const std::string& text) {
    if (!text.empty()) out += fmt::format("{:<10} {}\n", label, printable(text));
  };
  line("Mac:", name.empty() ? source : fmt::format("{} ({})", name, source));
  line("Verdict:", verdict);
  line("What:", sentence);
  line("Findings:", findings.empty() ? "all are healthy" : findings);
  line("Do first:", first_step(mac));
  return out;
}

}  // namespace enrolkit
