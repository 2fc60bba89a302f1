#include "support/writers/dslocal_writer.h"

#include <plist/plist.h>

#include <memory>

namespace enrolkit::test {
namespace {

struct Free {
  void operator()(void* node) const { plist_free(node); }
};
using Node = std::unique_ptr<void, Free>;

std::string render(plist_t node, PlistForm form) {
  char* bytes = nullptr;
  std::uint32_t size = 0;
  if (form == PlistForm::xml) {
    plist_to_xml(node, &bytes, &size);
  } else {
    plist_to_bin(node, &bytes, &size);
  }
  std::string out(bytes, size);
  form == PlistForm::xml ? plist_to_xml_free(bytes) : plist_to_bin_free(bytes);
  return out;
}

class Dict {
 public:
  explicit Dict(bool bare_values) : bare_(bare_values) {}

  void add(const char* key, const std::vector<std::string>& values) {
    if (values.empty()) return;
    if (bare_ && values.size() == 1) return add_item(key, plist_new_string(values.front().c_str()));
    plist_t array = plist_new_array();
    for (const auto& value : values) plist_array_append_item(array, plist_new_string(value.c_str()));
    add_item(key, array);
  }
  void add(const char* key, const std::string& value) { add(key, std::vector<std::string>{value}); }

  void add_data(const char* key, const std::string& bytes) {
    plist_t data = plist_new_data(bytes.data(), bytes.size());
    if (bare_) return add_item(key, data);
    plist_t array = plist_new_array();
    plist_array_append_item(array, data);
    add_item(key, array);
  }

  void add_item(const char* key, plist_t item) { plist_dict_set_item(dict_.get(), key, item); }

  [[nodiscard]] std::string bytes(PlistForm form) const { return render(dict_.get(), form); }

 private:
  bool bare_;
  Node dict_{plist_new_dict()};
};

std::string policy(double creation_time, PlistForm form) {
  Dict dict{true};
  dict.add_item("creationTime", plist_new_real(creation_time));
  dict.add_item("failedLoginCount", plist_new_uint(0));
  dict.add_item("passwordLastSetTime", plist_new_real(creation_time + 1));
  return dict.bytes(form);
}

}  // namespace

std::string to_plist(const DslocalUser& user, PlistForm form) {
  Dict dict{user.bare_values};
  dict.add("name", user.names);
  dict.add("realname", user.real_name);
  dict.add("generateduid", user.guid);
  dict.add("uid", user.uid);
  dict.add("gid", user.gid);
  dict.add("home", user.home);
  dict.add("shell", user.shell);
  dict.add("passwd", "********");
  dict.add("authentication_authority", user.authorities);
  dict.add_data("ShadowHashData", kSecretMarker);
  dict.add_data("HeimdalSRPKey", kSecretMarker);
  dict.add_data("KerberosKeys", kSecretMarker);
  dict.add("_writers_passwd", user.names.empty() ? "" : user.names.front());
  if (user.is_hidden) dict.add("IsHidden", *user.is_hidden);
  if (user.creation_time) dict.add_data("accountPolicyData", policy(*user.creation_time, user.policy_form));
  return dict.bytes(form);
}

std::string to_plist(const DslocalGroup& group, PlistForm form) {
  Dict dict{false};
  dict.add("name", group.names);
  dict.add("realname", "Administrators");
  dict.add("generateduid", group.guid);
  dict.add("gid", group.gid);
  dict.add("passwd", "*");
  dict.add("users", group.users);
  dict.add("groupmembers", group.member_guids);
  dict.add("nestedgroups", group.nested_guids);
  return dict.bytes(form);
}

}  // namespace enrolkit::test
