// One HTTPS connection that POCO's HTTP runs over: through a proxy where there is one, under a watchdog.
#pragma once

#include <Poco/Net/HTTPClientSession.h>

#include <string>

#include "core/base/reading.h"
#include "jamfpro/http/dial.h"
#include "jamfpro/http/text.h"
#include "jamfpro/http/tls.h"
#include "jamfpro/http/watchdog.h"

namespace enrolkit::jamf {

// Where a connection goes through.
struct Proxy {
  std::string host;  // empty: none
  std::uint16_t port = 0;
  std::string user, password;
};
// Of "http://[user:password@]host:port". Throws a Poco::Exception, or has no host, when it is none.
[[nodiscard]] Proxy parse_proxy(const std::string& url);

class Connection : public Poco::Net::HTTPClientSession {
 public:
  Connection(const ServerUrl& server, const std::string& ca_file, Proxy proxy);
  // Ends TLS while what listens to it is still there: the base class would do so after it.
  ~Connection() override;

  // How the server speaks TLS with a client that offers what macOS 27 does, or else with this one. Nothing is asked.
  [[nodiscard]] static Reading<TlsFacts> look_at_tls(const ServerUrl& server, const std::string& ca_file,
                                                     const Proxy& proxy, Watchdog& dog, SteadyTime until);

  // Before each request. The dog must live until the next one, or until start_over().
  void begin(Watchdog& dog, SteadyTime connect_until);
  void start_over();
  // What fails before the connection stands was certainly never sent.
  [[nodiscard]] bool stands() const { return stands_; }
  // Why it does not stand, by the exception that is being handled.
  [[nodiscard]] NoReply why_not(const Poco::Exception& error) const;

 protected:
  // POCO resolves a name of its own and gives one address; both are left aside.
  void connect(const Poco::Net::SocketAddress& unused) override;

 private:
  enum class Stage { lookup, dial, proxy, tls };

  [[nodiscard]] Poco::Net::StreamSocket tunnel(const Poco::Net::StreamSocket& over) const;

  ServerUrl server_;
  Proxy proxy_;
  Tls tls_;
  Stage stage_ = Stage::lookup;
  bool stands_ = false;
  int fd_ = -1;  // of the socket below POCO's
  Watchdog* dog_ = nullptr;
  SteadyTime connect_until_;
};

}  // namespace enrolkit::jamf
