// From a recording of what the rules asked of a Mac to what goes into the archive: redacted, bounded, and
// with a manifest of all of it.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/saved/manifest.h"
#include "host/recording_host.h"

namespace enrolkit {

struct Collection {
  Manifest manifest;
  std::map<std::string, std::string> entries;  // by entry_name()
  // One line each: what could not be read, or was left out. All of it stands in the manifest, too.
  std::vector<std::string> not_collected;
  [[nodiscard]] bool found_anything() const;  // a file, a folder, or a command that answered
};

struct CollectionLimits {
  std::uint64_t log = 64ULL << 20U;  // bytes of text of one log with its rotated siblings, the newest
};

// `root`: as the person named it.
[[nodiscard]] Collection collect_from(const RecordingHost& host, std::string_view root,
                                      const CollectionLimits& limits = {});

// The archive, its manifest first. False when the sink took no more.
[[nodiscard]] bool pack(const Collection& collection, const std::function<bool(std::string_view)>& sink);

}  // namespace enrolkit
