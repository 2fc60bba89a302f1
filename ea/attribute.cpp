#include "ea/attribute.h"

#include <algorithm>

#include "core/base/text.h"

namespace enrolkit {

Finding answer_of(const Attribute& attribute, Mac& mac) {
  Finding finding = attribute.answer(mac);
  for (const UnreadablePath& one : mac.take_unreadable_paths()) {
    const bool shown = std::any_of(finding.evidence.begin(), finding.evidence.end(), [&](const Evidence& e) {
      return e.source == one.path && e.text.find(one.why) != std::string::npos;
    });
    if (!shown) {
      finding.evidence.push_back(
          {one.path, "", std::nullopt, "could not be looked at: " + printable(one.why)});
    }
  }
  return finding;
}

}  // namespace enrolkit
