// The code signature of the jamf binary, as macOS judges it.
#pragma once

#include <optional>

#include "core/management/code_signature.h"
#include "host/host.h"

namespace enrolkit {

// Runs codesign on the jamf binary, unless `earlier` still holds for the file that is there. Only for a file
// that is there, on the running system: what is no answer of codesign is an unknown verdict.
[[nodiscard]] SignatureFacts read_signature(const Host& host, const std::optional<SignatureCheck>& earlier);

}  // namespace enrolkit
