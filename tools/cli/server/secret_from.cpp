#include "cli/server/secret_from.h"

#include "core/base/redact.h"
#include "core/base/text.h"
#include "run/secret.h"

namespace enrolkit {

Result<std::optional<std::string>> secret_from(const char* variable, std::optional<std::string>& kept,
                                               const std::string& file) {
  if (auto given = take_from_environment(variable)) kept = std::move(given);
  if (kept) remember_secret(*kept);
  if (file.empty()) return kept;  // an option outranks every variable
  const Reading<std::string> read = read_secret_file(file);
  if (const auto* text = value_of(read)) return std::optional(*text);
  const std::string* why = why_unreadable(read);
  return Error{why != nullptr ? *why : printable(file) + ": there is no such file"};
}

}  // namespace enrolkit
