// What each reason of a failure means: one table for enrolments and for check-ins.
#pragma once

#include <string_view>

#include "core/enrolment/cause.h"
#include "core/log/messages.h"

namespace enrolkit {

// -25300 "not found" follows from every failure; other keychain codes name a fault of their own.
inline constexpr int kItemNotFound = -25300;
// NSURLError, of the certificate that the Mac shows.
inline constexpr int kClientCertificateRejected = -1205, kClientCertificateRequired = -1206;

// The cause of a run that failed for that reason. A signature or security error that is only a symptom is a lost
// signature.
[[nodiscard]] Cause cause_of(const Reason& reason);

[[nodiscard]] inline int http_status_of(const Reason& reason) {
  return reason.kind == Reason::Kind::http ? reason.status : 0;
}

// True for a failure of TLS that does not say that a certificate is why: NSURLError -1200, and most errors of
// SecureTransport. A proxy, a protocol that one side lacks, or a filter may be.
[[nodiscard]] bool is_tls_alone(const Reason& reason);
inline constexpr std::string_view kTlsAloneWords =
    "no secure connection (TLS) to the server could be made; most often its certificate is not trusted, and no line says so";

// "the server could not be reached, ...": as part of a sentence; empty when nothing is known of it.
[[nodiscard]] std::string_view words_for(Reason::Kind kind);

// True where such a failure says nothing on whether the server takes the Mac's signature.
[[nodiscard]] bool spares_signature(Reason::Kind kind);

}  // namespace enrolkit
