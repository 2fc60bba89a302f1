#include "jamfpro/http/pages.h"

#include <fmt/format.h>

#include <algorithm>

namespace enrolkit::jamf {
namespace {

constexpr int kSmallestPage = 25;

Request page_request(const Listing& listing, int size, std::int64_t page) {
  Request request;
  request.target = fmt::format("{}?{}{}page={}&page-size={}", listing.path, listing.query,
                               listing.query.empty() ? "" : "&", page, size);
  if (!listing.filter.empty()) request.target += "&filter=" + encoded(listing.filter);
  request.privileges = listing.privileges;
  request.sticky = listing.sticky;
  return request;
}

Json parsed(const std::string& body, const std::vector<std::string>& keys) {
  if (keys.empty()) return Json::parse(body, nullptr, false);
  const auto keep = [&](int, Json::parse_event_t event, Json& value) {
    return event != Json::parse_event_t::key ||
           std::find(keys.begin(), keys.end(), value.get_ref<const std::string&>()) != keys.end();
  };
  return Json::parse(body, keep, false);
}

}  // namespace

std::optional<Failure> each_row(Session& session, const Listing& listing,
                                const std::function<void(const Json&)>& each) {
  int size = listing.page_size;
  std::int64_t rows = 0;
  for (std::int64_t page = 0;; ++page) {
    const Request request = page_request(listing, size, page);
    Result<Reply> answer = session.call(request);
    const Reply* reply = value_in(answer);
    if (reply == nullptr) {
      if (failure_in(answer).kind != Failure::Kind::timed_out || size % 2 != 0 || size / 2 < kSmallestPage) {
        return failure_in(answer);
      }
      size /= 2;
      page = page * 2 - 1;  // the same rows begin at the page of twice the number
      continue;
    }
    const Json json = parsed(reply->body, listing.keys);
    const Json& results = json.is_array() ? json : at(json, {"results"});
    if (!results.is_array()) {
      Failure failure = failure_of(request, *reply);
      if (!is_a_web_page(*reply)) failure.why = "GET " + listing.path + ": no list came back";
      return failure;
    }
    for (const Json& row : results) each(row);
    rows += static_cast<std::int64_t>(results.size());
    if (json.is_array()) return std::nullopt;  // a few old endpoints have no pages
    const auto total = number_of(at(json, {"totalCount"}));
    if (total && rows >= *total) return std::nullopt;
    if (!results.empty()) continue;
    if (!total) return std::nullopt;
    return Failure{Failure::Kind::server, 200,
                   fmt::format("GET {}: the list ended after {} of {} rows", listing.path, rows, *total),
                   false};
  }
}

}  // namespace enrolkit::jamf
