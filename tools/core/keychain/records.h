// What stands in the records of a keychain file: the file's own schema, and each record's data and attribute
// values.
//
// A record is its header, one attribute offset for each attribute of its type, the data, then the values. An
// offset is 0 (no value), odd (one value, at offset - 1) or even (a count, then that many values; never seen
// in the wild).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "core/keychain/file.h"

namespace enrolkit {

// Formats of values (CSSM_DB_ATTRIBUTE_FORMAT); others exist and were never seen.
inline constexpr std::uint32_t kFormatString = 0, kFormatSint32 = 1, kFormatUint32 = 2, kFormatTime = 5,
                               kFormatBlob = 6;

struct KeychainAttribute {
  std::uint32_t id = 0;
  std::uint32_t format = 0;
};

// The attributes of one record type, in the order of its records' attribute offsets.
using KeychainAttributes = std::vector<KeychainAttribute>;
using KeychainSchema =
    std::map<std::uint32_t, KeychainAttributes>;  // by record type; types without are left out

// Views into the file.
struct KeychainItem {
  std::string_view data;
  std::vector<std::optional<std::string_view>> values;  // one an attribute: its only or first value
};

// From the table that describes all tables; the fault: it is not there, damaged, or beyond all known schemas.
[[nodiscard]] std::variant<KeychainSchema, KeychainFault> read_keychain_schema(std::string_view bytes,
                                                                               const KeychainFile& file);

// Checks every value, also of attributes nobody asks for. Values of unknown formats are left out.
[[nodiscard]] std::variant<KeychainItem, KeychainFault> read_keychain_item(
    std::string_view bytes, const KeychainRecord& record, const KeychainAttributes& attributes);

}  // namespace enrolkit
