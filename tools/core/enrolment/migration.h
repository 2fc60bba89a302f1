// Migration Assistant's own record: from which computer this Mac's data came.
//
// Source: /Library/SystemMigration/History/Migration-UUID/MigrationAttempt.plist with SourceComputerName and
// MigrationEnd (a date). System upgrades make such folders, too, and no such file in them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/reading.h"
#include "core/base/time.h"
#include "core/enrolment/diagnosis.h"

namespace enrolkit {

struct Migration {
  std::string computer;  // as it was named there; may be empty
  LocalTime at;          // when the file was written: a migration writes it at its end
};

// The computer's name. Unreadable: no property list.
[[nodiscard]] Reading<std::string> migrated_from(std::string_view bytes);

// Says of another Mac's identity where it came from: only a migration that is newer than the certificate explains it.
void refine_with_migration(Diagnosis& diagnosis, const Reading<Migration>& newest,
                           std::optional<LocalTime> certificate_from);

}  // namespace enrolkit
