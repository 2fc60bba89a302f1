#include "core/base/url.h"

#include <algorithm>

#include "core/base/text.h"

namespace enrolkit {
namespace {

bool is_host_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
}

}  // namespace

std::optional<std::string> host_of(std::string_view url) {
  std::string text(trimmed(url));
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  std::string_view host = text;
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (!host.starts_with(scheme)) continue;
    host.remove_prefix(scheme.size());
    host = host.substr(0, host.find_first_of("/?#"));
    if (host.find('\\') != std::string_view::npos) return std::nullopt;  // some take it for a slash
    if (const auto user = host.rfind('@'); user != std::string_view::npos) host.remove_prefix(user + 1);
    if (const auto port = host.find(':'); port != std::string_view::npos) {
      const std::string_view digits = host.substr(port + 1);
      if (digits.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
      host = host.substr(0, port);
    }
    if (host.ends_with('.')) host.remove_suffix(1);
    constexpr std::size_t kMaxNameBytes = 253;
    const bool sound = !host.empty() && host.size() <= kMaxNameBytes && host.front() != '.' &&
                       host.back() != '.' && std::all_of(host.begin(), host.end(), is_host_char);
    return sound ? std::optional(std::string(host)) : std::nullopt;
  }
  return std::nullopt;
}

}  // namespace enrolkit
