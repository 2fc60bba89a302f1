// The device certificate's issuer in System.keychain: by name and by key, and what could not be read.
#include "core/keychain/issuer.h"
#include "core/enrolment/refine.h"

#include <gtest/gtest.h>

#include "support/writers/certificate_writer.h"
#include "support/writers/keychain_writer.h"

namespace enrolkit::test {
namespace {

using State = IssuerCheck::State;

CertificateToWrite device_to_write() {
  CertificateToWrite it;
  it.subject = {common_name("4C4C4544-0042-3510-8054-B7C04F4D3232")};
  it.issuer = {organisation("Example School"),
               common_name("Example School JSS Built-in Certificate Authority")};
  it.not_before_unix = 1'700'000'000;
  it.not_after_unix = 1'800'000'000;
  it.authority_key_id = "twenty bytes of a ke";
  return it;
}

CertificateToWrite authority_to_write() {
  CertificateToWrite it = device_to_write();
  it.subject = it.issuer;
  it.authority = true;
  it.key = 2;
  it.authority_key_id.clear();
  it.key_id = "twenty bytes of a ke";
  return it;
}

Certificate device(const CertificateToWrite& it = device_to_write()) {
  return std::get<Certificate>(parse_certificate(write_certificate(it)));
}

Reading<std::string> keychain_of(const std::vector<CertificateToWrite>& certificates) {
  KeychainWriter writer;
  for (const auto& it : certificates) writer.certificate(write_certificate(it), public_key_hash(it.key));
  return writer.bytes();
}

TEST(Certificate, NamesItsKeyAndItsIssuersKey) {
  const Certificate authority = device(authority_to_write());
  EXPECT_EQ(authority.key_id, "twenty bytes of a ke");
  EXPECT_EQ(authority.authority_key_id, "");
  EXPECT_EQ(device().authority_key_id, "twenty bytes of a ke");
  EXPECT_EQ(device().key_id, "");
  EXPECT_EQ(device().issuer_name, authority.subject_name);
  EXPECT_NE(device().subject_name, authority.subject_name);
}

TEST(IssuerCheck, IsPresentByNameAndKey) {
  CertificateToWrite other = authority_to_write();
  other.subject = {common_name("JSS Built-in Certificate Authority")};
  const IssuerCheck found = find_issuer(device(), keychain_of({other, authority_to_write()}));
  EXPECT_EQ(found.state, State::present);
  EXPECT_EQ(found.said, "the issuer's certificate is there, valid until 2027-01-15 08:00:00 UTC");
}

TEST(IssuerCheck, IsPresentByItsNameWhereNoKeyIsNamed) {
  CertificateToWrite unnamed = authority_to_write();
  unnamed.key_id.clear();
  const IssuerCheck found = find_issuer(device(), keychain_of({unnamed}));
  EXPECT_EQ(found.state, State::present);
  EXPECT_NE(found.said.find("(by its name)"), std::string::npos);
  CertificateToWrite silent = device_to_write();
  silent.authority_key_id.clear();
  EXPECT_EQ(find_issuer(device(silent), keychain_of({authority_to_write()})).state, State::present);
}

TEST(IssuerCheck, OneOfThatNameWithAnotherKeyIsAnother) {
  CertificateToWrite renewed = authority_to_write();
  renewed.key_id = "another key's twenty";
  EXPECT_EQ(find_issuer(device(), keychain_of({renewed})).state, State::other_key);
  EXPECT_EQ(find_issuer(device(), keychain_of({renewed, authority_to_write()})).state, State::present);
}

TEST(IssuerCheck, NearlyTheSameNameIsAnother) {
  CertificateToWrite near = authority_to_write();
  near.subject[0] = organisation("Example Schools");
  EXPECT_EQ(find_issuer(device(), keychain_of({near, device_to_write()})).state, State::absent);
  EXPECT_EQ(find_issuer(device(), keychain_of({})).state, State::absent);
}

TEST(IssuerCheck, NotToBeReadIsNotAbsent) {
  EXPECT_EQ(find_issuer(device(), Absent{}).state, State::absent);
  EXPECT_EQ(find_issuer(device(), Unreadable{"refused"}).state, State::unknown);
  EXPECT_NE(find_issuer(device(), Unreadable{"refused"}).said.find("refused"), std::string::npos);
  for (const std::string& bytes : {std::string(), std::string("kych"), std::string("SQLite format 3")}) {
    EXPECT_EQ(find_issuer(device(), bytes).state, State::unknown) << bytes;
  }
}

TEST(RefineWithIssuer, SpeaksForAnUntrustedServerAndForNothingElse) {
  for (const State state : {State::absent, State::other_key, State::present, State::unknown}) {
    Diagnosis d;
    d.cause = Cause::untrusted_server;
    refine_with_issuer(d, {state, "words"});
    EXPECT_EQ(d.supports.size(), state == State::absent || state == State::other_key ? 1U : 0U);
    Diagnosis other;
    other.cause = Cause::server_error;
    refine_with_issuer(other, {state, "words"});
    EXPECT_TRUE(other.supports.empty());
  }
}

}  // namespace
}  // namespace enrolkit::test
