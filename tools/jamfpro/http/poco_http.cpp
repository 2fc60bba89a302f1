#include "jamfpro/http/poco_http.h"

#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/NetSSL.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <istream>

#include "core/base/redact.h"
#include "core/base/take_until.h"
#include "core/base/text.h"
#include "jamfpro/http/connection.h"

namespace enrolkit::jamf {
namespace {

namespace net = Poco::Net;
using Why = NoReply::Why;

constexpr std::chrono::seconds kMaxConnectTime{30};
constexpr int kWholeAnswer = 3;  // times the limit for its beginning
constexpr std::size_t kMaxAnswerBytes = 96U << 20U;
constexpr int kMaxHeadFields = 1000;

std::string shown(const Poco::Exception& e) { return printable(redacted(e.displayText())); }

std::optional<std::int64_t> seconds_of(const std::string& text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

// How long a server wants not to be asked: it says seconds, or a moment as a date or in seconds of the epoch.
std::optional<std::int64_t> wait_asked(const std::string& text, const std::optional<std::int64_t>& now) {
  constexpr std::int64_t kNoWait = 1'000'000'000;  // so many seconds are a moment
  const auto seconds = seconds_of(text);
  if (seconds && *seconds < kNoWait) return seconds;
  const auto moment = seconds ? seconds : parse_http_date(text);
  if (!moment || !now) return std::nullopt;
  return std::max<std::int64_t>(*moment - *now, 0);
}

net::HTTPRequest head_of(const Request& request, const ServerUrl& server, const std::string& agent) {
  net::HTTPRequest out(std::string(to_text(request.method)), server.context + request.target,
                       net::HTTPMessage::HTTP_1_1);
  out.setHost(server.host, server.port);
  out.set("Accept", std::string(request.accept));
  out.set("User-Agent", agent);
  if (!request.authorization.empty()) out.set("Authorization", request.authorization);
  if (!request.cookie.empty()) out.set("Cookie", request.cookie);
  if (!request.content_type.empty()) out.setContentType(request.content_type);
  if (!request.body.empty() || request.method != Method::get) {
    out.setContentLength64(static_cast<Poco::Int64>(request.body.size()));
  }
  return out;
}

Reply head_of(const net::HTTPResponse& in) {
  Reply reply;
  reply.status = static_cast<int>(in.getStatus());
  reply.content_type = in.getContentType();
  reply.location = in.get("Location", "");
  reply.date = parse_http_date(in.get("Date", ""));
  reply.retry_after = wait_asked(in.get("Retry-After", ""), reply.date);
  if (!reply.retry_after) reply.retry_after = wait_asked(in.get("x-ratelimit-reset", ""), reply.date);
  for (auto i = in.find("Set-Cookie"); i != in.end(); ++i) {
    if (Poco::icompare(i->first, std::string("Set-Cookie")) != 0) break;
    reply.set_cookies.push_back(i->second.substr(0, i->second.find(';')));
  }
  return reply;
}

class PocoHttp : public Http {
 public:
  PocoHttp(const ServerUrl& server, const HttpOptions& options, Proxy proxy)
      : server_(server),
        options_(options),
        proxy_(proxy),
        connection_(server, options.ca_file, std::move(proxy)) {}

  std::unique_ptr<Http> another() override {
    try {
      return std::make_unique<PocoHttp>(server_, options_, proxy_);
    } catch (const Poco::Exception&) {  // the file of certificates went away meanwhile
      return nullptr;
    }
  }

  Outcome send(const Request& request) override {
    const SteadyTime begin = std::chrono::steady_clock::now();
    const SteadyTime connect_until = begin + std::min(request.limit, kMaxConnectTime);
    // Who sends after the wish to stop means it: the token is given back.
    Watchdog dog(connect_until, options_.stop && options_.stop() ? nullptr : options_.stop);
    // A write goes out on a fresh connection: one that the server just closed would leave its fate open.
    if (request.method != Method::get) connection_.start_over();
    connection_.begin(dog, connect_until);
    try {
      return exchange(request, dog, begin);
    } catch (const Poco::Exception& e) {
      const NoReply none = what_failed(e, request, dog);
      connection_.start_over();
      return none;
    }
  }

  Reading<TlsFacts> look_at_tls() override {
    const SteadyTime until = std::chrono::steady_clock::now() + kMaxConnectTime;
    Watchdog dog(until, options_.stop);
    return Connection::look_at_tls(server_, options_.ca_file, proxy_, dog, until);
  }

 private:
  // A read may be given up at the user's wish; a write that was sent is seen to its end.
  Outcome exchange(const Request& request, Watchdog& dog, SteadyTime begin) {
    const bool read = request.method == Method::get;
    net::HTTPRequest out = head_of(request, server_, options_.agent);
    std::ostream& body = connection_.sendRequest(out);
    dog.set(begin + request.limit, read);
    body << request.body << std::flush;

    net::HTTPResponse in;
    in.setFieldLimit(kMaxHeadFields);
    std::istream* stream = nullptr;
    do {
      stream = &connection_.receiveResponse(in);
    } while (in.getStatus() < net::HTTPResponse::HTTP_OK);  // 1xx: the answer is still to come
    Reply reply = head_of(in);
    const bool sized = in.hasContentLength();
    const auto size = sized ? static_cast<std::size_t>(in.getContentLength64()) : 0;
    if (size > kMaxAnswerBytes) return too_large();
    reply.body.reserve(size);
    dog.set(begin + kWholeAnswer * request.limit, read);
    std::array<char, 64U << 10U> part{};
    while (stream->read(part.data(), part.size()), stream->gcount() > 0) {
      reply.body.append(part.data(), static_cast<std::size_t>(stream->gcount()));
      if (reply.body.size() > kMaxAnswerBytes) return too_large();
    }
    if (const Poco::Exception* broken = connection_.networkException()) broken->rethrow();
    if (dog.expired() || dog.stopped()) throw Poco::TimeoutException();
    if (sized && reply.body.size() < size) {
      connection_.start_over();
      return NoReply{Why::cut, true,
                     fmt::format("the answer was cut off at {} of {} bytes", reply.body.size(), size)};
    }
    return reply;
  }

  [[nodiscard]] NoReply what_failed(const Poco::Exception& e, const Request& request,
                                    const Watchdog& dog) const {
    const bool sent = connection_.stands();
    if (dog.stopped()) return {Why::cut, sent, "stopped"};
    const bool timed_out = dog.expired() || dynamic_cast<const Poco::TimeoutException*>(&e) != nullptr;
    if (timed_out && sent)
      return {Why::timed_out, sent, fmt::format("no whole answer within {} seconds", request.limit.count())};
    if (timed_out)
      return {Why::timed_out, sent,
              fmt::format("{} cannot be reached within {} seconds", server_.text(),
                          std::min(request.limit, kMaxConnectTime).count())};
    if (sent) return {Why::cut, sent, "the connection was cut: " + shown(e)};
    return connection_.why_not(e);
  }

  Outcome too_large() {
    connection_.start_over();
    return NoReply{Why::too_large, true, fmt::format("an answer of more than {} MB", kMaxAnswerBytes >> 20U)};
  }

  ServerUrl server_;
  HttpOptions options_;
  Proxy proxy_;
  Connection connection_;
};

Proxy proxy_in(const std::string& url) {
  try {
    return parse_proxy(url);
  } catch (const Poco::Exception&) {
    return {};
  }
}

}  // namespace

enrolkit::Result<std::unique_ptr<Http>> poco_http(const ServerUrl& server, const HttpOptions& options) {
  Proxy proxy;
  if (!options.proxy.empty()) {
    proxy = proxy_in(options.proxy);
    if (proxy.host.empty())  // its text is not told: it may hold a password
      return Error{"https_proxy: no proxy; write it as http://host:port"};
  }
  if (std::error_code fault; !options.ca_file.empty() && !std::filesystem::exists(options.ca_file, fault))
    return Error{fmt::format("{} {}: {}", options.ca_file_named, printable(options.ca_file),
                             fault ? fault.message() : "there is no such file")};
  try {
    net::initializeSSL();
    return std::unique_ptr<Http>(new PocoHttp(server, options, std::move(proxy)));
  } catch (const Poco::Exception& e) {
    if (options.ca_file.empty()) return Error{"TLS cannot be set up: " + shown(e)};
    return Error{fmt::format("{} {}: no certificates in PEM form can be read from it", options.ca_file_named,
                             printable(options.ca_file))};
  }
}

std::string proxy_for(const std::string& host, const std::string& https_proxy, const std::string& no_proxy) {
  std::string_view rest = no_proxy;
  while (!rest.empty() && !https_proxy.empty()) {
    std::string_view item = take_until(rest, ',');
    while (item.starts_with(' ') || item.starts_with('.')) item.remove_prefix(1);
    while (item.ends_with(' ')) item.remove_suffix(1);
    if (item == "*") return "";
    const bool whole = host.size() == item.size();
    if (!item.empty() && host.ends_with(item) && (whole || host[host.size() - item.size() - 1] == '.'))
      return "";
  }
  if (https_proxy.empty() || https_proxy.find("://") != std::string::npos) return https_proxy;
  return "http://" + https_proxy;
}

}  // namespace enrolkit::jamf
