// Whether somebody still sets this Mac up, and where its data were migrated from.
#pragma once

#include "core/enrolment/migration.h"
#include "core/enrolment/setup.h"
#include "host/host.h"

namespace enrolkit {

// Two flag files, and the owner of the screen; the processes only where these leave it open.
[[nodiscard]] SetupFacts read_setup(const Host& host);

// The newest migration of which macOS kept a record.
[[nodiscard]] Reading<Migration> read_migration(const Host& host);

}  // namespace enrolkit
