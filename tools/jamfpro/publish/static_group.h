// A static computer group that holds exactly these Macs: for the console, and for policies of the user's own.
//
// Ours by the mark in its description (definitions.h); any other of that name, smart or static, is never touched. The
// group is written by /api/v3/computer-groups/static-groups, or v2 where that is not found: name, description, siteId,
// assignments (ids of computers); POST answers 201, PUT 202 (Jamf Pro API reference of 11.33). All groups are listed by
// /api/v1/computer-groups; members are read from the Classic API.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "jamfpro/http/session.h"

namespace enrolkit::jamf {

using GroupMembers = std::map<std::string, std::string>;  // serial by the computer's id

struct GroupPlan {
  enum class Act { create, change, same, refused };
  Act act = Act::create;
  std::string name, id;
  GroupMembers wanted, added, removed;
  std::string why;  // of a refusal
};

class StaticGroups {
 public:
  explicit StaticGroups(Session& session) : session_(session) {}

  // Changes nothing. Of `undecided`, those that are in the group stay there.
  [[nodiscard]] Result<GroupPlan> plan(const std::string& name, const GroupMembers& wanted,
                                       const GroupMembers& undecided);
  // Writes it, and reads back that it has these members and no others. A failure says what is not so.
  [[nodiscard]] Status carry_out(const GroupPlan& plan);

 private:
  struct Found {
    std::string id, name, description;
    bool smart = false;
  };
  [[nodiscard]] Result<std::vector<Found>> named(const std::string& name);
  [[nodiscard]] Result<GroupMembers> members(const std::string& id);
  [[nodiscard]] Result<Json> write(const GroupPlan& plan, const std::string& path);

  Session& session_;
};

}  // namespace enrolkit::jamf
