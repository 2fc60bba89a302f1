#include "core/enrolment/cause.h"

namespace enrolkit {

std::string_view to_text(State state) {
  switch (state) {
    case State::complete: return "Complete";
    case State::failed: return "Failed";
    case State::interrupted: return "Interrupted";
    case State::in_progress: return "InProgress";
    case State::not_enrolled: return "NotEnrolled";
    case State::unknown: return "Unknown";
  }
  return "Unknown";
}

std::string_view to_text(Cause cause) {
  switch (cause) {
    case Cause::account_conflict: return "AccountConflict";
    case Cause::interrupted: return "Interrupted";
    case Cause::permission_denied: return "PermissionDenied";
    case Cause::server_unreachable: return "ServerUnreachable";
    case Cause::server_error: return "ServerError";
    case Cause::download_failed: return "DownloadFailed";
    case Cause::untrusted_server: return "UntrustedServer";
    case Cause::keychain_damaged: return "KeychainDamaged";
    case Cause::certificate_expired: return "CertificateExpired";
    case Cause::signature_lost: return "SignatureLost";
    case Cause::clock_skew: return "ClockSkew";
    case Cause::daemon_dead: return "DaemonDead";
    case Cause::framework_missing: return "FrameworkMissing";
    case Cause::mdm_not_enrolled: return "MdmNotEnrolled";
    case Cause::other_server: return "OtherServer";
    case Cause::unclear: return "Unclear";
  }
  return "Unclear";
}

std::string_view to_text(Confidence confidence) {
  return confidence == Confidence::certain ? "certain" : "likely";
}

}  // namespace enrolkit
