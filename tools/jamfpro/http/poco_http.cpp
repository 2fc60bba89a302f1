#include "jamfpro/http/poco_http.h"

#include <fmt/format.h>

#include <Poco/Net/Context.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/HTTPSClientSession.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/NetSSL.h>
#include <Poco/Net/SSLException.h>
#include <Poco/URI.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <istream>

#include "core/base/redact.h"
#include "core/base/text.h"

namespace enrolkit::jamf {
namespace {

namespace net = Poco::Net;
using Why = NoReply::Why;

constexpr int kConnectSeconds = 30;
constexpr std::chrono::minutes kMaxAnswerTime{10};
constexpr std::size_t kMaxAnswerBytes = 96U << 20U;
// A connection that was idle for longer may have been closed at the other end, which would look like a cut
// answer.
constexpr int kIdleSeconds = 5;

std::string told(const Poco::Exception& e) { return printable(redacted(e.displayText())); }

// Knows whether a connection stands: what fails before that was certainly never sent.
class Connection : public net::HTTPSClientSession {
 public:
  using HTTPSClientSession::HTTPSClientSession;
  [[nodiscard]] bool stands() const { return stands_; }
  void start_over() {
    reset();
    stands_ = false;
  }
  void about_to_send() {
    if (!connected()) stands_ = false;
  }

 protected:
  void connect(const net::SocketAddress& address) override {
    stands_ = false;
    HTTPSClientSession::connect(address);
    stands_ = true;
  }

 private:
  bool stands_ = false;
};

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

// A user name or password of a URL: what is special in one is written %40 there.
std::string decoded(const std::string& text) {
  std::string out;
  Poco::URI::decode(text, out);
  return out;
}

bool is_proxy(const std::string& url) {
  try {
    const Poco::URI proxy(url);
    return proxy.getScheme() == "http" && !proxy.getHost().empty();
  } catch (const Poco::Exception&) {
    return false;
  }
}

class PocoHttp : public Http {
 public:
  PocoHttp(const ServerUrl& server, const HttpOptions& options, const net::Context::Ptr& context)
      : context_path_(server.context),
        agent_(options.agent),
        name_(server.text()),
        connection_(server.host, server.port, context) {
    connection_.setKeepAlive(true);
    connection_.setKeepAliveTimeout(Poco::Timespan(kIdleSeconds, 0));
    if (options.proxy.empty()) return;
    const Poco::URI proxy(options.proxy);
    connection_.setProxy(proxy.getHost(), proxy.getPort());
    proxy_ = fmt::format("{}:{}", printable(proxy.getHost()), proxy.getPort());
    const std::string& who = proxy.getUserInfo();
    const auto colon = std::min(who.find(':'), who.size());
    if (!who.empty()) {
      connection_.setProxyCredentials(decoded(who.substr(0, colon)),
                                      decoded(who.substr(std::min(colon + 1, who.size()))));
    }
  }

  Outcome send(const Request& request) override {
    // A write goes out on a fresh connection: one that the server just closed would leave its fate open.
    if (request.method != Method::get) connection_.start_over();
    connection_.about_to_send();
    const auto none = [&](Why why, const std::string& text) {
      const bool sent = connection_.stands();
      connection_.start_over();
      return NoReply{why, sent, text};
    };
    try {
      return exchange(request);
    } catch (const net::CertificateValidationException& e) {
      return none(Why::untrusted, untrusted(told(e)));
    } catch (const net::SSLException& e) {
      if (!connection_.stands()) return none(Why::untrusted, untrusted(told(e)));
      return none(Why::cut, "the connection broke: " + told(e));
    } catch (const Poco::TimeoutException&) {
      return none(Why::timed_out,
                  connection_.stands()
                      ? fmt::format("no answer within {} seconds", request.limit.count())
                      : fmt::format("{} cannot be reached within {} seconds", name_, kConnectSeconds));
    } catch (const net::HostNotFoundException&) {
      if (!proxy_.empty())
        return none(Why::unreachable,
                    "the proxy " + proxy_ + ": there is no such host\nhint: is https_proxy right?");
      return none(Why::unreachable, name_ + ": there is no such host\nhint: is the address right?");
    } catch (const net::HTTPException& e) {
      if (connection_.stands()) return none(Why::cut, "the connection was cut: " + told(e));
      return none(Why::unreachable, "the proxy refuses: " + told(e));
    } catch (const Poco::Exception& e) {
      if (connection_.stands()) return none(Why::cut, "the connection was cut: " + told(e));
      return none(Why::unreachable, name_ + " cannot be reached: " + told(e) +
                                        "\nhint: is the address right, and is it reached from here?");
    }
  }

 private:
  [[nodiscard]] std::string untrusted(const std::string& what) const {
    return fmt::format(
        "{}: its certificate is not trusted: {}\nhint: for a server with a certificate authority of your "
        "own, "
        "--ca-file FILE",
        name_, what);
  }

  Outcome exchange(const Request& request) {
    connection_.setTimeout(Poco::Timespan(kConnectSeconds, 0), Poco::Timespan(kConnectSeconds, 0),
                           Poco::Timespan(static_cast<long>(request.limit.count()), 0));
    net::HTTPRequest out(std::string(to_text(request.method)), context_path_ + request.target,
                         net::HTTPMessage::HTTP_1_1);
    out.set("Accept", std::string(request.accept));
    out.set("User-Agent", agent_);
    if (!request.authorization.empty()) out.set("Authorization", request.authorization);
    if (!request.cookie.empty()) out.set("Cookie", request.cookie);
    if (!request.content_type.empty()) out.setContentType(request.content_type);
    if (!request.body.empty() || request.method != Method::get) {
      out.setContentLength64(static_cast<Poco::Int64>(request.body.size()));
    }
    std::ostream& body = connection_.sendRequest(out);
    body << request.body << std::flush;

    net::HTTPResponse in;
    std::istream& stream = connection_.receiveResponse(in);
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
    const bool sized = in.hasContentLength();
    const auto size = sized ? static_cast<std::size_t>(in.getContentLength64()) : 0;
    if (size > kMaxAnswerBytes) return too_large();
    reply.body.reserve(size);
    const auto deadline = std::chrono::steady_clock::now() + kMaxAnswerTime;
    std::array<char, 64U << 10U> part{};
    while (stream.read(part.data(), part.size()), stream.gcount() > 0) {
      reply.body.append(part.data(), static_cast<std::size_t>(stream.gcount()));
      if (reply.body.size() > kMaxAnswerBytes) return too_large();
      if (std::chrono::steady_clock::now() > deadline) throw Poco::TimeoutException();
    }
    if (const Poco::Exception* broken = connection_.networkException()) broken->rethrow();
    if (sized && reply.body.size() < size) {
      connection_.start_over();
      return NoReply{Why::cut, true,
                     fmt::format("the answer was cut off at {} of {} bytes", reply.body.size(), size)};
    }
    return reply;
  }

  Outcome too_large() {
    connection_.start_over();
    return NoReply{Why::too_large, true, fmt::format("an answer of more than {} MB", kMaxAnswerBytes >> 20U)};
  }

  std::string context_path_;
  std::string agent_;
  std::string name_;
  std::string proxy_;  // host and port, for people; empty: none
  Connection connection_;
};

}  // namespace

std::variant<std::unique_ptr<Http>, std::string> poco_http(const ServerUrl& server,
                                                           const HttpOptions& options) {
  if (!options.proxy.empty() && !is_proxy(options.proxy)) {
    return std::string(
        "https_proxy: no proxy; write it as http://host:port");  // untold: it may hold a password
  }
  try {
    net::initializeSSL();
    net::Context::Ptr context =
        new net::Context(net::Context::TLS_CLIENT_USE, options.ca_file, net::Context::VERIFY_STRICT, 9, true);
    context->requireMinimumProtocol(net::Context::PROTO_TLSV1_2);
    return std::unique_ptr<Http>(new PocoHttp(server, options, context));
  } catch (const Poco::Exception& e) {
    if (options.ca_file.empty()) return "TLS cannot be set up: " + told(e);
    return fmt::format("--ca-file {}: no certificates in PEM form can be read from it",
                       printable(options.ca_file));
  }
}

std::string proxy_for(const std::string& host, const std::string& https_proxy, const std::string& no_proxy) {
  std::string_view rest = no_proxy;
  while (!rest.empty() && !https_proxy.empty()) {
    const auto comma = std::min(rest.find(','), rest.size());
    std::string_view item = rest.substr(0, comma);
    rest.remove_prefix(std::min(comma + 1, rest.size()));
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
