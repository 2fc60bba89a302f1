#include "core/keychain/verdict.h"

#include <gtest/gtest.h>

#include <functional>
#include <limits>
#include <set>

#include "support/writers/certificate_writer.h"
#include "support/writers/keychain_writer.h"

namespace enrolkit {
namespace {

using test::KeychainWriter;
using test::public_key_hash;

const std::string kMac = "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11";
const std::string kOtherMac = "11111111-2222-3333-4444-555555555555";
const std::string kJss = "Example JSS Built-in Certificate Authority";
constexpr std::int64_t kNow = 1'750'000'000;
constexpr std::int64_t kFrom = kNow - 100 * kDay;
constexpr std::int64_t kTo = kNow + 600 * kDay;

struct Item {
  std::string of = kMac;
  std::string issuer = kJss;
  std::int64_t from = kFrom;
  std::int64_t to = kTo;
  std::uint32_t key = 1;
  bool authority = false;
};

std::string der(const Item& item) {
  test::CertificateToWrite it;
  it.subject = {test::common_name(item.of)};
  it.issuer = {test::common_name(item.issuer)};
  it.not_before_unix = item.from;
  it.not_after_unix = item.to;
  it.key = item.key;
  it.authority = item.authority;
  return write_certificate(it);
}

// A keychain with these certificates and private keys.
std::string keychain(const std::vector<Item>& items, const std::vector<std::uint32_t>& keys) {
  KeychainWriter writer;
  for (const Item& item : items) writer.certificate(der(item), public_key_hash(item.key));
  for (const std::uint32_t key : keys) writer.private_key(public_key_hash(key));
  return writer.bytes();
}

// The same bytes with others in the place of the private key's blob: `change` gets the blob.
std::string with_key_blob(std::string bytes, const std::function<void(std::string&)>& change) {
  const std::string head("\xFA\xDE\x07\x11\x00\x00\x01\x00\x00\x00\x00\xA4", 12);
  const auto at = bytes.find(head);
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes.at(at + i)); };
  std::string blob = bytes.substr(at, byte(14) * 256U + byte(15));
  const std::size_t size = blob.size();
  change(blob);
  return bytes.replace(at, size, blob);
}

// A keychain whose first identity has these bytes for a certificate.
std::string keychain_with(const std::string& bytes, const std::vector<Item>& others = {}) {
  KeychainWriter writer;
  writer.certificate(bytes, public_key_hash(9));
  writer.private_key(public_key_hash(9));
  for (const Item& item : others) {
    writer.certificate(der(item), public_key_hash(item.key));
    writer.private_key(public_key_hash(item.key));
  }
  return writer.bytes();
}

KeychainExpectations expectations(std::int64_t now = kNow) { return {kMac, std::nullopt, now}; }

KeychainVerdict judged(const std::string& file, const KeychainExpectations& expected = expectations()) {
  return judge_keychain(Reading<std::string>(file), expected);
}

std::string state(const std::string& file, const KeychainExpectations& expected = expectations()) {
  return std::string(to_text(judged(file, expected).state));
}

std::string state_at(std::int64_t now, const Item& item = {}) {
  return state(keychain({item}, {item.key}), expectations(now));
}

TEST(KeychainVerdict, OneIdentityOfThisMacIsHealthy) {
  const KeychainVerdict verdict = judged(keychain({{}}, {1}));
  EXPECT_EQ(verdict.state, KeychainState::healthy);
  ASSERT_TRUE(verdict.certificate);
  EXPECT_EQ(verdict.certificate->subject_cn, kMac);
  EXPECT_EQ(verdict.detail, "the identity is valid until 2027-02-05 15:06:40 UTC");
  ASSERT_EQ(verdict.evidence.size(), 1U);
  EXPECT_NE(verdict.evidence[0].find("with private key: CN=" + kMac), std::string::npos);
}

TEST(KeychainVerdict, AbsentIsMissingAndUnreadableIsUnknown) {
  EXPECT_EQ(judge_keychain(Absent{}, expectations()).state, KeychainState::missing);
  const auto verdict = judge_keychain(Unreadable{"open: permission denied"}, expectations());
  EXPECT_EQ(verdict.state, KeychainState::unknown);
  EXPECT_NE(verdict.detail.find("permission denied"), std::string::npos);
}

TEST(KeychainVerdict, FaultsOfTheFile) {
  const std::string sound = keychain({{}}, {1});
  EXPECT_EQ(state(""), "Empty");
  EXPECT_EQ(state("SQLite format 3"), "Corrupt");
  EXPECT_EQ(state(sound.substr(0, 4096)), "Corrupt");
  EXPECT_EQ(state(sound + '\0'), "Corrupt");
  std::string newer = sound;
  test::put_word(newer, 4, 0x00020000);
  EXPECT_EQ(state(newer), "Unknown");  // may be sound: not condemned unread
}

TEST(KeychainVerdict, DatesAreJudgedToTheSecond) {
  constexpr std::int64_t kSkew = 600, kSoon = 30 * kDay;
  EXPECT_EQ(state_at(kFrom - kSkew - 1), "NotYetValid");
  EXPECT_EQ(state_at(kFrom - kSkew), "Healthy");
  EXPECT_EQ(state_at(kFrom), "Healthy");
  EXPECT_EQ(state_at(kTo - kSoon - 1), "Healthy");
  EXPECT_EQ(state_at(kTo - kSoon), "ExpiresSoon");
  EXPECT_EQ(state_at(kTo), "ExpiresSoon");
  EXPECT_EQ(state_at(kTo + 1), "Expired");
  EXPECT_EQ(state_at(std::numeric_limits<std::int64_t>::min()), "NotYetValid");
  EXPECT_EQ(state_at(std::numeric_limits<std::int64_t>::max()), "Expired");
}

TEST(KeychainVerdict, MarginsAreTheCallers) {
  KeychainExpectations expected = expectations(kFrom - 1);
  expected.skew_margin = 0;
  EXPECT_EQ(state(keychain({{}}, {1}), expected), "NotYetValid");
  expected = expectations(kTo);
  expected.soon = -1;
  EXPECT_EQ(state(keychain({{}}, {1}), expected), "Healthy");
}

TEST(KeychainVerdict, ADateRangeTheWrongWayRoundIsExpired) {
  EXPECT_EQ(state_at(kNow, {.from = kNow + kDay, .to = kNow - kDay}), "Expired");
}

TEST(KeychainVerdict, AnotherMacsIdentityIsWrongMac) {
  const KeychainVerdict verdict = judged(keychain({{.of = kOtherMac}}, {1}));
  EXPECT_EQ(verdict.state, KeychainState::wrong_mac);
  EXPECT_EQ(verdict.certificate->subject_cn, kOtherMac);
  EXPECT_EQ(verdict.detail, "the identity is of " + kOtherMac + ", this Mac is " + kMac);
}

TEST(KeychainVerdict, ANameThatOnlyBeginsAsThisMacIsWrongMac) {
  EXPECT_EQ(state(keychain({{.of = kMac + std::string("\0", 1)}}, {1})), "WrongMac");
  EXPECT_EQ(state(keychain({{.of = kMac + "0"}}, {1})), "WrongMac");
  EXPECT_EQ(state(keychain({{.of = ""}}, {1})), "WrongMac");
}

TEST(KeychainVerdict, CaseOfTheUuidDoesNotMatter) {
  EXPECT_EQ(state(keychain({{.of = "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"}}, {1})), "Healthy");
}

TEST(KeychainVerdict, WithoutHardwareUuidAnIdentityMayBeAnotherMacs) {
  for (const std::optional<std::string>& uuid :
       {std::optional<std::string>{}, std::optional<std::string>{""}}) {
    KeychainExpectations expected = expectations();
    expected.hardware_uuid = uuid;
    expected.no_uuid = "hardware UUID: Timeout";
    const KeychainVerdict verdict = judged(keychain({{.of = kOtherMac}}, {1}), expected);
    EXPECT_EQ(verdict.state, KeychainState::unknown);
    EXPECT_NE(verdict.detail.find("may be another Mac's: hardware UUID: Timeout"), std::string::npos)
        << verdict.detail;
    EXPECT_TRUE(verdict.certificate) << "what was read of it is so";
    EXPECT_EQ(state(keychain({{.to = kNow + kDay}}, {1}), expected), "Unknown") << "nor ExpiresSoon";
    EXPECT_EQ(state(keychain({{.to = kNow - kDay}}, {1}), expected), "Expired");
    EXPECT_EQ(state(keychain({{}, {.of = kOtherMac, .key = 2}}, {1, 2}), expected), "Several");
    EXPECT_EQ(state(keychain({{}}, {}), expected), "NoKey");
    EXPECT_EQ(state(keychain({}, {}), expected), "NoCertificate");
  }
}

TEST(KeychainVerdict, BuiltInIssuerStandsAloneOrAfterAName) {
  EXPECT_EQ(state(keychain({{.issuer = "JSS Built-in Certificate Authority"}}, {1})), "Healthy");
  EXPECT_EQ(state(keychain({{.issuer = "A B C JSS Built-in Certificate Authority"}}, {1})), "Healthy");
  EXPECT_EQ(state(keychain({{.issuer = "NotJSS Built-in Certificate Authority"}}, {1})), "WrongIssuer");
  EXPECT_EQ(state(keychain({{.issuer = "JSS Built-in Certificate Authority 2"}}, {1})), "WrongIssuer");
  EXPECT_EQ(state(keychain({{.issuer = ""}}, {1})), "WrongIssuer");
}

TEST(KeychainVerdict, AnIssuerFromTheSettingsIsComparedExactly) {
  KeychainExpectations expected = expectations();
  expected.issuer = "Example External CA";
  EXPECT_EQ(state(keychain({{.issuer = "Example External CA"}}, {1}), expected), "Healthy");
  const KeychainVerdict verdict = judged(keychain({{}}, {1}), expected);
  EXPECT_EQ(verdict.state, KeychainState::wrong_issuer);
  EXPECT_EQ(verdict.detail, "the identity was issued by " + kJss + ", expected is Example External CA");
  expected.issuer = "";  // as good as not set
  EXPECT_EQ(state(keychain({{}}, {1}), expected), "Healthy");
}

TEST(KeychainVerdict, WhoseComesBeforeIssuerAndIssuerBeforeDate) {
  EXPECT_EQ(state(keychain({{.of = kOtherMac, .issuer = "X", .to = kNow - 1}}, {1})), "WrongMac");
  EXPECT_EQ(state(keychain({{.issuer = "X", .to = kNow - 1}}, {1})), "WrongIssuer");
}

TEST(KeychainVerdict, IdentitiesOfOtherMacsAndIssuersDoNotDisturb) {
  EXPECT_EQ(state(keychain({{.of = kOtherMac, .key = 2}, {.issuer = "X", .key = 3}, {}}, {1, 2, 3})),
            "Healthy");
}

TEST(KeychainVerdict, TheOldIdentityBesideTheRenewedOneDoesNotDisturb) {
  const Item old{.from = kFrom - 365 * kDay, .to = kNow - 1, .key = 2};
  const KeychainVerdict verdict = judged(keychain({old, {}}, {1, 2}));
  EXPECT_EQ(verdict.state, KeychainState::healthy);
  EXPECT_EQ(verdict.certificate->not_after_unix, kTo);
  EXPECT_EQ(verdict.evidence.size(), 2U);
  // Nor does it when both share one key.
  EXPECT_EQ(state(keychain({{.from = old.from, .to = old.to}, {}}, {1})), "Healthy");
}

TEST(KeychainVerdict, TwoIdentitiesValidAtOnceAreSeveral) {
  const KeychainVerdict verdict = judged(keychain({{.to = kTo + kDay, .key = 2}, {}}, {1, 2}));
  EXPECT_EQ(verdict.state, KeychainState::several);
  EXPECT_EQ(verdict.certificate->not_after_unix, kTo + kDay);
  EXPECT_EQ(state(keychain({{.to = kTo + kDay}, {}}, {1})), "Several");  // one key, two certificates
}

TEST(KeychainVerdict, OfSeveralInvalidOnesTheOneValidLongestSpeaks) {
  const Item expired{.to = kNow - 1};
  const Item longer_expired{.to = kNow - kDay, .key = 2};
  const Item future{.from = kNow + kDay, .key = 2};
  EXPECT_EQ(judged(keychain({longer_expired, expired}, {1, 2})).certificate->not_after_unix, kNow - 1);
  EXPECT_EQ(state(keychain({longer_expired, expired}, {1, 2})), "Expired");
  EXPECT_EQ(state(keychain({expired, future}, {1, 2})), "NotYetValid");
}

TEST(KeychainVerdict, CertificateWithoutItsKeyIsNoKey) {
  EXPECT_EQ(state(keychain({{}}, {})), "NoKey");
  EXPECT_EQ(state(keychain({{}}, {7})), "NoKey");
  EXPECT_EQ(state(keychain({{.of = kOtherMac}}, {})), "NoKey");
  EXPECT_EQ(judged(keychain({{}}, {})).certificate->subject_cn, kMac);
}

TEST(KeychainVerdict, ThisMacsCertificateWithoutKeyOutweighsAnotherMacsIdentity) {
  EXPECT_EQ(state(keychain({{}, {.of = kOtherMac, .key = 2}}, {2})), "NoKey");
  EXPECT_EQ(state(keychain({{.of = "third"}, {.of = kOtherMac, .key = 2}}, {2})), "WrongMac");
}

TEST(KeychainVerdict, NothingOfADeviceIsNoCertificate) {
  EXPECT_EQ(state(keychain({}, {})), "NoCertificate");
  EXPECT_EQ(judged(keychain({}, {1})).detail, "no device certificate is there, private keys: 1");
  EXPECT_EQ(state(keychain({{.of = kJss, .authority = true}}, {7})), "NoCertificate");  // the authority's own
  KeychainWriter without_table;
  without_table.with_certificate_table = false;
  EXPECT_EQ(state(without_table.bytes()), "NoCertificate");
}

TEST(KeychainVerdict, ADamagedIdentityIsCorruptAndNobodyKnowsWhichIsTakenBesideASoundOne) {
  const std::string cut = der({}).substr(0, 200);
  const std::string lying = "\x30\x82\x7F\xFF" + der({}).substr(4);  // says more bytes than there are
  for (const std::string& bytes : {cut, lying, der({}) + "more", std::string()}) {
    EXPECT_EQ(state(keychain_with(bytes)), "Corrupt");
    EXPECT_EQ(state(keychain_with(bytes, {{.of = kOtherMac}})), "Corrupt");  // it may be the one looked for
    EXPECT_EQ(state(keychain_with(bytes, {{}})), "Unknown");
    EXPECT_EQ(state(keychain_with(bytes, {{.to = kNow + kDay}})), "Unknown");
    EXPECT_EQ(state(keychain_with(bytes, {{.to = kNow - kDay}})), "Expired");
  }
}

TEST(KeychainVerdict, ADamagedCertificateWithoutKeyIsNone) {
  KeychainWriter writer;
  writer.certificate("damaged", public_key_hash(1));
  const KeychainVerdict verdict = judged(writer.bytes());
  EXPECT_EQ(verdict.state, KeychainState::no_key);
  EXPECT_FALSE(verdict.certificate);
  writer.certificate(der({.key = 2}), public_key_hash(2));
  writer.private_key(public_key_hash(2));
  EXPECT_EQ(state(writer.bytes()), "Healthy");  // nothing that the binary could take
}

TEST(KeychainVerdict, AnIdentityOfAnUnknownKindIsUnknown) {
  std::string unknown_version = der({});
  unknown_version.replace(unknown_version.find("\xA0\x03\x02\x01\x02"), 5, "\xA0\x03\x02\x01\x07");
  EXPECT_EQ(state(keychain_with(unknown_version)), "Unknown");
  EXPECT_EQ(state(keychain_with(unknown_version, {{}})), "Unknown");
  const KeychainVerdict verdict = judged(keychain_with(unknown_version, {{}}));
  EXPECT_NE(verdict.detail.find("another identity's certificate could not be read"), std::string::npos);
  // It may be the renewed one.
  EXPECT_EQ(state(keychain_with(unknown_version, {{.to = kNow - kDay}})), "Unknown");
  EXPECT_EQ(state(keychain_with(unknown_version, {{.issuer = "X"}})), "Unknown");
}

TEST(KeychainVerdict, IdentitySaysWhatThereIsToSignWith) {
  EXPECT_EQ(identity_of(KeychainState::several), Identity::sound);
  EXPECT_EQ(identity_of(KeychainState::not_yet_valid), Identity::none);
  EXPECT_EQ(identity_of(KeychainState::wrong_issuer), Identity::not_known);
  EXPECT_EQ(identity_of(KeychainState::unknown), Identity::not_known);
}

TEST(KeychainVerdict, EvidenceHasAnEnd) {
  std::vector<Item> many(40);
  for (std::uint32_t i = 0; i < many.size(); ++i) many[i].key = i + 1;
  EXPECT_EQ(judged(keychain(many, {1})).evidence.size(), kMaxEvidence);
}

TEST(KeychainVerdict, CodesAreTheClosedSetOfTheAttribute) {
  std::set<std::string_view> codes;
  for (int i = 0; i <= static_cast<int>(KeychainState::unknown); ++i)
    codes.insert(to_text(static_cast<KeychainState>(i)));
  EXPECT_EQ(codes, (std::set<std::string_view>{"Healthy", "ExpiresSoon", "Expired", "NotYetValid", "WrongMac",
                                               "WrongIssuer", "Several", "NoKey", "NoCertificate", "Empty",
                                               "Corrupt", "Missing", "Unknown"}));
  EXPECT_EQ(KeychainVerdict{}.state, KeychainState::unknown);  // no zero value means healthy
}

// No key is decrypted, and so what cannot be one must show.
TEST(KeychainVerdict, ABlobThatCanBeNoPrivateKeyIsNeverHealthy) {
  const std::string sound = keychain({{}}, {1});
  ASSERT_EQ(state(sound), "Healthy");
  const std::vector<std::function<void(std::string&)>> changes{
      [](std::string& blob) { blob[12] = '\x01'; },                                 // longer than the file
      [](std::string& blob) { blob[11] = '\x04'; },                                 // begins inside the head
      [](std::string& blob) { std::fill(blob.begin() + 0xA4, blob.end(), '\0'); },  // nothing is in it
      [](std::string& blob) { std::fill(blob.begin() + 4, blob.end(), '\0'); }};
  for (const auto& change : changes) {
    const KeychainVerdict verdict = judged(with_key_blob(sound, change));
    EXPECT_EQ(verdict.state, KeychainState::unknown) << verdict.detail;
  }
  KeychainWriter no_size;
  no_size.certificate(der({}), public_key_hash(1));
  no_size.private_key(public_key_hash(1), "JAMF", 0);
  EXPECT_EQ(state(no_size.bytes()), "Unknown");
}

TEST(KeychainVerdict, ACertificateThatIsPairedByAnotherKeysHashIsNeverHealthy) {
  KeychainWriter writer;
  writer.certificate(der({}), public_key_hash(7));
  writer.private_key(public_key_hash(7));
  const KeychainVerdict verdict = judged(writer.bytes());
  EXPECT_EQ(verdict.state, KeychainState::unknown);
  EXPECT_NE(verdict.detail.find("the hash that names its key"), std::string::npos) << verdict.detail;
}

}  // namespace
}  // namespace enrolkit
