#include "jamfpro/http/ats.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace enrolkit::jamf {

std::vector<std::string> what_ats_refuses(const TlsFacts& facts) {
  constexpr std::array<std::string_view, 3> kDigests{"SHA256", "SHA384", "SHA512"};
  constexpr int kRsaBits = 2048, kEcBits = 256;
  std::vector<std::string> out;
  const bool newest = facts.version == "TLSv1.3";
  if (!newest && facts.version != "TLSv1.2") out.push_back(facts.version + " is older than TLS 1.2");
  if (!facts.ephemeral || !facts.gcm)
    out.push_back(fmt::format("the cipher suite {} is not ECDHE with AES-GCM", facts.suite));
  if (!newest && !facts.extended_master_secret)
    out.emplace_back("TLS 1.2 without Extended Master Secret (RFC 7627)");
  const bool strong =
      (facts.key == "RSA" && facts.key_bits >= kRsaBits) || (facts.key == "EC" && facts.key_bits >= kEcBits);
  if (!strong)
    out.push_back(fmt::format("the certificate's key is {} of {} bits, not RSA of {} or EC of {} at least",
                              facts.key, facts.key_bits, kRsaBits, kEcBits));
  if (std::find(kDigests.begin(), kDigests.end(), facts.digest) == kDigests.end())
    out.push_back(fmt::format("the certificate is signed with {}, not with SHA-256 or better", facts.digest));
  return out;
}

std::string to_text(const TlsFacts& facts) {
  return fmt::format(
      "{}, {}, {} {}, {}{}", facts.version, facts.suite, facts.key, facts.key_bits, facts.digest,
      facts.version == "TLSv1.2" && facts.extended_master_secret ? ", Extended Master Secret" : "");
}

}  // namespace enrolkit::jamf
