#include "core/saved/redact_plist.h"

#include <plist/plist.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <variant>

#include "core/account/account.h"
#include "core/base/redact.h"
#include "core/base/secret_words.h"
#include "core/base/text.h"
#include "core/format/plist.h"
#include "core/management/launchd.h"
#include "core/settings/keys.h"

namespace enrolkit {
namespace {

struct FreeNode {
  void operator()(void* node) const { plist_free(node); }
};
using Node = std::unique_ptr<void, FreeNode>;

Node text_node(const std::string& text) { return Node{plist_new_string(text.c_str())}; }
Node data_node(const std::string& bytes) { return Node{plist_new_data(bytes.data(), bytes.size())}; }
void put(const Node& dict, const std::string& key, Node value) {
  plist_dict_set_item(dict.get(), key.c_str(), value.release());
}

// Read, not made: the call that makes one has another name in later versions of libplist.
Node a_date() {
  constexpr std::string_view kXml = "<plist><date>2001-01-01T00:00:00Z</date></plist>";
  plist_t date = nullptr;
  plist_from_xml(kXml.data(), static_cast<std::uint32_t>(kXml.size()), &date);
  return Node{date};
}

// The kind of a value without its content.
Node husk(const PlistValue& value) {
  switch (value.kind()) {
    case PlistKind::boolean: return Node{plist_new_bool(0)};
    case PlistKind::integer: return Node{plist_new_uint(0)};
    case PlistKind::real: return Node{plist_new_real(0)};
    case PlistKind::array: return Node{plist_new_array()};
    case PlistKind::date: return a_date();
    case PlistKind::data: return data_node("");
    case PlistKind::dict:
    case PlistKind::other: return Node{plist_new_dict()};
    case PlistKind::string:
    case PlistKind::missing: break;
  }
  return text_node("");
}

// Numbers and text as they are, arrays of them too; of anything else the kind.
template <class Text>
Node plain(const PlistValue& value, Text text, bool in_array = false) {
  if (const auto words = value.string()) return text_node(text(*words));
  if (const auto truth = value.boolean()) return Node{plist_new_bool(*truth ? 1 : 0)};
  if (const auto real = value.real()) return Node{plist_new_real(*real)};
  if (const auto number = value.integer()) {
    // Both are the same 64 bits; this one keeps a minus sign in the text.
    return *number < 0 ? text_node(std::to_string(*number))
                       : Node{plist_new_uint(static_cast<std::uint64_t>(*number))};
  }
  if (value.kind() != PlistKind::array || in_array) return husk(value);
  Node array{plist_new_array()};
  for (const PlistValue& item : value.items()) {
    plist_array_append_item(array.get(), plain(item, text, true).release());
  }
  return array;
}

std::string xml_of(const Node& node) {
  char* bytes = nullptr;
  std::uint32_t size = 0;
  plist_to_xml(node.get(), &bytes, &size);
  std::string text(bytes != nullptr ? bytes : "", bytes != nullptr ? size : 0);
  std::free(bytes);
  return text;
}

// Damaged in the same way, without a byte of it.
std::string stand_in(const std::string& why) {
  static const std::array<std::string, 6> kStandIns{
      "", "neither", "<plist>", "<plist><real/></plist>", "bplist00", "bplist00" + std::string(32, '\0')};
  for (const std::string& candidate : kStandIns) {
    const auto parsed = Plist::parse(candidate);
    const auto* fault = std::get_if<Unreadable>(&parsed);
    if (fault != nullptr && fault->why == why) return candidate;
  }
  return kStandIns[2];
}

// Parses, and hands the dictionary to `fill` with the new one.
template <class Fill>
std::string rewritten(std::string_view bytes, Fill fill) {
  const auto parsed = Plist::parse(bytes);
  if (const auto* why = std::get_if<Unreadable>(&parsed)) return stand_in(why->why);
  const PlistValue root = std::get<Plist>(parsed).root();
  if (root.kind() != PlistKind::dict) return xml_of(husk(root));
  const Node dict{plist_new_dict()};
  for (const std::string& key : root.keys()) fill(dict, key, root[key]);
  return xml_of(dict);
}

std::string clean(const std::string& text) { return redacted(text); }

// A name, a folder, a number, an identifier: what could be anything else goes whole.
std::string if_harmless(const std::string& text) {
  return is_harmless_value(text, {}) ? redacted(text) : "(removed)";
}

// Of a server's address, what is behind the host goes: it may be an invitation.
std::string without_path(const std::string& text) {
  std::string out = redacted(text);
  const auto scheme = out.find("://");
  const auto path = scheme == std::string::npos ? scheme : out.find('/', scheme + 3);
  if (path == std::string::npos || path + 1 == out.size() || out[path + 1] == '?') return out;
  return out.substr(0, path + 1) + "(removed)";
}

// ";ShadowHash;HASHLIST:<...>" is ";ShadowHash;".
std::string tag_alone(const std::string& authority) {
  const auto first = authority.find(';');
  const auto second = first == std::string::npos ? first : authority.find(';', first + 1);
  return second == std::string::npos ? "" : authority.substr(0, second + 1);
}

Node policy_alone(const PlistValue& value) {
  if (value.kind() == PlistKind::array) {
    Node array{plist_new_array()};
    const auto items = value.items();
    if (!items.empty()) plist_array_append_item(array.get(), policy_alone(items.front()).release());
    return array;
  }
  const auto data = value.data();
  if (!data) return husk(value);
  return data_node(rewritten(*data, [](const Node& dict, const std::string& key, const PlistValue& inner) {
    if (key == "creationTime" || key == "isDisabled")
      put(dict, key, plain(inner, [](const std::string&) { return ""; }));
  }));
}

void copy_settings(const Node& dict, std::span<const SettingKey> keys, const std::string& name,
                   const PlistValue& value) {
  const auto key =
      std::find_if(keys.begin(), keys.end(), [&](const SettingKey& k) { return k.name == name; });
  if (key == keys.end()) return put(dict, redacted(name), text_node(""));
  if (key->type != SettingType::section || value.kind() != PlistKind::dict) {
    return put(dict, name, plain(value, clean));
  }
  Node section{plist_new_dict()};
  for (const std::string& inner : value.keys()) copy_settings(section, key->keys, inner, value[inner]);
  put(dict, name, std::move(section));
}

}  // namespace

std::string redacted_record(std::string_view plist) {
  return rewritten(plist, [](const Node& dict, const std::string& key, const PlistValue& value) {
    switch (use_of_attribute(key)) {
      case AttributeUse::whole: return put(dict, key, plain(value, if_harmless));
      case AttributeUse::tag: return put(dict, key, plain(value, tag_alone));
      case AttributeUse::policy: return put(dict, key, policy_alone(value));
      case AttributeUse::none: return;
    }
  });
}

std::string redacted_settings(std::string_view plist) {
  return rewritten(plist, [](const Node& dict, const std::string& key, const PlistValue& value) {
    copy_settings(dict, setting_keys(), key, value);
  });
}

std::string redacted_job(std::string_view plist) {
  return rewritten(plist, [&](const Node& dict, const std::string& key, const PlistValue& value) {
    if (key == "Label" || key == "Program") return put(dict, key, plain(value, clean));
    if (std::ranges::find(kJobConditions, key) != kJobConditions.end())
      return put(dict, key, plain(value, if_harmless));
    // That there is one is told, not which.
    if (!is_harmless_job_key(key)) return put(dict, "(not known)", husk(value));
    if (key != "ProgramArguments") return;
    const auto words = value.strings();
    const Node kept{plist_new_array()};
    if (!words.empty()) plist_array_append_item(kept.get(), text_node(clean(words[0])).release());
    if (words.size() > 1) plist_array_append_item(kept.get(), text_node(if_harmless(words[1])).release());
    plist_dict_set_item(dict.get(), key.c_str(), plist_copy(kept.get()));
  });
}

std::string redacted_plist(std::string_view plist, std::span<const std::string_view> keys) {
  return rewritten(plist, [&](const Node& dict, const std::string& key, const PlistValue& value) {
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) return;
    put(dict, key, plain(value, without_path));
  });
}

}  // namespace enrolkit
