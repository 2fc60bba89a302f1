// A keychain without its secrets gets the same verdict, and no secret is left in it.
#include "core/saved/redact_keychain.h"

#include <gtest/gtest.h>

#include "core/keychain/keychain.h"
#include "support/writers/certificate_writer.h"
#include "support/writers/keychain_writer.h"

namespace enrolkit::test {
namespace {

constexpr std::uint64_t kRecordHead = 24;

KeychainWriter some_writer() {
  CertificateToWrite it;
  it.subject = {common_name("A Mac")};
  it.issuer = {common_name("An authority")};
  it.not_after_unix = 2'000'000'000;
  KeychainWriter writer;
  for (const std::uint32_t key : {1U, 2U}) {
    it.key = key;
    writer.certificate(write_certificate(it), public_key_hash(key));
    writer.private_key(public_key_hash(key));
  }
  writer.public_key(public_key_hash(1));
  writer.symmetric_key();
  writer.free_slot(kPrivateKeyTable);
  return writer;
}

// What a record's data is: behind its header and one offset an attribute (27 of a key, none of metadata).
struct Place {
  std::uint32_t table;
  std::uint64_t attributes;
  std::uint64_t kept;  // bytes of the data that may stay
};
constexpr Place kSecret[]{{kPublicKeyTable, 27, 0},
                          {kPrivateKeyTable, 27, 4},
                          {kSymmetricKeyTable, 27, 0},
                          {kMetadataTable, 0, 40}};

std::string verdict(std::string_view bytes) {
  const auto parsed = parse_keychain(bytes);
  if (const auto* fault = std::get_if<KeychainFault>(&parsed)) {
    return std::string(to_text(fault->kind)) + std::to_string(fault->where) + fault->what;
  }
  const auto& keychain = std::get<Keychain>(parsed);
  std::string text = std::to_string(keychain.certificates.size()) + " " +
                     std::to_string(keychain.private_keys.size()) + " " +
                     std::to_string(keychain.identities.size());
  for (const auto& certificate : keychain.certificates) text += certificate.der + certificate.print_name;
  for (const auto& key : keychain.private_keys) text += key.label + key.print_name;
  return text;
}

TEST(RedactedKeychain, LosesEveryKeyAndKeepsItsVerdict) {
  std::string file = some_writer().bytes();
  const std::string secret = "S3CR3T-KEY-BYTES";
  for (const Place& place : kSecret) {
    const auto at = record_at(file, place.table, 0);
    const auto data = at + kRecordHead + 4 * place.attributes + place.kept;
    ASSERT_GE(word_at(file, at + 16), place.kept + secret.size()) << place.table;
    file.replace(data, secret.size(), secret);
  }
  const auto redacted = redacted_keychain(file);
  ASSERT_TRUE(redacted);
  EXPECT_EQ(redacted->size(), file.size());
  EXPECT_EQ(verdict(*redacted), verdict(file));
  EXPECT_EQ(redacted->find(secret), std::string::npos);
  for (const Place& place : kSecret) {
    const auto at = record_at(file, place.table, 0);
    const auto data = at + kRecordHead + 4 * place.attributes + place.kept;
    const auto size = word_at(file, at + 16) - place.kept;
    EXPECT_EQ(redacted->substr(data, size), std::string(size, '\0')) << place.table;
  }
  EXPECT_EQ(redacted_keychain(*redacted), redacted) << "once is enough";
}

TEST(RedactedKeychain, IndexesAndAttributesThatNobodyReadsAreEmptied) {
  std::string file = some_writer().bytes();
  const auto table = table_at(file, kCertificateTable);
  const auto indexes = table + word_at(file, table + 16);
  const auto size = word_at(file, indexes);
  ASSERT_GE(size, 8U);
  file.replace(indexes + 4, 4, "S3CR");
  const auto redacted = redacted_keychain(file);
  ASSERT_TRUE(redacted);
  EXPECT_EQ(redacted->substr(indexes + 4, size - 4), std::string(size - 4, '\0'));
}

TEST(RedactedKeychain, CutAnywhereItIsTruncatedAsBeforeAndKeepsNothing) {
  const std::string file = some_writer().bytes();
  for (std::size_t size = 0; size < file.size(); size += 97) {
    const std::string cut = file.substr(0, size);
    const auto redacted = redacted_keychain(cut);
    ASSERT_TRUE(redacted) << size;
    EXPECT_EQ(verdict(*redacted), verdict(cut)) << size;
  }
}

TEST(RedactedKeychain, WhatIsNoneIsToldByItsFirstBytesAlone) {
  for (const std::string& file :
       {std::string("SQLite format 3\0S3CR3T and more", 32), std::string("\xFA\xDE\x07\x11 S3CR3T, over 16"),
        std::string(100, '\0'), std::string("something else that is S3CR3T")}) {
    const auto redacted = redacted_keychain(file);
    ASSERT_TRUE(redacted);
    EXPECT_EQ(verdict(*redacted), verdict(file));
    EXPECT_EQ(redacted->find_first_not_of('\0', 16), std::string::npos) << "nothing behind the first 16";
  }
}

TEST(RedactedKeychain, WithAnyWordBrokenItIsTheSameVerdictOrNothing) {
  const std::string sound = some_writer().bytes();
  std::size_t kept = 0, refused = 0;
  for (std::uint64_t at = 0; at + 4 <= sound.size(); at += 12) {
    for (const std::uint32_t word : {0U, 0xFFFFFFFFU, word_at(sound, at) + 4}) {
      std::string file = sound;
      put_word(file, at, word);
      const auto redacted = redacted_keychain(file);
      if (redacted) {
        ++kept;
        ASSERT_EQ(verdict(*redacted), verdict(file)) << at;
      } else {
        ++refused;
      }
    }
  }
  // Where only a record's inside is broken, the rest is still told; few places leave nothing to tell.
  EXPECT_GT(kept, 20 * refused) << kept << " " << refused;
}

}  // namespace
}  // namespace enrolkit::test
