#include "jamfpro/repair/survey_scope.h"

#include <fmt/format.h>

#include "core/base/ascii.h"
#include "core/base/text.h"

namespace enrolkit::jamf {

std::string bare_serial(std::string_view serial) {
  while (serial.starts_with(' ')) serial.remove_prefix(1);
  while (serial.ends_with(' ')) serial.remove_suffix(1);
  return upper_case(serial);
}

std::vector<std::string> spellings_of(const std::string& serial) {
  const std::set<std::string> out{serial, upper_case(serial), lower_case(serial)};
  return {out.begin(), out.end()};
}

Failure ambiguous_scope(const std::string& option, const std::set<GroupName>& fitting) {
  std::string names;
  for (const GroupName& one : fitting)
    names +=
        (names.empty() ? "" : ", ") + fmt::format("\"{}\" (id {})", printable(one.name), printable(one.id));
  return {
      Failure::Kind::conflict, 0,
      fmt::format("{}: several have that name or id: {}\nhint: name the one that is meant by its other word",
                  printable(option), names),
      false};
}

Result<std::string> prestage_id_of(const std::vector<Prestage>& prestages, const std::string& wanted) {
  std::set<GroupName> fitting;
  for (const Prestage& one : prestages) {
    if (one.name == wanted || one.id == wanted) fitting.insert({one.id, one.name});
  }
  if (fitting.empty())
    return Failure{Failure::Kind::not_found, 0, "there is no PreStage \"" + wanted + "\"", false};
  if (fitting.size() > 1) return ambiguous_scope("--prestage " + wanted, fitting);
  return fitting.begin()->id;
}

}  // namespace enrolkit::jamf
