// All that `enrolkit server` can be asked.
#pragma once

#include "cli/server/check.h"
#include "cli/server/conflict.h"
#include "cli/server/connect.h"
#include "cli/server/publish.h"
#include "cli/server/repair.h"
#include "cli/server/server.h"
#include "cli/server/setup.h"
#include "cli/server/stuck.h"
#include "cli/server/unpublish.h"
#include "cli/server/watch.h"

namespace enrolkit {

struct ServerOptions {
  ConnectOptions connect;
  CheckOptions check;
  ConflictOptions conflict;
  StuckOptions stuck;
  ServerRepairOptions repair;
  PublishOptions publish;
  UnpublishOptions unpublish;
  WatchOptions watch;
  SetupOptions setup;
};

}  // namespace enrolkit
