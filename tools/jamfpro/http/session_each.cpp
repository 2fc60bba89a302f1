// A list of reads on several connections.
#include <algorithm>

#include "jamfpro/http/parallel.h"
#include "jamfpro/http/retry.h"
#include "jamfpro/http/session.h"

namespace enrolkit::jamf {
namespace {

// By a new token, or by asking again.
bool may_succeed(const Request& request, const Outcome& outcome) {
  const auto* reply = std::get_if<Reply>(&outcome);
  return (reply != nullptr && reply->status == 401) || wait_to_retry(request, outcome, 1).has_value();
}

// Besides the session's own, which renews the token and asks again.
std::vector<std::unique_ptr<Http>> more_connections(Http& http, std::size_t reads) {
  std::vector<std::unique_ptr<Http>> out;
  while (reads > 1 && out.size() < std::min(reads, kMaxConnections - 1)) {
    auto one = http.another();
    if (!one) break;
    out.push_back(std::move(one));
  }
  return out;
}

}  // namespace

Result<Json> Session::answer_of(const Request& request, const Outcome& outcome) {
  if (const auto* none = std::get_if<NoReply>(&outcome)) return scrubbed(failure_of(request, *none));
  const Reply& reply = std::get<Reply>(outcome);
  note_time(reply);
  if (reply.status >= 200 && reply.status < 300) return parsed(request, reply);
  return scrubbed(failure_of(request, reply));
}

Status Session::each_json(const std::vector<Request>& reads,
                          const std::function<bool(std::size_t, Result<Json>)>& each) {
  Parallel parallel(more_connections(http_, reads.size()));
  if (parallel.width() == 0) {
    for (std::size_t i = 0; i < reads.size(); ++i) {
      Result<Json> answer = json(reads[i]);
      if (!answer.ok() && answer.error().kind == Failure::Kind::stopped) return answer.error();
      if (!each(i, std::move(answer))) break;
    }
    return {};
  }
  Status end;
  bool more = true;
  std::size_t given = 0, under_way = 0;
  for (;;) {
    while (more && given < reads.size() && under_way < parallel.width()) {
      if (!clock_.wait(0)) {
        end = Failure{Failure::Kind::stopped, 0, "stopped", false};
      } else if (Status renewed = renew_if_due(); !renewed.ok()) {
        end = scrubbed(std::move(renewed).error());
      }
      more = end.ok();
      if (!more) break;
      Request request = reads[given];
      sign(request);
      parallel.send(given++, std::move(request));
      ++under_way;
    }
    if (under_way == 0) return end;
    const auto [number, outcome] = parallel.next();
    --under_way;
    Result<Json> answer = answer_of(reads[number], outcome);
    if (!answer.ok() && may_succeed(reads[number], outcome)) {
      if (!more) continue;
      answer = json(reads[number]);
    }
    if (!answer.ok() && answer.error().kind == Failure::Kind::stopped) {
      end = answer.error();
      more = false;
    } else {
      more = each(number, std::move(answer)) && more;
    }
  }
}

}  // namespace enrolkit::jamf
