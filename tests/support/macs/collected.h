// A Mac collected into an archive in memory, and all that any rule says of a Mac, for comparing the two.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "collect/collection.h"
#include "core/base/time.h"
#include "host/host.h"
#include "support/macs/memory_file.h"
#include "support/temp_folder.h"

namespace enrolkit::test {

[[nodiscard]] Collection collection_of(const Host& mac, const CollectionLimits& limits = {});
[[nodiscard]] std::string packed(const Collection& collection);
// Null, and a failure of the test, when it cannot be read.
[[nodiscard]] std::unique_ptr<Host> opened(const std::string& archive);

// Every attribute and the diagnosis, with evidence and details, as JSON.
[[nodiscard]] std::string everything_said_of(const Host& mac, bool whole_log);

void set_times(const std::string& path, LocalTime time);

// Lays out the fixture "healthy" as a tree with a secret wherever a Mac may have one. Answers the secrets, in
// every form in which they would show.
[[nodiscard]] std::vector<std::string> plant_secrets(const TempFolder& folder, const std::string& name);

}  // namespace enrolkit::test
