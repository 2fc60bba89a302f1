// Every way in which TLS to a server fails, told apart in words.
#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include "jamfpro/http/client_of.h"
#include "jamfpro/http/dial.h"
#include "jamfpro/http/rude_server.h"
#include "jamfpro/http/tls_bench.h"

namespace enrolkit::test {
namespace {

using jamf::NoReply;
using Why = NoReply::Why;

testing::AssertionResult says(const std::string& text, std::initializer_list<const char*> words) {
  for (const char* word : words) {
    if (text.find(word) == std::string::npos)
      return testing::AssertionFailure() << word << " is not in: " << text;
  }
  return testing::AssertionSuccess();
}

// What a server with such a certificate is told to be, its authority being trusted.
NoReply refused(const CertificateWish& wish, const std::string& host = "127.0.0.1") {
  TlsBench s(wish);
  const NoReply out = none(client_of(s.server.port(), {.ca_file = s.ca_file}, host)->send(get_request()));
  EXPECT_EQ(out.why, Why::untrusted) << out.text;
  EXPECT_FALSE(out.sent);
  EXPECT_TRUE(s.jamf.log.empty());
  return out;
}

TEST(Tls, ANameIsCheckedAndTheRightOnesAreTold) {
  const NoReply other = refused({.host = "jamf.example.com"});
  EXPECT_TRUE(says(other.text, {"jamf.example.com", "not for 127.0.0.1"}));
  EXPECT_EQ(other.text.find("--ca-file"), std::string::npos) << other.text;
  if (!jamf::addresses_of("localhost", 443).ok()) GTEST_SKIP() << "this system knows no localhost";
  EXPECT_TRUE(says(refused({.host = "127.0.0.1"}, "localhost").text, {"127.0.0.1", "not for localhost"}));
  TlsBench named;
  const auto reply =
      client_of(named.server.port(), {.ca_file = named.ca_file}, "localhost")->send(get_request());
  EXPECT_TRUE(std::holds_alternative<jamf::Reply>(reply));
}

TEST(Tls, ANameInTheCnAloneDoesNotCount) {
  EXPECT_TRUE(says(refused({.alternative_names = false}).text, {"CN alone", "alternative names"}));
}

TEST(Tls, DatesAreTold) {
  EXPECT_TRUE(says(refused({.from_days = -10, .until_days = -1}).text, {"expired at", "this computer says"}));
  EXPECT_TRUE(
      says(refused({.from_days = 1, .until_days = 2}).text, {"not valid before", "this computer says"}));
}

TEST(Tls, AnUnknownIssuerIsNamedWithDates) {
  TlsBench s, other;
  for (const std::string& file : {std::string(), other.ca_file}) {
    const NoReply out = none(client_of(s.server.port(), {.ca_file = file})->send(get_request()));
    EXPECT_EQ(out.why, Why::untrusted);
    EXPECT_TRUE(says(out.text, {"not trusted", "enrolkit test CA issued it", "valid from 20", "--ca-file",
                                "a proxy that inspects TLS"}));
  }
}

TEST(Tls, AnOldProtocolIsTold) {
  ServerTls tls;
  SSL_CTX_set_min_proto_version(tls.context->sslContext(), TLS1_VERSION);
  SSL_CTX_set_max_proto_version(tls.context->sslContext(), TLS1_1_VERSION);
  RudeServer server([&](RudeServer&, RudeServer::Socket& socket) { (void)tls.accept(socket); });
  const NoReply out = none(client_of(server.port(), {.ca_file = tls.ca_file})->send(get_request()));
  EXPECT_EQ(out.why, Why::untrusted) << out.text;
  EXPECT_TRUE(says(out.text, {"no safe version of TLS", "1.2"}));
}

TEST(Tls, NoCommonCipherIsTold) {
  ServerTls tls;
  SSL_CTX_set_max_proto_version(tls.context->sslContext(), TLS1_2_VERSION);
  SSL_CTX_set_cipher_list(tls.context->sslContext(), "ECDHE-RSA-AES128-GCM-SHA256");  // its key is no RSA key
  RudeServer server([&](RudeServer&, RudeServer::Socket& socket) { (void)tls.accept(socket); });
  const NoReply out = none(client_of(server.port(), {.ca_file = tls.ca_file})->send(get_request()));
  EXPECT_EQ(out.why, Why::untrusted) << out.text;
  EXPECT_TRUE(says(out.text, {"no agreement on TLS", "handshake failure"}));
}

TEST(Tls, APortThatSpeaksNoTlsIsTold) {
  RudeServer server([](RudeServer& self, RudeServer::Socket& socket) {
    const std::string text = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n";
    (void)socket.sendBytes(text.data(), static_cast<int>(text.size()));
    while (!self.over()) std::this_thread::sleep_for(std::chrono::milliseconds(20));
  });
  const NoReply out = none(client_of(server.port(), {})->send(get_request()));
  EXPECT_EQ(out.why, Why::untrusted) << out.text;
  EXPECT_TRUE(says(out.text, {"does not speak TLS"}));
}

TEST(Tls, AClosedConnectionIsNoUntrustedOne) {
  RudeServer server([](RudeServer&, RudeServer::Socket& socket) { socket.close(); });
  const NoReply out = none(client_of(server.port(), {})->send(get_request()));
  EXPECT_EQ(out.why, Why::unreachable) << out.text;
  EXPECT_FALSE(out.sent);
  EXPECT_TRUE(says(out.text, {"closed during the TLS handshake"}));
  EXPECT_EQ(out.text.find("--ca-file"), std::string::npos) << out.text;
}

}  // namespace
}  // namespace enrolkit::test
