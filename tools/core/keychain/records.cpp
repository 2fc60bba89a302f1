#include "core/keychain/records.h"

#include <fmt/format.h>

#include <string>
#include <utility>

#include "core/format/byte_reader.h"

namespace enrolkit {
namespace {

using Kind = KeychainFault::Kind;
using std::uint32_t;
using std::uint64_t;

// The table of schema attributes, and what its rows hold by position.
constexpr uint32_t kSchemaAttributes = 0x00000002;
constexpr uint32_t kRelationId = 0, kAttributeId = 1, kAttributeFormat = 5, kSchemaRow = 6;

constexpr uint32_t kMaxValues = 1024;       // of one attribute; Apple's reader calls more corrupt
constexpr std::size_t kMaxAttributes = 64;  // of one record type; the richest known one has 27

KeychainFault corrupt(uint64_t where, std::string what) { return {Kind::corrupt, where, std::move(what)}; }

std::optional<uint32_t> schema_value(const ByteReader& file, const KeychainRecord& row, uint32_t position) {
  if (row.size < kRecordHeader + uint64_t{4} * kSchemaRow) return std::nullopt;
  const uint32_t offset = file.word(row.at + kRecordHeader + uint64_t{4} * position).value_or(0);
  if (offset % 4 != 1 || offset > row.size || row.size - (offset - 1) < 4) return std::nullopt;
  return file.word(row.at + offset - 1);
}

// One value at `at` of a record: its bytes, and the size it takes with its length word and its padding.
struct Value {
  std::optional<std::string_view> bytes;
  uint64_t size = 0;
};

// Nothing: the value leaves the record.
std::optional<Value> read_value(const ByteReader& record, uint64_t at, uint32_t format) {
  uint64_t length = 0;
  uint64_t head = 0;
  switch (format) {
    case kFormatString:
    case kFormatBlob: {
      const auto word = record.word(at);
      if (!word) return std::nullopt;
      length = *word;
      head = 4;
      break;
    }
    case kFormatSint32:
    case kFormatUint32: length = 4; break;
    case kFormatTime: length = 16; break;
    default: return Value{};  // no reason to call the file corrupt, none to read it
  }
  const uint64_t size = (head + length + 3) / 4 * 4;
  if (!record.holds(at, size)) return std::nullopt;
  return Value{record.part(at + head, length), size};
}

}  // namespace

std::variant<KeychainSchema, KeychainFault> read_keychain_schema(std::string_view bytes,
                                                                 const KeychainFile& file) {
  const ByteReader reader(bytes);
  for (const KeychainTable& table : file.tables) {
    if (table.id != kSchemaAttributes) continue;
    KeychainSchema schema;
    for (const KeychainRecord& row : table.records) {
      const auto relation = schema_value(reader, row, kRelationId);
      const auto id = schema_value(reader, row, kAttributeId);
      const auto format = schema_value(reader, row, kAttributeFormat);
      if (!relation || !id || !format) return corrupt(row.at, "a row of the schema lacks a value");
      KeychainAttributes& attributes = schema[*relation];
      if (attributes.size() == kMaxAttributes)
        return KeychainFault{Kind::unsupported, row.at,
                             fmt::format("table 0x{:08X} has too many attributes", *relation)};
      attributes.push_back({*id, *format});
    }
    return schema;
  }
  return corrupt(0, "there is no table of schema attributes");
}

std::variant<KeychainItem, KeychainFault> read_keychain_item(std::string_view bytes,
                                                             const KeychainRecord& record,
                                                             const KeychainAttributes& attributes) {
  const ByteReader reader(bytes.substr(record.at, record.size));
  const uint64_t data = kRecordHeader + 4 * attributes.size();
  const uint64_t values = data + record.data_size;
  if (values > record.size)
    return corrupt(record.at,
                   fmt::format("a record of {} bytes cannot hold {} attributes and {} bytes of data",
                               record.size, attributes.size(), record.data_size));
  KeychainItem item;
  item.data = reader.part(data, record.data_size).value_or(std::string_view{});
  item.values.resize(attributes.size());

  for (std::size_t k = 0; k < attributes.size(); ++k) {
    const uint64_t entry = kRecordHeader + 4 * k;
    const uint64_t offset = reader.word(entry).value_or(0);
    if (offset == 0) continue;
    const bool one = offset % 2 == 1;
    uint64_t at = one ? offset - 1 : offset;
    if (at % 4 != 0 || at < values || !reader.holds(at, 4))
      return corrupt(record.at + entry,
                     fmt::format("the value of attribute {} cannot stand at {}", k, offset));
    uint32_t count = 1;
    if (!one) {
      count = reader.word(at).value_or(0);
      at += 4;
      if (count == 0 || count > kMaxValues)
        return corrupt(record.at + entry, fmt::format("attribute {} cannot have {} values", k, count));
    }
    for (uint32_t i = 0; i < count; ++i) {
      const auto value = read_value(reader, at, attributes[k].format);
      if (!value)
        return corrupt(record.at + entry, fmt::format("the value of attribute {} leaves its record", k));
      if (i == 0) item.values[k] = value->bytes;
      at += value->size;
    }
  }
  return item;
}

}  // namespace enrolkit
