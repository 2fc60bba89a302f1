#include "jamfpro/http/session.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "core/base/redact.h"
#include "core/base/time.h"
#include "jamfpro/http/base64.h"
#include "jamfpro/http/json_size.h"
#include "jamfpro/http/retry.h"
#include "jamfpro/http/text.h"

namespace enrolkit::jamf {
namespace {

// Set by Jamf Cloud's load balancers, today's and yesterday's, and by Tomcat.
constexpr std::array<std::string_view, 3> kStickyCookies{"jpro-ingress", "APBALANCEID", "JSESSIONID"};
// A user's token lives 30 minutes unless the server says otherwise.
constexpr std::int64_t kUserTokenLife = 1800;
constexpr std::int64_t kMaxMarginSeconds = 60;
constexpr std::int64_t kMaxClockSkew = 600;
// A day: longer than any server gives, so that no number of an answer can overflow a sum.
constexpr std::int64_t kMaxTokenLife = 86'400;

// Whether it can stand in the head of a request, and ends no line there.
bool fits_into_a_head(std::string_view text) {
  constexpr std::size_t kMaxBytes = 16U << 10U;  // Jamf Pro's tokens have about 1 kB
  return text.size() <= kMaxBytes &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c < 0x7F; });
}

// Of the answer with a token; nothing: there is none of use.
std::optional<std::string> token_of(const Json& json, const char* key) {
  auto token = text_of(at(json, {key}));
  const bool fits = token && fits_into_a_head(*token) && token->find(' ') == std::string::npos;
  return fits ? token : std::nullopt;
}

std::string why_to_wait(const Outcome& outcome) {
  if (const auto* none = std::get_if<NoReply>(&outcome)) return none->text.substr(0, none->text.find('\n'));
  return fmt::format("the server answers with status {}", std::get<Reply>(outcome).status);
}

// Two fields by hand: POCO's form brings the readers and writers of multipart into the Mac programs.
std::string client_form(const Credentials& client) {
  return fmt::format("grant_type=client_credentials&client_id={}&client_secret={}", encoded(client.id),
                     encoded(client.secret));
}

}  // namespace

Session::Session(Http& http, Clock& clock, Credentials credentials)
    : http_(http), clock_(clock), credentials_(std::move(credentials)) {
  remember_secret(credentials_.secret);
  if (!credentials_.secret.empty()) remember_secret(base64(credentials_.id + ":" + credentials_.secret));
}

std::int64_t Session::server_now() { return ahead_ ? clock_.steady_now() + *ahead_ : clock_.now(); }

void Session::note_time(const Reply& reply) {
  if (!reply.date) return;
  ahead_ = *reply.date - clock_.steady_now();
  if (skew_told_ || !other_now() || !on_wait_) return;
  skew_told_ = true;
  const std::int64_t skew = clock_skew();
  on_wait_(fmt::format(
      "the server's clock is {} {} this computer's: one of them is wrong, and dates are judged by the "
      "server's",
      duration_text(std::abs(skew)), skew > 0 ? "ahead of" : "behind"));
}

std::optional<std::int64_t> Session::other_now() {
  return std::abs(clock_skew()) > kMaxClockSkew ? std::optional(clock_.now()) : std::nullopt;
}

void Session::sign(Request& request) const {
  request.authorization = "Bearer " + token_;
  request.cookie.clear();
  if (!request.sticky) return;
  for (const auto& [name, value] : cookies_) {
    (((request.cookie += request.cookie.empty() ? "" : "; ") += name) += "=") += value;
  }
}

// A server's message may hold what was sent to it.
Failure Session::scrubbed(Failure failure) const {
  failure.why = without_known_secrets(failure.why);
  return failure;
}

Outcome Session::patiently(const Request& request) {
  for (int tries = 1;; ++tries) {
    // A question to the clock also asks whether the user wants to stop: that is the end between any two requests.
    if (!clock_.wait(0)) {
      stopped_ = true;
      return NoReply{NoReply::Why::unreachable, false, "stopped"};
    }
    Outcome outcome = http_.send(request);
    if (const auto* reply = std::get_if<Reply>(&outcome)) {
      note_time(*reply);
      for (const std::string& cookie : reply->set_cookies) {
        const std::string name = cookie.substr(0, cookie.find('='));
        if (std::find(kStickyCookies.begin(), kStickyCookies.end(), name) == kStickyCookies.end() ||
            !fits_into_a_head(cookie))
          continue;
        cookies_[name] = cookie.substr(std::min(name.size() + 1, cookie.size()));
        remember_secret(cookies_[name]);
      }
    }
    const auto wait = wait_to_retry(request, outcome, tries);
    if (!wait) return outcome;
    if (on_wait_)
      on_wait_(without_known_secrets(fmt::format("{}; again in {} s", why_to_wait(outcome), *wait)));
    if (!clock_.wait(*wait)) {
      stopped_ = true;
      return outcome;
    }
  }
}

Result<Json> Session::ask_for_token() {
  const bool client = credentials_.kind == Credentials::Kind::api_client;
  Request request;
  request.method = Method::post;
  if (client) {
    request.target = old_token_path_ ? "/api/oauth/token" : "/api/v1/oauth/token";
    request.content_type = "application/x-www-form-urlencoded";
    request.body = client_form(credentials_);
  } else {
    request.target = "/api/v1/auth/token";
    request.authorization = "Basic " + base64(credentials_.id + ":" + credentials_.secret);
  }
  const Outcome outcome = patiently(request);
  if (const auto* none = std::get_if<NoReply>(&outcome)) return failure_of(request, *none);
  const Reply& reply = std::get<Reply>(outcome);
  if (reply.status == 200 && !is_a_web_page(reply)) {
    Json json = parse_json(reply.body).value_or(Json());
    if (token_of(json, client ? "access_token" : "token")) return json;
  }
  Failure failure = failure_of(request, reply);
  // Unknown to servers before 11.23. There an unknown path may also be 401, which this path itself never
  // answers.
  if (client && !old_token_path_ && (reply.status == 404 || reply.status == 405 || reply.status == 401)) {
    old_token_path_ = true;
    Result<Json> older = ask_for_token();
    if (!older.ok() && older.error().kind == Failure::Kind::not_found) {
      Failure none = older.error();
      none.why = "no Jamf Pro answers at this address: " + none.why;
      return none;
    }
    return older;
  }
  if (reply.status == 200) failure.kind = Failure::Kind::not_jamf;
  if (reply.status == 200 && !is_a_web_page(reply))
    failure.why = fmt::format("POST {}: no token of use came back", request.target);
  if (reply.status == 400 || reply.status == 401) {  // OAuth's 400 is everybody else's 401
    Reply refused = reply;
    refused.status = 401;
    failure = failure_of(request, refused);
    if (!credentials_.origin.empty()) failure.why += "\nhint: " + credentials_.origin;
    failure.why += client
                       ? "\nhint: is the API client enabled, and is this its last secret?"
                       : "\nhint: is the password current? An account of single sign-on cannot use the API";
  }
  return failure;
}

Status Session::log_in() {
  const Result<Json> answer = ask_for_token();
  if (!answer.ok()) return answer.error();
  const Json& json = answer.value();
  const bool client = credentials_.kind == Credentials::Kind::api_client;
  std::int64_t life = kUserTokenLife;
  if (client) {
    life = number_of(at(json, {"expires_in"})).value_or(life);
  } else if (const auto until = time_of(at(json, {"expires"}))) {
    life = *until - server_now();  // by the server's clock: ours may be wrong
  }
  token_ = *token_of(json, client ? "access_token" : "token");
  remember_secret(token_);
  life = std::clamp<std::int64_t>(life, 1, kMaxTokenLife);
  token_until_ = clock_.steady_now() + life;
  renew_from_ = token_until_ - std::min(life / 4, kMaxMarginSeconds);
  return {};
}

Status Session::renew_if_due() {
  const std::int64_t now = clock_.steady_now();
  if (!token_.empty() && now < renew_from_) return {};
  if (credentials_.kind == Credentials::Kind::user && !token_.empty() && now < token_until_) {
    Request keep;
    keep.method = Method::post;
    keep.target = "/api/v1/auth/keep-alive";
    keep.authorization = "Bearer " + token_;
    const Outcome outcome = patiently(keep);
    if (const auto* reply = std::get_if<Reply>(&outcome); reply != nullptr && reply->status == 200) {
      const Json json = parse_json(reply->body).value_or(Json());
      const auto until = time_of(at(json, {"expires"}));
      if (const auto token = token_of(json, "token"); token && until) {
        token_ = *token;
        remember_secret(token_);
        const std::int64_t life = std::clamp<std::int64_t>(*until - server_now(), 1, kMaxTokenLife);
        token_until_ = clock_.steady_now() + life;
        renew_from_ = token_until_ - std::min(life / 4, kMaxMarginSeconds);
        return {};
      }
    }
  }
  return log_in();
}

// A token past its lifetime explains the answer. To a token that should hold it is a surprise, and after that a write is
// read again, never sent again.
bool Session::may_go_again_after_401(const Request& request) {
  return request.method == Method::get || clock_.steady_now() >= token_until_;
}

Result<Reply> Session::call(Request request) {
  for (bool replaced = false;;) {
    if (Status renewed = renew_if_due(); !renewed.ok()) {
      if (stopped_) return Failure{Failure::Kind::stopped, 0, "stopped", false};
      return scrubbed(std::move(renewed).error());
    }
    sign(request);
    Outcome outcome = patiently(request);
    if (auto* reply = std::get_if<Reply>(&outcome)) {
      if (reply->status == 401) {
        const bool again = !replaced && may_go_again_after_401(request);
        token_.clear();
        if (again) {
          replaced = true;
          continue;
        }
      }
      if (reply->status >= 200 && reply->status < 300) return std::move(*reply);
    }
    if (stopped_) return Failure{Failure::Kind::stopped, 0, "stopped", false};
    if (const auto* none = std::get_if<NoReply>(&outcome)) return scrubbed(failure_of(request, *none));
    const Reply& reply = std::get<Reply>(outcome);
    Failure failure = failure_of(request, reply);
    failure.maybe_applied =
        request.method != Method::get && (reply.status >= 500 || reply.status == 408 || reply.status == 401);
    return scrubbed(std::move(failure));
  }
}

Result<Json> Session::json(const Request& request) {
  const Result<Reply> answer = call(request);
  return answer.ok() ? parsed(request, answer.value()) : answer.error();
}

Result<Json> Session::parsed(const Request& request, const Reply& reply) const {
  auto json = parse_json_rows(reply.body);
  if (!is_a_web_page(reply) && json) return std::move(*json);
  Failure failure = failure_of(request, reply);
  failure.maybe_applied = request.method != Method::get;
  if (!is_a_web_page(reply)) {
    failure.why =
        fmt::format("{} {}: {}", to_text(request.method), request.target.substr(0, request.target.find('?')),
                    why_of_no_use(reply.body, "no JSON came back"));
  }
  return scrubbed(std::move(failure));
}

void Session::close() {
  if (token_.empty() || clock_.steady_now() >= token_until_) return;
  Request request;
  request.method = Method::post;
  request.target = "/api/v1/auth/invalidate-token";
  request.authorization = "Bearer " + token_;
  request.limit = std::chrono::seconds(10);
  (void)http_.send(request);
  token_.clear();
}

}  // namespace enrolkit::jamf
