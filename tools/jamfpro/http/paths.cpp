#include "jamfpro/http/paths.h"

#include <string_view>

namespace enrolkit::jamf {
namespace {

// Servers before `since` surely lack it.
struct Path {
  Resource resource;
  std::string_view path;
  Version since;
};
constexpr Path kPaths[] = {
    {Resource::enrolment, "/api/v4/enrollment", {10, 51, 0}},
    {Resource::enrolment, "/api/v3/enrollment", {}},
    {Resource::prestages, "/api/v3/computer-prestages", {}},
    {Resource::prestages, "/api/v2/computer-prestages", {}},
    {Resource::prestage_scopes, "/api/v2/computer-prestages/scope", {}},
    {Resource::inventory, "/api/v4/computers-inventory", {11, 30, 0}},
    {Resource::inventory, "/api/v3/computers-inventory", {11, 8, 0}},
    {Resource::inventory, "/api/v2/computers-inventory", {11, 8, 0}},
    {Resource::inventory, "/api/v1/computers-inventory", {}},
};

}  // namespace

std::vector<std::string> paths_of(Resource resource, const std::optional<Version>& server) {
  std::vector<std::string> out;
  for (const Path& path : kPaths) {
    if (path.resource == resource && (!server || *server >= path.since)) out.emplace_back(path.path);
  }
  return out;
}

}  // namespace enrolkit::jamf
