// What macOS 27 would refuse of a server's TLS: the rule, and real handshakes it is asked for.
#include "jamfpro/http/ats.h"

#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include "jamfpro/http/client_of.h"
#include "jamfpro/http/rude_server.h"
#include "jamfpro/http/tls_bench.h"
#include "support/has.h"

namespace enrolkit::test {
namespace {

using jamf::TlsFacts;
using jamf::what_ats_refuses;

const TlsFacts kGood{"TLSv1.2", "ECDHE-RSA-AES128-GCM-SHA256", true, true, true, "RSA", 2048, "SHA256"};

TEST(Ats, EachThingThatIsMissingIsSaid) {
  EXPECT_TRUE(what_ats_refuses(kGood).empty());
  const auto refused = [](auto change) {
    TlsFacts facts = kGood;
    change(facts);
    const auto out = what_ats_refuses(facts);
    return out.size() == 1 ? out.front() : std::to_string(out.size()) + " reasons";
  };
  EXPECT_TRUE(has(refused([](TlsFacts& f) { f.version = "TLSv1.1"; }), "older than TLS 1.2"));
  EXPECT_TRUE(has(refused([](TlsFacts& f) { f.gcm = false; }), "AES-GCM"));
  EXPECT_TRUE(has(refused([](TlsFacts& f) { f.ephemeral = false; }), "ECDHE"));
  EXPECT_TRUE(has(refused([](TlsFacts& f) { f.extended_master_secret = false; }), "RFC 7627"));
  EXPECT_TRUE(has(refused([](TlsFacts& f) { f.key_bits = 1024; }), "RSA of 1024 bits"));
  EXPECT_TRUE(has(refused([](TlsFacts& f) { f.digest = "SHA1"; }), "SHA1"));
}

TEST(Ats, WhatIsNotKnownIsRefused) {
  EXPECT_GE(what_ats_refuses({}).size(), 4U);
  TlsFacts facts = kGood;
  facts.key = "ED25519";
  facts.key_bits = 4096;
  EXPECT_EQ(what_ats_refuses(facts).size(), 1U);
}

TEST(Ats, ThirteenNeedsNoExtendedMasterSecret) {
  EXPECT_TRUE(what_ats_refuses({"TLSv1.3", "TLS_AES_256_GCM_SHA384", true, true, false, "EC", 256, "SHA256"})
                  .empty());
}

TEST(Ats, TheServersOwnHandshakeIsLookedAt) {
  TlsBench s;
  const auto facts = client_of(s.server.port(), {.ca_file = s.ca_file})->look_at_tls();
  ASSERT_NE(value_of(facts), nullptr);
  EXPECT_EQ(value_of(facts)->version, "TLSv1.3");
  EXPECT_TRUE(what_ats_refuses(*value_of(facts)).empty());
  EXPECT_TRUE(has(to_text(*value_of(facts)), "TLSv1.3, TLS_"));
  EXPECT_TRUE(s.jamf.log.empty()) << "nothing is asked";
}

// A server of TLS 1.2 that is set up by `change`; what is seen of it.
template <class Change>
Reading<TlsFacts> seen(Change change) {
  ServerTls tls;
  SSL_CTX* const context = tls.context->sslContext();
  SSL_CTX_set_max_proto_version(context, TLS1_2_VERSION);
  change(context);
  RudeServer server([&](RudeServer&, RudeServer::Socket& socket) { (void)tls.accept(socket); });
  return client_of(server.port(), {.ca_file = tls.ca_file})->look_at_tls();
}

TEST(Ats, TwelveIsFineWithItsSuitesAndTheExtendedMasterSecret) {
  const auto facts = seen([](SSL_CTX*) {});
  ASSERT_NE(value_of(facts), nullptr);
  EXPECT_EQ(value_of(facts)->version, "TLSv1.2");
  EXPECT_EQ(value_of(facts)->key, "EC");
  EXPECT_EQ(what_ats_refuses(*value_of(facts)), std::vector<std::string>{}) << to_text(*value_of(facts));
}

TEST(Ats, AServerThatKnowsNoSuiteOfItIsStillNamed) {
  const auto facts =
      seen([](SSL_CTX* context) { SSL_CTX_set_cipher_list(context, "ECDHE-ECDSA-AES128-SHA"); });
  ASSERT_NE(value_of(facts), nullptr);
  EXPECT_EQ(value_of(facts)->suite, "ECDHE-ECDSA-AES128-SHA");
  EXPECT_FALSE(what_ats_refuses(*value_of(facts)).empty());
}

TEST(Ats, AServerThatPrefersAnotherSuiteMayStillTakeOneOfIts) {
  const auto facts = seen([](SSL_CTX* context) {
    SSL_CTX_set_options(context, SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_cipher_list(context, "ECDHE-ECDSA-AES128-SHA:ECDHE-ECDSA-AES128-GCM-SHA256");
  });
  ASSERT_NE(value_of(facts), nullptr);
  EXPECT_TRUE(what_ats_refuses(*value_of(facts)).empty()) << to_text(*value_of(facts));
}

TEST(Ats, WithoutTheExtendedMasterSecretItIsRefused) {
  const auto facts =
      seen([](SSL_CTX* context) { SSL_CTX_set_options(context, SSL_OP_NO_EXTENDED_MASTER_SECRET); });
  ASSERT_NE(value_of(facts), nullptr);
  EXPECT_EQ(what_ats_refuses(*value_of(facts)).size(), 1U) << to_text(*value_of(facts));
}

TEST(Ats, AnUntrustedServerIsNotLookedAt) {
  TlsBench s;
  const auto facts = client_of(s.server.port(), {})->look_at_tls();
  ASSERT_NE(why_unreadable(facts), nullptr);
  EXPECT_TRUE(has(*why_unreadable(facts), "not trusted"));
}

}  // namespace
}  // namespace enrolkit::test
