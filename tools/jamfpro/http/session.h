// A logged-in conversation with one server: the token and its lifetime, the cluster's cookies, retries.
//
// One request at a time, or a list of reads on several connections: Jamf asks for at most five, and for slowing down as
// answers slow down.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "jamfpro/http/failure.h"
#include "jamfpro/http/http.h"
#include "jamfpro/http/json.h"

namespace enrolkit::jamf {

struct Credentials {
  enum class Kind { api_client, user };
  Kind kind = Kind::api_client;
  std::string id;  // the client's id, or the username
  std::string secret;
  // For the user when the server refuses it: where the secret came from, and what to do. Never the secret.
  std::string origin = {};
};

// At a time, to one server (Jamf's scalability best practices).
inline constexpr std::size_t kMaxConnections = 5;

class Session {
 public:
  Session(Http& http, Clock& clock, Credentials credentials);

  // Sends with a valid token, again where that is safe (retry.h); only answers of 200 to 299 are a Reply. A
  // token that the server refuses is replaced once, and a read is asked again; a write only where the token's life was
  // over. No secret is ever in a Failure's text.
  [[nodiscard]] Result<Reply> call(Request request);
  [[nodiscard]] Result<Json> json(const Request& request);

  // Asks all of these reads, several at a time where there may be another connection (Http::another). `each` hears every
  // answer on this thread, with its place in the list, as they come; when it says false nothing more is asked. What is not
  // answered at once is asked again by itself, in the usual way. Fails when the user wants to stop, or cannot log in.
  [[nodiscard]] Status each_json(const std::vector<Request>& reads,
                                 const std::function<bool(std::size_t, Result<Json>)>& each);

  // Told, in words for a person, before each wait of a second or more: why, and for how long; and once, that the two
  // clocks are far apart.
  void on_wait(std::function<void(const std::string&)> say) { on_wait_ = std::move(say); }

  // Gives the token back. Best effort: a failure is of no consequence, the token lapses by itself.
  void close();

  // The server's clock, by the Date of its last answer; ours before the first. Evidence is compared with
  // this.
  [[nodiscard]] std::int64_t server_now();
  // This computer's clock, where the two are so far apart that nobody can tell which of them is wrong.
  [[nodiscard]] std::optional<std::int64_t> other_now();
  // Seconds that the server is ahead of this computer.
  [[nodiscard]] std::int64_t clock_skew() { return server_now() - clock_.now(); }
  [[nodiscard]] Clock& clock() { return clock_; }

 private:
  Outcome patiently(const Request& request);
  void note_time(const Reply& reply);
  void sign(Request& request) const;
  [[nodiscard]] bool may_go_again_after_401(const Request& request);
  [[nodiscard]] Result<Json> parsed(const Request& request, const Reply& reply) const;
  [[nodiscard]] Result<Json> answer_of(const Request& request, const Outcome& outcome);
  Status log_in();
  Result<Json> ask_for_token();
  Status renew_if_due();
  [[nodiscard]] Failure scrubbed(Failure failure) const;

  Http& http_;
  Clock& clock_;
  Credentials credentials_;
  std::function<void(const std::string&)> on_wait_;
  std::string token_;
  std::int64_t token_until_ = 0, renew_from_ = 0;  // by our steady clock
  bool old_token_path_ = false;
  bool stopped_ = false;
  std::map<std::string, std::string> cookies_;
  std::optional<std::int64_t> ahead_;  // the server's clock before our steady one
  bool skew_told_ = false;
};

}  // namespace enrolkit::jamf
