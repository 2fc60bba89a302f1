#include "core/enrolment/reasons.h"

#include "core/enrolment/http_status.h"

#include <algorithm>
#include <array>

namespace enrolkit {
namespace {

struct Meaning {
  Cause cause;
  bool spares_signature;
  std::string_view words;
};

// By Reason::Kind, in its order.
constexpr std::array<Meaning, Reason::kKinds> kMeanings{{
    {Cause::unclear, false, ""},                                                                 // none
    {Cause::permission_denied, false, "the server refused it"},                                  // permission
    {Cause::server_error, true, "the server answered with an error"},                            // http
    {Cause::server_unreachable, true, "the server was not reached"},                             // network
    {Cause::untrusted_server, true, "the server's certificate is not trusted"},                  // untrusted
    {Cause::clock_skew, true, "a certificate is not valid at the Mac's time"},                   // clock
    {Cause::signature_lost, false, "the server did not take, or the Mac lacks, its signature"},  // signature
    {Cause::signature_lost, false, "the keychain gave no identity"},                             // security
    {Cause::daemon_dead, true, "the jamf daemon's service is gone"},                             // daemon
    {Cause::migration_failed, false,
     "ReEnroller could not remove the MDM profile of the old server"},  // mdm_kept
}};

}  // namespace

Cause cause_of(const Reason& reason) {
  constexpr int kUnauthorized = 401, kForbidden = 403;
  constexpr int kCertificateExpired = -67818;  // errSecCertificateExpired
  switch (reason.kind) {
    case Reason::Kind::http:
      if (reason.status == kUnauthorized || reason.status == kForbidden) return Cause::permission_denied;
      if (is_of_network(reason.status)) return Cause::server_unreachable;
      break;
    case Reason::Kind::security:
      // No public log shows another code than -25300; the meanings are those of Apple's SecBase.h.
      if (reason.status == kCertificateExpired) return Cause::certificate_expired;
      if (reason.status != 0 && reason.status != kItemNotFound) return Cause::keychain_damaged;
      break;
    default: break;
  }
  return kMeanings[static_cast<std::size_t>(reason.kind)].cause;
}

bool is_tls_alone(const Reason& reason) {
  constexpr int kSecureConnectionFailed = -1200, kTransportSecurity = -1022, kFirstTls = -9800;
  // SecureTransport.h: those of a certificate, the server's or one above it, and of its name.
  constexpr std::array kOfCertificates{-9807, -9808, -9812, -9813, -9825, -9826, -9827, -9829, -9831, -9843};
  if (reason.kind != Reason::Kind::untrusted) return false;
  return reason.status == kSecureConnectionFailed || reason.status == kTransportSecurity ||
         (reason.status <= kFirstTls &&
          std::find(kOfCertificates.begin(), kOfCertificates.end(), reason.status) == kOfCertificates.end());
}

std::string_view words_for(Reason::Kind kind) { return kMeanings[static_cast<std::size_t>(kind)].words; }

bool spares_signature(Reason::Kind kind) {
  return kMeanings[static_cast<std::size_t>(kind)].spares_signature;
}

}  // namespace enrolkit
