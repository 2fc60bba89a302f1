// The secrets of this run, by their text.
#include <algorithm>
#include <atomic>
#include <vector>

#include "core/base/redact.h"

namespace enrolkit {
namespace {

constexpr std::size_t kMinBytes = 4, kMinBeginningBytes = 8;
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

struct KnownSecrets {
  std::atomic_flag busy;
  std::vector<std::string> list;
};

KnownSecrets& known() {
  static KnownSecrets secrets;
  return secrets;
}
std::atomic<bool> g_any{false};  // most runs have none, and should not wait for each other

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("-._~").find(c) != std::string_view::npos;
    if (plain) {
      out += c;
    } else {
      ((out += '%') += kDigits[byte >> 4U]) += kDigits[byte & 15U];
    }
  }
  return out;
}

std::string json_escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

void add(std::vector<std::string>& list, std::string secret) {
  if (std::find(list.begin(), list.end(), secret) != list.end()) return;
  if (list.size() >= kMaxSecrets) list.erase(list.begin());
  list.push_back(std::move(secret));
}

void take_out(std::string& text, std::string_view secret) {
  const std::string_view beginning = secret.substr(0, kMinBeginningBytes);
  for (auto at = text.find(beginning); at != std::string::npos; at = text.find(beginning, at)) {
    std::size_t size = beginning.size();
    while (size < secret.size() && at + size < text.size() && text[at + size] == secret[size]) ++size;
    constexpr std::string_view kRemoved = "(removed)";
    text.replace(at, size, kRemoved);
    at += kRemoved.size();
  }
}

}  // namespace

void remember_secret(std::string_view secret) {
  if (secret.size() < kMinBytes) return;
  const Held held(known().busy);
  add(known().list, std::string(secret));
  add(known().list, percent_encoded(secret));
  add(known().list, json_escaped(secret));
  g_any = true;
}

std::string without_known_secrets(std::string_view text) {
  std::string out(text);
  if (!g_any) return out;
  const Held held(known().busy);
  for (const std::string& secret : known().list) take_out(out, secret);
  return out;
}

}  // namespace enrolkit
