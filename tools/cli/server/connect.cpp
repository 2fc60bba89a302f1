#include "cli/server/connect.h"

#include <fmt/format.h>

#include "cli/server/context.h"
#include "core/base/text.h"
#include "jamfpro/http/poco_http.h"
#include "run/interrupt.h"
#include "run/program.h"
#include "run/secret.h"
#include "run/secret_store.h"

namespace enrolkit {
namespace {

// The option, else the variable.
std::string chosen(const std::string& option, const char* variable) {
  return option.empty() ? environment(variable) : option;
}

std::optional<std::string> secret_of(const ConnectOptions& options, const ServerContext& context,
                                     const std::string& server, bool user, const std::string& who) {
  // Taken in any case, so that no child inherits it.
  auto secret = take_from_environment(user ? "ENROLKIT_PASSWORD" : "ENROLKIT_CLIENT_SECRET");
  if (secret && options.secret_file.empty()) return secret;
  // The variable names an API client's secret, or that of ENROLKIT_USER. To another account it would be a wrong password,
  // and a few of these lock the account.
  const bool another = !options.user.empty();
  if (const std::string file =
          another ? options.secret_file : chosen(options.secret_file, "ENROLKIT_SECRET_FILE");
      !file.empty()) {
    const Reading<std::string> read = read_secret_file(file);
    if (const auto* text = value_of(read)) return *text;
    const std::string* why = why_unreadable(read);
    (void)context.complain("the secret cannot be used: " +
                           (why != nullptr ? *why : printable(file) + ": no such file"));
    return std::nullopt;
  }
  const SecretStore store = system_secret_store();
  const Reading<std::string> stored = stored_secret(store, server, who);
  if (const auto* text = value_of(stored)) return *text;
  if (const std::string* why = why_unreadable(stored)) (void)context.complain("no secret from " + *why);
  const Reading<std::string> asked =
      ask_secret(fmt::format("{} of {}: ", user ? "Password" : "Client secret", printable(who)));
  if (const auto* text = value_of(asked)) return *text;
  const bool left = another && !environment("ENROLKIT_SECRET_FILE").empty();
  (void)context.complain(fmt::format(
      "no {} for {}{}\nhint: {}, --secret-file FILE (mode 0600), a terminal to ask on, or\nhint: {}",
      user ? "password" : "secret", printable(who),
      left ? " (with --user, ENROLKIT_SECRET_FILE is not used)" : "",
      user ? "ENROLKIT_PASSWORD" : "ENROLKIT_CLIENT_SECRET", how_to_store(store, server, who)));
  return std::nullopt;
}

}  // namespace

void set_ca_file(jamf::HttpOptions& how, const ConnectOptions& options) {
  how.ca_file = chosen(options.ca_file, "ENROLKIT_CA_FILE");
  if (options.ca_file.empty()) how.ca_file_named = "ENROLKIT_CA_FILE";
}

std::string proxy_of(const std::string& host) {
  std::string proxy = environment("https_proxy"), none = environment("no_proxy");
  if (proxy.empty()) proxy = environment("HTTPS_PROXY");
  if (none.empty()) none = environment("NO_PROXY");
  return jamf::proxy_for(host, proxy, none);
}

void add_connect(CLI::App& server, ConnectOptions& options) {
  server.add_option("--url", options.url, "Jamf Pro's address, https only (ENROLKIT_URL)")->type_name("URL");
  server.add_option("--client-id", options.client_id, "id of an API client (ENROLKIT_CLIENT_ID)")
      ->type_name("ID");
  server.add_option("--user", options.user, "an account in place of an API client (ENROLKIT_USER)")
      ->type_name("NAME");
  server
      .add_option("--secret-file", options.secret_file,
                  "a file of mode 0600 with the secret in its first line (ENROLKIT_SECRET_FILE)")
      ->type_name("FILE");
  server
      .add_option(
          "--ca-file", options.ca_file,
          "certificate authorities in PEM form that are trusted besides the system's (ENROLKIT_CA_FILE)")
      ->type_name("FILE");
  add_color(server);
}

std::unique_ptr<Connected> connect_to_server(const ConnectOptions& options, const ServerContext& context) {
  const auto failed = [&](const std::string& text) {
    (void)context.complain(text);
    return nullptr;
  };
  const auto url = jamf::parse_server_url(chosen(options.url, "ENROLKIT_URL"));
  if (!url.ok()) return failed("--url: " + url.error().why);
  const jamf::ServerUrl& server = url.value();
  // An option outranks every variable; of two variables the API client's counts.
  if (!options.user.empty() && !options.client_id.empty())
    return failed("--client-id and --user: give one of them");
  jamf::Credentials credentials;
  credentials.id = options.user.empty() ? chosen(options.client_id, "ENROLKIT_CLIENT_ID") : options.user;
  if (!options.user.empty()) credentials.kind = jamf::Credentials::Kind::user;
  if (credentials.id.empty()) {
    credentials.kind = jamf::Credentials::Kind::user;
    credentials.id = environment("ENROLKIT_USER");
  }
  if (credentials.id.empty()) {
    return failed(
        "no credentials\nhint: --client-id ID (ENROLKIT_CLIENT_ID), or --user NAME (ENROLKIT_USER)");
  }
  jamf::HttpOptions how;
  set_ca_file(how, options);
  how.proxy = proxy_of(server.host);
  how.stop = interrupted;
  auto http = jamf::poco_http(server, how);
  if (!http.ok()) return failed(http.error().why);
  const auto secret = secret_of(options, context, server.text(),
                                credentials.kind == jamf::Credentials::Kind::user, credentials.id);
  if (!secret) return nullptr;
  credentials.secret = *secret;
  remember_interrupts();
  return std::make_unique<Connected>(std::move(http).value(), context.clock, server.text(), credentials,
                                     [&](const std::string& why) { (void)context.complain(why); });
}

Connected::Connected(std::unique_ptr<jamf::Http> http, jamf::Clock& clock, std::string name,
                     const jamf::Credentials& credentials, std::function<void(const std::string&)> say)
    : http_(std::move(http)),
      name_(std::move(name)),
      session_(*http_, clock, credentials),
      client_(session_) {
  session_.on_wait(std::move(say));
}

Connected::~Connected() {
  try {
    session_.close();
  } catch (const std::exception&) {  // the token lapses by itself
  }
}

}  // namespace enrolkit
