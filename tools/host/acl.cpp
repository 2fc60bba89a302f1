#include "host/acl.h"

#ifdef __APPLE__
#include <sys/types.h>

#include <sys/acl.h>

#include <cerrno>
#endif

namespace enrolkit {

#ifdef __APPLE__
namespace {

bool lets_write(acl_entry_t entry) {
  acl_tag_t tag{};
  if (::acl_get_tag_type(entry, &tag) != 0) return true;
  if (tag == ACL_EXTENDED_DENY) return false;
  // These only look; whatever else there is, or comes one day, may write.
  constexpr acl_permset_mask_t kLook = ACL_READ_DATA | ACL_EXECUTE | ACL_READ_ATTRIBUTES |
                                       ACL_READ_EXTATTRIBUTES | ACL_READ_SECURITY | ACL_SYNCHRONIZE;
  acl_permset_mask_t mask = 0;
  return ::acl_get_permset_mask_np(entry, &mask) != 0 || (mask & ~kLook) != 0;
}

}  // namespace

bool acl_lets_write(int fd) {
  acl_t list = ::acl_get_fd_np(fd, ACL_TYPE_EXTENDED);
  if (list == nullptr) return errno != ENOENT && errno != ENOTSUP && errno != EOPNOTSUPP;  // it has none
  bool lets = false;
  acl_entry_t entry = nullptr;
  for (int which = ACL_FIRST_ENTRY; !lets && ::acl_get_entry(list, which, &entry) == 0;
       which = ACL_NEXT_ENTRY)
    lets = lets_write(entry);
  ::acl_free(list);
  return lets;
}
#else
bool acl_lets_write(int /*fd*/) { return false; }
#endif

}  // namespace enrolkit
