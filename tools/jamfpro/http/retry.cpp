#include "jamfpro/http/retry.h"

#include <algorithm>

namespace enrolkit::jamf {
namespace {

constexpr int kTries = 4;
constexpr int kTriesWhenTurnedAway = 8;
constexpr std::int64_t kMaxWaitSeconds = 300;

std::int64_t back_off(int tries) { return std::int64_t{1} << std::min(tries - 1, 6); }

}  // namespace

std::optional<std::int64_t> wait_to_retry(const Request& request, const Outcome& outcome, int tries) {
  const bool read = request.method == Method::get;
  if (const auto* none = std::get_if<NoReply>(&outcome)) {
    switch (none->why) {
      case NoReply::Why::untrusted:
      case NoReply::Why::too_large: return std::nullopt;
      case NoReply::Why::timed_out:
        if (none->sent) return std::nullopt;
        break;
      case NoReply::Why::unreachable:
      case NoReply::Why::cut:
        if (none->sent && !read) return std::nullopt;
        break;
    }
    return tries < kTries ? std::optional(back_off(tries)) : std::nullopt;
  }
  const Reply& reply = std::get<Reply>(outcome);
  const auto asked = [&](std::int64_t otherwise) {
    return std::clamp(reply.retry_after.value_or(otherwise), std::int64_t{1}, kMaxWaitSeconds);
  };
  if (reply.status == 429) {
    return tries < kTriesWhenTurnedAway ? std::optional(asked(2 * back_off(tries))) : std::nullopt;
  }
  const bool passing = reply.status == 408 || (reply.status == 500 && !request.final_500) ||
                       reply.status == 502 || reply.status == 503;
  return passing && read && tries < kTries ? std::optional(asked(back_off(tries))) : std::nullopt;
}

}  // namespace enrolkit::jamf
