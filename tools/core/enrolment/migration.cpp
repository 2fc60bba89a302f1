#include "core/enrolment/migration.h"

#include <fmt/format.h>

#include <variant>

#include "core/base/text.h"
#include "core/format/plist.h"

namespace enrolkit {

Reading<std::string> migrated_from(std::string_view bytes) {
  const auto parsed = Plist::parse(bytes);
  if (const auto* why = std::get_if<Unreadable>(&parsed)) return *why;
  return std::get<Plist>(parsed).root()["SourceComputerName"].string().value_or("");
}

void refine_with_migration(Diagnosis& d, const Reading<Migration>& newest,
                           std::optional<LocalTime> certificate_from) {
  if (d.cause != Cause::foreign_identity) return;
  if (const auto* why = why_unreadable(newest)) {
    if (!d.missing.empty()) d.missing += ' ';
    d.missing += "Whether Migration Assistant brought it: " + *why + ".";
    return;
  }
  const auto* migration = value_of(newest);
  if (migration == nullptr || !certificate_from || migration->at < *certificate_from) return;
  d.supports.push_back(fmt::format(
      "Migration Assistant brought data from {}, after that certificate was made",
      migration->computer.empty() ? "another computer" : "\"" + printable(migration->computer) + "\""));
}

}  // namespace enrolkit
