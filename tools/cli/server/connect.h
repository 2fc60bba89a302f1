// From options, environment and terminal to a client that is ready to ask.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "jamfpro/client/client.h"
#include "jamfpro/http/poco_http.h"
#include "run/exit_code.h"

namespace enrolkit {

struct ConnectOptions {
  std::string url, client_id, user, secret_file, ca_file;
};

void add_connect(CLI::App& server, ConnectOptions& options);

struct ServerContext;

// A connection, which gives its token back when it goes.
class Connected {
 public:
  // `told` hears why a request waits before it is sent again. The clock lives longer.
  Connected(std::unique_ptr<jamf::Http> http, jamf::Clock& clock, std::string name,
            const jamf::Credentials& credentials, std::function<void(const std::string&)> say);
  Connected(const Connected&) = delete;
  Connected& operator=(const Connected&) = delete;
  ~Connected();

  [[nodiscard]] jamf::Client& client() { return client_; }
  [[nodiscard]] Reading<jamf::TlsFacts> look_at_tls() { return http_->look_at_tls(); }
  [[nodiscard]] const std::string& name() const { return name_; }  // the server's address

 private:
  std::unique_ptr<jamf::Http> http_;
  std::string name_;
  jamf::Session session_;
  jamf::Client client_;
};

// The proxy for that host by https_proxy and no_proxy; empty: none.
[[nodiscard]] std::string proxy_of(const std::string& host);

// The authorities that are trusted besides the system's: --ca-file, else ENROLKIT_CA_FILE.
void set_ca_file(jamf::HttpOptions& how, const ConnectOptions& options);

// By HTTPS, with a secret of the environment, a file, a keychain or the terminal (ServerContext::open).
[[nodiscard]] std::unique_ptr<Connected> connect_to_server(const ConnectOptions& options,
                                                           const ServerContext& context);

}  // namespace enrolkit
