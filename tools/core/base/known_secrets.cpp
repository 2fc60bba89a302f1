// The secrets of this run, by their text.
#include <algorithm>
#include <atomic>
#include <vector>

#include "core/base/ascii.h"
#include "core/base/redact.h"

namespace enrolkit {
namespace {

constexpr std::size_t kMinBeginningBytes = 8;
constexpr std::size_t kMinBytes = 3, kMinPartBytes = 4;  // what is shorter goes as a word of its own alone
constexpr std::size_t kMaxSecrets = 256;  // a long run has a new token every half hour: the oldest are over

// Held for the few microseconds of one text; core has no other use for threads.
class Held {
 public:
  explicit Held(std::atomic_flag& flag) : flag_(flag) {
    while (flag_.test_and_set(std::memory_order_acquire)) flag_.wait(true, std::memory_order_relaxed);
  }
  ~Held() {
    flag_.clear(std::memory_order_release);
    flag_.notify_one();
  }
  Held(const Held&) = delete;
  Held& operator=(const Held&) = delete;

 private:
  std::atomic_flag& flag_;
};

struct KnownSecret {
  std::string text;
  std::vector<std::string> forms;  // it, and what others make of it
};

struct KnownSecrets {
  std::atomic_flag busy;
  std::vector<KnownSecret> list;
};

KnownSecrets& known() {
  static KnownSecrets secrets;
  return secrets;
}
std::atomic<bool> g_any{false};  // most runs have none, and should not wait for each other

std::string hex(std::string_view bytes, std::string_view digits) {
  std::string out;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    (out += digits[byte >> 4U]) += digits[byte & 15U];
  }
  return out;
}
constexpr std::string_view kUpper = "0123456789ABCDEF", kLower = "0123456789abcdef";

std::string percent_encoded(std::string_view text, std::string_view digits) {
  std::string out;
  for (const char c : text) {
    const bool plain = is_letter_or_digit(c) || std::string_view("-._~").find(c) != std::string_view::npos;
    out += plain ? std::string(1, c) : '%' + hex(std::string_view(&c, 1), digits);
  }
  return out;
}

std::string json_escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < ' ') {
      out += "\\u00" + hex(std::string_view(&c, 1), kLower);
      continue;
    }
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

std::string xml_escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    out += c == '&'   ? "&amp;"
           : c == '<' ? "&lt;"
           : c == '>' ? "&gt;"
           : c == '"' ? "&quot;"
                      : std::string(1, c);
  }
  return out;
}

// Of a text in which the secret stands behind so many other bytes (of three): the characters that it alone decides.
std::string base64_part(std::string_view secret, std::size_t before, std::string_view last_two) {
  const std::string digits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789" + std::string(last_two);
  std::string out;
  unsigned bits = 0, held = 0;
  for (const char c : std::string(before, '\0') + std::string(secret)) {
    bits = (bits << 8U | static_cast<unsigned char>(c)) & 0xFFFFU;
    for (held += 8; held >= 6; held -= 6) out += digits[bits >> (held - 6) & 63U];
  }
  constexpr std::size_t kBitsOfOne = 6;
  return out.substr(std::min(out.size(), (before * 8 + kBitsOfOne - 1) / kBitsOfOne));
}

std::vector<std::string> forms_of(std::string_view secret) {
  std::vector<std::string> out{std::string(secret)};
  const auto add = [&](std::string form, std::size_t least) {
    if (form.size() >= least && std::find(out.begin(), out.end(), form) == out.end())
      out.push_back(std::move(form));
  };
  for (const std::string_view digits : {kUpper, kLower}) {
    add(percent_encoded(secret, digits), kMinPartBytes);
    add(hex(secret, digits), kMinBeginningBytes);
  }
  add(json_escaped(secret), kMinPartBytes);
  add(xml_escaped(secret), kMinPartBytes);
  for (std::size_t before = 0; before < 3; ++before) {
    for (const std::string_view last_two : {"+/", "-_"})
      add(base64_part(secret, before, last_two), kMinBeginningBytes);
  }
  return out;
}

void take_out(std::string& text, std::string_view secret) {
  constexpr std::string_view kRemoved = "(removed)";
  const auto in_a_word = [&](std::size_t i) { return i < text.size() && is_letter_or_digit(text[i]); };
  const std::string_view beginning = secret.substr(0, kMinBeginningBytes);
  for (auto at = text.find(beginning); at != std::string::npos; at = text.find(beginning, at)) {
    std::size_t size = beginning.size();
    while (size < secret.size() && at + size < text.size() && text[at + size] == secret[size]) ++size;
    const bool inside = (at > 0 && in_a_word(at - 1)) || in_a_word(at + size);
    if (secret.size() < kMinPartBytes && inside) {
      ++at;
      continue;
    }
    text.replace(at, size, kRemoved);
    at += kRemoved.size();
  }
}

}  // namespace

void remember_secret(std::string_view secret) {
  if (secret.size() < kMinBytes) return;
  const Held held(known().busy);
  auto& list = known().list;
  if (std::any_of(list.begin(), list.end(), [&](const KnownSecret& one) { return one.text == secret; }))
    return;
  if (list.size() >= kMaxSecrets) list.erase(list.begin());
  list.push_back({std::string(secret), forms_of(secret)});
  g_any = true;
}

std::string without_known_secrets(std::string_view text) {
  std::string out(text);
  if (!g_any) return out;
  const Held held(known().busy);
  for (const KnownSecret& secret : known().list) {
    for (const std::string& form : secret.forms) take_out(out, form);
  }
  return out;
}

}  // namespace enrolkit
