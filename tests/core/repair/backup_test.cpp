#include "core/repair/backup.h"

#include <gtest/gtest.h>

#include "support/writers/certificate_writer.h"
#include "support/writers/keychain_writer.h"

namespace enrolkit {
namespace {

constexpr const char* kUuid = "4C4C4544-0042-3510-8054-B7C04F4D3232";
constexpr std::int64_t kNow = 1'772'452'800;

std::string keychain(const std::string& uuid = kUuid, std::int64_t ends = kNow + 1000 * kDay) {
  test::CertificateToWrite certificate;
  certificate.subject = {test::common_name(uuid)};
  certificate.issuer = {test::common_name("JSS Built-in Certificate Authority")};
  certificate.serial = "\x0A";
  certificate.not_before_unix = kNow - 100 * kDay;
  certificate.not_after_unix = ends;
  test::KeychainWriter writer;
  writer.certificate(test::write_certificate(certificate), test::public_key_hash(1));
  writer.private_key(test::public_key_hash(1));
  return writer.bytes();
}

SavedKeychain saved(std::string bytes = keychain()) {
  return {kNow - 10 * kDay, "jamf.example.org", "0A", std::move(bytes), "<plist/>"};
}

const EnrolmentsKnown kOnce{LocalTime{kNow - 101 * kDay}, LocalTime{kNow - 100 * kDay}, false};

std::optional<std::string> judged(const SavedKeychain& copy, const EnrolmentsKnown& known = kOnce,
                                  const std::optional<std::string>& server = "jamf.example.org") {
  return unfit(copy, LocalTime{copy.saved_unix}, {.hardware_uuid = kUuid, .issuer = {}, .now_unix = kNow},
               server, known);
}

TEST(RepairBackup, ComesBackAsItWent) {
  const auto back = unpack_backup(pack(saved()));
  ASSERT_TRUE(std::holds_alternative<SavedKeychain>(back));
  EXPECT_EQ(std::get<SavedKeychain>(back), saved());
}

TEST(RepairBackup, OneByteMoreOrLessIsNoBackup) {
  const std::string whole = pack(saved("keychain"));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_TRUE(std::holds_alternative<Unreadable>(unpack_backup(whole.substr(0, size)))) << size;
  }
  EXPECT_TRUE(std::holds_alternative<Unreadable>(unpack_backup(whole + "x")));
}

TEST(RepairBackup, HostileHeadsAreNoBackup) {
  for (
      const char* head :
      {"\n", "[]\n", "{}\n", "{\"schema\":1}\n",
       R"({"schema":"enrolkit.backup/1","saved":1,"server":"a","serial":"b","keychain":18446744073709551615,"preferences":1})"
       "\n",
       R"({"schema":"enrolkit.backup/1","saved":"1","server":"a","serial":"b","keychain":0,"preferences":0})"
       "\n",
       R"({"schema":"enrolkit.backup/1","saved":1,"server":7,"serial":"b","keychain":0,"preferences":0})"
       "\n"}) {
    EXPECT_TRUE(std::holds_alternative<Unreadable>(unpack_backup(head))) << head;
  }
}

TEST(RepairBackup, OfThisMacThisServerAndNoEnrolmentSinceIsFit) { EXPECT_EQ(judged(saved()), std::nullopt); }

TEST(RepairBackup, AnythingElseIsNot) {
  EXPECT_TRUE(judged(saved(keychain("00000000-0000-0000-0000-000000000000"))));
  EXPECT_TRUE(judged(saved(keychain(kUuid, kNow - 1))));
  EXPECT_TRUE(judged(saved("")));
  EXPECT_TRUE(judged(saved(), kOnce, "other.example.org"));
  EXPECT_TRUE(judged(saved(), kOnce, std::nullopt));
  SavedKeychain renamed = saved();
  renamed.serial = "0B";
  EXPECT_TRUE(judged(renamed));
  EXPECT_TRUE(unfit(saved(), LocalTime{kNow}, {.hardware_uuid = {}, .issuer = {}, .now_unix = kNow},
                    "jamf.example.org", kOnce));
}

TEST(RepairBackup, AnEnrolmentSinceOrOneThatNobodyKnowsOfForbidsIt) {
  EXPECT_TRUE(judged(saved(), {LocalTime{kNow - 101 * kDay}, LocalTime{kNow - 9 * kDay}, false}));
  EXPECT_TRUE(judged(saved(), {LocalTime{kNow - 9 * kDay}, std::nullopt, false}));
  EXPECT_TRUE(judged(saved(), {std::nullopt, std::nullopt, false}));
  EXPECT_TRUE(judged(saved(), {LocalTime{kNow - 101 * kDay}, LocalTime{kNow - 100 * kDay}, true}));
}

}  // namespace
}  // namespace enrolkit
