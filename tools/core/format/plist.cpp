#include "core/format/plist.h"

#include <fmt/format.h>
#include <plist/plist.h>

#include <cstdlib>

#include "core/format/plist_guard.h"

namespace enrolkit {
namespace {

struct FreeMemory {
  void operator()(void* memory) const { std::free(memory); }
};
using Iterator = std::unique_ptr<void, FreeMemory>;
using CText = std::unique_ptr<char, FreeMemory>;

Unreadable unreadable(std::string_view what) { return {fmt::format("not a sound property list: {}", what)}; }

}  // namespace

std::string_view to_text(PlistKind kind) {
  switch (kind) {
    case PlistKind::missing: return "nothing";
    case PlistKind::boolean: return "a boolean";
    case PlistKind::integer: return "an integer";
    case PlistKind::real: return "a real number";
    case PlistKind::string: return "a string";
    case PlistKind::array: return "an array";
    case PlistKind::dict: return "a dictionary";
    case PlistKind::date: return "a date";
    case PlistKind::data: return "data";
    case PlistKind::other: break;
  }
  return "a value of another kind";
}

PlistKind PlistValue::kind() const {
  if (node_ == nullptr) return PlistKind::missing;
  // As an int: later versions of libplist know more types than 2.2.0, and call PLIST_UINT by another name.
  switch (static_cast<int>(plist_get_node_type(node_))) {
    case PLIST_BOOLEAN: return PlistKind::boolean;
    case PLIST_UINT: return PlistKind::integer;
    case PLIST_REAL: return PlistKind::real;
    case PLIST_STRING: return PlistKind::string;
    case PLIST_ARRAY: return PlistKind::array;
    case PLIST_DICT: return PlistKind::dict;
    case PLIST_DATE: return PlistKind::date;
    case PLIST_DATA: return PlistKind::data;
    default: return PlistKind::other;
  }
}

std::optional<bool> PlistValue::boolean() const {
  if (kind() != PlistKind::boolean) return std::nullopt;
  std::uint8_t value = 0;
  plist_get_bool_val(node_, &value);
  return value != 0;
}

std::optional<std::int64_t> PlistValue::integer() const {
  if (kind() != PlistKind::integer) return std::nullopt;
  std::uint64_t value = 0;
  plist_get_uint_val(node_, &value);
  return static_cast<std::int64_t>(value);
}

std::optional<double> PlistValue::real() const {
  if (kind() != PlistKind::real) return std::nullopt;
  double value = 0;
  plist_get_real_val(node_, &value);
  return value;
}

std::optional<std::string> PlistValue::string() const {
  if (kind() != PlistKind::string) return std::nullopt;
  std::uint64_t size = 0;
  const char* text = plist_get_string_ptr(node_, &size);
  return text != nullptr ? std::string(text, size) : std::string{};
}

std::optional<std::string_view> PlistValue::data() const {
  if (kind() != PlistKind::data) return std::nullopt;
  std::uint64_t size = 0;
  const char* bytes = plist_get_data_ptr(node_, &size);
  return bytes != nullptr ? std::string_view(bytes, size) : std::string_view{};
}

std::vector<PlistValue> PlistValue::items() const {
  std::vector<PlistValue> items;
  if (kind() != PlistKind::array) return items;
  // By iterator: the n-th element of a libplist array is found by counting from its first.
  void* raw = nullptr;
  plist_array_new_iter(node_, &raw);
  const Iterator iterator{raw};
  for (;;) {
    plist_t item = nullptr;
    plist_array_next_item(node_, raw, &item);
    if (item == nullptr) return items;
    items.push_back(PlistValue{item});
  }
}

std::vector<std::string> PlistValue::strings() const {
  if (auto bare = string()) return {std::move(*bare)};
  std::vector<std::string> strings;
  for (const PlistValue& item : items()) {
    if (auto text = item.string()) strings.push_back(std::move(*text));
  }
  return strings;
}

std::vector<std::string> PlistValue::keys() const {
  std::vector<std::string> keys;
  if (kind() != PlistKind::dict) return keys;
  void* raw = nullptr;
  plist_dict_new_iter(node_, &raw);
  const Iterator iterator{raw};
  for (;;) {
    char* raw_key = nullptr;
    plist_t value = nullptr;
    plist_dict_next_item(node_, raw, &raw_key, &value);
    const CText key{raw_key};
    if (value == nullptr) return keys;
    if (key != nullptr) keys.emplace_back(key.get());
  }
}

PlistValue PlistValue::operator[](const std::string& key) const {
  if (kind() != PlistKind::dict) return {};
  return PlistValue{plist_dict_get_item(node_, key.c_str())};
}

void Plist::Free::operator()(void* node) const { plist_free(node); }

std::variant<Plist, Unreadable> Plist::parse(std::string_view bytes) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (bytes.size() > kMaxBytes) return unreadable(fmt::format("over {} MiB", kMaxBytes >> 20));
  if (bytes.starts_with(kByteOrderMark)) bytes.remove_prefix(kByteOrderMark.size());
  const auto first = bytes.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return unreadable("it is empty");

  // Not plist_from_memory(): it has other parameters in later versions. The size fits: see kMaxBytes.
  const auto size = static_cast<std::uint32_t>(bytes.size());
  plist_t root = nullptr;
  if (bytes.starts_with("bplist00")) {
    if (const auto fault = fault_in_binary_plist(bytes)) return unreadable(*fault);
    plist_from_bin(bytes.data(), size, &root);
  } else if (bytes[first] == '<') {
    if (const auto fault = fault_in_xml_plist(bytes)) return unreadable(*fault);
    plist_from_xml(bytes.data(), size, &root);
  } else {
    return unreadable("neither XML nor binary");
  }
  if (root == nullptr) return unreadable("cut off or damaged");
  return Plist{root};
}

}  // namespace enrolkit
