#include "cli/server/mac_rows.h"

#include <fmt/format.h>

#include "core/base/text.h"
#include "jamfpro/http/text.h"

namespace enrolkit {
namespace {

using nlohmann::ordered_json;

ordered_json text_field(const std::string& text) {
  return text.empty() ? ordered_json(nullptr) : ordered_json(text);
}

void add_person(ordered_json& row, const jamf::Computer& mac) {
  row["user"] = text_field(mac.person.user);
  row["full_name"] = text_field(mac.person.full_name);
  row["email"] = text_field(mac.person.email);
  row["department"] = text_field(mac.person.department);
  row["model"] = text_field(mac.model);
  row["macos"] = text_field(mac.macos);
}

ordered_json cause_field(const jamf::MacVerdict& verdict) {
  const auto cause = likely_cause(verdict);
  return cause ? ordered_json(to_text(*cause)) : ordered_json(nullptr);
}

}  // namespace

ordered_json time_field(const std::optional<std::int64_t>& time) {
  return time ? ordered_json(jamf::utc_text(*time)) : ordered_json(nullptr);
}

ordered_json stuck_row(const jamf::Suspect& suspect) {
  const jamf::Computer& mac = suspect.mac;
  const jamf::MacVerdict& verdict = suspect.verdict;
  ordered_json row{{"schema", "enrolkit.server-stuck/1"},
                   {"serial", mac.serial},
                   {"name", mac.name},
                   {"id", mac.id},
                   {"state", to_text(verdict.state)},
                   {"reasons", ordered_json::array()},
                   {"detail", verdict.detail},
                   {"enrolled", time_field(mac.enrolled)},
                   {"mdm_contact", time_field(mac.mdm_contact)},
                   {"check_in", time_field(mac.check_in)},
                   {"report", time_field(mac.report)},
                   {"binary", mac.binary ? ordered_json(*mac.binary) : ordered_json(nullptr)},
                   {"likely_cause", cause_field(verdict)}};
  for (const jamf::StuckReason reason : verdict.reasons) row["reasons"].push_back(to_text(reason));
  add_person(row, mac);
  return row;
}

ordered_json repair_row(const jamf::RepairEntry& entry, const jamf::Suspect* known) {
  ordered_json row{{"schema", "enrolkit.server-repair/2"},
                   {"serial", entry.serial},
                   {"name", entry.name},
                   {"id", entry.id},
                   {"state", to_text(entry.final)},
                   {"why", entry.why},
                   {"command", entry.uuid},
                   {"sent", entry.started == 0 ? ordered_json(nullptr) : time_field(entry.started)}};
  const jamf::Suspect nobody;
  row["likely_cause"] = cause_field(known == nullptr ? nobody.verdict : known->verdict);
  add_person(row, known == nullptr ? nobody.mac : known->mac);
  return row;
}

std::string person_line(const jamf::Computer& mac) {
  const jamf::Person& person = mac.person;
  std::string who, what;
  const auto add = [](std::string& to, const std::string& text) {
    if (!text.empty()) (to += to.empty() ? "" : ", ") += printable(text);
  };
  const bool both = !person.full_name.empty() && !person.user.empty();
  add(who, both ? fmt::format("{} ({})", person.full_name, person.user) : person.full_name + person.user);
  add(who, person.email);
  add(who, person.department);
  add(what, mac.model);
  add(what, mac.macos.empty() ? "" : "macOS " + mac.macos);
  return who + (who.empty() || what.empty() ? "" : "; ") + what;
}

}  // namespace enrolkit
