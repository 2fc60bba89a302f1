#include "cli/server/secret_place.h"

#include <fmt/format.h>

#include <filesystem>
#include <system_error>

#include "core/base/text.h"
#include "run/secret.h"

namespace enrolkit {
namespace {

using Kind = SecretStore::Kind;

constexpr std::string_view kFile = "file:";

const char* name_of(Kind kind) { return kind == Kind::keychain ? "keychain" : "secret-service"; }

// Nothing: it may be written there.
std::optional<std::string> why_not_to_replace(const std::string& path, bool replace) {
  const Reading<std::string> there = read_key_file(path);
  if (std::holds_alternative<Absent>(there)) return std::nullopt;
  if (const std::string* why = why_unreadable(there)) return *why;
  const std::string& text = *value_of(there);
  if (!replace) return printable(path) + ": is there already; --rotate replaces it";
  if (text.find('\n') + 1 < text.size() && text.find('\n') != std::string::npos)
    return printable(path) + ": holds more than a secret, and is not replaced";
  return std::nullopt;
}

}  // namespace

Result<SecretPlace> SecretPlace::open(const std::string& where, const SecretStore& system) {
  SecretPlace out(system);
  if (where.starts_with(kFile)) {
    out.path_ = where.substr(kFile.size());
    if (out.path_.empty()) return Error{"--store file: which file?"};
    // The other commands read it from wherever they are started.
    std::error_code fault;
    if (const auto whole = std::filesystem::absolute(out.path_, fault); !fault) out.path_ = whole.string();
    return out;
  }
  const std::string_view own = name_of(system.kind);
  const std::string wanted = where.empty() ? std::string(own) : where;
  if (wanted == own && has_tool(system)) return out;
  if (wanted != name_of(Kind::keychain) && wanted != name_of(Kind::secret_service))
    return Error{
        fmt::format("--store {}: there is no such place; write keychain, secret-service, or file:PATH",
                    printable(wanted))};
  return Error{fmt::format("--store {}: this computer has none{}\nhint: --store file:PATH{}",
                           printable(wanted), wanted == own ? ", since there is no " + system.tool : "",
                           wanted == own && system.kind == Kind::secret_service
                               ? ", or install it (Debian: libsecret-tools)"
                               : "")};
}

Status SecretPlace::make_ready(bool replace) {
  if (path_.empty()) return {};
  if (const auto why = why_not_to_replace(path_, replace)) return Error{"--store: " + *why};
  auto begun = NewFile::begin(path_, replace);
  if (const auto* fault = std::get_if<Unreadable>(&begun)) return Error{"--store: " + fault->why};
  file_.emplace(std::get<NewFile>(std::move(begun)));
  return {};
}

std::string SecretPlace::text() const {
  if (!path_.empty()) return "the file " + printable(path_);
  return in_words(store_);
}

Status SecretPlace::write_file(const std::string& secret) {
  if (const auto why = file_->write(secret + "\n")) return Error{*why};
  if (const auto why = file_->put_in_place()) return Error{*why};
  const Reading<std::string> back = read_secret_file(path_);
  const auto* text = value_of(back);
  if (text == nullptr || *text != secret) return Error{printable(path_) + ": it does not read back"};
  return {};
}

Status SecretPlace::keep(const std::string& server, const std::string& account, const std::string& secret) {
  return file_ ? write_file(secret) : store_secret(store_, server, account, secret);
}

}  // namespace enrolkit
