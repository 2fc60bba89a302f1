// Where a secret that the server made is kept: the system's store, or a file that only this user may read. It is made ready
// before there is a secret, so that a place of no use is told while nothing is lost.
#pragma once

#include <optional>
#include <string>

#include "core/base/result.h"
#include "host/new_file.h"
#include "run/secret_store.h"

namespace enrolkit {

class SecretPlace {
 public:
  // `where`: "keychain", "secret-service", "file:PATH"; empty: the system's store.
  [[nodiscard]] static Result<SecretPlace> open(const std::string& where, const SecretStore& system);

  // Before there is a secret: whether one can be kept there. A file that is there is replaced only with `replace`, and where
  // it is a secret's: one line, mode 0600.
  [[nodiscard]] Status make_ready(bool replace);
  // After make_ready(). It is read back, but from a keychain, which would ask the user.
  [[nodiscard]] Status keep(const std::string& server, const std::string& account, const std::string& secret);
  [[nodiscard]] std::string text() const;                          // "the keychain", "the file PATH"
  [[nodiscard]] const std::string& path() const { return path_; }  // empty: no file

 private:
  explicit SecretPlace(SecretStore store) : store_(std::move(store)) {}
  [[nodiscard]] Status write_file(const std::string& secret);

  SecretStore store_;
  std::string path_;
  std::optional<NewFile> file_;
};

}  // namespace enrolkit
