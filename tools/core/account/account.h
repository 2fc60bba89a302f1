// Local accounts and groups, from the property lists of /var/db/dslocal/nodes/Default/{users,groups}, or from
// what `dscl -plist . -read` prints of a record. Apple documents neither: keys and shapes are those of real
// records, of the pwpolicy and dscl manuals and of scripts that administrators share.
//
// Secrets of a record (ShadowHashData, HeimdalSRPKey, KerberosKeys, passwd) are never asked for nor kept.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/enum_names.h"
#include "core/base/reading.h"

namespace enrolkit {

struct Account {
  std::vector<std::string> names;  // at least one: [0] is the record name, the others are aliases
  std::string real_name;
  std::string guid;  // upper case
  std::string home;
  std::optional<std::int64_t> uid;  // as a signed number of 32 bits: nobody is -2
  std::optional<std::int64_t> gid;
  bool hidden = false;              // by IsHidden, or by a uid under 500
  bool secure_token = false;        // the record says so; the volume's own list is the verdict
  bool disabled = false;            // by an authority
  bool disabled_by_policy = false;  // accountPolicyData says isDisabled
  bool has_password = false;        // an authority knows one: its own, or its directory's
  std::string shell;
  bool has_authority = false;                // without any, "no" to the two above is no answer
  std::optional<std::int64_t> created_unix;  // seconds since 1970, UTC; accounts made by old tools have none
  // Attributes (by their dslocal name) that are there but of no known shape: what they say is not known, so
  // the fields made from them are not an answer.
  std::vector<std::string> unclear;

  [[nodiscard]] const std::string& name() const { return names.front(); }
  [[nodiscard]] bool is_unclear(std::string_view attribute) const;
  bool operator==(const Account&) const = default;
};

struct Group {
  std::string name;
  std::string guid;  // upper case
  std::optional<std::int64_t> gid;
  std::vector<std::string> users;                       // record names
  std::vector<std::string> member_guids, nested_guids;  // upper case: of accounts, of groups
  std::vector<std::string> unclear;                     // as in Account

  bool operator==(const Group&) const = default;
};

// Unreadable: no property list, no dictionary, or a record whose name is missing or unclear.
[[nodiscard]] std::variant<Account, Unreadable> parse_account(std::string_view plist);
[[nodiscard]] std::variant<Group, Unreadable> parse_group(std::string_view plist);

// What is read of an attribute of a record, by its dslocal name or dscl's: for who leaves out the rest.
enum class AttributeUse : std::uint8_t {
  none,    // it is not looked at
  whole,   // its values
  tag,     // the tag of each value, "version;tag;data"
  policy,  // creationTime and isDisabled of the property list in its first value
};
[[nodiscard]] AttributeUse use_of_attribute(std::string_view key);

struct AccountBase {
  std::vector<Account> users;
  std::vector<Group> groups;
  // Records that could not be read, each with why: "jamfadmin.plist: not a sound property list: ...".
  std::vector<std::string> unreadable_users, unreadable_groups;
};

// Parses one record and puts it where it belongs. `file` names it for a person.
void add_user(AccountBase& base, std::string_view file, std::string_view plist);
void add_group(AccountBase& base, std::string_view file, std::string_view plist);

struct AccountMatch {
  const Account* account = nullptr;  // in the base that was searched; never null
  bool by_alias = false;             // the name is not its record name

  bool operator==(const AccountMatch&) const = default;
};

// It has that name, or that alias. The case of letters does not count, as in macOS's directory.
[[nodiscard]] bool answers_to(const Account& account, std::string_view name);

// The account of this whole name, whatever the case of its letters; the same bytes go before other case, and a record name
// before an alias. Absent only when every user record could be read: one that could not might be the one.
[[nodiscard]] Reading<AccountMatch> find_account(const AccountBase& base, std::string_view name);

enum class Membership : std::uint8_t { no, yes, unknown };
inline constexpr EnumNames<Membership, 3> kMembershipNames{{"no", "yes", "unknown"}};

// Whether the account is in the group `admin`: as one of its users, by GeneratedUID, by primary group, or in
// a group nested in it. `unknown` when nothing says yes and something that could is missing or unclear: the
// group itself, either list of its members (root is in both), a nested group, the account's primary group or
// GeneratedUID. uid 0 makes nobody a member.
// mbr_check_membership(3) is the system's own verdict; this explains it, and answers for a Mac that is only a
// folder or a volume.
[[nodiscard]] Membership is_admin(const AccountBase& base, const Account& account);

}  // namespace enrolkit
