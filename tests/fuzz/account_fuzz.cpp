// Bytes of a user's or a group's record, as a collected folder may hold anything under that name.
#include <cstddef>
#include <cstdint>

#include "core/account/account.h"
#include "core/account/name.h"
#include "fuzz/demand.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes{reinterpret_cast<const char*>(data), size};
  enrolkit::AccountBase base;
  enrolkit::add_user(base, "user", bytes);
  enrolkit::add_group(base, "group", bytes);
  demand(base.users.size() + base.unreadable_users.size() == 1);
  demand(base.groups.size() + base.unreadable_groups.size() == 1);
  for (const auto& account : base.users) {
    for (const auto& name : account.names) {
      const auto match = enrolkit::find_account(base, name);
      demand(enrolkit::value_of(match) != nullptr);
      const std::string normal = enrolkit::normalised_name(name);
      demand(enrolkit::normalised_name(normal) == normal);
    }
    // The same bytes as a group: nothing but its name makes it the admin group.
    if (!base.groups.empty() && base.groups.front().name != "admin") {
      demand(enrolkit::is_admin(base, account) == enrolkit::Membership::unknown);
    }
  }
  return 0;
}
