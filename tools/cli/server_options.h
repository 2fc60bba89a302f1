// All that `enrolkit server` can be asked.
#pragma once

#include "cli/server.h"
#include "cli/server_check.h"
#include "cli/server_clash.h"
#include "cli/server_connect.h"
#include "cli/server_heal.h"
#include "cli/server_publish.h"
#include "cli/server_stuck.h"

namespace enrolkit {

struct ServerOptions {
  ConnectOptions connect;
  CheckOptions check;
  ClashOptions clash;
  StuckOptions stuck;
  HealOptions heal;
  PublishOptions publish;
};

}  // namespace enrolkit
