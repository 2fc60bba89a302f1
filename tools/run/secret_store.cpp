#include "run/secret_store.h"

#include <fmt/format.h>
#include <unistd.h>

#include "core/base/redact.h"
#include "core/base/text.h"
#include "host/real_run.h"
#include "run/secret.h"

namespace enrolkit {
namespace {

constexpr std::chrono::seconds kToUnlock{60};
constexpr std::size_t kMaxOutputBytes = 8192;
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

}  // namespace

SecretStore system_secret_store() {
#ifdef __APPLE__
  return {SecretStore::Kind::keychain, "/usr/bin/security"};
#else
  return {SecretStore::Kind::secret_service, "/usr/bin/secret-tool"};
#endif
}

Reading<std::string> stored_secret(const SecretStore& store, const std::string& server,
                                   const std::string& account) {
  if (::access(store.tool.c_str(), X_OK) != 0) return Absent{};
  const Ran ran = run_here(question(store, server, account), way_to_it());
  if (const auto* not_started = std::get_if<NotStarted>(&ran)) return Unreadable{not_started->why};
  if (const auto* stopped = std::get_if<Stopped>(&ran)) return Unreadable{stopped->why};
  const auto& done = std::get<Finished>(ran);
  if (done.status != 0) {
    // secret-tool says nothing where it found nothing.
    const bool none = store.kind == SecretStore::Kind::keychain ? done.status == kNoSuchItem
                                                                : done.status == 1 && done.err.empty();
    if (none) return Absent{};
    return Unreadable{
        fmt::format("{}: {}", store.tool,
                    done.err.empty() ? fmt::format("status {}", done.status) : first_line(done.err))};
  }
  std::string secret = done.out;
  if (secret.ends_with('\n')) secret.pop_back();
  if (secret.empty()) return Unreadable{store.tool + ": the secret that it has is empty"};
  if (secret.find('\n') != std::string::npos) return Unreadable{store.tool + ": a secret of several lines"};
  remember_secret(secret);
  return secret;
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
