#include "ea/all.h"

#include <fmt/format.h>

#include <chrono>
#include <exception>

#include "core/text.h"
#include "ea/attributes.h"

namespace enrolkit {

std::vector<Finding> look_at_all(Mac& mac) {
  using Clock = std::chrono::steady_clock;
  std::vector<Finding> findings;
  for (const Attribute* attribute : attributes()) {
    const auto begin = Clock::now();
    Finding finding;
    try {
      finding = attribute->look(mac);
    } catch (const std::exception& e) {
      finding = unknown(attribute->name, fmt::format("internal error: {}", e.what()));
    }
    finding.took = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - begin);
    findings.push_back(std::move(finding));
  }
  return findings;
}

std::string table_of(const std::vector<Finding>& findings, const Look& look) {
  constexpr std::size_t kBeforeText = 25, kTime = 12;
  std::string out;
  for (const Finding& finding : findings) {
    const std::size_t room = look.width > kBeforeText + kTime + 20 ? look.width - kBeforeText - kTime : 20;
    const std::string text = look.cut(finding.code.empty() ? "no date" : result_text(finding), room);
    out += fmt::format("{} {:<20} {}{} {:>8.2f} ms\n", sign_of(finding.health, look), finding.id, text,
                       std::string(room - std::min(room, columns(text)), ' '),
                       static_cast<double>(finding.took.count()) / 1000);
    for (const Evidence& e : finding.evidence) {
      std::string line = e.source;
      if (!e.where.empty()) line += ", " + e.where;
      if (!e.text.empty()) line += ": " + e.text;
      out += "      " + look.paint(look.cut(line, look.width - 6), Colour::dim) + "\n";
    }
  }
  return out;
}

}  // namespace enrolkit
