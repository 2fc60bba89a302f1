#include "jamfpro/http/text.h"

#include <Poco/Base64Encoder.h>
#include <Poco/URI.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <sstream>

#include "core/base/ascii.h"
#include "core/base/redact.h"
#include "core/base/text.h"
#include "core/base/time.h"
#include "jamfpro/http/base64.h"

namespace enrolkit::jamf {
namespace {

// Takes exactly `count` digits from the beginning.
std::optional<int> take_digits(std::string_view& text, std::size_t count) {
  if (text.size() < count) return std::nullopt;
  int value = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (!is_digit(text[i])) return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(count);
  return value;
}

bool take(std::string_view& text, char c) {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<std::int64_t> offset_seconds(std::string_view text) {
  if (text == "Z") return 0;
  const bool minus = text.starts_with('-');
  if (!take(text, '+') && !take(text, '-')) return std::nullopt;
  const auto hours = take_digits(text, 2);
  (void)take(text, ':');
  const auto minutes = take_digits(text, 2);
  if (!hours || !minutes || !text.empty() || *hours > 18 || *minutes > 59) return std::nullopt;
  const std::int64_t seconds = *hours * 3600 + *minutes * 60;
  return minus ? -seconds : seconds;
}

}  // namespace

std::string encoded(std::string_view text) {
  std::string out;
  Poco::URI::encode(std::string(text), "!*'();:@&=+$,/?#[]", out);
  return out;
}

std::string base64(std::string_view bytes) {
  std::ostringstream out;
  Poco::Base64Encoder encoder(out);
  encoder.rdbuf()->setLineLength(0);
  encoder << bytes;
  encoder.close();
  return out.str();
}

bool CaselessLess::operator()(std::string_view a, std::string_view b) const {
  return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(),
                                      [](char x, char y) { return to_lower(x) < to_lower(y); });
}

std::string rsql_quoted(std::string_view value) {
  std::string out = "\"";
  for (const char c : value) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

std::string rsql_in(std::string_view field, const std::vector<std::string>& values) {
  std::string out = std::string(field) + "=in=(";
  for (std::size_t i = 0; i < values.size(); ++i) (out += i == 0 ? "" : ",") += rsql_quoted(values[i]);
  return out + ")";
}

std::optional<std::int64_t> parse_utc(std::string_view text) {
  const auto year = take_digits(text, 4);
  if (!year || !take(text, '-')) return std::nullopt;
  const auto month = take_digits(text, 2);
  if (!month || !take(text, '-')) return std::nullopt;
  const auto day = take_digits(text, 2);
  if (!day) return std::nullopt;
  const auto days = days_from_civil(*year, *month, *day);
  if (!days) return std::nullopt;
  if (text.empty()) return *days * kDay;
  if (!take(text, 'T')) return std::nullopt;
  const auto hour = take_digits(text, 2);
  if (!hour || !take(text, ':')) return std::nullopt;
  const auto minute = take_digits(text, 2);
  if (!minute) return std::nullopt;
  int second = 0;
  if (take(text, ':')) {
    const auto taken = take_digits(text, 2);
    if (!taken) return std::nullopt;
    second = *taken;
    if (take(text, '.')) {
      const auto end = text.find_first_not_of("0123456789");
      if (end == 0 || end == std::string_view::npos) return std::nullopt;
      text.remove_prefix(end);
    }
  }
  const auto offset = offset_seconds(text);
  if (!offset || *hour > 23 || *minute > 59 || second > 60) return std::nullopt;
  return *days * kDay + *hour * 3600 + *minute * 60 + second - *offset;
}

std::optional<std::int64_t> parse_http_date(std::string_view text) {
  constexpr std::size_t kSize = std::string_view("Tue, 24 Nov 2026 11:03:16 GMT").size();
  if (text.size() != kSize || !text.ends_with(" GMT")) return std::nullopt;
  const auto month = month_of(text.substr(8, 3));
  if (!month) return std::nullopt;
  return parse_utc(
      fmt::format("{}-{:02}-{}T{}Z", text.substr(12, 4), *month, text.substr(5, 2), text.substr(17, 8)));
}

std::string utc_text(std::int64_t seconds) {
  std::string text = to_text(LocalTime{seconds});  // the same calendar; here its clock is UTC's
  text[10] = 'T';
  return text + "Z";
}

std::string ServerUrl::text() const {
  return "https://" + host + (port == 443 ? "" : fmt::format(":{}", port)) + context;
}

enrolkit::Result<ServerUrl> parse_server_url(std::string_view url) {
  const auto wrong = [&](std::string_view why) {
    return Error{
        fmt::format("{}: {}; write it as https://NAME.jamfcloud.com", printable(redacted(url)), why)};
  };
  constexpr std::string_view kScheme = "https://";
  if (url.empty()) return Error{"no server is named; write it as https://NAME.jamfcloud.com"};
  if (url.starts_with("http://")) return wrong("http would send the password in the open");
  if (!url.starts_with(kScheme)) return wrong("no https address");
  std::string_view rest = url.substr(kScheme.size());
  const auto slash = std::min(rest.find('/'), rest.size());
  std::string_view authority = rest.substr(0, slash);
  std::string_view context = rest.substr(slash);
  if (authority.find('@') != std::string_view::npos) return wrong("no user and no password belong into it");
  if (rest.find_first_of("?#") != std::string_view::npos) return wrong("no query belongs into it");
  ServerUrl out;
  if (const auto colon = authority.rfind(':'); colon != std::string_view::npos) {
    const std::string_view port = authority.substr(colon + 1);
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), out.port);
    if (error != std::errc{} || end != port.data() + port.size() || out.port == 0)
      return wrong("no such port");
    authority = authority.substr(0, colon);
  }
  if (authority.empty()) return wrong("no host");
  for (const char c : authority) {
    if (!is_letter_or_digit(c) && c != '.' && c != '-') return wrong("no such host name");
  }
  while (context.ends_with('/')) context.remove_suffix(1);
  for (const char c : context) {
    if (!is_letter_or_digit(c) && std::string_view("/.-_~").find(c) == std::string_view::npos) {
      return wrong("no such path");
    }
  }
  if (context.ends_with("/api") || context.ends_with("/JSSResource")) {
    return wrong("the address of the console is wanted, without /api or /JSSResource");
  }
  out.host = authority;
  out.context = context;
  return out;
}

std::optional<Version> parse_version(std::string_view text) {
  std::array<int, 3> numbers{};
  const char* at = text.data();
  const char* const end = text.data() + text.size();
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const auto [next, error] = std::from_chars(at, end, numbers[i]);
    if (error != std::errc{}) return std::nullopt;
    at = next;
    if (at == end || *at != '.')
      return i == 0 ? std::nullopt : std::optional(Version{numbers[0], numbers[1], numbers[2]});
    ++at;
  }
  return Version{numbers[0], numbers[1], numbers[2]};
}

}  // namespace enrolkit::jamf
