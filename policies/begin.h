// What must hold before a run looks at the Mac: it is due, nobody else is at work, the journal can be used, and what launchd
// goes on with was handed to it.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "host/host.h"
#include "host/host_writer.h"
#include "policies/repair.h"
#include "policies/store.h"
#include "run/exit_code.h"

namespace enrolkit {

struct Begun {
  std::unique_ptr<HeldLock> lock;      // to be kept until the run's end; none where nothing may be written
  std::optional<std::string> why_not;  // then nothing may be done
  Exit exit = Exit::trouble;           // in that case
  std::string note;                    // what a person should know beside; empty: nothing
};

// Why root's own could not be made, with what to do where it is enrolkit's package that is missing.
[[nodiscard]] Error without_package(const Host& host, Error failed);

// Opens the store. Where others than root may write, or in a dry run, it is told to keep nothing: the planner names why.
[[nodiscard]] Begun begin_run(const Host& host, HostWriter* writer, const RepairOptions& options,
                              Store& store);

}  // namespace enrolkit
