#include "cli/server/stuck_page.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/server/mac_rows.h"
#include "core/base/text.h"
#include "core/base/time.h"
#include "jamfpro/http/text.h"
#include "run/table.h"

namespace enrolkit {
namespace {

using jamf::MacState;
using jamf::Suspect;

std::string ago(const std::optional<std::int64_t>& time, std::int64_t now) {
  return time ? duration_text(std::max<std::int64_t>(now - *time, 0)) : "-";
}

// "a, b", which a table can wrap.
std::string spaced(std::string reasons) {
  for (auto comma = reasons.find(','); comma != std::string::npos; comma = reasons.find(',', comma + 1))
    reasons.insert(comma + 1, " ");
  return reasons;
}

std::string below(const std::string& text, const TerminalStyle& style) {
  constexpr std::size_t kIndent = 4;
  const std::string indent(kIndent, ' ');
  return text.empty() ? "" : indent + wrapped(text, style.width - kIndent, indent) + "\n";
}

std::string cause_text(const Suspect& suspect) {
  const auto cause = likely_cause(suspect.verdict);
  return cause ? std::string(to_text(*cause)) : "-";
}

}  // namespace

std::string stuck_table(const std::vector<const Suspect*>& suspects, std::int64_t now,
                        const TerminalStyle& style) {
  std::vector<Row> rows{{"SERIAL", "NAME", "STATE", "LIKELY CAUSE", "ENROLLED", "MDM", "CHECK-IN"}};
  for (const Suspect* suspect : suspects) {
    const Suspect& one = *suspect;
    const jamf::Computer& mac = one.mac;
    rows.push_back({printable(mac.serial), printable(mac.name), std::string(to_text(one.verdict.state)),
                    cause_text(one), ago(mac.enrolled, now), ago(mac.mdm_contact, now),
                    ago(mac.check_in, now)});
  }
  constexpr std::size_t kMaxNameColumns = 20;
  const std::string lines = table_of(rows, {.has_head = true, .at_most = {0, kMaxNameColumns}}, style);
  std::string out;
  std::size_t row = 0;
  for (std::size_t begin = 0; begin < lines.size(); ++row) {  // no cell is wide enough to be wrapped
    const auto end = std::min(lines.find('\n', begin), lines.size() - 1) + 1;
    out += lines.substr(begin, end - begin);
    begin = end;
    if (row == 0 || row > suspects.size()) continue;
    const Suspect& one = *suspects[row - 1];
    const std::string& detail = one.verdict.detail;
    out += below(spaced(reasons_text(one.verdict)) + (detail.empty() ? "" : " (" + printable(detail) + ")"),
                 style);
    out += below(person_line(one.mac), style);
  }
  return style.page(out);
}

std::string sum_of_states(const jamf::Survey& survey) {
  std::string out;
  for (const MacState state :
       {MacState::stuck, MacState::not_enrolled, MacState::no_inventory, MacState::unreachable,
        MacState::unknown, MacState::settling, MacState::unmanaged, MacState::well}) {
    if (survey.of(state) == 0 && state != MacState::stuck) continue;
    out += fmt::format("{}{} {}", out.empty() ? "" : ", ", survey.of(state), to_text(state));
  }
  return out;
}

}  // namespace enrolkit
