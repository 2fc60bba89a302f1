#include "jamfpro/http/pages.h"

#include <fmt/format.h>

#include <unordered_set>

#include "jamfpro/http/json_size.h"

namespace enrolkit::jamf {
namespace {

constexpr int kSmallestPage = 25;
constexpr std::int64_t kMaxRows = 5'000'000;  // of any list: more are a server's fault

Request page_request(const Listing& listing, int size, std::int64_t page) {
  Request request;
  request.target = fmt::format("{}?{}{}page={}&page-size={}", listing.path, listing.query,
                               listing.query.empty() ? "" : "&", page, size);
  if (!listing.filter.empty()) request.target += "&filter=" + encoded(listing.filter);
  request.privileges = listing.privileges;
  request.sticky = listing.sticky;
  return request;
}

// What tells a row from others; nothing: it cannot be told.
std::string identity_of(const Json& row) {
  for (const char* key : {"id", "uuid", "serialNumber"}) {
    if (const auto text = text_of(at(row, {key}))) return key + (":" + *text);
  }
  return "";
}

Failure filter_ignored(const Listing& listing) {
  return {Failure::Kind::not_jamf, 200,
          fmt::format("GET {}: the server did not apply the filter: a row came back that was not asked for\n"
                      "hint: does a proxy or a gateway before Jamf Pro change the query?",
                      listing.path),
          false};
}

}  // namespace

Status each_row(Session& session, const Listing& listing, const std::function<void(const Json&)>& each) {
  return each_asked_row(session, listing, [&](const Json& row) {
    each(row);
    return true;
  });
}

Status each_asked_row(Session& session, const Listing& listing,
                      const std::function<bool(const Json&)>& take) {
  int size = listing.page_size;
  std::int64_t rows = 0;
  std::unordered_set<std::size_t>
      seen;  // hashes of identities: two that meet cost one row, and the total says so
  for (std::int64_t page = 0;; ++page) {
    const Request request = page_request(listing, size, page);
    Result<Reply> answer = session.call(request);
    if (!answer.ok()) {
      if (answer.error().kind != Failure::Kind::timed_out || size % 2 != 0 || size / 2 < kSmallestPage) {
        return answer.error();
      }
      size /= 2;
      page = page * 2 - 1;  // the same rows begin at the page of twice the number
      continue;
    }
    const Reply& reply = answer.value();
    const Json json = parse_json_rows(reply.body, listing.keys).value_or(Json());
    const Json& results =
        at(json, {"results"});  // a bare list is no page of these endpoints, nor an empty one
    if (!results.is_array()) {
      Failure failure = failure_of(request, reply);
      if (!is_a_web_page(reply))
        failure.why = "GET " + listing.path + ": " + why_of_no_use(reply.body, "no list came back");
      return failure;
    }
    const auto total = number_of(at(json, {"totalCount"}));
    const std::int64_t before = rows;
    for (const Json& row : results) {
      const std::string identity = identity_of(row);
      if (!identity.empty() && !seen.insert(std::hash<std::string>()(identity)).second)
        continue;                                            // shown before
      if (identity.empty() && !total && page > 0) continue;  // might be the last page once more
      if (!take(row)) return filter_ignored(listing);
      ++rows;
    }
    if (total && rows == *total) return {};
    if (rows > before && rows < kMaxRows) continue;  // a total below what came does not say that this is all
    if (results.empty() && (!total || rows > *total)) return {};
    if (!total || rows > *total || rows >= kMaxRows) {
      return Failure{Failure::Kind::server, 200,
                     fmt::format("GET {}: the list does not end: page {} brings nothing new after {} rows",
                                 listing.path, page, rows),
                     false};
    }
    return Failure{Failure::Kind::server, 200,
                   fmt::format("GET {}: the list ended after {} of {} rows", listing.path, rows, *total),
                   false};
  }
}

}  // namespace enrolkit::jamf
