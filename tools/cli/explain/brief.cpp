#include "cli/explain/brief.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "core/base/text.h"
#include "report/json_fields.h"

namespace enrolkit {

std::string brief(const nlohmann::ordered_json& mac) {
  const std::string host = text_in(mac, "host"), source = text_in(mac, "source");
  const std::string at = text_in(mac, "at");
  std::string verdict = text_in(mac, "headline");
  if (!at.empty()) verdict += ", " + at;
  std::string findings;
  for (const nlohmann::ordered_json& finding : list_in(mac, "findings")) {
    if (text_in(finding, "health") == "healthy") continue;
    const std::string code = text_in(finding, "code");
    findings += fmt::format("{}{}={}", findings.empty() ? "" : ", ", text_in(finding, "id"),
                            code.empty() ? "none" : code);
  }
  const auto& remedies = list_in(mac, "remedies");
  const std::string first =
      remedies.empty() || !remedies[0].is_string() ? "" : remedies[0].get<std::string>();
  const std::string sentence = text_in(mac, "trouble").empty()
                                   ? text_in(mac, "sentence")
                                   : "could not be read: " + text_in(mac, "trouble");
  std::string out;
  const auto line = [&](std::string_view label, const std::string& text) {
    if (!text.empty()) out += fmt::format("{:<10} {}\n", label, printable(text));
  };
  line("Mac:", host.empty() ? source : fmt::format("{} ({})", host, source));
  line("Verdict:", verdict);
  line("What:", sentence);
  line("Findings:", findings);
  line("Do first:", first);
  return out;
}

}  // namespace enrolkit
