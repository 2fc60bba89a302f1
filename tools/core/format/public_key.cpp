#include "core/format/public_key.h"

#include <mbedtls/asn1.h>
#include <mbedtls/md.h>

#include <array>
#include <cstddef>

namespace enrolkit {
namespace {

constexpr int kSequence = MBEDTLS_ASN1_CONSTRUCTED | MBEDTLS_ASN1_SEQUENCE;
constexpr int kVersion = MBEDTLS_ASN1_CONTEXT_SPECIFIC | MBEDTLS_ASN1_CONSTRUCTED;

// Walks over DER. mbedTLS wants pointers that may write, and writes nothing.
class Walk {
 public:
  explicit Walk(std::string_view der)
      : at_(const_cast<unsigned char*>(reinterpret_cast<const unsigned char*>(der.data()))),
        end_(at_ + der.size()) {}

  // Into what stands there, or over it.
  bool enter(int tag) { return next(tag) && (end_ = at_ + length_, true); }
  bool skip(int tag) { return next(tag) && (at_ += length_, true); }
  bool may_skip(int tag) { return at_ == end_ || *at_ != tag || skip(tag); }
  // The bits of a whole number of bytes.
  std::optional<std::string_view> bits() {
    if (!next(MBEDTLS_ASN1_BIT_STRING) || length_ < 1 || *at_ != 0) return std::nullopt;
    return std::string_view(reinterpret_cast<const char*>(at_) + 1, length_ - 1);
  }

 private:
  bool next(int tag) { return mbedtls_asn1_get_tag(&at_, end_, &length_, tag) == 0; }

  unsigned char* at_;
  unsigned char* end_;
  std::size_t length_ = 0;
};

}  // namespace

std::optional<std::string> hash_of_public_key(std::string_view der) {
  Walk walk(der);
  if (!walk.enter(kSequence) || !walk.enter(kSequence) || !walk.may_skip(kVersion) ||
      !walk.skip(MBEDTLS_ASN1_INTEGER))
    return std::nullopt;
  constexpr int kBefore = 4;  // signature, issuer, validity and subject
  for (int i = 0; i < kBefore; ++i) {
    if (!walk.skip(kSequence)) return std::nullopt;
  }
  if (!walk.enter(kSequence) || !walk.skip(kSequence)) return std::nullopt;
  const auto bits = walk.bits();
  const auto* sha1 = mbedtls_md_info_from_type(MBEDTLS_MD_SHA1);
  if (!bits || sha1 == nullptr) return std::nullopt;
  constexpr std::size_t kSha1Bytes = 20;
  std::array<unsigned char, kSha1Bytes> hash{};
  if (mbedtls_md(sha1, reinterpret_cast<const unsigned char*>(bits->data()), bits->size(), hash.data()) != 0)
    return std::nullopt;
  return std::string(hash.begin(), hash.end());
}

}  // namespace enrolkit
