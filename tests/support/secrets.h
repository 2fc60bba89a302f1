// Secrets for tests to plant, in every shape in which they are met in logs, tools' output and servers' answers.
#pragma once

#include <functional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace enrolkit::test {

// SECRET stands where the secret goes.
using Shapes = std::vector<std::string>;

// A word says that it is one, or the place does: it goes whatever it looks like. Each is one line.
[[nodiscard]] const Shapes& named_shapes();
// Nothing says so: only what it looks like.
[[nodiscard]] const Shapes& unnamed_shapes();
// Both.
[[nodiscard]] const Shapes& secret_shapes();
// The word for a secret in many languages, each with the signs that may stand behind it.
[[nodiscard]] const Shapes& shapes_of_languages();
// Of more than one line.
[[nodiscard]] const Shapes& shapes_of_lines();

// What a text looks like inside another: in JSON, in JSON in JSON, in XML, in a URL.
struct Wrapping {
  const char* name;
  std::function<std::string(const std::string&)> wrap;
};
[[nodiscard]] const std::vector<Wrapping>& wrappings();

[[nodiscard]] std::string planted(std::string shape, std::string_view secret);

// As tokens and good passwords are: letters of both cases and digits.
[[nodiscard]] std::string make_secret(std::mt19937& random);
// As people choose them and Jamf makes them: small letters alone, digits alone.
[[nodiscard]] std::string make_plain_secret(std::mt19937& random, bool digits);

// Any 8 characters of it in a row.
[[nodiscard]] inline bool leaks(std::string_view text, std::string_view secret) {
  constexpr std::size_t kBytes = 8;
  for (std::size_t at = 0; at + kBytes <= secret.size(); ++at) {
    if (text.find(secret.substr(at, kBytes)) != std::string_view::npos) return true;
  }
  return false;
}

}  // namespace enrolkit::test
