// Writes keychain files as macOS does, for tests: the same tables, schema rows, slots, records, indexes and
// metadata blob. Key blobs and the metadata's secrets are filler: nothing in them can be unlocked.
//
// A broken file is a sound one with a word changed: find the place with table_at() and the like, then
// put_word().
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace enrolkit::test {

inline constexpr std::uint32_t kPublicKeyTable = 0x0F, kPrivateKeyTable = 0x10, kSymmetricKeyTable = 0x11;
inline constexpr std::uint32_t kCertificateTable = 0x80001000, kMetadataTable = 0x80008000;
inline constexpr std::uint32_t kSchemaAttributesTable = 2;

struct WrittenRecord {
  std::vector<std::optional<std::string>> values;  // in schema order, each as it stands in the file
  std::string data;
};

class KeychainWriter {
 public:
  std::uint32_t commit_version = 7;
  std::uint32_t blob_version = 0x100;
  std::uint32_t idle_timeout = 300;
  bool with_certificate_table = true;  // a keychain that never held a certificate has none
  bool needed_tables_only = false;     // not as macOS writes: the smallest file of use, as a seed for fuzzing
  bool backwards = false;              // records in the file in the opposite order of their slots

  void certificate(std::string_view der, std::string_view public_key_hash,
                   std::string_view print_name = "JAMF");
  void private_key(std::string_view label, std::string_view print_name = "JAMF", std::uint32_t bits = 2048);
  void public_key(std::string_view label);
  void symmetric_key();                 // as goes with every stored password
  void free_slot(std::uint32_t table);  // the next slot holds no record

  [[nodiscard]] std::string bytes() const;

 private:
  void key(std::uint32_t table, std::uint32_t key_class, std::string_view label, std::string_view name,
           std::uint32_t bits);

  std::map<std::uint32_t, std::vector<std::optional<WrittenRecord>>> slots_;  // nothing: the slot is free
};

// Places in a sound file, as offsets; a test that asks for what is not there fails by std::out_of_range.
[[nodiscard]] std::uint32_t word_at(const std::string& file, std::uint64_t offset);
[[nodiscard]] std::uint64_t table_at(const std::string& file, std::uint32_t id);
[[nodiscard]] std::uint64_t slot_at(const std::string& file, std::uint32_t id, std::uint32_t slot);
[[nodiscard]] std::uint64_t record_at(const std::string& file, std::uint32_t id, std::uint32_t slot);

[[nodiscard]] std::string big_endian(std::uint32_t word);
void put_word(std::string& file, std::uint64_t offset, std::uint32_t word);

}  // namespace enrolkit::test
