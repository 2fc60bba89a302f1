// `enrolkit server` in this process, before a simulated server without sockets: what a command says and answers. Hours of
// a run pass in milliseconds.
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>

#include <string>
#include <vector>

#include "cli/server/context.h"
#include "cli/server/fleet.h"
#include "cli/server/server.h"
#include "jamfpro/simulator/sim_http.h"
#include "run/program.h"
#include "support/temp_folder.h"

namespace enrolkit::test {

struct Said {
  int status = -1;
  std::string out, err;
};
inline std::string told(const Said& said) {
  return "status " + std::to_string(said.status) + "\n--- out\n" + said.out + "\n--- err\n" + said.err;
}

struct CommandBench {
  CommandBench() {
    if (const char* file = ::getenv("ENROLKIT_EXCHANGES")) jamf.record_to = file;  // contract.sh
  }

  Said server(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"enrolkit", "server"});
    std::vector<char*> argv;
    for (std::string& argument : arguments) argv.push_back(argument.data());
    CLI::App app;
    const Program program{.name = "enrolkit", .about = "", .version = "", .exit_status = ""};
    set_up(app, program);
    const ServerCommand command(app);
    const Parse parsed = parse_arguments(app, program, static_cast<int>(argv.size()), argv.data());
    Said said;
    if (const auto* wrong = std::get_if<Wrong>(&parsed)) return {2, "", "enrolkit: " + wrong->why + "\n"};
    said.status = static_cast<int>(command.run(context(said)));
    return said;
  }

  void fault(std::string request, Effect effect, int times = 1) {
    add_fault(jamf, std::move(request), effect, times);
  }

  // A PreStage of one id whose administrator has this name.
  void add_prestage(const std::string& id, const std::string& name, const std::string& admin) {
    test::add_prestage(jamf, id, name, admin);
  }

  FakeJamf jamf;
  SimClock clock;
  SimHttp http{jamf, clock};
  TempFolder folder;
  bool on_terminal = false;
  std::string lines;                       // that the terminal showed in place of each other
  std::vector<std::string> asked;          // on the terminal
  Reading<std::string> answer = Absent{};  // what is typed there
  std::vector<jamf::Notice> notices;       // to people elsewhere
  SecretStore secret_store{SecretStore::Kind::secret_service, "/nonexistent/secret-tool"};
  Reading<jamf::TlsFacts> tls = Absent{};  // how the server speaks it; there is none here

 private:
  class Forwarded : public jamf::Http {
   public:
    Forwarded(jamf::Http& to, const Reading<jamf::TlsFacts>& tls) : to_(to), tls_(tls) {}
    jamf::Outcome send(const jamf::Request& request) override { return to_.send(request); }
    Reading<jamf::TlsFacts> look_at_tls() override { return tls_; }

   private:
    jamf::Http& to_;
    const Reading<jamf::TlsFacts>& tls_;
  };

  ServerContext context(Said& said) {
    ServerContext out{clock, {}, {}, {}, {}, {}, {}, {}, secret_store};
    out.out = [&](std::string_view text) { said.out += text; };
    out.err = [&](std::string_view text) { said.err += text; };
    if (on_terminal) out.progress = [this](std::string_view text) { (lines += text) += '\n'; };
    out.ask = [this](std::string_view prompt) {
      asked.emplace_back(prompt);
      return answer;
    };
    out.notify = [this](const jamf::Notice& notice) { notices.push_back(notice); };
    out.open = [this](const ConnectOptions&, const ServerContext& context) {
      return std::make_unique<Connected>(
          std::make_unique<Forwarded>(http, tls), clock, "https://acme.jamfcloud.com",
          jamf::Credentials{jamf::Credentials::Kind::api_client, jamf.client_id, jamf.client_secret},
          [&context](const std::string& why) { (void)context.complain(why); });
    };
    return out;
  }
};

}  // namespace enrolkit::test
