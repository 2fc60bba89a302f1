// HTTPS by POCO: the only part of the toolkit that talks to a network.
//
// The server's certificate is always verified, its host name too (tls.h): against the system's trust store (OpenSSL's
// default places, for `make dist` /etc/ssl/cert.pem, which macOS has for such programs and which holds
// nothing of a keychain; or SSL_CERT_FILE and SSL_CERT_DIR) and what `ca_file` adds. Proxies by the
// environment: https_proxy or HTTPS_PROXY, except for the hosts in no_proxy. Redirections are not followed:
// they would carry the token away. A server that trickles is given up at the request's limit (watchdog.h).
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "jamfpro/http/http.h"
#include "jamfpro/http/text.h"

namespace enrolkit::jamf {

struct HttpOptions {
  std::string ca_file;                      // PEM; empty: none
  std::string ca_file_named = "--ca-file";  // the option or variable that it came from
  std::string proxy;                        // "http://[user:password@]host:port"; empty: none
  std::string agent = "enrolkit/" ENROLKIT_VERSION;
  // Asked while something is awaited, from another thread: true gives up what is not a write under way.
  std::function<bool()> stop;
};

// Fails, with the reason, when `ca_file` or `proxy` is of no use.
[[nodiscard]] enrolkit::Result<std::unique_ptr<Http>> poco_http(const ServerUrl& server,
                                                                const HttpOptions& options);

// The proxy for this host by https_proxy and no_proxy; empty: none.
[[nodiscard]] std::string proxy_for(const std::string& host, const std::string& https_proxy,
                                    const std::string& no_proxy);

}  // namespace enrolkit::jamf
