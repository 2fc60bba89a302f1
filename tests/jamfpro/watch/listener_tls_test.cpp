// The listener behind its own certificate, before enrolkit's own HTTPS client.
#include "jamfpro/watch/listener_tls.h"

#include <gtest/gtest.h>

#include "jamfpro/http/ats.h"
#include "jamfpro/http/base64.h"
#include "jamfpro/http/client_of.h"
#include "jamfpro/simulator/certificate.h"
#include "jamfpro/watch/listening.h"
#include "support/temp_folder.h"

namespace enrolkit::test {
namespace {

using namespace std::chrono_literals;

jamf::ListenerTls tls_of(const ServerCertificate& one) {
  return jamf::ListenerTls::open(one.certificate_pem + one.ca_pem, one.key_pem).value();
}

struct SecureListening : Listening {
  explicit SecureListening(std::chrono::milliseconds limit = 5s)
      : SecureListening(make_certificate(), limit) {}
  SecureListening(const ServerCertificate& one, std::chrono::milliseconds limit)
      : Listening(limit, tls_of(one)) {
    trust(one);
  }
  void trust(const ServerCertificate& one) { ca_file = folder.write("ca.pem", one.ca_pem); }
  jamf::Outcome send(jamf::Method method, const std::string& path) {
    jamf::Request request;
    request.method = method;
    request.target = path;
    request.limit = kNever;
    if (method == jamf::Method::post) {
      request.authorization = "Basic " + jamf::base64("enrolkit:sesame");
      request.content_type = "application/json";
      request.body = body;
    }
    return client_of(listener->port(), {.ca_file = ca_file})->send(request);
  }
  int status(jamf::Method method, const std::string& path) {
    const jamf::Outcome outcome = send(method, path);
    const auto* reply = std::get_if<jamf::Reply>(&outcome);
    EXPECT_NE(reply, nullptr) << std::get<jamf::NoReply>(outcome).text;
    return reply != nullptr ? reply->status : 0;
  }

  TempFolder folder;
  std::string ca_file;
};

TEST(ListenerTls, TakesWebhooksAsMacOS27WouldHaveIt) {
  SecureListening s;
  EXPECT_EQ(s.status(jamf::Method::post, "/webhook"), 200);
  EXPECT_EQ(s.status(jamf::Method::get, "/healthz"), 200);
  EXPECT_EQ(s.inbox.take().size(), 1U);
  const auto tls = client_of(s.listener->port(), {.ca_file = s.ca_file})->look_at_tls();
  const auto* facts = value_of(tls);
  ASSERT_NE(facts, nullptr);
  EXPECT_EQ(facts->version, "TLSv1.3");
  EXPECT_TRUE(jamf::what_ats_refuses(*facts).empty());
}

TEST(ListenerTls, ANewPairCountsForWhoeverConnectsNext) {
  SecureListening s;
  EXPECT_EQ(s.status(jamf::Method::get, "/healthz"), 200);
  const ServerCertificate renewed = make_certificate();
  s.listener->change({jamf::WebhookSecret("sesame"), tls_of(renewed)});
  EXPECT_EQ(none(s.send(jamf::Method::get, "/healthz")).why, jamf::NoReply::Why::untrusted);
  s.trust(renewed);
  EXPECT_EQ(s.status(jamf::Method::post, "/webhook"), 200);
}

TEST(ListenerTls, WhoeverSpeaksNoTlsIsSoonGone) {
  SecureListening s(500ms);
  EXPECT_EQ(s.raw("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").find("200"), std::string::npos);
  const std::string half_a_hello("\x16\x03\x01\x02\x00\x01\x00", 7);
  EXPECT_EQ(s.raw(half_a_hello), "");
  EXPECT_EQ(s.raw(""), "");
  EXPECT_TRUE(s.ended_by_the_server);
  // A loaded machine may need more than the limit, now and then.
  EXPECT_TRUE(comes([&] {
    const jamf::Outcome outcome = s.send(jamf::Method::get, "/healthz");
    const auto* reply = std::get_if<jamf::Reply>(&outcome);
    return reply != nullptr && reply->status == 200;
  }));
}

TEST(ListenerTls, AWrongPairIsSaidInOneLine) {
  const ServerCertificate good = make_certificate(), other = make_certificate(),
                          old = make_certificate({.from_days = -10, .until_days = -1});
  const std::string locked =
      "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAg=\n"
      "-----END ENCRYPTED PRIVATE KEY-----\n";
  struct Wrong {
    std::string certificate, key, why;
  };
  const Wrong kWrong[] = {
      {"", good.key_pem, "--listen-cert: there is no certificate"},
      {good.key_pem, good.key_pem, "--listen-cert: there is no certificate"},
      {"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", good.key_pem,
       "--listen-cert: there is no certificate"},
      {old.certificate_pem, old.key_pem, "--listen-cert: the certificate has expired"},
      {good.certificate_pem, "", "--listen-key: there is no private key"},
      {good.certificate_pem, good.certificate_pem, "--listen-key: there is no private key"},
      {good.certificate_pem, locked, "--listen-key: there is no private key"},
      {good.certificate_pem, other.key_pem, "--listen-key: it is not the key of"}};
  for (const Wrong& wrong : kWrong) {
    const auto opened = jamf::ListenerTls::open(wrong.certificate, wrong.key);
    ASSERT_FALSE(opened.ok()) << wrong.why;
    EXPECT_TRUE(opened.error().why.starts_with(wrong.why)) << opened.error().why;
    EXPECT_EQ(opened.error().why.find('\n'), std::string::npos);
  }
}

}  // namespace
}  // namespace enrolkit::test
