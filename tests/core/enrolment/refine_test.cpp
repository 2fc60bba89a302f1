#include "core/enrolment/refine.h"

#include <gtest/gtest.h>

#include "core/enrolment/install_findings.h"
#include "core/enrolment/migration.h"

namespace enrolkit::test {
namespace {

Diagnosis weighed(std::optional<Cause> cause, KeychainState state) {
  Diagnosis d;
  d.cause = cause;
  KeychainVerdict verdict;
  verdict.state = state;
  refine_with_keychain(d, verdict);
  return d;
}

TEST(RefineWithKeychain, NamesTheReasonOfALostSignature) {
  EXPECT_EQ(weighed(Cause::signature_lost, KeychainState::expired).cause, Cause::certificate_expired);
  for (const KeychainState state : {KeychainState::empty, KeychainState::corrupt, KeychainState::missing}) {
    const Diagnosis d = weighed(Cause::signature_lost, state);
    EXPECT_EQ(d.cause, Cause::keychain_damaged);
    EXPECT_EQ(d.confidence, Confidence::certain);
    EXPECT_EQ(d.supports.size(), 1U);
  }
}

TEST(RefineWithKeychain, TakesAnotherMacsCertificateForTheReasonAndNothingThatLooksLikeIt) {
  const Diagnosis d = weighed(Cause::signature_lost, KeychainState::wrong_mac);
  EXPECT_EQ(d.cause, Cause::foreign_identity);
  EXPECT_EQ(d.confidence, Confidence::certain);
  EXPECT_EQ(weighed(Cause::signature_lost, KeychainState::wrong_issuer).cause, Cause::signature_lost);
  EXPECT_EQ(weighed(Cause::interrupted, KeychainState::wrong_mac).cause, Cause::interrupted);
}

TEST(RefineWithMigration, NamesTheComputerWhereTheMigrationIsNewerThanTheCertificate) {
  const auto supports = [](Reading<Migration> migration, std::optional<LocalTime> from, Cause cause) {
    Diagnosis d;
    d.cause = cause;
    refine_with_migration(d, migration, from);
    return std::pair(d.supports, d.missing);
  };
  const Migration migration{"Old Mac", LocalTime{2000}};
  const auto told = supports(migration, LocalTime{1000}, Cause::foreign_identity);
  ASSERT_EQ(told.first.size(), 1U);
  EXPECT_NE(told.first[0].find("\"Old Mac\""), std::string::npos) << told.first[0];
  EXPECT_TRUE(supports(migration, LocalTime{3000}, Cause::foreign_identity).first.empty());
  EXPECT_TRUE(supports(migration, std::nullopt, Cause::foreign_identity).first.empty());
  EXPECT_TRUE(supports(migration, LocalTime{1000}, Cause::signature_lost).first.empty());
  EXPECT_TRUE(supports(Absent{}, LocalTime{1000}, Cause::foreign_identity).first.empty());
  EXPECT_NE(
      supports(Unreadable{"no rights"}, LocalTime{1000}, Cause::foreign_identity).second.find("no rights"),
      std::string::npos);
}

TEST(RefineWithKeychain, NeverOverrulesWhatTheLogSays) {
  const Diagnosis d = weighed(Cause::account_conflict, KeychainState::missing);
  EXPECT_EQ(d.cause, Cause::account_conflict);
  EXPECT_EQ(d.confidence, Confidence::likely);
  EXPECT_EQ(d.supports.size(), 1U);
}

TEST(RefineWithKeychain, ASoundOrUnknownKeychainAddsNothing) {
  for (const KeychainState state : {KeychainState::healthy, KeychainState::unknown, KeychainState::several,
                                    KeychainState::wrong_issuer, KeychainState::expires_soon}) {
    const Diagnosis d = weighed(Cause::signature_lost, state);
    EXPECT_EQ(d.cause, Cause::signature_lost) << to_text(state);
    EXPECT_TRUE(d.supports.empty()) << to_text(state);
  }
  EXPECT_TRUE(weighed(std::nullopt, KeychainState::missing).supports.empty());
}

// A framework that is damaged, or whose daemon is dead, is put right by a package: install.log says what became of it.
TEST(Delivery, IsEvidenceOfAFrameworkThatIsNotWell) {
  const auto at = [](const char* time) { return parse_local_time(time); };
  InstallHistory never;
  never.first = at("2026-03-01 08:00:00");
  never.last = at("2026-03-02 08:00:00");
  InstallHistory failed = never, came = never, under_way = never, torn = never;
  QuickAddDelivery delivery;
  delivery.at = *never.first;
  delivery.download_began = never.first;
  under_way.deliveries = {delivery};
  delivery.ended = at("2026-03-01 08:01:00");
  delivery.error_code = 28;
  failed.deliveries = {delivery};
  delivery.error_code.reset();
  delivery.downloaded = true;
  came.deliveries = {delivery};
  torn.faults = {"install.log: Input/output error"};
  const auto told = [](const InstallHistory& install, Health health) {
    Finding finding;
    finding.health = health;
    add_delivery(finding, install);
    return finding.evidence.empty() ? std::string() : finding.evidence.back().text;
  };
  EXPECT_EQ(
      told(never, Health::unhealthy),
      "from 2026-03-01 08:00:00 to 2026-03-02 08:00:00 no delivery of Jamf's QuickAdd package: nothing came that "
      "would put it right");
  EXPECT_EQ(told(failed, Health::unhealthy),
            "DownloadFailed: the last download of the jamf binary failed (curl error 28: the time was up)");
  EXPECT_EQ(told(came, Health::unhealthy), "the last download of the jamf binary was complete");
  EXPECT_EQ(told(under_way, Health::unhealthy), "") << "how it ended is not known";
  EXPECT_EQ(told(torn, Health::unhealthy), "") << "a part that was not read may hold it";
  EXPECT_EQ(told(never, Health::healthy), "");
  EXPECT_EQ(told(never, Health::unknown), "");
}

}  // namespace
}  // namespace enrolkit::test
