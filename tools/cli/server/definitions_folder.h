// The folder that `make dist` writes its definitions for Jamf Pro into, and the package beside it, as bytes.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "core/base/reading.h"
#include "jamfpro/publish/checksums.h"
#include "jamfpro/publish/definitions.h"

namespace enrolkit {

// The definitions in it. No link below the folder is followed. Unreadable: one line that says which file, and
// what is wrong; also when the folder holds no definition at all.
[[nodiscard]] std::variant<std::vector<jamf::Definition>, Unreadable> read_definitions(
    const std::string& folder, jamf::Reports reports);

// The file of the package that is defined, named by the user or else beside the folder. Absent when no
// package is defined.
[[nodiscard]] Reading<jamf::PackageFile> read_package(const std::vector<jamf::Definition>& definitions,
                                                      const std::string& folder, const std::string& named);

}  // namespace enrolkit
