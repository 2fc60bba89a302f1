#include "core/keychain/keychain.h"

#include <gtest/gtest.h>

#include "support/writers/certificate_writer.h"
#include "support/writers/keychain_writer.h"

namespace enrolkit {
namespace {

using test::KeychainWriter;
using test::public_key_hash;

std::string der(std::uint32_t key) {
  test::CertificateToWrite it;
  it.subject = {test::common_name("A Mac")};
  it.issuer = {test::common_name("An authority")};
  it.not_after_unix = 2'000'000'000;
  it.key = key;
  return write_certificate(it);
}

Keychain parsed(const std::string& bytes) {
  auto result = parse_keychain(bytes);
  if (const auto* fault = std::get_if<KeychainFault>(&result)) {
    ADD_FAILURE() << to_text(fault->kind) << " at " << fault->where << ": " << fault->what;
    return {};
  }
  return std::get<Keychain>(std::move(result));
}

KeychainWriter one_identity() {
  KeychainWriter writer;
  writer.certificate(der(1), public_key_hash(1), "A Mac");
  writer.private_key(public_key_hash(1), "A key");
  writer.public_key(public_key_hash(1));
  writer.symmetric_key();
  return writer;
}

TEST(Keychain, GivesCertificateAndKeyAsStored) {
  const Keychain keychain = parsed(one_identity().bytes());
  ASSERT_EQ(keychain.certificates.size(), 1U);
  EXPECT_EQ(keychain.certificates[0], (KeychainCertificate{der(1), public_key_hash(1), "A Mac"}));
  ASSERT_EQ(keychain.private_keys.size(), 1U);  // neither public nor symmetric keys
  EXPECT_EQ(keychain.private_keys[0], (KeychainPrivateKey{public_key_hash(1), "A key", 42, 2048}));
}

TEST(Keychain, PairsCertificateAndKeyByPublicKeyHash) {
  KeychainWriter writer;
  writer.private_key(public_key_hash(8));
  writer.private_key(public_key_hash(2));
  writer.certificate(der(1), public_key_hash(1));
  writer.certificate(der(2), public_key_hash(2));
  const Keychain keychain = parsed(writer.bytes());
  EXPECT_EQ(keychain.identities, (std::vector<KeychainIdentity>{{1, 1}}));
}

TEST(Keychain, PairsTwoCertificatesWithTheOneKeyTheyShare) {
  KeychainWriter writer;
  writer.certificate(der(1), public_key_hash(1), "old");
  writer.certificate(der(1), public_key_hash(1), "renewed");
  writer.private_key(public_key_hash(1));
  EXPECT_EQ(parsed(writer.bytes()).identities, (std::vector<KeychainIdentity>{{0, 0}, {1, 0}}));
}

TEST(Keychain, PairsACertificateOnceThoughItsKeyIsThereTwice) {
  KeychainWriter writer;
  writer.certificate(der(1), public_key_hash(1));
  writer.private_key(public_key_hash(1));
  writer.private_key(public_key_hash(1));
  EXPECT_EQ(parsed(writer.bytes()).identities, (std::vector<KeychainIdentity>{{0, 0}}));
}

TEST(Keychain, NeverPairsLabelsThatAreNoHash) {
  for (const std::string label : {"", "short", "a label of more than twenty bytes"}) {
    KeychainWriter writer;
    writer.certificate(der(1), label);
    writer.private_key(label);
    const Keychain keychain = parsed(writer.bytes());
    EXPECT_EQ(keychain.private_keys.at(0).label, label);
    EXPECT_TRUE(keychain.identities.empty()) << label;
  }
}

TEST(Keychain, MayHoldNothing) {
  const Keychain keychain = parsed(KeychainWriter{}.bytes());
  EXPECT_TRUE(keychain.certificates.empty());
  EXPECT_TRUE(keychain.private_keys.empty());
  EXPECT_TRUE(keychain.identities.empty());
}

TEST(Keychain, MayLackTheCertificateTable) {
  KeychainWriter writer;
  writer.with_certificate_table = false;
  writer.private_key(public_key_hash(1));
  const Keychain keychain = parsed(writer.bytes());
  EXPECT_TRUE(keychain.certificates.empty());
  EXPECT_EQ(keychain.private_keys.size(), 1U);
}

TEST(Keychain, TellsItsVersionsAndItsTimeout) {
  KeychainWriter writer = one_identity();
  writer.commit_version = 72;
  writer.blob_version = 0x200;
  writer.idle_timeout = kNoIdleTimeout;
  const Keychain keychain = parsed(writer.bytes());
  EXPECT_EQ(keychain.commit_version, 72U);
  EXPECT_EQ(keychain.blob_version, 0x200U);
  EXPECT_EQ(keychain.idle_timeout, kNoIdleTimeout);
}

TEST(Keychain, DropsTheFinalNulOfAName) {
  KeychainWriter writer;
  writer.private_key(public_key_hash(1), std::string_view("A key\0", 6));
  writer.private_key(public_key_hash(2), std::string_view("A\0key", 5));
  const Keychain keychain = parsed(writer.bytes());
  EXPECT_EQ(keychain.private_keys.at(0).print_name, "A key");
  EXPECT_EQ(keychain.private_keys.at(1).print_name, std::string("A\0key", 5));
}

TEST(Keychain, ReadsSlotsInTheirOrderWhateverTheOrderOfTheRecords) {
  KeychainWriter writer;
  writer.backwards = true;
  for (const std::uint32_t key : {1U, 2U, 3U}) writer.certificate(der(key), public_key_hash(key));
  const Keychain keychain = parsed(writer.bytes());
  ASSERT_EQ(keychain.certificates.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i)
    EXPECT_EQ(keychain.certificates[i].public_key_hash, public_key_hash(static_cast<std::uint32_t>(i + 1)));
}

TEST(Keychain, PassesOverFreeSlots) {
  KeychainWriter writer;
  writer.free_slot(test::kCertificateTable);
  writer.certificate(der(1), public_key_hash(1));
  writer.free_slot(test::kCertificateTable);
  writer.free_slot(test::kPrivateKeyTable);
  EXPECT_EQ(parsed(writer.bytes()).certificates.size(), 1U);
}

TEST(Keychain, KeepsACertificateWhoseDerIsDamaged) {
  KeychainWriter writer;
  const std::string longer_than_its_data = "\x30\x82\x7F\xFF" + std::string(100, 'x');
  writer.certificate(longer_than_its_data, public_key_hash(1));
  writer.private_key(public_key_hash(1));
  const Keychain keychain = parsed(writer.bytes());
  EXPECT_EQ(keychain.certificates.at(0).der, longer_than_its_data);
  EXPECT_EQ(keychain.identities.size(), 1U);
}

TEST(Keychain, TakesTheFirstOfSeveralValues) {
  KeychainWriter writer;
  const std::string two = test::big_endian(1) + test::big_endian(5) + "Names" + std::string(3, '\0');
  // The print name's blob holds "one value" and that value: read at an even offset, it is a list.
  writer.certificate(der(1), public_key_hash(1), two);
  std::string file = writer.bytes();
  const auto entry = test::record_at(file, test::kCertificateTable, 0) + 24 + 4 * 2;
  test::put_word(file, entry, test::word_at(file, entry) - 1 + 4);
  EXPECT_EQ(parsed(file).certificates.at(0).print_name, "Names");
}

}  // namespace
}  // namespace enrolkit
