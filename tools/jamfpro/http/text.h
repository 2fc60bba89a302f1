// The small text forms of the Jamf Pro API: encoded URLs, RSQL filters, UTC dates, addresses of servers.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace enrolkit::jamf {

// Percent-encoded for a query or a path segment: everything but letters, digits and "-._~".
[[nodiscard]] std::string encoded(std::string_view text);

// A value inside an RSQL filter, quoted: any character may stand in it.
[[nodiscard]] std::string rsql_quoted(std::string_view value);

// The values of a filter as servers compare them: without regard to case.
struct CaselessLess {
  using is_transparent = void;
  bool operator()(std::string_view a, std::string_view b) const;
};
using CaselessSet = std::set<std::string, CaselessLess>;

// `field=in=("a","b")`; the whole filter still has to be encoded.
[[nodiscard]] std::string rsql_in(std::string_view field, const std::vector<std::string>& values);

// UTC seconds of "2018-10-31T18:04:13Z", with or without milliseconds, with Z, +0000 or +00:00 and other
// offsets. A date alone is its midnight. Strict otherwise.
[[nodiscard]] std::optional<std::int64_t> parse_utc(std::string_view text);

// Of an HTTP Date header: "Tue, 24 Nov 2026 11:03:16 GMT".
[[nodiscard]] std::optional<std::int64_t> parse_http_date(std::string_view text);

[[nodiscard]] std::string utc_text(std::int64_t seconds);  // "2018-10-31T18:04:13Z"

// A Jamf Pro server's address: https only.
struct ServerUrl {
  std::string host;
  std::uint16_t port = 443;
  std::string context;  // "" or "/jamf": before /api
  [[nodiscard]] std::string text() const;
};

// Takes "https://name[:port][/context]"; or says, for a person, what is wrong with it.
[[nodiscard]] enrolkit::Result<ServerUrl> parse_server_url(std::string_view url);

struct Version {
  int major = 0, minor = 0, patch = 0;
  auto operator<=>(const Version&) const = default;
};
[[nodiscard]] std::optional<Version> parse_version(std::string_view text);  // "11.30.1-t1784555528405"

}  // namespace enrolkit::jamf
