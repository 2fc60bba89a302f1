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

std::string_view to_text(Health health) {
  switch (health) {
    case Health::healthy: return "healthy";
    case Health::unhealthy: return "unhealthy";
    case Health::unknown: return "unknown";
  }
  return "unknown";
}

Finding unknown(std::string_view id, std::string_view why) {
  Finding finding;
  finding.id = id;
  finding.pairs = {{"reason", std::string(why)}};
  finding.detail = why;
  return finding;
}

std::string result_text(const Finding& finding) {
  std::string text = harmless(finding.code, false);
  for (const Pair& pair : finding.pairs) {
    if (!pair.value.empty()) text += "; " + harmless(pair.key, true) + "=" + harmless(pair.value, true);
  }
  return std::string(cut_utf8(text, kResultBytes));
}

}  // namespace enrolkit
