#include <gtest/gtest.h>

#include "core/account/account.h"
#include "support/writers/dslocal_writer.h"

namespace enrolkit {
namespace {

using test::DslocalGroup;
using test::DslocalUser;
using test::to_plist;

using Strings = std::vector<std::string>;

const std::string kOnlyNamed =
    "<plist><dict><key>name</key><array><string>jamfadmin</string></array></dict></plist>";

// A GeneratedUID that begins so.
std::string guid(std::string begin) {
  return begin + std::string("00000000-0000-4000-8000-000000000000").substr(begin.size());
}

DslocalUser named(const std::string& name, const std::string& guid = "11111111-0000-4000-8000-00000000000A") {
  DslocalUser user;
  user.names = {name};
  user.guid = guid;
  user.uid = "502";
  return user;
}

AccountBase base_of(const std::vector<DslocalUser>& users, const std::vector<DslocalGroup>& groups) {
  AccountBase base;
  for (const auto& user : users) add_user(base, user.names.front() + ".plist", to_plist(user));
  for (const auto& one : groups) add_group(base, one.names.front() + ".plist", to_plist(one));
  return base;
}

// "jamfadmin", "jamfadmin (alias)", "absent" or "unreadable": what was found under a name.
std::string found(const AccountBase& base, std::string_view name) {
  return match(
      find_account(base, name),
      [](const AccountMatch& m) { return m.account->name() + (m.by_alias ? " (alias)" : ""); },
      [](const Absent&) { return std::string("absent"); },
      [](const Unreadable&) { return std::string("unreadable"); });
}

TEST(AccountBase, FindsOnlyWholeNames) {
  DslocalUser admin = named("jamfadmin2");
  admin.names.emplace_back("helper");
  const AccountBase base = base_of({admin, named("sshadmin2"), named("admin")}, {});
  EXPECT_EQ(found(base, "jamfadmin2"), "jamfadmin2");
  EXPECT_EQ(found(base, "helper"), "jamfadmin2 (alias)");
  EXPECT_EQ(found(base, "admin"), "admin");
  for (const char* name : {"jamfadmin", "sshadmin", "min", "admin ", "", "jamfadmin22", "help"}) {
    EXPECT_EQ(found(base, name), "absent") << name;
  }
}

// As macOS's directory does.
TEST(AccountBase, FindsNamesInAnyCase) {
  DslocalUser admin = named("Jamfadmin");
  admin.names.emplace_back("Helper");
  EXPECT_EQ(found(base_of({admin}, {}), "jamfAdmin"), "Jamfadmin");
  EXPECT_EQ(found(base_of({admin}, {}), "helper"), "Jamfadmin (alias)");
  EXPECT_EQ(found(base_of({admin, named("JAMFADMIN")}, {}), "JAMFADMIN"), "JAMFADMIN")
      << "the same bytes first";
  DslocalUser alias = named("alice");
  alias.names.emplace_back("jamfadmin");
  EXPECT_EQ(found(base_of({alias, admin}, {}), "jamfadmin"), "Jamfadmin") << "a record name before an alias";
}

TEST(AccountBase, PrefersARecordNameToAnAlias) {
  DslocalUser first = named("alice");
  first.names.emplace_back("jamfadmin");
  EXPECT_EQ(found(base_of({first, named("jamfadmin")}, {}), "jamfadmin"), "jamfadmin");
}

TEST(AccountBase, DoesNotCallAnAccountAbsentWhenARecordCouldNotBeRead) {
  AccountBase base = base_of({named("alice")}, {});
  add_group(base, "staff.plist", "");
  EXPECT_EQ(found(base, "jamfadmin"), "absent");
  add_user(base, "jamfadmin.plist", "bplist00");
  EXPECT_EQ(found(base, "jamfadmin"), "unreadable");
  EXPECT_EQ(found(base, "alice"), "alice");
  EXPECT_EQ(base.unreadable_users,
            Strings{"jamfadmin.plist: not a sound property list: too short for a binary property list"});
  EXPECT_EQ(base.unreadable_groups, Strings{"staff.plist: not a sound property list: it is empty"});
}

Membership admin(const AccountBase& base, const DslocalUser& user) {
  return is_admin(base, std::get<Account>(parse_account(to_plist(user))));
}

TEST(IsAdmin, ByShortNameAndOnlyByTheWholeOne) {
  DslocalGroup written;
  written.users = {"root", "sshadmin2", "jamfadmin"};
  const AccountBase base = base_of({}, {written});
  EXPECT_EQ(admin(base, named("jamfadmin")), Membership::yes);
  EXPECT_EQ(admin(base, named("sshadmin2")), Membership::yes);
  EXPECT_EQ(admin(base, named("Jamfadmin")), Membership::yes) << "in any case";
  for (const char* name : {"sshadmin", "admin", "jamfadmin2", "root2"}) {
    EXPECT_EQ(admin(base, named(name)), Membership::no) << name;
  }
}

TEST(IsAdmin, ByGuidInAnyCase) {
  DslocalGroup written;
  written.member_guids = {"8e5d9a64-2b1c-4f0e-9c11-0a6b7c8d9e0f"};
  const AccountBase base = base_of({}, {written});
  EXPECT_EQ(admin(base, named("x", "8E5D9A64-2B1C-4F0E-9C11-0A6B7C8D9E0F")), Membership::yes);
  EXPECT_EQ(admin(base, named("x", "8E5D9A64-2B1C-4F0E-9C11-0A6B7C8D9E00")), Membership::no);
  EXPECT_EQ(admin(base, named("x", "8E5D9A64")), Membership::unknown);  // no GeneratedUID
}

TEST(IsAdmin, ByPrimaryGroup) {
  DslocalUser user = named("x");
  user.gid = "80";
  EXPECT_EQ(admin(base_of({}, {DslocalGroup{}}), user), Membership::yes);
}

TEST(IsAdmin, ThroughNestedGroupsEvenInACircle) {
  DslocalGroup top, middle, bottom;
  top.nested_guids = {guid("aaaa")};
  middle.names = {"helpdesk"};
  middle.guid = guid("AAAA");
  middle.gid = "601";
  middle.nested_guids = {guid("bbbb"), guid("AAAA")};
  bottom.names = {"seniors"};
  bottom.guid = guid("BBBB");
  bottom.gid = "602";
  bottom.users = {"alice"};
  bottom.nested_guids = {top.guid, guid("aaaa")};
  const AccountBase base = base_of({}, {bottom, middle, top});
  EXPECT_EQ(admin(base, named("alice")), Membership::yes);
  EXPECT_EQ(admin(base, named("bob")), Membership::no);
}

TEST(IsAdmin, DoesNotTakeUidZeroForAMembership) {
  DslocalGroup without_root;
  without_root.users = {"jamfadmin"};
  without_root.member_guids = {guid("AAAA")};
  DslocalUser root = named("root", "FFFFEEEE-DDDD-CCCC-BBBB-AAAA00000000");
  root.uid = "0";
  EXPECT_EQ(admin(base_of({}, {without_root}), root), Membership::no);
  EXPECT_EQ(admin(base_of({}, {DslocalGroup{}}), root), Membership::yes);
}

TEST(IsAdmin, IsUnknownWithoutTheAdminGroup) {
  DslocalGroup other;
  other.names = {"_appserveradm", "admin"};
  EXPECT_EQ(admin(AccountBase{}, named("x")), Membership::unknown);
  EXPECT_EQ(admin(base_of({}, {other}), named("x")), Membership::unknown);
}

TEST(IsAdmin, IsUnknownWhenWhatCouldSayYesCannotBeRead) {
  DslocalGroup nests_a_stranger;
  nests_a_stranger.nested_guids = {guid("CCCC")};
  EXPECT_EQ(admin(base_of({}, {nests_a_stranger}), named("x")), Membership::unknown);
  EXPECT_EQ(admin(base_of({}, {nests_a_stranger}), named("root")), Membership::yes);

  AccountBase odd_members;
  add_group(odd_members, "admin.plist",
            "<plist><dict><key>name</key><array><string>admin</string></array><key>users</key><dict/></"
            "dict></plist>");
  EXPECT_EQ(admin(odd_members, named("x")), Membership::unknown);

  const AccountBase plain = base_of({}, {DslocalGroup{}});
  EXPECT_EQ(is_admin(plain, std::get<Account>(parse_account(kOnlyNamed))),
            Membership::unknown);  // no GeneratedUID to compare
  DslocalUser odd_group = named("x");
  odd_group.gid = "80x";
  EXPECT_EQ(admin(plain, odd_group), Membership::unknown);
}

// root is in both lists of every Mac's group: a list that is not there was not read.
TEST(IsAdmin, IsUnknownWhereAListOfTheAdminGroupIsMissing) {
  DslocalGroup no_names, no_guids, odd_guids, no_gid;
  no_names.users.clear();
  no_guids.member_guids.clear();
  odd_guids.member_guids.emplace_back("8E5D9A64");
  no_gid.gid = "80 ";
  for (const DslocalGroup& lacking : {no_names, no_guids, odd_guids, no_gid})
    EXPECT_EQ(admin(base_of({}, {lacking}), named("x")), Membership::unknown);
  EXPECT_EQ(admin(base_of({}, {no_guids}), named("root")), Membership::yes);

  DslocalGroup top, empty;  // a nested group may have no member
  top.nested_guids = {guid("AAAA")};
  empty.names = {"helpdesk"};
  empty.guid = guid("AAAA");
  empty.gid = "601";
  empty.users.clear();
  empty.member_guids.clear();
  EXPECT_EQ(admin(base_of({}, {top, empty}), named("x")), Membership::no);
}

TEST(IsAdmin, IsUnknownWithoutAPrimaryGroup) {
  const std::string plist = "<plist><dict><key>name</key><string>x</string><key>generateduid</key><string>" +
                            guid("AA") + "</string></dict></plist>";
  EXPECT_EQ(is_admin(base_of({}, {DslocalGroup{}}), std::get<Account>(parse_account(plist))),
            Membership::unknown);
}

TEST(IsAdmin, AnAccountMadeAgainKeepsItsPlaceByName) {
  DslocalGroup written;
  written.users = {"jamfadmin"};
  written.member_guids = {guid("DEAD")};
  EXPECT_EQ(admin(base_of({}, {written}), named("jamfadmin", guid("BEEF"))), Membership::yes);
}

}  // namespace
}  // namespace enrolkit
