#include "jamf/profile.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "jamf/texts.h"

namespace enrolkit {

std::string profile(std::string_view id, std::string_view name, std::string_view description,
                    nlohmann::ordered_json payload) {
  const std::string identifier = fmt::format("io.github.enrolkit.{}", id);
  payload["PayloadDisplayName"] = name;
  payload["PayloadIdentifier"] = identifier + ".payload";
  payload["PayloadUUID"] = uuid_of(identifier + ".payload");
  payload["PayloadVersion"] = 1;
  return plist_file({{"PayloadDisplayName", name},
                     {"PayloadDescription", description},
                     {"PayloadIdentifier", identifier},
                     {"PayloadOrganization", "enrolkit"},
                     {"PayloadScope", "System"},
                     {"PayloadType", "Configuration"},
                     {"PayloadUUID", uuid_of(identifier)},
                     {"PayloadVersion", 1},
                     {"PayloadContent", nlohmann::ordered_json::array({std::move(payload)})}});
}

}  // namespace enrolkit
