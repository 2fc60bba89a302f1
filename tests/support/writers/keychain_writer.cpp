#include "support/writers/keychain_writer.h"

#include <algorithm>
#include <stdexcept>

#include "support/writers/keychain_schema.h"

namespace enrolkit::test {
namespace {

using Slots = std::vector<std::optional<WrittenRecord>>;
using std::uint32_t;

std::string padded(std::string bytes) {
  bytes.resize((bytes.size() + 3) / 4 * 4, '\0');
  return bytes;
}
std::string number(std::size_t value) { return big_endian(static_cast<uint32_t>(value)); }
std::string blob(std::string_view bytes) { return number(bytes.size()) + padded(std::string(bytes)); }
std::string filler(std::size_t size) { return std::string(size, '\x5A'); }

std::string key_blob(std::size_t size) {
  return big_endian(0xFADE0711) + big_endian(0x100) + big_endian(0xA4) + number(size) + filler(size - 16);
}

std::string metadata_blob(const KeychainWriter& keychain) {
  return big_endian(0xFADE0711) + big_endian(keychain.blob_version) + big_endian(0x78) + big_endian(0xA8) +
         filler(16) + big_endian(1) + big_endian(keychain.idle_timeout) + big_endian(0x01000000) +
         filler(0xA8 - 44);
}

std::string record_bytes(std::size_t slot, const WrittenRecord& record, uint32_t version) {
  const std::size_t head = 24 + 4 * record.values.size();
  std::string offsets;
  std::string tail = padded(record.data);
  for (const auto& value : record.values) {
    offsets += value ? number(head + tail.size() + 1) : big_endian(0);  // odd: one value
    if (value) tail += *value;
  }
  return number(head + tail.size()) + number(slot) + big_endian(version) + big_endian(0) +
         number(record.data.size()) + big_endian(0) + offsets + tail;
}

struct Index {
  uint32_t id = 0;
  std::vector<uint32_t> attributes;
};

std::vector<Index> indexes_of(const Relation& relation) {
  std::vector<Index> all;
  if (!relation.unique.empty()) all.push_back({0, relation.unique});
  uint32_t id = relation.first_single;
  for (const uint32_t attribute : relation.single) all.push_back({id++, {attribute}});
  return all;
}

// One index at `at` of its table: which records it holds, where their keys stand, and the keys.
std::string index_bytes(const Index& index, const Relation& relation, const Slots& slots, std::size_t at) {
  std::string head =
      big_endian(index.id) + big_endian(index.id == 0 ? 1 : 0) + number(index.attributes.size());
  for (const uint32_t attribute : index.attributes) head += big_endian(attribute);
  std::vector<std::pair<std::string, std::size_t>> keys;
  for (std::size_t slot = 0; slot < slots.size(); ++slot) {
    std::string key;
    for (std::size_t k = 0; slots[slot] && k < relation.attributes.size(); ++k)
      if (std::count(index.attributes.begin(), index.attributes.end(), relation.attributes[k].id) != 0)
        key += slots[slot]->values[k].value_or("");
    if (!key.empty()) keys.emplace_back(key, slot);
  }
  std::sort(keys.begin(), keys.end());
  const std::size_t first_key = at + 4 + head.size() + 4 + 8 * keys.size();
  std::string offsets, numbers, values;
  for (const auto& [key, slot] : keys) {
    offsets += number(first_key + values.size());
    numbers += number(slot);
    values += key;
  }
  const std::string body = head + number(keys.size()) + offsets + numbers + values;
  return number(4 + body.size()) + body;
}

std::string index_section(const Relation& relation, const Slots& slots, std::size_t at) {
  const auto indexes = indexes_of(relation);
  std::string offsets, body;
  for (const Index& index : indexes) {
    const std::size_t here = at + 8 + 4 * indexes.size() + body.size();
    offsets += number(here);
    body += index_bytes(index, relation, slots, here);
  }
  return number(8 + offsets.size() + body.size()) + number(indexes.size()) + offsets + body;
}

std::string table_bytes(const Relation& relation, Slots slots, const KeychainWriter& keychain) {
  if (slots.empty()) slots.emplace_back();  // an empty table has one free slot
  const std::size_t first = 28 + 4 * slots.size();
  std::vector<std::string> entries(slots.size(), big_endian(0));
  std::string records;
  uint32_t live = 0;
  for (std::size_t i = 0; i < slots.size(); ++i) {
    const std::size_t slot = keychain.backwards ? slots.size() - 1 - i : i;
    if (!slots[slot]) continue;
    entries[slot] = number(first + records.size());
    records += record_bytes(slot, *slots[slot], keychain.commit_version);
    ++live;
  }
  std::size_t free_head = 0;  // the free slots form a list: each holds the place of the next, made odd
  for (std::size_t slot = 0; slot < slots.size(); ++slot) {
    if (slots[slot]) continue;
    entries[slot] = number(free_head);
    free_head = 28 + 4 * slot + 1;
  }
  const std::size_t indexes = first + records.size();
  const std::string section = index_section(relation, slots, indexes);
  std::string table = number(indexes + section.size()) + big_endian(relation.id) + big_endian(live) +
                      number(first) + number(indexes) + number(free_head) + number(slots.size());
  for (const std::string& entry : entries) table += entry;
  return table + records + section;
}

// The first three tables describe all the others and themselves.
void describe(const std::vector<Relation>& relations, std::map<uint32_t, Slots>& tables) {
  for (const Relation& relation : relations) {
    tables[0].push_back(WrittenRecord{{big_endian(relation.id), blob(relation.name)}, ""});
    for (const Index& index : indexes_of(relation))
      for (const uint32_t attribute : index.attributes)
        tables[1].push_back(
            WrittenRecord{{big_endian(relation.id), big_endian(index.id), big_endian(attribute),
                           big_endian(index.id == 0 ? 0 : 1), big_endian(1)},
                          ""});
    for (const SchemaAttribute& it : relation.attributes) {
      const bool by_name = relation.id < 4 || (relation.id >= 0x80000000 && it.id < 0x100);
      const auto name = it.name.empty() ? std::nullopt : std::optional(blob(it.name));
      tables[kSchemaAttributesTable].push_back(
          WrittenRecord{{big_endian(relation.id), big_endian(it.id), big_endian(by_name ? 0 : 2), name,
                         std::nullopt, big_endian(static_cast<uint32_t>(it.format))},
                        ""});
    }
  }
}

}  // namespace

void KeychainWriter::certificate(std::string_view der, std::string_view public_key_hash,
                                 std::string_view print_name) {
  slots_[kCertificateTable].push_back(
      WrittenRecord{{big_endian(1), big_endian(3), blob(print_name), blob(print_name), blob("subject"),
                     blob("issuer"), blob("\x01"), std::nullopt, blob(public_key_hash)},
                    std::string(der)});
}

void KeychainWriter::key(uint32_t table, uint32_t key_class, std::string_view label, std::string_view name,
                         uint32_t bits) {
  WrittenRecord record;
  record.values.assign(27, big_endian(1));
  record.values[0] = big_endian(key_class);
  record.values[1] = blob(name);
  record.values[2] = record.values[7] = blob("");
  record.values[6] = blob(label);
  record.values[8] = blob(std::string_view("{87191ca2-0fc9-11d4-849a-000502b52122}\0", 39));
  record.values[9] = big_endian(key_class == 17 ? 17 : 42);
  record.values[10] = record.values[11] = big_endian(bits);
  record.values[12] = record.values[13] = blob(std::string(8, '\0'));
  record.data = key_blob(key_class == 16 ? 1404 : 600);
  slots_[table].emplace_back(std::move(record));
}

void KeychainWriter::private_key(std::string_view label, std::string_view print_name, uint32_t bits) {
  key(kPrivateKeyTable, 16, label, print_name, bits);
}
void KeychainWriter::public_key(std::string_view label) { key(kPublicKeyTable, 15, label, "JAMF", 2048); }
void KeychainWriter::symmetric_key() { key(kSymmetricKeyTable, 17, "ssgp0123456789abcdef", "", 192); }
void KeychainWriter::free_slot(uint32_t table) { slots_[table].emplace_back(); }

std::string KeychainWriter::bytes() const {
  auto relations = keychain_relations(with_certificate_table);
  if (needed_tables_only)
    relations.erase(std::remove_if(relations.begin(), relations.end(),
                                   [](const Relation& it) {
                                     return it.id != kSchemaAttributesTable && it.id != kPrivateKeyTable &&
                                            it.id != kCertificateTable && it.id != kMetadataTable;
                                   }),
                    relations.end());
  auto tables = slots_;
  describe(relations, tables);
  tables[kMetadataTable].push_back(WrittenRecord{{}, metadata_blob(*this)});
  std::sort(relations.begin(), relations.end(),
            [](const Relation& a, const Relation& b) { return a.id < b.id; });

  std::string offsets, body;
  for (const Relation& relation : relations) {
    offsets += number(8 + 4 * relations.size() + body.size());
    body += table_bytes(relation, tables[relation.id], *this);
  }
  const std::string schema =
      number(8 + offsets.size() + body.size()) + number(relations.size()) + offsets + body;
  return "kych" + big_endian(0x00010000) + big_endian(16) + big_endian(20) + big_endian(0) + schema +
         big_endian(commit_version);
}

std::string big_endian(uint32_t word) {
  return {static_cast<char>(word >> 24), static_cast<char>(word >> 16), static_cast<char>(word >> 8),
          static_cast<char>(word)};
}

uint32_t word_at(const std::string& file, std::uint64_t offset) {
  uint32_t word = 0;
  for (std::uint64_t i = 0; i < 4; ++i) word = word << 8 | static_cast<unsigned char>(file.at(offset + i));
  return word;
}

void put_word(std::string& file, std::uint64_t offset, uint32_t word) {
  for (std::uint64_t i = 0; i < 4; ++i) file.at(offset + i) = static_cast<char>(word >> (24 - 8 * i));
}

std::uint64_t table_at(const std::string& file, uint32_t id) {
  const std::uint64_t schema = word_at(file, 12);
  for (uint32_t i = 0; i < word_at(file, schema + 4); ++i) {
    const std::uint64_t table = schema + word_at(file, schema + 8 + std::uint64_t{4} * i);
    if (word_at(file, table + 4) == id) return table;
  }
  throw std::out_of_range("the keychain has no such table");
}

std::uint64_t slot_at(const std::string& file, uint32_t id, uint32_t slot) {
  const std::uint64_t table = table_at(file, id);
  if (slot >= word_at(file, table + 24)) throw std::out_of_range("the table has no such slot");
  return table + 28 + std::uint64_t{4} * slot;
}

std::uint64_t record_at(const std::string& file, uint32_t id, uint32_t slot) {
  const uint32_t offset = word_at(file, slot_at(file, id, slot));
  if (offset == 0 || offset % 2 == 1) throw std::out_of_range("the slot is free");
  return table_at(file, id) + offset;
}

}  // namespace enrolkit::test
