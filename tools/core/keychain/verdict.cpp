#include "core/keychain/verdict.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <variant>

#include "core/base/ascii.h"
#include "core/keychain/keychain.h"

namespace enrolkit {
namespace {

constexpr std::string_view kBuiltInIssuer = "JSS Built-in Certificate Authority";

struct Candidate {
  std::variant<Certificate, CertificateFault> read;
  bool has_key = false;
  std::string_view
      key_hash;  // that pairs it with a key: of its own public key, where the file agrees with itself
};
using Sound = std::vector<const Certificate*>;

bool known(const std::optional<std::string>& text) { return text && !text->empty(); }

bool is_of_this_mac(const Certificate& certificate, const KeychainExpectations& expected) {
  return !known(expected.hardware_uuid) ||
         equal_ignoring_case(certificate.subject_cn, *expected.hardware_uuid);
}

bool is_issuer_expected(std::string_view issuer, const KeychainExpectations& expected) {
  if (known(expected.issuer)) return issuer == *expected.issuer;
  if (!issuer.ends_with(kBuiltInIssuer)) return false;
  issuer.remove_suffix(kBuiltInIssuer.size());
  return issuer.empty() || issuer.ends_with(' ');
}

bool has_begun(const Certificate& certificate, const KeychainExpectations& expected) {
  return expected.now_unix >= certificate.not_before_unix - expected.skew_margin;
}

bool has_ended(const Certificate& certificate, const KeychainExpectations& expected) {
  return expected.now_unix > certificate.not_after_unix;
}

std::string utc(std::int64_t unix_seconds) {
  return to_text(LocalTime{unix_seconds}) + " UTC";  // calendar arithmetic alone: no zone comes into it
}

std::string describe(const Candidate& candidate) {
  const std::string_view key = candidate.has_key ? "with private key" : "without private key";
  if (const auto* fault = std::get_if<CertificateFault>(&candidate.read))
    return fmt::format("certificate {}: {}", key, fault->why);
  const auto& it = std::get<Certificate>(candidate.read);
  return fmt::format("certificate {}: CN={}, issuer {}, serial {}, {} to {}{}", key, it.subject_cn, it.issuer,
                     it.serial, utc(it.not_before_unix), utc(it.not_after_unix),
                     it.is_ca ? ", authority" : "");
}

std::vector<Candidate> candidates_of(const Keychain& keychain) {
  std::vector<Candidate> all;
  all.reserve(keychain.certificates.size());
  for (const KeychainCertificate& item : keychain.certificates) {
    all.push_back({parse_certificate(item.der), false, item.public_key_hash});
  }
  for (const KeychainIdentity& identity : keychain.identities) all[identity.certificate].has_key = true;
  return all;
}

std::vector<std::string> evidence_of(const Keychain& keychain, const std::vector<Candidate>& candidates) {
  std::vector<bool> paired(keychain.private_keys.size());
  for (const KeychainIdentity& identity : keychain.identities) paired[identity.private_key] = true;
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < candidates.size() && lines.size() < kMaxEvidence; ++i)
    lines.push_back(describe(candidates[i]));
  for (std::size_t i = 0; i < paired.size() && lines.size() < kMaxEvidence; ++i)
    if (!paired[i])
      lines.push_back(
          fmt::format("private key without certificate: {} bits", keychain.private_keys[i].size_in_bits));
  return lines;
}

const Certificate* valid_longest(const Sound& certificates) {
  const auto it =
      std::max_element(certificates.begin(), certificates.end(),
                       [](const auto* a, const auto* b) { return a->not_after_unix < b->not_after_unix; });
  return it == certificates.end() ? nullptr : *it;
}

class Judge {
 public:
  Judge(const Keychain& keychain, const KeychainExpectations& expected)
      : expected_(expected), candidates_(candidates_of(keychain)), keys_(keychain.private_keys.size()) {
    verdict_.evidence = evidence_of(keychain, candidates_);
  }

  KeychainVerdict judge() && {
    Sound mine;
    for (const Candidate& candidate : candidates_)
      if (const auto* it = std::get_if<Certificate>(&candidate.read); it != nullptr && candidate.has_key)
        (is_of_this_mac(*it, expected_) ? mine : others_).push_back(it);
    if (mine.empty()) {
      nothing_of_this_mac();
    } else {
      by_issuer(mine);
    }
    doubt_by_unread();
    doubt_by_key();
    doubt_by_name();
    return std::move(verdict_);
  }

 private:
  void say(KeychainState state, const Certificate* certificate, std::string detail) {
    verdict_.state = state;
    if (certificate != nullptr) verdict_.certificate = *certificate;
    verdict_.detail = std::move(detail);
  }

  // Of an identity whose certificate could not be read; null: all were.
  [[nodiscard]] const CertificateFault* unread(CertificateFault::Kind kind) const;
  [[nodiscard]] bool is_in_order() const {
    return verdict_.state == KeychainState::healthy || verdict_.state == KeychainState::expires_soon;
  }
  // The certificate stays: what was read of it is so.
  void doubt(std::string_view why) {
    verdict_.state = KeychainState::unknown;
    verdict_.detail += "; ";
    verdict_.detail += why;
  }

  void doubt_by_unread();
  void doubt_by_key();
  void doubt_by_name();
  void nothing_of_this_mac();
  void by_issuer(const Sound& mine);
  void by_date(const Sound& issued);

  const KeychainExpectations& expected_;
  std::vector<Candidate> candidates_;
  std::size_t keys_;
  Sound others_;  // identities of other Macs
  KeychainVerdict verdict_;
};

const CertificateFault* Judge::unread(CertificateFault::Kind kind) const {
  const CertificateFault* found = nullptr;
  for (const Candidate& candidate : candidates_) {
    const auto* fault = std::get_if<CertificateFault>(&candidate.read);
    if (fault != nullptr && candidate.has_key && fault->kind == kind) found = fault;
  }
  return found;
}

void Judge::doubt_by_unread() {
  const CertificateFault* unsupported = unread(CertificateFault::Kind::unsupported);
  const CertificateFault* damaged = unread(CertificateFault::Kind::damaged);
  const bool may_be_the_one = verdict_.state == KeychainState::expired ||
                              verdict_.state == KeychainState::not_yet_valid ||
                              verdict_.state == KeychainState::wrong_issuer;
  if (unsupported != nullptr && (is_in_order() || may_be_the_one)) {
    doubt("another identity's certificate could not be read: " + unsupported->why);
  } else if (damaged != nullptr && is_in_order()) {
    doubt("another identity's certificate is damaged, and which one the binary takes is chance: " +
          damaged->why);
  }
}

// Which key is a certificate's is read from the file, and not from the key: the file must agree with itself.
void Judge::doubt_by_key() {
  if (!is_in_order() && verdict_.state != KeychainState::several) return;
  const bool all_agree = std::all_of(candidates_.begin(), candidates_.end(), [](const Candidate& candidate) {
    const auto* certificate = std::get_if<Certificate>(&candidate.read);
    return !candidate.has_key || certificate == nullptr ||
           (!candidate.key_hash.empty() && certificate->public_key_hash == candidate.key_hash);
  });
  if (!all_agree) doubt("the hash that names its key is not that of the certificate's public key");
}

// A migrated or restored Mac has a sound keychain, too: that of another Mac.
void Judge::doubt_by_name() {
  if (known(expected_.hardware_uuid)) return;
  if (is_in_order()) return doubt("it may be another Mac's: " + expected_.no_uuid);
  verdict_.detail += "; common name not judged: " + expected_.no_uuid;
}

void Judge::nothing_of_this_mac() {
  const CertificateFault* damaged = unread(CertificateFault::Kind::damaged);
  const CertificateFault* unsupported = unread(CertificateFault::Kind::unsupported);
  Sound mine_without_key;
  Sound leaves_without_key;
  bool unread_without_key = false;
  for (const Candidate& candidate : candidates_) {
    if (candidate.has_key) continue;
    const auto* it = std::get_if<Certificate>(&candidate.read);
    if (it == nullptr) {
      unread_without_key = true;
    } else if (!it->is_ca) {
      leaves_without_key.push_back(it);
      if (known(expected_.hardware_uuid) && is_of_this_mac(*it, expected_)) mine_without_key.push_back(it);
    }
  }
  if (damaged != nullptr)
    return say(KeychainState::corrupt, nullptr,
               fmt::format("the identity's certificate is damaged: {}", damaged->why));
  if (unsupported != nullptr)
    return say(KeychainState::unknown, nullptr,
               fmt::format("the identity's certificate could not be read: {}", unsupported->why));
  if (!mine_without_key.empty())
    return say(KeychainState::no_key, valid_longest(mine_without_key),
               "the certificate of this Mac is there, its private key is not");
  if (const Certificate* other = valid_longest(others_))
    return say(
        KeychainState::wrong_mac, other,
        fmt::format("the identity is of {}, this Mac is {}", other->subject_cn, *expected_.hardware_uuid));
  if (!leaves_without_key.empty() || unread_without_key)
    return say(KeychainState::no_key, valid_longest(leaves_without_key),
               "no certificate has its private key");
  say(KeychainState::no_certificate, nullptr,
      keys_ == 0 ? std::string("neither a device certificate nor a private key is there")
                 : fmt::format("no device certificate is there, private keys: {}", keys_));
}

void Judge::by_issuer(const Sound& mine) {
  Sound issued;
  for (const Certificate* it : mine)
    if (is_issuer_expected(it->issuer_cn, expected_)) issued.push_back(it);
  if (!issued.empty()) return by_date(issued);
  const Certificate* it = valid_longest(mine);
  say(KeychainState::wrong_issuer, it,
      fmt::format("the identity was issued by {}, expected is {}", it->issuer_cn,
                  known(expected_.issuer) ? std::string_view(*expected_.issuer) : kBuiltInIssuer));
}

void Judge::by_date(const Sound& issued) {
  Sound valid;
  for (const Certificate* it : issued)
    if (has_begun(*it, expected_) && !has_ended(*it, expected_)) valid.push_back(it);
  const Certificate* it = valid_longest(valid.empty() ? issued : valid);
  if (valid.size() > 1)
    return say(KeychainState::several, it, fmt::format("{} identities are valid at once", valid.size()));
  if (valid.empty()) {
    if (has_ended(*it, expected_))
      return say(KeychainState::expired, it,
                 fmt::format("the identity ended at {}", utc(it->not_after_unix)));
    return say(KeychainState::not_yet_valid, it,
               fmt::format("the identity begins at {}", utc(it->not_before_unix)));
  }
  const bool soon = expected_.now_unix >= it->not_after_unix - expected_.soon;
  say(soon ? KeychainState::expires_soon : KeychainState::healthy, it,
      fmt::format("the identity is valid until {}", utc(it->not_after_unix)));
}

KeychainState state_of(KeychainFault::Kind kind) {
  switch (kind) {
    case KeychainFault::Kind::empty: return KeychainState::empty;
    case KeychainFault::Kind::unsupported:
      return KeychainState::unknown;  // may be sound: never condemned unread
    case KeychainFault::Kind::not_a_keychain:
    case KeychainFault::Kind::truncated:
    case KeychainFault::Kind::corrupt: return KeychainState::corrupt;
  }
  return KeychainState::unknown;
}

KeychainVerdict judge_bytes(std::string_view bytes, const KeychainExpectations& expected) {
  const auto parsed = parse_keychain(bytes);
  if (const auto* fault = std::get_if<KeychainFault>(&parsed))
    return {state_of(fault->kind),
            {},
            fmt::format("{}: {}", to_text(fault->kind), fault->what),
            {fmt::format("byte {} of {}: {}", fault->where, bytes.size(), fault->what)}};
  return Judge(std::get<Keychain>(parsed), expected).judge();
}

}  // namespace

KeychainVerdict judge_keychain(const Reading<std::string>& file, const KeychainExpectations& expected) {
  return match(
      file, [&](const std::string& bytes) { return judge_bytes(bytes, expected); },
      [](Absent) {
        return KeychainVerdict{KeychainState::missing, {}, "there is no keychain file", {}};
      },
      [](const Unreadable& it) {
        return KeychainVerdict{
            KeychainState::unknown, {}, fmt::format("it could not be read: {}", it.why), {}};
      });
}

}  // namespace enrolkit
