#include "jamf/texts.h"

#include <fmt/format.h>
#include <mbedtls/md.h>
#include <plist/plist.h>

#include <array>
#include <cstdlib>
#include <memory>
#include <nlohmann/json.hpp>

#include "common/failure.h"

namespace enrolkit {
namespace {

using Json = nlohmann::ordered_json;

plist_t to_plist(const Json& value) {
  if (value.is_object()) {
    plist_t dict = plist_new_dict();
    for (const auto& [key, item] : value.items()) plist_dict_set_item(dict, key.c_str(), to_plist(item));
    return dict;
  }
  if (value.is_array()) {
    plist_t array = plist_new_array();
    for (const Json& item : value) plist_array_append_item(array, to_plist(item));
    return array;
  }
  if (value.is_boolean()) return plist_new_bool(value.get<bool>() ? 1 : 0);
  if (value.is_number_integer()) return plist_new_uint(value.get<std::uint64_t>());
  return plist_new_string(value.get<std::string>().c_str());
}

}  // namespace

std::string xml(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    switch (c) {
      case '&': safe += "&amp;"; break;
      case '<': safe += "&lt;"; break;
      case '>': safe += "&gt;"; break;
      default: safe += c;
    }
  }
  return safe;
}

std::string json_file(const Json& value) { return value.dump(2) + "\n"; }

std::string plist_file(const Json& value) {
  const std::unique_ptr<void, void (*)(plist_t)> root(to_plist(value), plist_free);
  char* text = nullptr;
  std::uint32_t size = 0;
  plist_to_xml(root.get(), &text, &size);
  const std::unique_ptr<char, void (*)(void*)> owner(text, std::free);
  if (text == nullptr) throw Failure("cannot write a property list");
  return {text, size};
}

std::string uuid_of(std::string_view name) {
  std::array<unsigned char, 20> sum{};
  const std::string seed = "io.github.enrolkit/" + std::string(name);
  if (mbedtls_md(mbedtls_md_info_from_type(MBEDTLS_MD_SHA1),
                 reinterpret_cast<const unsigned char*>(seed.data()), seed.size(), sum.data()) != 0) {
    throw Failure("cannot compute a SHA-1 sum: mbedTLS was built without it");
  }
  sum[6] = static_cast<unsigned char>((sum[6] & 0x0FU) | 0x50U);
  sum[8] = static_cast<unsigned char>((sum[8] & 0x3FU) | 0x80U);
  std::string text;
  for (std::size_t i = 0; i < 16; ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    text += fmt::format("{:02X}", sum[i]);
  }
  return text;
}

}  // namespace enrolkit
