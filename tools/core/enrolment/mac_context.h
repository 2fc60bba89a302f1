// What is known of a Mac besides its jamf.log, for the judgement of its enrolments.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/reading.h"
#include "core/base/time.h"
#include "core/log/boots.h"

namespace enrolkit {

// When a local account was made, by its own record, on the Mac's clock.
struct AccountCreation {
  std::string name;  // exact record name
  LocalTime created;
};

// The Mac at this moment, where it is looked at while it runs.
struct Uptime {
  LocalTime now;
  Reading<LocalTime> since;  // its last start
};

// What is known besides the log.
struct MacContext {
  std::optional<LocalTime> now;  // the Mac's local time; nothing for a log read elsewhere, later
  std::optional<Uptime> uptime;  // nothing for another volume, or collected files
  bool excerpt = false;          // the log was copied at a time that is not known: more may have come since
  std::vector<Boot> boots;       // when the Mac went down and came up, as far as that is kept
  std::string boots_unreadable;  // why not all of it could be looked at; empty when it could
  std::vector<AccountCreation> account_creations;
  bool creations_in_the_macs_zone = false;  // else a difference of whole quarters of an hour means nothing
  std::vector<std::string> local_administrators;  // the PreStage's, from settings: exact names
};

}  // namespace enrolkit
