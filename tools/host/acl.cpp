#include "host/acl.h"

#ifdef __APPLE__
#include <sys/types.h>

#include <sys/acl.h>

#include <array>
#include <cerrno>
#endif

namespace enrolkit {

#ifdef __APPLE__
namespace {

bool lets_write(acl_entry_t entry) {
  acl_tag_t tag{};
  acl_permset_t rights = nullptr;
  if (::acl_get_tag_type(entry, &tag) != 0 || ::acl_get_permset(entry, &rights) != 0) return true;
  if (tag != ACL_EXTENDED_ALLOW) return false;
  // Of a folder the first two mean: to add a file, to add a folder.
  constexpr std::array kWrite{ACL_WRITE_DATA,     ACL_APPEND_DATA,      ACL_DELETE,
                              ACL_DELETE_CHILD,   ACL_WRITE_ATTRIBUTES, ACL_WRITE_EXTATTRIBUTES,
                              ACL_WRITE_SECURITY, ACL_CHANGE_OWNER};
  for (const acl_perm_t right : kWrite) {
    if (::acl_get_perm_np(rights, right) != 0) return true;
  }
  return false;
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
