#include "core/base/url.h"

#include <algorithm>
#include <utility>

#include "core/base/ascii.h"
#include "core/base/text.h"

namespace enrolkit {
namespace {

bool is_host_char(char c) { return is_lower(c) || is_digit(c) || c == '-' || c == '.' || c == '_'; }

struct Place {
  std::string host, port;  // port: digits, or none
};

std::optional<Place> place_in(std::string_view url) {
  const std::string text = lower_case(trimmed(url));
  std::string_view host = text;
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (!host.starts_with(scheme)) continue;
    host.remove_prefix(scheme.size());
    host = host.substr(0, host.find_first_of("/?#"));
    if (host.find('\\') != std::string_view::npos) return std::nullopt;  // some take it for a slash
    if (const auto user = host.rfind('@'); user != std::string_view::npos) host.remove_prefix(user + 1);
    std::string_view port;
    if (const auto colon = host.find(':'); colon != std::string_view::npos) {
      port = host.substr(colon + 1);
      if (port.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
      host = host.substr(0, colon);
    }
    if (host.ends_with('.')) host.remove_suffix(1);
    constexpr std::size_t kMaxNameBytes = 253;
    const bool sound = !host.empty() && host.size() <= kMaxNameBytes && host.front() != '.' &&
                       host.back() != '.' && std::all_of(host.begin(), host.end(), is_host_char);
    return sound ? std::optional(Place{std::string(host), std::string(port)}) : std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> host_of(std::string_view url) {
  auto place = place_in(url);
  return place ? std::optional(std::move(place->host)) : std::nullopt;
}

std::optional<std::string> address_of(std::string_view url) {
  const auto place = place_in(url);
  if (!place) return std::nullopt;
  constexpr std::size_t kMaxPortDigits = 5;
  const bool told = !place->port.empty() && place->port.size() <= kMaxPortDigits && place->port != "443";
  return told ? place->host + ":" + place->port : place->host;
}

}  // namespace enrolkit
