#include "core/log/daemon_service.h"

#include <optional>

namespace enrolkit {
namespace {

// The service missed once is an accident; twice with no contact between is none.
constexpr std::uint64_t kServiceGone = 2;

bool comes_after(const std::optional<LogReference>& a, const std::optional<LogReference>& b) {
  return a && (!b || is_after(*a, *b));
}

}  // namespace

DaemonService daemon_service(const History& history) {
  if (history.daemon.count < kServiceGone) return DaemonService::nothing_against;
  return comes_after(history.daemon_started, history.daemon.last) ? DaemonService::restarted
                                                                  : DaemonService::lost;
}

bool daemon_ended_last(const History& history) {
  return comes_after(history.daemon_ended, history.daemon_started) &&
         comes_after(history.daemon_ended, history.contact);
}

}  // namespace enrolkit
