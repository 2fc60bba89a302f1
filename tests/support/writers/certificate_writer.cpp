#include "support/writers/certificate_writer.h"

#include <fmt/format.h>
#include <mbedtls/md.h>

#include <array>
#include <stdexcept>

#include "core/base/time.h"

namespace enrolkit::test {
namespace {

constexpr unsigned char kBoolean = 0x01, kInteger = 0x02, kBitString = 0x03, kOctetString = 0x04,
                        kNull = 0x05, kObjectId = 0x06, kUtcTime = 0x17, kGeneralizedTime = 0x18,
                        kSequence = 0x30, kSet = 0x31, kImplicit0 = 0x80, kExplicit0 = 0xA0,
                        kExplicit3 = 0xA3;

std::string tlv(unsigned char tag, std::string_view content) {
  std::string out(1, static_cast<char>(tag));
  const std::size_t size = content.size();
  if (size < 0x80) {
    out += static_cast<char>(size);
  } else if (size < 0x100) {
    out += '\x81';
    out += static_cast<char>(size);
  } else if (size < 0x10000) {
    out += '\x82';
    out += static_cast<char>(size >> 8);
    out += static_cast<char>(size);
  } else {
    throw std::length_error("too large for a test certificate");
  }
  return out.append(content);
}

std::string bit_string(std::string_view bits) { return tlv(kBitString, std::string(1, '\0').append(bits)); }

std::string name(const std::vector<NamePart>& parts) {
  std::string sets;
  for (const NamePart& part : parts)
    sets += tlv(kSet, tlv(kSequence, tlv(kObjectId, part.oid) + tlv(part.tag, part.value)));
  return tlv(kSequence, sets);
}

std::string time(std::int64_t unix_seconds) {
  const Civil at = to_civil(LocalTime{unix_seconds});
  const std::string rest =
      fmt::format("{:02}{:02}{:02}{:02}{:02}Z", at.month, at.day, at.hour, at.minute, at.second);
  if (at.year >= 1950 && at.year < 2050) return tlv(kUtcTime, fmt::format("{:02}{}", at.year % 100, rest));
  return tlv(kGeneralizedTime, fmt::format("{:04}{}", at.year, rest));
}

std::string algorithm(std::string_view oid) { return tlv(kSequence, tlv(kObjectId, oid) + tlv(kNull, "")); }

// A public key in the form of 1,024-bit RSA: an odd modulus and the usual exponent.
std::string rsa_key(std::uint32_t key) {
  std::string modulus(1, '\0');
  std::uint32_t state = key;
  for (int i = 0; i < 128; ++i) {
    state = state * 1664525 + 1013904223;
    modulus += static_cast<char>(state >> 24);
  }
  modulus[1] = static_cast<char>(modulus[1] | '\x80');
  modulus.back() = static_cast<char>(modulus.back() | '\x01');
  return tlv(kSequence, tlv(kInteger, modulus) + tlv(kInteger, std::string_view("\x01\x00\x01", 3)));
}

std::string extension(std::string_view oid, std::string_view value) {
  return tlv(kSequence, tlv(kObjectId, oid) + tlv(kBoolean, "\xFF") + tlv(kOctetString, value));
}

std::string extensions(const CertificateToWrite& it) {
  std::string all;
  if (it.authority) all += extension("\x55\x1D\x13", tlv(kSequence, tlv(kBoolean, "\xFF")));
  if (it.unknown_critical) all += extension("\x2A\x03\x04", tlv(kNull, ""));
  if (!it.key_id.empty()) all += extension("\x55\x1D\x0E", tlv(kOctetString, it.key_id));
  if (!it.authority_key_id.empty()) {
    all += extension("\x55\x1D\x23", tlv(kSequence, tlv(kImplicit0, it.authority_key_id)));
  }
  return all.empty() ? all : tlv(kExplicit3, tlv(kSequence, all));
}

}  // namespace

NamePart common_name(std::string_view value) { return {"\x55\x04\x03", std::string(value)}; }
NamePart organisation(std::string_view value) { return {"\x55\x04\x0A", std::string(value)}; }
NamePart country(std::string_view value) { return {"\x55\x04\x06", std::string(value), 0x13}; }

std::string write_certificate(const CertificateToWrite& it) {
  const std::string signature_algorithm = algorithm("\x2A\x86\x48\x86\xF7\x0D\x01\x01\x0B");  // sha256WithRSA
  const std::string key =
      tlv(kSequence, algorithm("\x2A\x86\x48\x86\xF7\x0D\x01\x01\x01") + bit_string(rsa_key(it.key)));
  const std::string body = tlv(
      kSequence, tlv(kExplicit0, tlv(kInteger, "\x02")) + tlv(kInteger, it.serial) + signature_algorithm +
                     name(it.issuer) + tlv(kSequence, time(it.not_before_unix) + time(it.not_after_unix)) +
                     name(it.subject) + key + extensions(it));
  return tlv(kSequence, body + signature_algorithm + bit_string(std::string(128, '\x5A')));
}

std::string public_key_hash(std::uint32_t key) {
  const std::string bits = rsa_key(key);
  std::array<unsigned char, 20> hash{};
  if (mbedtls_md(mbedtls_md_info_from_type(MBEDTLS_MD_SHA1),
                 reinterpret_cast<const unsigned char*>(bits.data()), bits.size(), hash.data()) != 0)
    throw std::runtime_error("SHA-1 is missing");
  return {hash.begin(), hash.end()};
}

}  // namespace enrolkit::test
