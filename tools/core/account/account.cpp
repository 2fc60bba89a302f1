#include "core/account/account.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

#include "core/base/ascii.h"
#include "core/base/uuid.h"
#include "core/format/plist.h"

namespace enrolkit {
namespace {

// An attribute's name in a dslocal record, and the one by which dscl prints it.
struct Attribute {
  const char* dslocal;
  const char* dscl;
};
constexpr Attribute kName{"name", "dsAttrTypeStandard:RecordName"};
constexpr Attribute kRealName{"realname", "dsAttrTypeStandard:RealName"};
constexpr Attribute kUid{"uid", "dsAttrTypeStandard:UniqueID"};
constexpr Attribute kGid{"gid", "dsAttrTypeStandard:PrimaryGroupID"};
constexpr Attribute kGuid{"generateduid", "dsAttrTypeStandard:GeneratedUID"};
constexpr Attribute kHome{"home", "dsAttrTypeStandard:NFSHomeDirectory"};
constexpr Attribute kShell{"shell", "dsAttrTypeStandard:UserShell"};
constexpr Attribute kIsHidden{"IsHidden", "dsAttrTypeNative:IsHidden"};
constexpr Attribute kAuthority{"authentication_authority", "dsAttrTypeStandard:AuthenticationAuthority"};
constexpr Attribute kPolicy{"accountPolicyData", "dsAttrTypeNative:accountPolicyData"};
constexpr Attribute kUsers{"users", "dsAttrTypeStandard:GroupMembership"};
constexpr Attribute kMemberGuids{"groupmembers", "dsAttrTypeStandard:GroupMembers"};
constexpr Attribute kNestedGuids{"nestedgroups", "dsAttrTypeStandard:NestedGroups"};

// Every one there is.
constexpr std::array kRead{kName,     kRealName,  kUid,    kGid,   kGuid,        kHome,       kShell,
                           kIsHidden, kAuthority, kPolicy, kUsers, kMemberGuids, kNestedGuids};

// Of an authority that knows a password: the record's own, or its directory's.
constexpr std::array<std::string_view, 3> kPasswordTags{"ShadowHash", "LocalCachedUser", "NetLogon"};

constexpr std::int64_t kFirstShownUid = 500;
constexpr double kYear10000 = 253'402'300'800.0;  // seconds since 1970

// A uid or gid: decimal and nothing else, in the range that 32 bits hold, read as signed or unsigned.
std::optional<std::int64_t> parse_id(const std::string& text) {
  std::int64_t value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{} || stop != end) return std::nullopt;
  constexpr std::int64_t kMost = std::numeric_limits<std::uint32_t>::max();
  if (value < std::numeric_limits<std::int32_t>::min() || value > kMost) return std::nullopt;
  // 4294967294 is -2: macOS keeps the same 32 bits of both.
  return value > std::numeric_limits<std::int32_t>::max() ? value - kMost - 1 : value;
}

// Asks a record for its attributes, and notes those that are there in a shape that is not understood. Every
// value is an array, even a single one; a bare value is taken as the only element. An empty array is none.
class Record {
 public:
  Record(PlistValue root, std::vector<std::string>& unclear) : root_(root), unclear_(unclear) {}

  [[nodiscard]] std::vector<std::string> strings(const Attribute& attribute) const {
    const PlistValue value = find(attribute);
    std::vector<std::string> strings = value.strings();
    const bool is_array = value.kind() == PlistKind::array;
    const std::size_t expected = is_array ? value.items().size() : value.kind() == PlistKind::missing ? 0 : 1;
    if (strings.size() != expected) note(attribute);
    return strings;
  }

  [[nodiscard]] std::string string(const Attribute& attribute) const {
    const PlistValue value = first(attribute);
    if (auto text = value.string()) return std::move(*text);
    if (value.kind() != PlistKind::missing) note(attribute);
    return {};
  }

  // Upper case, those that are UUIDs.
  [[nodiscard]] std::vector<std::string> guids(const Attribute& attribute) const {
    std::vector<std::string> guids;
    for (const std::string& text : strings(attribute)) {
      if (!is_uuid(text)) {
        note(attribute);
      } else {
        guids.push_back(upper_case(text));
      }
    }
    return guids;
  }

  // An identity of two values is none that can be compared.
  [[nodiscard]] std::string guid() const {
    std::vector<std::string> all = guids(kGuid);
    if (all.size() > 1) note(kGuid);
    return all.size() == 1 ? std::move(all.front()) : std::string{};
  }

  [[nodiscard]] std::optional<std::int64_t> id(const Attribute& attribute) const {
    if (find(attribute).items().size() > 1) return note(attribute), std::nullopt;
    const PlistValue value = first(attribute);
    if (value.kind() == PlistKind::missing) return std::nullopt;
    const auto integer = value.integer();
    const auto id = parse_id(integer ? std::to_string(*integer) : value.string().value_or(""));
    if (!id) note(attribute);
    return id;
  }

  [[nodiscard]] bool flag(const Attribute& attribute) const {
    const PlistValue value = first(attribute);
    if (value.kind() == PlistKind::missing) return false;
    if (const auto boolean = value.boolean()) return *boolean;
    const auto integer = value.integer();
    const std::string word =
        integer ? std::to_string(*integer) : upper_case(value.string().value_or("neither"));
    if (word == "1" || word == "YES" || word == "TRUE") return true;
    if (word != "0" && word != "NO" && word != "FALSE" && !word.empty()) note(attribute);
    return false;
  }

  [[nodiscard]] std::optional<std::int64_t> created() const {
    const PlistValue value = first(kPolicy);
    if (value.kind() == PlistKind::missing) return std::nullopt;
    const auto parsed = Plist::parse(value.data().value_or(""));
    const auto* policy = std::get_if<Plist>(&parsed);
    if (policy == nullptr) return note(kPolicy), std::nullopt;
    const PlistValue time = policy->root()["creationTime"];
    if (time.kind() == PlistKind::missing) return std::nullopt;
    const auto integer = time.integer();
    const double seconds = integer ? static_cast<double>(*integer) : time.real().value_or(-1);
    // Written so that "not a number" is turned away as well.
    if (!(seconds >= 0 && seconds < kYear10000)) return note(kPolicy), std::nullopt;
    return static_cast<std::int64_t>(seconds);
  }

  // One that cannot be read is noted by created().
  [[nodiscard]] bool policy_says(const char* key) const {
    const auto parsed = Plist::parse(first(kPolicy).data().value_or(""));
    const auto* policy = std::get_if<Plist>(&parsed);
    if (policy == nullptr) return false;
    const PlistValue value = policy->root()[key];
    if (const auto truth = value.boolean()) return *truth;
    return value.kind() != PlistKind::missing && value.integer().value_or(1) != 0;
  }

  void note(const Attribute& attribute) const {
    if (unclear_.empty() || unclear_.back() != attribute.dslocal) unclear_.emplace_back(attribute.dslocal);
  }

 private:
  [[nodiscard]] PlistValue find(const Attribute& attribute) const {
    const PlistValue value = root_[attribute.dslocal];
    return value.kind() != PlistKind::missing ? value : root_[attribute.dscl];
  }
  [[nodiscard]] PlistValue first(const Attribute& attribute) const {
    const PlistValue value = find(attribute);
    if (value.kind() != PlistKind::array) return value;
    const auto items = value.items();
    return items.empty() ? PlistValue{} : items.front();
  }

  PlistValue root_;
  std::vector<std::string>& unclear_;
};

// "version;tag;data": the tag. An authority without two semicolons has none.
std::string_view authority_tag(std::string_view authority) {
  const auto first = authority.find(';');
  if (first == std::string_view::npos) return {};
  const auto second = authority.find(';', first + 1);
  if (second == std::string_view::npos) return {};
  return authority.substr(first + 1, second - first - 1);
}

bool contains(const std::vector<std::string>& texts, std::string_view text) {
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

// Parses the bytes and hands the record to `fill`, which answers false when it has no clear name.
template <class T, class Fill>
std::variant<T, Unreadable> parse_record(std::string_view bytes, Fill fill) {
  auto parsed = Plist::parse(bytes);
  if (auto* unreadable = std::get_if<Unreadable>(&parsed)) return std::move(*unreadable);
  const PlistValue root = std::get<Plist>(parsed).root();
  if (root.kind() != PlistKind::dict)
    return Unreadable{fmt::format("{}, not a record", to_text(root.kind()))};
  T result;
  if (!fill(Record{root, result.unclear}, result)) return Unreadable{"a record without a clear name"};
  return result;
}

template <class T>
void add(std::variant<T, Unreadable> parsed, std::string_view file, std::vector<T>& good,
         std::vector<std::string>& bad) {
  if (auto* record = std::get_if<T>(&parsed)) return good.push_back(std::move(*record));
  bad.push_back(fmt::format("{}: {}", file, std::get<Unreadable>(parsed).why));
}

}  // namespace

// macOS's directory compares the names of records without case.
bool answers_to(const Account& account, std::string_view name) {
  return has_ignoring_case(account.names, name);
}

bool Account::is_unclear(std::string_view attribute) const { return contains(unclear, attribute); }

std::variant<Account, Unreadable> parse_account(std::string_view plist) {
  return parse_record<Account>(plist, [](const Record& record, Account& account) {
    account.names = record.strings(kName);
    if (account.names.empty() || account.names.front().empty() || !account.unclear.empty()) return false;
    account.real_name = record.string(kRealName);
    account.guid = record.guid();
    account.home = record.string(kHome);
    account.shell = record.string(kShell);
    account.uid = record.id(kUid);
    account.gid = record.id(kGid);
    account.hidden = record.flag(kIsHidden) || (account.uid && *account.uid < kFirstShownUid);
    for (const std::string& authority : record.strings(kAuthority)) {
      account.has_authority = true;
      const std::string_view tag = authority_tag(authority);
      if (tag.empty()) record.note(kAuthority);
      account.secure_token |= equal_ignoring_case(tag, "SecureToken");
      account.disabled |= equal_ignoring_case(tag, "DisabledUser");
      account.has_password |= has_ignoring_case(kPasswordTags, tag);
    }
    account.created_unix = record.created();
    account.disabled_by_policy = record.policy_says("isDisabled");
    return true;
  });
}

std::variant<Group, Unreadable> parse_group(std::string_view plist) {
  return parse_record<Group>(plist, [](const Record& record, Group& group) {
    group.name = record.string(kName);  // further names, such as BUILTIN\Administrators, mean nothing here
    if (group.name.empty()) return false;
    group.guid = record.guid();
    group.gid = record.id(kGid);
    group.users = record.strings(kUsers);
    group.member_guids = record.guids(kMemberGuids);
    group.nested_guids = record.guids(kNestedGuids);
    return true;
  });
}

AttributeUse use_of_attribute(std::string_view key) {
  const auto is_named = [&](const Attribute& a) { return key == a.dslocal || key == a.dscl; };
  if (std::none_of(kRead.begin(), kRead.end(), is_named)) return AttributeUse::none;
  if (is_named(kAuthority)) return AttributeUse::tag;
  return is_named(kPolicy) ? AttributeUse::policy : AttributeUse::whole;
}

void add_user(AccountBase& base, std::string_view file, std::string_view plist) {
  add(parse_account(plist), file, base.users, base.unreadable_users);
}

void add_group(AccountBase& base, std::string_view file, std::string_view plist) {
  add(parse_group(plist), file, base.groups, base.unreadable_groups);
}

Reading<AccountMatch> find_account(const AccountBase& base, std::string_view name) {
  const Account* by_case = nullptr;
  const Account* alias = nullptr;
  for (const Account& account : base.users) {
    if (account.name() == name) return AccountMatch{&account, false};
    if (by_case == nullptr && equal_ignoring_case(account.name(), name)) by_case = &account;
    if (alias == nullptr && answers_to(account, name)) alias = &account;
  }
  if (by_case != nullptr) return AccountMatch{by_case, false};
  if (alias != nullptr) return AccountMatch{alias, true};
  if (base.unreadable_users.empty()) return Absent{};
  return Unreadable{fmt::format("{} of the user records could not be read, first {}",
                                base.unreadable_users.size(), base.unreadable_users.front())};
}

}  // namespace enrolkit
