// What came of doing something: a value, or the error that says why not. The counterpart of Reading<T>, which is what
// came of looking. There is no third kind: no empty string for "fine", no optional that holds the failure.
#pragma once

#include <string>
#include <utility>
#include <variant>

namespace enrolkit {

// `why` is one line for a person: what was tried, where, and what the system answered. No secret.
struct Error {
  std::string why;
  bool operator==(const Error&) const = default;
};

// `E` is Error, but where the caller must tell kinds of failure apart (jamfpro's Failure).
template <class T, class E = Error>
class [[nodiscard]] Result {
 public:
  Result(T value) : held_(std::in_place_index<0>, std::move(value)) {}
  Result(E error) : held_(std::in_place_index<1>, std::move(error)) {}

  [[nodiscard]] bool ok() const { return held_.index() == 0; }
  // Only where ok(); the other only where not.
  [[nodiscard]] const T& value() const& { return std::get<0>(held_); }
  [[nodiscard]] T& value() & { return std::get<0>(held_); }
  [[nodiscard]] T&& value() && { return std::get<0>(std::move(held_)); }
  [[nodiscard]] const E& error() const& { return std::get<1>(held_); }
  [[nodiscard]] E&& error() && { return std::get<1>(std::move(held_)); }

 private:
  std::variant<T, E> held_;
};

// It was done, or why not. A default one is: done.
template <class E>
class [[nodiscard]] Result<void, E> {
 public:
  Result() = default;
  Result(E error) : held_(std::in_place_index<1>, std::move(error)) {}

  [[nodiscard]] bool ok() const { return held_.index() == 0; }
  [[nodiscard]] const E& error() const& { return std::get<1>(held_); }
  [[nodiscard]] E&& error() && { return std::get<1>(std::move(held_)); }

 private:
  std::variant<std::monostate, E> held_;
};

using Status = Result<void>;

}  // namespace enrolkit
