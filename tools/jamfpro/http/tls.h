// TLS 1.2 or newer to one host, by OpenSSL under POCO's sockets. The chain is always verified, and the name by the
// certificate's alternative names alone, as browsers and macOS do: a name that stands only in its CN is none.
//
// OpenSSL's own words for a handshake that failed are one sentence for many troubles, so what happens in it is written
// down: who issued the certificate and for when, which alerts were sent, and whether it was TLS at all.
#pragma once

#include <Poco/Net/Context.h>
#include <Poco/Net/SecureStreamSocket.h>

#include <memory>
#include <string>

#include "jamfpro/http/ats.h"
#include "jamfpro/http/http.h"

namespace enrolkit::jamf {

struct Handshake;  // what was seen of one

class Tls {
 public:
  // Throws a Poco::Exception when `ca_file` (PEM; empty: none) is of no use.
  Tls(std::string host, const std::string& ca_file);
  Tls(const Tls&) = delete;
  Tls& operator=(const Tls&) = delete;
  ~Tls();

  // From now on TLS 1.2 only with the suites that macOS 27 takes: a server that has others alone refuses.
  void offer_what_ats_allows();
  // Throws a Poco::Exception; then `trouble` says why.
  [[nodiscard]] Poco::Net::SecureStreamSocket handshake(const Poco::Net::StreamSocket& over);
  // Of the last handshake, which succeeded and whose socket is still there.
  [[nodiscard]] TlsFacts facts() const;
  // Of the last handshake, which failed. `name`: the server's address, for people.
  [[nodiscard]] NoReply trouble(const std::string& name) const;

 private:
  std::string host_;
  std::unique_ptr<Handshake> seen_;
  Poco::Net::Context::Ptr context_;
};

}  // namespace enrolkit::jamf
