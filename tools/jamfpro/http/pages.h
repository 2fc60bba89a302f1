// A list that comes in pages, read to its end.
//
// Jamf cuts a page above 2,000 rows without a word, and a short page is not the last: the end is an empty
// page, or as many rows as `totalCount` says. A page that took too long is asked for in halves, never again
// as it was.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "jamfpro/http/session.h"

namespace enrolkit::jamf {

struct Listing {
  std::string path;    // "/api/v4/computers-inventory"
  std::string query;   // what every page has, encoded: "section=GENERAL&sort=id%3Aasc"; may be empty
  std::string filter;  // RSQL, not yet encoded; may be empty
  int page_size = 100;
  std::vector<std::string> privileges;
  // When not empty: keys to keep, at any depth. The rest is dropped while it is parsed.
  std::vector<std::string> keys;
  bool sticky = false;
};

// Calls `each` for every row in order. Answers why it ended early; what was handed on before stays valid.
[[nodiscard]] Status each_row(Session& session, const Listing& listing,
                              const std::function<void(const Json&)>& each);

// Of a filter: what is done hangs on the answer, and a server or proxy that ignores the filter answers with all there is.
// `take` answers whether the row was asked for; one that was not fails the whole list.
[[nodiscard]] Status each_asked_row(Session& session, const Listing& listing,
                                    const std::function<bool(const Json&)>& take);

}  // namespace enrolkit::jamf
