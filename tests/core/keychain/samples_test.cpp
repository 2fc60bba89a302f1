// Keychains that macOS itself wrote: regression files of apple-oss-distributions/Security and a file of
// libyal/dtformats.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <set>

#include "core/format/certificate.h"
#include "core/keychain/keychain.h"

namespace enrolkit {
namespace {

class KeychainSamples : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!std::ifstream(folder() + "README.md")) GTEST_SKIP() << "../shared is absent";
  }

  static std::string folder() { return std::string(ENROLKIT_SHARED_DIR) + "/samples/keychains/"; }

  static std::string bytes(const std::string& name) {
    std::ifstream file(folder() + name, std::ios::binary);
    EXPECT_TRUE(file) << name;
    return {std::istreambuf_iterator<char>(file), {}};
  }

  static Keychain parsed(const std::string& name) {
    auto result = parse_keychain(bytes(name));
    if (const auto* fault = std::get_if<KeychainFault>(&result)) {
      ADD_FAILURE() << name << ": " << to_text(fault->kind) << " at " << fault->where << ": " << fault->what;
      return {};
    }
    return std::get<Keychain>(std::move(result));
  }
};

// macOS computed these hashes, and we do.
TEST_F(KeychainSamples, TheHashOfEachPublicKeyIsTheOneThatMacosKept) {
  std::size_t compared = 0;
  for (const KeychainCertificate& item : parsed("apple-test-two-identities.keychain").certificates) {
    const auto read = parse_certificate(item.der);
    const auto* certificate = std::get_if<Certificate>(&read);
    if (certificate == nullptr || item.public_key_hash.empty()) continue;
    EXPECT_EQ(certificate->public_key_hash, item.public_key_hash) << certificate->subject_cn;
    ++compared;
  }
  EXPECT_GE(compared, 2U);
}

TEST_F(KeychainSamples, TwoIdentitiesAndACertificateWithoutKey) {
  const Keychain keychain = parsed("apple-test-two-identities.keychain");
  EXPECT_EQ(keychain.certificates.size(), 3U);
  EXPECT_EQ(keychain.private_keys.size(), 2U);
  EXPECT_EQ(keychain.blob_version, 0x100U);
  EXPECT_EQ(keychain.commit_version, 72U);
  EXPECT_EQ(keychain.idle_timeout, kNoIdleTimeout);
  std::set<std::string> names;
  for (const KeychainIdentity& identity : keychain.identities) {
    const auto read = parse_certificate(keychain.certificates.at(identity.certificate).der);
    ASSERT_TRUE(std::holds_alternative<Certificate>(read));
    names.insert(std::get<Certificate>(read).subject_cn);
    EXPECT_EQ(keychain.private_keys.at(identity.private_key).size_in_bits, 2048U);
    EXPECT_EQ(keychain.private_keys.at(identity.private_key).type, 42U);
  }
  EXPECT_EQ(names, (std::set<std::string>{"test_codesigning", "test_smime"}));
}

TEST_F(KeychainSamples, CertificatesReadAsOpensslReadsThem) {
  const Keychain keychain = parsed("apple-test-two-identities.keychain");
  ASSERT_EQ(keychain.certificates.size(), 3U);
  const auto read = parse_certificate(keychain.certificates[2].der);
  ASSERT_TRUE(std::holds_alternative<Certificate>(read));
  const auto& certificate = std::get<Certificate>(read);
  EXPECT_EQ(certificate.issuer_cn, "test_smime_certificate");
  EXPECT_EQ(certificate.serial, "FBFFA8");
  EXPECT_EQ(certificate.not_before_unix, 1'460'414'426);  // Apr 11 22:40:26 2016 GMT
  EXPECT_EQ(certificate.not_after_unix, 1'775'774'426);   // Apr  9 22:40:26 2026 GMT
}

TEST_F(KeychainSamples, KeyWithoutCertificateTable) {
  const Keychain keychain = parsed("apple-xara-old-v256.keychain");
  EXPECT_TRUE(keychain.certificates.empty());
  EXPECT_EQ(keychain.private_keys.size(), 1U);
  EXPECT_EQ(keychain.blob_version, 0x100U);
}

TEST_F(KeychainSamples, NewAndPasswordsOnly) {
  for (const std::string name : {"apple-xara-empty-v512.keychain", "dtformats-login.keychain"}) {
    const Keychain keychain = parsed(name);
    EXPECT_TRUE(keychain.certificates.empty());
    EXPECT_TRUE(keychain.private_keys.empty());
  }
  EXPECT_EQ(parsed("apple-xara-empty-v512.keychain").blob_version, 0x200U);
}

TEST_F(KeychainSamples, EveryCutIsCalledTruncated) {
  const std::string file = bytes("apple-test-two-identities.keychain");
  for (std::size_t length = 1; length < file.size(); ++length) {
    const auto result = parse_keychain(std::string_view(file).substr(0, length));
    const auto* fault = std::get_if<KeychainFault>(&result);
    ASSERT_TRUE(fault != nullptr && fault->kind == KeychainFault::Kind::truncated) << length;
  }
}

}  // namespace
}  // namespace enrolkit
