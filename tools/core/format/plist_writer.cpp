#include "core/format/plist_writer.h"

#include <plist/plist.h>

#include <cstdlib>
#include <memory>

#include "core/base/reading.h"

namespace enrolkit {
namespace {

plist_t node_of(const PlistItem& item) {
  return std::visit(Cases{[](bool value) { return plist_new_bool(value ? 1 : 0); },
                          [](std::uint64_t value) { return plist_new_uint(value); },
                          [](const std::string& value) { return plist_new_string(value.c_str()); },
                          [](const std::vector<std::string>& values) {
                            plist_t array = plist_new_array();
                            for (const std::string& value : values)
                              plist_array_append_item(array, plist_new_string(value.c_str()));
                            return array;
                          }},
                    item);
}

}  // namespace

std::string plist_xml(const std::vector<std::pair<std::string, PlistItem>>& dictionary) {
  plist_t root = plist_new_dict();
  for (const auto& [key, item] : dictionary) plist_dict_set_item(root, key.c_str(), node_of(item));
  char* text = nullptr;
  std::uint32_t size = 0;
  plist_to_xml(root, &text, &size);
  plist_free(root);
  const std::unique_ptr<char, decltype(&std::free)> held(text, &std::free);
  return text != nullptr ? std::string(text, size) : std::string();
}

}  // namespace enrolkit
