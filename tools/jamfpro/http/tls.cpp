#include "jamfpro/http/tls.h"

#include <Poco/Net/X509Certificate.h>
#include <fmt/format.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <ctime>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "core/base/text.h"
#include "jamfpro/http/text.h"

namespace enrolkit::jamf {
namespace {

namespace net = Poco::Net;
using Why = NoReply::Why;

std::int64_t seconds_of(const Poco::DateTime& time) { return time.timestamp().epochTime(); }

}  // namespace

struct Handshake {
  // Of the certificate that was refused; error is X509_V_OK when none was.
  int error = X509_V_OK;
  std::string subject, issuer, names;
  std::int64_t from = 0, until = 0;

  std::optional<int> alert;  // the last one, from either side
  SSL* ssl = nullptr;        // whose messages these are; POCO keeps it to itself
  bool is_tls = true;        // what the other side sent
};

namespace {

std::string who(const net::X509Certificate& certificate, bool issuer) {
  for (const auto part :
       {net::X509Certificate::NID_COMMON_NAME, net::X509Certificate::NID_ORGANIZATION_NAME}) {
    std::string name = issuer ? certificate.issuerName(part) : certificate.subjectName(part);
    if (!name.empty()) return printable(name);
  }
  return "nobody it names";
}

std::string alternative_names(const net::X509Certificate& certificate) {
  constexpr std::size_t kMaxBytes = 200;
  std::string common, out;
  std::set<std::string> names;
  certificate.extractNames(common, names);
  const bool has_names = X509_get_ext_by_NID(certificate.certificate(), NID_subject_alt_name, -1) >= 0;
  if (!has_names) return out;  // POCO gives the CN then
  for (const std::string& name : names) (out += out.empty() ? "" : ", ") += printable(name);
  return std::string(cut_utf8(out, kMaxBytes));
}

int verify(X509_STORE_CTX* store, void* seen) {
  const int ok = X509_verify_cert(store);
  if (ok == 1) return ok;
  auto& into = *static_cast<Handshake*>(seen);
  into.error = X509_STORE_CTX_get_error(store);
  if (into.error == X509_V_OK) into.error = X509_V_ERR_UNSPECIFIED;
  if (X509* const refused = X509_STORE_CTX_get_current_cert(store)) {
    const net::X509Certificate certificate(refused, true);
    into.subject = who(certificate, false);
    into.issuer = who(certificate, true);
    into.names = alternative_names(certificate);
    into.from = seconds_of(certificate.validFrom());
    into.until = seconds_of(certificate.expiresOn());
  }
  return ok;
}

// SSL_CTX_set_msg_callback's: every message and the head of every record.
void note(int sent, int, int type, const void* bytes, size_t size, SSL* ssl, void* seen) {
  auto& into = *static_cast<Handshake*>(seen);
  into.ssl = ssl;
  const auto* const at = static_cast<const unsigned char*>(bytes);
  constexpr int kFirstType = 20, kLastType = 24;  // of TLS records
  // Our own "decode error" is what OpenSSL says to a connection that was closed.
  const bool alert = type == SSL3_RT_ALERT && size == 2;
  if (alert && (sent == 0 || at[1] != SSL_AD_DECODE_ERROR)) into.alert = at[1];
  if (type == SSL3_RT_HEADER && sent == 0 && size > 0 && (at[0] < kFirstType || at[0] > kLastType))
    into.is_tls = false;
}

TlsFacts facts_of(SSL* ssl) {
  TlsFacts facts;
  facts.version = SSL_get_version(ssl);
  const SSL_CIPHER* const suite = SSL_get_current_cipher(ssl);
  facts.suite = suite != nullptr ? SSL_CIPHER_get_name(suite) : "";
  const bool newest = SSL_version(ssl) == TLS1_3_VERSION;
  facts.ephemeral = newest || (suite != nullptr && SSL_CIPHER_get_kx_nid(suite) == NID_kx_ecdhe);
  const int cipher = suite != nullptr ? SSL_CIPHER_get_cipher_nid(suite) : NID_undef;
  facts.gcm = newest || cipher == NID_aes_128_gcm || cipher == NID_aes_256_gcm;
  facts.extended_master_secret = SSL_get_extms_support(ssl) == 1;
  X509* const certificate = SSL_get0_peer_certificate(ssl);
  if (certificate == nullptr) return facts;
  const EVP_PKEY* const key = X509_get0_pubkey(certificate);
  const int kind = key != nullptr ? EVP_PKEY_get_base_id(key) : EVP_PKEY_NONE;
  const char* const name = OBJ_nid2sn(kind);
  facts.key = kind == EVP_PKEY_RSA ? "RSA" : kind == EVP_PKEY_EC ? "EC" : name != nullptr ? name : "";
  facts.key_bits = key != nullptr ? EVP_PKEY_get_bits(key) : 0;
  int digest = NID_undef;
  if (X509_get_signature_info(certificate, &digest, nullptr, nullptr, nullptr) == 1)
    facts.digest = OBJ_nid2sn(digest);
  return facts;
}

NoReply refused_certificate(const Handshake& seen, const std::string& name, const std::string& host) {
  const auto refused = [&](const std::string& what) {
    return NoReply{Why::untrusted, false, name + ": " + what};
  };
  switch (seen.error) {
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
      if (seen.names.empty())
        return refused(fmt::format(
            "its certificate names {} in its CN alone, which does not count: it needs {} among its subject "
            "alternative names\nhint: is the address right?",
            seen.subject, host));
      return refused(fmt::format("its certificate is for {}, not for {}\nhint: is the address right?",
                                 seen.names, host));
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return refused(fmt::format("the certificate of {} is not valid before {}\nhint: this computer says {}",
                                 seen.subject, utc_text(seen.from), utc_text(std::time(nullptr))));
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return refused(fmt::format("the certificate of {} expired at {}\nhint: this computer says {}",
                                 seen.subject, utc_text(seen.until), utc_text(std::time(nullptr))));
    default:
      return refused(fmt::format(
          "its certificate is not trusted: {}; {} issued it, valid from {} to {}\nhint: a proxy that inspects TLS shows "
          "its own: is that the issuer's name?\nhint: for a certificate authority of your own, --ca-file FILE",
          X509_verify_cert_error_string(seen.error), seen.issuer, utc_text(seen.from), utc_text(seen.until)));
  }
}

}  // namespace

Tls::Tls(std::string host, const std::string& ca_file)
    : host_(std::move(host)),
      seen_(std::make_unique<Handshake>()),
      context_(
          new net::Context(net::Context::TLS_CLIENT_USE, ca_file, net::Context::VERIFY_STRICT, 9, true)) {
  context_->requireMinimumProtocol(net::Context::PROTO_TLSV1_2);
  // OpenSSL checks the name. POCO's own check would take a CN.
  context_->enableExtendedCertificateVerification(false);
  SSL_CTX* const context = context_->sslContext();
  X509_VERIFY_PARAM* const wanted = SSL_CTX_get0_param(context);
  X509_VERIFY_PARAM_set_hostflags(wanted,
                                  X509_CHECK_FLAG_NEVER_CHECK_SUBJECT | X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  const bool is_set = X509_VERIFY_PARAM_set1_ip_asc(wanted, host_.c_str()) == 1 ||
                      X509_VERIFY_PARAM_set1_host(wanted, host_.c_str(), host_.size()) == 1;
  if (!is_set) throw Poco::InvalidArgumentException("no host name", host_);
  SSL_CTX_set_cert_verify_callback(context, verify, seen_.get());
  SSL_CTX_set_msg_callback(context, note);
  SSL_CTX_set_msg_callback_arg(context, seen_.get());
}

Tls::~Tls() = default;

void Tls::offer_what_ats_allows() {
  if (SSL_CTX_set_cipher_list(context_->sslContext(), "ECDHE+AESGCM") != 1)
    throw Poco::InvalidArgumentException("no such cipher suites");
}

net::SecureStreamSocket Tls::handshake(const net::StreamSocket& over) {
  *seen_ = Handshake();
  return net::SecureStreamSocket::attach(over, host_, context_);
}

TlsFacts Tls::facts() const { return seen_->ssl != nullptr ? facts_of(seen_->ssl) : TlsFacts(); }

NoReply Tls::trouble(const std::string& name) const {
  if (seen_->error != X509_V_OK) return refused_certificate(*seen_, name, host_);
  if (!seen_->is_tls)
    return {Why::untrusted, false,
            name + ": it does not speak TLS at this port\nhint: is the address right?"};
  if (seen_->alert == SSL_AD_PROTOCOL_VERSION)
    return {Why::untrusted, false, name + ": it speaks no safe version of TLS: 1.2 or newer is needed"};
  if (seen_->alert)
    return {Why::untrusted, false,
            fmt::format("{}: no agreement on TLS: {}", name, SSL_alert_desc_string_long(*seen_->alert))};
  return {
      Why::unreachable, false,
      name +
          ": the connection was closed during the TLS handshake\nhint: does a firewall or proxy stand between?"};
}

}  // namespace enrolkit::jamf
