// The Mac's MDM enrolment, by what macOS says.
#pragma once

#include <string>

#include "core/base/reading.h"
#include "core/management/mdm.h"
#include "host/host.h"

namespace enrolkit {

// Runs `profiles status -type enrollment`, which is local and cheap. Unreadable for another volume.
[[nodiscard]] Reading<MdmStatus> read_mdm(const Host& host);

// Runs `profiles status -type bootstraptoken`, which is local, and answers root alone.
[[nodiscard]] Reading<BootstrapToken> read_bootstrap_token(const Host& host);

// Runs ioreg. Unreadable for another volume: no file holds the serial number.
[[nodiscard]] Reading<std::string> read_serial(const Host& host);

}  // namespace enrolkit
