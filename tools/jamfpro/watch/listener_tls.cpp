#include "jamfpro/watch/listener_tls.h"

#include <Poco/Net/Context.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <utility>

namespace enrolkit::jamf {
namespace {

namespace net = Poco::Net;

struct Free {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(BIO* bio) const { BIO_free(bio); }
};
using Key = std::unique_ptr<EVP_PKEY, Free>;
using Certificate = std::unique_ptr<X509, Free>;
using Bio = std::unique_ptr<BIO, Free>;

int no_passphrase(char*, int, int, void*) { return -1; }

Bio reader_of(const std::string& text) {
  return Bio(::BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

Certificate next_certificate(const Bio& from) {
  return Certificate(::PEM_read_bio_X509(from.get(), nullptr, no_passphrase, nullptr));
}

std::string reason() {
  const char* const text = ::ERR_reason_error_string(::ERR_peek_last_error());
  return text != nullptr ? text : "no reason given";
}

enrolkit::Status use(SSL_CTX* context, const std::string& certificates, const std::string& key) {
  const Bio chain = reader_of(certificates);
  const Certificate own = next_certificate(chain);
  if (!own) return Error{"--listen-cert: there is no certificate in PEM form in it"};
  if (::X509_cmp_current_time(::X509_get0_notAfter(own.get())) <= 0)
    return Error{"--listen-cert: the certificate has expired"};
  if (::SSL_CTX_use_certificate(context, own.get()) != 1)
    return Error{"--listen-cert: OpenSSL refuses the certificate: " + reason()};
  while (const Certificate between = next_certificate(chain)) {
    if (::SSL_CTX_add1_chain_cert(context, between.get()) != 1)
      return Error{"--listen-cert: OpenSSL refuses a certificate of the chain: " + reason()};
  }
  const Key own_key(::PEM_read_bio_PrivateKey(reader_of(key).get(), nullptr, no_passphrase, nullptr));
  if (!own_key)
    return Error{"--listen-key: there is no private key in PEM form, without a passphrase, in it"};
  if (::X509_check_private_key(own.get(), own_key.get()) != 1)
    return Error{"--listen-key: it is not the key of the certificate in --listen-cert"};
  if (::SSL_CTX_use_PrivateKey(context, own_key.get()) != 1)
    return Error{"--listen-key: OpenSSL refuses the key: " + reason()};
  return {};
}

}  // namespace

enrolkit::Result<ListenerTls> ListenerTls::open(const std::string& certificates, const std::string& key) {
  net::Context::Params how;
  how.verificationMode = net::Context::VERIFY_NONE;
  how.cipherList = "ECDHE+AESGCM:ECDHE+CHACHA20";
  try {
    net::Context::Ptr context = new net::Context(net::Context::TLS_SERVER_USE, how);
    context->requireMinimumProtocol(net::Context::PROTO_TLSV1_2);
    ::ERR_clear_error();
    const enrolkit::Status used = use(context->sslContext(), certificates, key);
    ::ERR_clear_error();  // the end of a chain is an error to OpenSSL
    if (!used.ok()) return used.error();
    return ListenerTls({context.duplicate(), [](net::Context* one) { one->release(); }});
  } catch (const Poco::Exception& e) {
    return Error{"--listen-cert: " + e.displayText()};
  }
}

}  // namespace enrolkit::jamf
