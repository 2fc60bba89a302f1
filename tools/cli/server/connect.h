// From options, environment and terminal to a client that is ready to ask.
#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <optional>
#include <string>

#include "jamfpro/client/client.h"
#include "run/exit_code.h"

namespace enrolkit {

struct ConnectOptions {
  std::string url, client_id, user, secret_file, ca_file;
};

void add_connect(CLI::App& server, ConnectOptions& options);

// A connection, which gives its token back when it goes.
class Connected {
 public:
  // Nothing, after a line on stderr, when a part is missing or of no use. Nothing is sent yet.
  [[nodiscard]] static std::unique_ptr<Connected> open(const ConnectOptions& options);
  Connected(std::unique_ptr<jamf::Http> http, std::string name, const jamf::Credentials& credentials);
  Connected(const Connected&) = delete;
  Connected& operator=(const Connected&) = delete;
  ~Connected();

  [[nodiscard]] jamf::Client& client() { return client_; }
  [[nodiscard]] const std::string& name() const { return name_; }  // the server's address

 private:
  class RealClock : public jamf::Clock {
   public:
    std::int64_t now() override;
    std::int64_t steady_now() override;
    bool wait(std::int64_t seconds) override;
  };
  std::unique_ptr<jamf::Http> http_;
  RealClock clock_;
  std::string name_;
  jamf::Session session_;
  jamf::Client client_;
};

// One line on stderr, "enrolkit: ..."; hints on lines of their own.
Exit complain(const std::string& text);
Exit complain(const jamf::Failure& failure);

}  // namespace enrolkit
