#include "jamfpro/simulator/certificate.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <memory>
#include <stdexcept>

namespace enrolkit::test {
namespace {

struct Free {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(X509_EXTENSION* extension) const { X509_EXTENSION_free(extension); }
  void operator()(BIO* bio) const { BIO_free(bio); }
};
using Key = std::unique_ptr<EVP_PKEY, Free>;
using Certificate = std::unique_ptr<X509, Free>;

Key make_key() {
  Key key(EVP_EC_gen("P-256"));
  if (!key) throw std::runtime_error("no key was made");
  return key;
}

void add(X509* certificate, X509* issuer, int what, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const std::unique_ptr<X509_EXTENSION, Free> extension(
      X509V3_EXT_conf_nid(nullptr, &context, what, value.c_str()));
  if (!extension || X509_add_ext(certificate, extension.get(), -1) != 1)
    throw std::runtime_error("no extension");
}

Certificate make(const CertificateWish& wish, EVP_PKEY* key, X509* issuer, EVP_PKEY* issuer_key,
                 long serial) {
  Certificate out(X509_new());
  X509_set_version(out.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(out.get()), serial);
  X509_gmtime_adj(X509_getm_notBefore(out.get()), wish.from_days * 86'400L);
  X509_gmtime_adj(X509_getm_notAfter(out.get()), wish.until_days * 86'400L);
  X509_set_pubkey(out.get(), key);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(out.get()), "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(wish.host.c_str()), -1, -1, 0);
  X509* const by = issuer != nullptr ? issuer : out.get();
  X509_set_issuer_name(out.get(), X509_get_subject_name(by));
  if (issuer == nullptr) {
    add(out.get(), by, NID_basic_constraints, "critical,CA:TRUE");
    add(out.get(), by, NID_key_usage, "critical,keyCertSign,cRLSign");
  } else {
    const std::string addresses = wish.host == "localhost" ? ",IP:127.0.0.1,IP:::1" : "";
    if (wish.alternative_names) add(out.get(), by, NID_subject_alt_name, "DNS:" + wish.host + addresses);
    add(out.get(), by, NID_ext_key_usage, "serverAuth");
  }
  if (X509_sign(out.get(), issuer_key, EVP_sha256()) == 0) throw std::runtime_error("not signed");
  return out;
}

template <class Write>
std::string pem(Write write) {
  const std::unique_ptr<BIO, Free> bio(BIO_new(BIO_s_mem()));
  if (write(bio.get()) != 1) throw std::runtime_error("no PEM");
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

}  // namespace

ServerCertificate make_certificate(const CertificateWish& wish) {
  const Key ca_key = make_key(), key = make_key();
  const Certificate ca = make({"enrolkit test CA"}, ca_key.get(), nullptr, ca_key.get(), 1);
  const Certificate leaf = make(wish, key.get(), ca.get(), ca_key.get(), 2);
  return {pem([&](BIO* bio) { return PEM_write_bio_X509(bio, ca.get()); }),
          pem([&](BIO* bio) { return PEM_write_bio_X509(bio, leaf.get()); }), pem([&](BIO* bio) {
            return PEM_write_bio_PrivateKey(bio, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
          })};
}

}  // namespace enrolkit::test
