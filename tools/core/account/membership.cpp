// Who is in the group `admin`.
#include <algorithm>

#include "core/account/account.h"
#include "core/base/ascii.h"

namespace enrolkit {
namespace {

bool contains(const std::vector<std::string>& guids, const std::string& guid) {
  return std::find(guids.begin(), guids.end(), guid) != guids.end();
}

}  // namespace

Membership is_admin(const AccountBase& base, const Account& account) {
  std::vector<const Group*> reached;  // each once, so that groups nested in a circle end
  const auto reach = [&](auto&& wanted) {
    bool found = false;
    for (const Group& group : base.groups) {
      if (!wanted(group)) continue;
      found = true;
      if (std::find(reached.begin(), reached.end(), &group) == reached.end()) reached.push_back(&group);
    }
    return found;
  };
  bool certain = reach([](const Group& group) { return group.name == "admin"; });
  certain &= account.gid.has_value();
  for (std::size_t i = 0; i < reached.size(); ++i) {
    const Group& group = *reached[i];
    if (has_ignoring_case(group.users, account.name())) return Membership::yes;
    if (account.gid && group.gid == account.gid) return Membership::yes;
    if (!account.guid.empty() && contains(group.member_guids, account.guid)) return Membership::yes;
    const bool lists = !group.users.empty() && !group.member_guids.empty();
    certain &= lists || group.name != "admin";  // a nested group may be empty
    certain &= group.unclear.empty() && group.gid.has_value();
    certain &= !account.guid.empty() || group.member_guids.empty();
    for (const std::string& guid : group.nested_guids) {
      certain &= reach([&](const Group& nested) { return nested.guid == guid; });
    }
  }
  return certain ? Membership::no : Membership::unknown;
}

}  // namespace enrolkit
