// What is made of a users folder that did not show its records.
#include <gtest/gtest.h>

#include "evidence/read_mac.h"
#include "host/real_host.h"
#include "support/has.h"
#include "support/temp_folder.h"
#include "support/writers/dslocal_writer.h"

namespace enrolkit::test {
namespace {

constexpr const char* kUsers = "private/var/db/dslocal/nodes/Default/users";

struct Tree {
  TempFolder folder;

  void user(const std::string& name) {
    DslocalUser user;
    user.names = {name};
    folder.write(std::string(kUsers) + "/" + name + ".plist", to_plist(user));
  }
  [[nodiscard]] Reading<AccountBase> accounts() const {
    const auto host = open_host(folder.path());
    return read_accounts(*std::get<0>(host));
  }
};

// Every Mac has root, daemon and nobody; what may not be read is sometimes shown as an empty folder.
TEST(ReadAccounts, AUsersFolderWithoutARecordWasNotRead) {
  Tree tree;
  EXPECT_TRUE(std::holds_alternative<Absent>(tree.accounts()));
  tree.folder.folder(kUsers);
  const auto empty = tree.accounts();
  ASSERT_NE(why_unreadable(empty), nullptr);
  EXPECT_TRUE(has(*why_unreadable(empty), "users: lists no record, and every Mac has some"))
      << *why_unreadable(empty);
  tree.folder.write(std::string(kUsers) + "/notes.txt", "");
  EXPECT_NE(why_unreadable(tree.accounts()), nullptr);
  tree.user("root");
  const auto read = tree.accounts();
  ASSERT_NE(value_of(read), nullptr);
  EXPECT_TRUE(value_of(read)->unreadable_users.empty());
}

// A list that was cut is no proof that an account is not on it.
TEST(ReadAccounts, AListWithoutRootIsNotWhole) {
  Tree tree;
  tree.user("alice");
  const auto cut = tree.accounts();
  ASSERT_NE(value_of(cut), nullptr);
  EXPECT_NE(value_of(find_account(*value_of(cut), "alice")), nullptr);
  const auto match = find_account(*value_of(cut), "_mgmt");
  ASSERT_NE(why_unreadable(match), nullptr);
  EXPECT_TRUE(has(*why_unreadable(match), "lists no root")) << *why_unreadable(match);
}

}  // namespace
}  // namespace enrolkit::test
