#include "run/secret_store.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "core/base/redact.h"
#include "core/base/text.h"
#include "host/real_run.h"
#include "run/secret.h"

namespace enrolkit {
namespace {

constexpr std::chrono::seconds kToUnlock{60};
constexpr std::size_t kMaxOutputBytes = 8192, kMaxPartBytes = 1000;
constexpr int kNoSuchItem = 44;  // of /usr/bin/security: errSecItemNotFound, cut to a byte

std::string service_of(const std::string& server) { return "enrolkit " + server; }

Command question(const SecretStore& store, const std::string& server, const std::string& account) {
  Command command{store.tool, {}, kToUnlock, kMaxOutputBytes};
  if (store.kind == SecretStore::Kind::keychain) {
    command.arguments = {"find-generic-password", "-s", service_of(server), "-a", account, "-w"};
  } else {
    command.arguments = {"lookup", "service", service_of(server), "account", account};
  }
  return command;
}

// Where the user's keychain is, and the bus that leads to the Secret Service.
std::vector<std::string> way_to_it() {
  std::vector<std::string> out;
  for (const char* name : {"HOME", "XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS"}) {
    if (const std::string value = environment(name); !value.empty())
      out.push_back(std::string(name) + "=" + value);
  }
  return out;
}

// Whatever its status is.
Result<Finished> ended(const Command& command) {
  Ran ran = run_here(command, way_to_it());
  if (const auto* why = why_not_finished(ran)) return Error{*why};
  return std::get<Finished>(std::move(ran));
}

std::string why_failed(const SecretStore& store, const Finished& done) {
  return fmt::format(
      "{}: {}", store.tool,
      done.err.empty() ? fmt::format("status {}", done.status) : without_known_secrets(first_line(done.err)));
}

Status well_ended(const SecretStore& store, const Command& command) {
  const auto ran = ended(command);
  if (!ran.ok()) return ran.error();
  return ran.value().status == 0 ? Status() : Error{why_failed(store, ran.value())};
}

// For `security -i`: two signs are special between double quotes.
std::string in_quotes(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

Command keeping(const SecretStore& store, const std::string& server, const std::string& account,
                const std::string& secret) {
  Command command{store.tool, {}, kToUnlock, kMaxOutputBytes};
  if (store.kind == SecretStore::Kind::secret_service) {
    command.arguments = {"store", "--label=enrolkit", "service", service_of(server), "account", account};
    command.input = secret;
    return command;
  }
  std::string hex;
  for (const char c : secret) hex += fmt::format("{:02x}", static_cast<unsigned char>(c));
  remember_secret(hex);
  command.arguments = {"-i"};
  command.input = fmt::format("add-generic-password -U -s {} -a {} -T \"\" -X {}\n",
                              in_quotes(service_of(server)), in_quotes(account), hex);
  return command;
}

}  // namespace

SecretStore system_secret_store() {
#ifdef __APPLE__
  return {SecretStore::Kind::keychain, "/usr/bin/security"};
#else
  return {SecretStore::Kind::secret_service, "/usr/bin/secret-tool"};
#endif
}

std::string in_words(const SecretStore& store) {
  return store.kind == SecretStore::Kind::keychain ? "the keychain" : "the Secret Service";
}

Reading<std::string> stored_secret(const SecretStore& store, const std::string& server,
                                   const std::string& account) {
  if (!has_tool(store)) return Absent{};
  const auto ran = ended(question(store, server, account));
  if (!ran.ok()) return Unreadable{ran.error().why};
  const Finished& done = ran.value();
  if (done.status != 0) {
    // secret-tool says nothing where it found nothing.
    const bool none = store.kind == SecretStore::Kind::keychain ? done.status == kNoSuchItem
                                                                : done.status == 1 && done.err.empty();
    if (none) return Absent{};
    return Unreadable{why_failed(store, done)};
  }
  std::string secret = done.out;
  if (secret.ends_with('\n')) secret.pop_back();
  if (secret.empty()) return Unreadable{store.tool + ": the secret that it has is empty"};
  if (secret.find('\n') != std::string::npos) return Unreadable{store.tool + ": a secret of several lines"};
  remember_secret(secret);
  return secret;
}

bool has_tool(const SecretStore& store) { return ::access(store.tool.c_str(), X_OK) == 0; }

Status store_secret(const SecretStore& store, const std::string& server, const std::string& account,
                    const std::string& secret) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < ' '; };
  for (const std::string* part : {&server, &account, &secret}) {
    if (part->empty() || part->size() > kMaxPartBytes || std::any_of(part->begin(), part->end(), is_control))
      return Error{store.tool + ": not given a secret of such a form"};
  }
  if (Status kept = well_ended(store, keeping(store, server, account, secret)); !kept.ok()) return kept;
  if (store.kind == SecretStore::Kind::keychain) {
    Command look = question(store, server, account);
    look.arguments.pop_back();  // -w: the secret itself
    return well_ended(store, look);
  }
  const Reading<std::string> back = stored_secret(store, server, account);
  const auto* text = value_of(back);
  return text != nullptr && *text == secret ? Status() : Error{store.tool + ": it does not read back"};
}

std::string how_to_store(const SecretStore& store, const std::string& server, const std::string& account) {
  const std::string which = printable(service_of(server));
  if (store.kind == SecretStore::Kind::keychain) {  // -T "": no program may read it unasked
    return fmt::format("{} add-generic-password -s '{}' -a '{}' -T '' -w", store.tool, which,
                       printable(account));
  }
  return fmt::format("{} store --label=enrolkit service '{}' account '{}'", store.tool, which,
                     printable(account));
}

}  // namespace enrolkit
