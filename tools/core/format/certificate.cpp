#include "core/format/certificate.h"

#include <fmt/format.h>
#include <mbedtls/asn1.h>
#include <mbedtls/md.h>
#include <mbedtls/oid.h>
#include <mbedtls/pk.h>
#include <mbedtls/version.h>
#include <mbedtls/x509_crt.h>

#include <array>
#include <optional>
#include <utility>

#include "core/base/time.h"

namespace enrolkit {
namespace {

using Kind = CertificateFault::Kind;

struct OwnedCertificate {
  mbedtls_x509_crt crt;
  OwnedCertificate() { mbedtls_x509_crt_init(&crt); }
  ~OwnedCertificate() { mbedtls_x509_crt_free(&crt); }
  OwnedCertificate(const OwnedCertificate&) = delete;
  OwnedCertificate& operator=(const OwnedCertificate&) = delete;
};

// An extension that the library does not know, critical or not, keeps nobody from reading the names and the
// dates.
int accept_extension(void*, const mbedtls_x509_crt*, const mbedtls_x509_buf*, int, const unsigned char*,
                     const unsigned char*) {
  return 0;
}

bool is_ca(const mbedtls_x509_crt& crt) {
#if MBEDTLS_VERSION_NUMBER >= 0x03050000
  return mbedtls_x509_crt_get_ca_istrue(&crt) == 1;
#elif MBEDTLS_VERSION_NUMBER >= 0x03000000
  return crt.MBEDTLS_PRIVATE(ca_istrue) == 1;
#else
  return crt.ca_istrue == 1;
#endif
}

std::string_view bytes_of(const mbedtls_asn1_buf& buffer) {
  if (buffer.p == nullptr) return {};
  return {reinterpret_cast<const char*>(buffer.p), buffer.len};
}

struct NameOfType {
  std::string_view oid;
  std::string_view name;
};
constexpr std::array kTypes = {
    NameOfType{MBEDTLS_OID_AT_CN, "CN"},
    NameOfType{MBEDTLS_OID_AT_COUNTRY, "C"},
    NameOfType{MBEDTLS_OID_AT_LOCALITY, "L"},
    NameOfType{MBEDTLS_OID_AT_STATE, "ST"},
    NameOfType{MBEDTLS_OID_AT_ORGANIZATION, "O"},
    NameOfType{MBEDTLS_OID_AT_ORG_UNIT, "OU"},
    NameOfType{MBEDTLS_OID_AT_SERIAL_NUMBER, "serialNumber"},
    NameOfType{MBEDTLS_OID_DOMAIN_COMPONENT, "DC"},
    NameOfType{MBEDTLS_OID_PKCS9_EMAIL, "emailAddress"},
};

std::string hex(std::string_view bytes) {
  std::string text;
  text.reserve(2 * bytes.size());
  for (const char byte : bytes)
    fmt::format_to(std::back_inserter(text), "{:02X}", static_cast<unsigned char>(byte));
  return text;
}

std::string type_text(std::string_view oid) {
  for (const NameOfType& type : kTypes)
    if (type.oid == oid) return std::string(type.name);
  return "oid." + hex(oid);
}

std::string common_name(const mbedtls_x509_name& first) {
  std::string_view found;
  for (const mbedtls_x509_name* part = &first; part != nullptr; part = part->next)
    if (bytes_of(part->oid) == MBEDTLS_OID_AT_CN) found = bytes_of(part->val);
  return std::string(found);
}

std::string one_line(const mbedtls_x509_name& first) {
  std::string line;
  for (const mbedtls_x509_name* part = &first; part != nullptr; part = part->next) {
    if (part->oid.p == nullptr) continue;  // an empty name
    if (!line.empty()) line += ", ";
    line += type_text(bytes_of(part->oid)) + '=';
    for (const char byte : bytes_of(part->val)) {
      if (byte == ',' || byte == '+' || byte == '\\') line += '\\';
      line += byte;
    }
  }
  return line;
}

std::string serial_text(std::string_view number) {
  if (number.size() > 1 && number.front() == '\0') number.remove_prefix(1);
  return hex(number);
}

struct KeyIds {
  std::string own, issuer;
};

// The library reads these since 3.6 only. What is not understood names no key.
KeyIds key_ids_of(const mbedtls_x509_crt& crt) {
  constexpr int kSequence = MBEDTLS_ASN1_CONSTRUCTED | MBEDTLS_ASN1_SEQUENCE;
  constexpr int kKeyIdentifier = MBEDTLS_ASN1_CONTEXT_SPECIFIC | 0;
  constexpr std::string_view kSubjectKey = "\x55\x1D\x0E", kAuthorityKey = "\x55\x1D\x23";
  KeyIds ids;
  unsigned char* at = crt.v3_ext.p;
  if (at == nullptr) return ids;
  const unsigned char* end = at + crt.v3_ext.len;
  std::size_t length = 0;
  const auto enter = [&](unsigned char*& p, const unsigned char* limit, int tag) {
    return mbedtls_asn1_get_tag(&p, limit, &length, tag) == 0;
  };
  const auto text = [&](const unsigned char* p) {
    return std::string(reinterpret_cast<const char*>(p), length);
  };
  if (!enter(at, end, kSequence)) return ids;
  while (at < end && enter(at, end, kSequence)) {
    unsigned char* part = at;
    const unsigned char* next = at + length;
    at += length;
    if (!enter(part, next, MBEDTLS_ASN1_OID)) continue;
    const std::string oid = text(part);
    part += length;
    if (enter(part, next, MBEDTLS_ASN1_BOOLEAN)) part += length;
    if (!enter(part, next, MBEDTLS_ASN1_OCTET_STRING)) continue;
    const unsigned char* value_end = part + length;
    if (oid == kSubjectKey && enter(part, value_end, MBEDTLS_ASN1_OCTET_STRING)) ids.own = text(part);
    if (oid == kAuthorityKey && enter(part, value_end, kSequence) && enter(part, value_end, kKeyIdentifier)) {
      ids.issuer = text(part);
    }
  }
  return ids;
}

std::string public_key_hash_of(const mbedtls_x509_crt& crt) {
  unsigned char* at = crt.pk_raw.p;
  const unsigned char* end = at + crt.pk_raw.len;
  std::size_t length = 0;
  const auto enter = [&](int tag) { return mbedtls_asn1_get_tag(&at, end, &length, tag) == 0; };
  constexpr int kSequence = MBEDTLS_ASN1_CONSTRUCTED | MBEDTLS_ASN1_SEQUENCE;
  if (at == nullptr || !enter(kSequence) || !enter(kSequence)) return "";
  at += length;  // the algorithm
  if (!enter(MBEDTLS_ASN1_BIT_STRING) || length < 1 || *at != 0) return "";
  constexpr std::size_t kSha1Bytes = 20;
  std::string hash(kSha1Bytes, '\0');
  const auto* sha1 = mbedtls_md_info_from_type(MBEDTLS_MD_SHA1);
  auto* out = reinterpret_cast<unsigned char*>(hash.data());
  return sha1 != nullptr && mbedtls_md(sha1, at + 1, length - 1, out) == 0 ? hash : "";
}

std::optional<std::int64_t> unix_time(const mbedtls_x509_time& time) {
  const auto day = days_from_civil(time.year, time.mon, time.day);
  if (!day) return std::nullopt;
  constexpr std::int64_t kHour = 3600, kMinute = 60;
  return *day * kDay + time.hour * kHour + time.min * kMinute + time.sec;
}

// The library's texts for its codes would add tables of them to every program; these few say enough.
CertificateFault fault_of(int error) {
  const int part = -error & 0xFF80;  // the module's code, without the ASN.1 detail
  const auto fault = [&](Kind kind, std::string_view what) {
    return CertificateFault{kind, fmt::format("{} (mbedTLS -0x{:04X})", what, -error)};
  };
  switch (-part) {
    case MBEDTLS_ERR_X509_UNKNOWN_VERSION: return fault(Kind::unsupported, "unknown version");
    case MBEDTLS_ERR_X509_FEATURE_UNAVAILABLE:
    case MBEDTLS_ERR_X509_UNKNOWN_SIG_ALG: return fault(Kind::unsupported, "unknown kind of signature");
    case MBEDTLS_ERR_PK_UNKNOWN_PK_ALG:
    case MBEDTLS_ERR_PK_UNKNOWN_NAMED_CURVE:
    case MBEDTLS_ERR_PK_FEATURE_UNAVAILABLE: return fault(Kind::unsupported, "unknown kind of public key");
    case MBEDTLS_ERR_X509_ALLOC_FAILED:
    case MBEDTLS_ERR_PK_ALLOC_FAILED: return fault(Kind::unsupported, "not enough memory");
    case MBEDTLS_ERR_X509_INVALID_VERSION: return fault(Kind::damaged, "the version is damaged");
    case MBEDTLS_ERR_X509_INVALID_SERIAL: return fault(Kind::damaged, "the serial number is damaged");
    case MBEDTLS_ERR_X509_INVALID_NAME: return fault(Kind::damaged, "a name is damaged");
    case MBEDTLS_ERR_X509_INVALID_DATE: return fault(Kind::damaged, "a date is damaged");
    case MBEDTLS_ERR_X509_INVALID_EXTENSIONS: return fault(Kind::damaged, "the extensions are damaged");
    case MBEDTLS_ERR_X509_INVALID_ALG:
    case MBEDTLS_ERR_X509_SIG_MISMATCH:
    case MBEDTLS_ERR_X509_INVALID_SIGNATURE: return fault(Kind::damaged, "the signature is damaged");
    case MBEDTLS_ERR_PK_INVALID_PUBKEY:
    case MBEDTLS_ERR_PK_INVALID_ALG:
    case MBEDTLS_ERR_PK_KEY_INVALID_FORMAT: return fault(Kind::damaged, "the public key is damaged");
    default: return fault(Kind::damaged, "not a whole certificate in DER");
  }
}

}  // namespace

std::variant<Certificate, CertificateFault> parse_certificate(std::string_view der) {
  if (der.empty()) return CertificateFault{Kind::damaged, "no bytes at all"};
  if (der.size() > kMaxCertificateBytes)
    return CertificateFault{Kind::unsupported, fmt::format("{} bytes are more than the {} read", der.size(),
                                                           kMaxCertificateBytes)};
  OwnedCertificate owned;
  mbedtls_x509_crt& crt = owned.crt;
  constexpr int kNoCopy = 0;  // `crt` points into `der` and does not outlive it
  const int error =
      mbedtls_x509_crt_parse_der_with_ext_cb(&crt, reinterpret_cast<const unsigned char*>(der.data()),
                                             der.size(), kNoCopy, accept_extension, nullptr);
  if (error != 0) return fault_of(error);
  if (crt.raw.len != der.size())  // the library reads the first certificate and is content
    return CertificateFault{Kind::damaged,
                            fmt::format("{} bytes follow the certificate", der.size() - crt.raw.len)};

  const auto not_before = unix_time(crt.valid_from);
  const auto not_after = unix_time(crt.valid_to);
  if (!not_before || !not_after) return CertificateFault{Kind::damaged, "a date is not in the calendar"};
  KeyIds ids = key_ids_of(crt);
  return Certificate{common_name(crt.subject),
                     common_name(crt.issuer),
                     one_line(crt.issuer),
                     serial_text(bytes_of(crt.serial)),
                     *not_before,
                     *not_after,
                     is_ca(crt),
                     std::string(bytes_of(crt.subject_raw)),
                     std::string(bytes_of(crt.issuer_raw)),
                     std::move(ids.own),
                     std::move(ids.issuer),
                     public_key_hash_of(crt)};
}

}  // namespace enrolkit
