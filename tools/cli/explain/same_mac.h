// Which files of one folder are one Mac's, by what is in them: a name says little about who wrote a log.
#pragma once

#include <set>
#include <string>

#include "cli/explain/place.h"

namespace enrolkit {

// The first record of a log, as it stands there; empty: none near its beginning.
[[nodiscard]] std::string first_record(const Place& place, const std::string& path);
// The host of that record.
[[nodiscard]] std::string first_host(const Place& place, const std::string& path);
// The last record likewise; empty where the file is packed.
[[nodiscard]] std::string last_record(const Place& place, const std::string& path);

// The computers that wrote a log, by its beginning and, where it is not packed, its end. A Mac's name may change
// inside a log, and its apostrophe does.
[[nodiscard]] std::set<std::string> hosts_of(const Place& place, const std::string& path);
// False where both are known and none is in both.
[[nodiscard]] bool may_be_one(const std::set<std::string>& a, const std::set<std::string>& b);

// All of `part` stands at the beginning of `whole`, as text, whatever they are packed with.
[[nodiscard]] bool begins_with(const Place& place, const std::string& whole, const std::string& part);
// That line stands in the file.
[[nodiscard]] bool holds_line(const Place& place, const std::string& path, const std::string& line);

}  // namespace enrolkit
