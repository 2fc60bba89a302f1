#include "core/enrolment/refine.h"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace enrolkit::test
