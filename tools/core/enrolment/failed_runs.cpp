#include "core/enrolment/failed_runs.h"

#include "core/enrolment/http_status.h"
#include "core/enrolment/reasons.h"

namespace enrolkit {
namespace {

// "Security Error" is a wrapper: alone, it says of no run what it met.
bool is_wrapper(const Reason& reason) { return reason.kind == Reason::Kind::security && reason.status == 0; }

}  // namespace

Reason leading_reason(const History& h) {
  Reason reason;
  std::uint64_t most = 0;
  for (std::size_t i = Reason::kKinds; i-- > 0;) {
    if (h.reasons[i] <= most) continue;
    most = h.reasons[i];
    reason = {static_cast<Reason::Kind>(i), h.statuses[i]};
  }
  return reason;
}

Cause cause_of_runs(const Reason& reason) { return is_wrapper(reason) ? Cause::unclear : cause_of(reason); }

std::string words_of_runs(const Reason& reason, const LogReference& last) {
  if (is_tls_alone(reason)) return std::string(kTlsAloneWords);
  if (is_wrapper(reason)) return "each run met a security error, and no line says which";
  if (reason.kind == Reason::Kind::http && reason.status != 0) return http_words(reason.status);
  const std::string_view words = words_for(reason.kind);
  return words.empty() ? "each run failed, the last with: " + own_words(last) : std::string(words);
}

}  // namespace enrolkit
