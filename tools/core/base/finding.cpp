#include "core/base/finding.h"

#include "core/base/text.h"

namespace enrolkit {
namespace {

// Jamf Pro keeps what stands between the tags; the three characters below would end or garble it. A semicolon
// separates our pairs.
std::string harmless(std::string_view text, bool is_value) {
  std::string out = printable(text);
  for (char& c : out) {
    if (c == '<') c = '(';
    if (c == '>') c = ')';
    if (c == '&') c = '+';
    if (is_value && c == ';') c = ',';
  }
  return out;
}

}  // namespace

Finding make_finding(std::string_view id, Health health, std::string_view code, std::vector<Pair> pairs,
                     std::string detail, std::vector<Evidence> evidence) {
  Finding finding;
  finding.id = id;
  finding.health = health;
  finding.code = code;
  finding.pairs = std::move(pairs);
  finding.detail = std::move(detail);
  finding.evidence = std::move(evidence);
  return finding;
}

Finding unknown(std::string_view id, std::string_view why) {
  return make_finding(id, Health::unknown, "Unknown", {{"reason", std::string(why)}}, std::string(why));
}

std::string result_text(const Finding& finding) {
  std::string text = harmless(finding.code, false);
  for (const Pair& pair : finding.pairs) {
    if (!pair.value.empty()) text += "; " + harmless(pair.key, true) + "=" + harmless(pair.value, true);
  }
  return std::string(cut_utf8(text, kResultBytes));
}

}  // namespace enrolkit
