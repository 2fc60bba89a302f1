// Bytes of a property list, XML or binary, in; its values out. The parser is libplist; what it is known to
// stumble over is turned away first (plist_guard.h), because a collected folder may come from anybody.
//
// Missing and "there, but of another type" never look alike: a value that is not there has the kind
// `missing`, and every accessor answers only for its own kind.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/reading.h"

namespace enrolkit {

enum class PlistKind : std::uint8_t {
  missing,
  boolean,
  integer,
  real,
  string,
  array,
  dict,
  date,
  data,
  other
};

[[nodiscard]] std::string_view to_text(PlistKind kind);  // "a string", for the `why` of a message

// A value inside a Plist, or the place where one was looked for in vain. Valid while its Plist lives.
class PlistValue {
 public:
  PlistValue() = default;

  [[nodiscard]] PlistKind kind() const;

  // Each of these: the value, or nothing when the kind is another one.
  [[nodiscard]] std::optional<bool> boolean() const;
  // 64 bits, two's complement: libplist does not tell a number of 2^63 or more from a negative one.
  [[nodiscard]] std::optional<std::int64_t> integer() const;
  [[nodiscard]] std::optional<double> real() const;
  // Bytes as they are, without a NUL: not checked to be UTF-8.
  [[nodiscard]] std::optional<std::string> string() const;
  [[nodiscard]] std::optional<std::string_view> data() const;  // points into the Plist

  // The elements of an array, in order; none for any other kind.
  [[nodiscard]] std::vector<PlistValue> items() const;
  // The strings of an array of strings, or a bare string as the only one. Elements of another kind are left
  // out: who must know of them compares the number with items().
  [[nodiscard]] std::vector<std::string> strings() const;

  // The keys of a dictionary, in its order; none for any other kind.
  [[nodiscard]] std::vector<std::string> keys() const;
  // The value under a key; of kind `missing` when there is none, or when this is no dictionary.
  [[nodiscard]] PlistValue operator[](const std::string& key) const;

 private:
  friend class Plist;
  explicit PlistValue(void* node) : node_(node) {}
  void* node_ = nullptr;
};

class Plist {
 public:
  static constexpr std::size_t kMaxBytes = 4 * 1024 * 1024;

  // Unreadable when the bytes are not one whole property list within the limits, with a `why` that never
  // quotes them. The bytes need not outlive the call.
  [[nodiscard]] static std::variant<Plist, Unreadable> parse(std::string_view bytes);

  [[nodiscard]] PlistValue root() const { return PlistValue{root_.get()}; }

 private:
  struct Free {
    void operator()(void* node) const;
  };
  explicit Plist(void* root) : root_(root) {}
  std::unique_ptr<void, Free> root_;
};

}  // namespace enrolkit
