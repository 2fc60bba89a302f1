// Computer inventory as the simulated server tells it: which fields can be asked for, and a Mac's record.
#pragma once

#include <set>
#include <string>

#include "jamfpro/simulator/listing.h"

namespace enrolkit::test {

// The `section` parameters, repeated or with commas; GENERAL when there is none. 400 for one that is not known.
[[nodiscard]] std::variant<std::set<std::string>, Answered> sections_in(const Parameters& query);
[[nodiscard]] const std::set<std::string>& all_sections();

// For version 1 to 4 of the endpoint: v4 has its own names for the times of contact.
[[nodiscard]] const ListForm& inventory_form(int version);
// The value by which that Mac is filtered and sorted; `seen`: as its record shows it.
[[nodiscard]] std::optional<std::string> inventory_value(const SimMac& seen, const std::string& field);
// Whether that value moves with time, so that the record has to be looked at.
[[nodiscard]] bool is_contact_time(std::string_view field);

[[nodiscard]] jamf::Json inventory_record(const SimMac& seen, const std::set<std::string>& sections,
                                          int version, std::size_t extra_bytes);

// What every Mac of the simulator is.
inline constexpr const char *kSimModel = "MacBook Pro", *kSimMake = "Apple", *kSimPlatform = "Mac",
                            *kSimSystem = "macOS", *kSimSystemVersion = "15.7.1", *kSimSystemBuild = "24G231";

}  // namespace enrolkit::test
