// Access control lists. On macOS they give rights beside owner and mode: a file of root's, mode 0644, may be anybody's.
#pragma once

namespace enrolkit {

// An entry lets somebody change the open file or folder, its rights, or what lies in it. True also where the list could not
// be read. Whom an entry names is not asked: Jamf and macOS give such rights to nobody on paths that root trusts.
// On Linux, where only tests run, the group's bits of the mode bound every list: false.
[[nodiscard]] bool acl_lets_write(int fd);

}  // namespace enrolkit
