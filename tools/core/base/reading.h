// What was learned when something was looked at: a value, that it is not there, or that it could not be
// looked at. The three never melt into one another: "could not look" must not come out as "fine" or as "not
// there".
#pragma once

#include <string>
#include <utility>
#include <variant>

namespace enrolkit {

// Looked, and it is not there.
struct Absent {
  bool operator==(const Absent&) const = default;
};

// Could not look. `why` is for a person: what was tried, where, and what the system answered.
struct Unreadable {
  std::string why;
  // macOS itself refused, even to root: its privacy protection (EPERM). Full Disk Access would help.
  bool not_permitted = false;
  bool operator==(const Unreadable&) const = default;
};

template <class T>
using Reading = std::variant<T, Absent, Unreadable>;

template <class... Fs>
struct Cases : Fs... {
  using Fs::operator()...;
};
template <class... Fs>
Cases(Fs...) -> Cases<Fs...>;

// Takes one function for each of the three cases; leaving one out does not compile.
template <class R, class... Fs>
decltype(auto) match(R&& reading, Fs&&... fs) {
  return std::visit(Cases{std::forward<Fs>(fs)...}, std::forward<R>(reading));
}

template <class T>
[[nodiscard]] const T* value_of(const Reading<T>& reading) {
  return std::get_if<T>(&reading);
}

template <class T>
[[nodiscard]] const std::string* why_unreadable(const Reading<T>& reading) {
  const auto* unreadable = std::get_if<Unreadable>(&reading);
  return unreadable != nullptr ? &unreadable->why : nullptr;
}

}  // namespace enrolkit
