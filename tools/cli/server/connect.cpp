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

// Whose secret is wanted, and of which server.
struct Wanted {
  std::string server, who;
  bool user = false;

  [[nodiscard]] const char* kind() const { return user ? "password" : "secret"; }
  [[nodiscard]] const char* variable() const { return user ? "ENROLKIT_PASSWORD" : "ENROLKIT_CLIENT_SECRET"; }
};

struct Secret {
  std::string text, origin;  // as Credentials has it
};

Secret came_from(const Wanted& wanted, std::string text, const std::string& where,
                 const std::string& what_to_do) {
  return {std::move(text), fmt::format("the {} came from {}: {}", wanted.kind(), where, what_to_do)};
}

// `option`: it is that of --secret-file, else that of the variable.
std::optional<Secret> secret_in_file(const Wanted& wanted, const std::string& file, bool option,
                                     const ServerContext& context) {
  const Reading<std::string> read = read_secret_file(file);
  if (const auto* text = value_of(read)) {
    return came_from(wanted, *text, (option ? "--secret-file " : "ENROLKIT_SECRET_FILE, ") + printable(file),
                     "write the current one there");
  }
  const std::string* why = why_unreadable(read);
  (void)context.complain("the secret cannot be used: " +
                         (why != nullptr ? *why : printable(file) + ": no such file"));
  return std::nullopt;
}

// Of the system's store, else typed.
std::optional<Secret> secret_by_asking(const Wanted& wanted, const ServerContext& context) {
  const SecretStore store = system_secret_store();
  const std::string how = how_to_store(store, wanted.server, wanted.who);
  const Reading<std::string> stored = stored_secret(store, wanted.server, wanted.who);
  if (const auto* text = value_of(stored))
    return came_from(wanted, *text, in_words(store), "put the current one there: " + how);
  if (const std::string* why = why_unreadable(stored)) (void)context.complain("no secret from " + *why);
  const Reading<std::string> asked = ask_secret(
      fmt::format("{} of {}: ", wanted.user ? "Password" : "Client secret", printable(wanted.who)));
  if (const auto* text = value_of(asked))
    return Secret{*text, fmt::format("the {} was typed: type it again", wanted.kind())};
  return std::nullopt;
}

std::optional<Secret> secret_of(const ConnectOptions& options, const ServerContext& context,
                                const Wanted& wanted) {
  // Taken in any case, so that no child inherits it.
  auto secret = take_from_environment(wanted.variable());
  if (secret && options.secret_file.empty())
    return came_from(wanted, *secret, wanted.variable(), "set the current one, or unset it");
  // The variable names an API client's secret, or that of ENROLKIT_USER. To another account it would be a wrong password,
  // and a few of these lock the account.
  const bool another = !options.user.empty();
  const bool is_option = !options.secret_file.empty() || another;
  const std::string file = is_option ? options.secret_file : environment("ENROLKIT_SECRET_FILE");
  if (!file.empty()) return secret_in_file(wanted, file, is_option, context);
  if (auto asked = secret_by_asking(wanted, context)) return asked;
  const bool left = another && !environment("ENROLKIT_SECRET_FILE").empty();
  (void)context.complain(fmt::format(
      "no {} for {}{}\nhint: {}, --secret-file FILE (mode 0600), a terminal to ask on, or\nhint: {}",
      wanted.kind(), printable(wanted.who), left ? " (with --user, ENROLKIT_SECRET_FILE is not used)" : "",
      wanted.variable(), how_to_store(system_secret_store(), wanted.server, wanted.who)));
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
  auto secret = secret_of(options, context,
                          {server.text(), credentials.id, credentials.kind == jamf::Credentials::Kind::user});
  if (!secret) return nullptr;
  credentials.secret = std::move(secret->text);
  credentials.origin = std::move(secret->origin);
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
