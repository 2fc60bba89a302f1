// What an HTTP status says beyond that something answered with an error: not each is the server's.
#pragma once

#include <string>

namespace enrolkit {

// "the server answered with HTTP 502": as part of a sentence.
[[nodiscard]] std::string http_words(int status);

// What to do first; empty where the cause's own words fit: 502 to 504, and no status.
[[nodiscard]] std::string http_advice(int status);

// Said by the Mac's network, before the server was reached: a proxy or a captive portal.
[[nodiscard]] bool is_of_network(int status);

// Who said so, and why, is inferred from the number alone.
[[nodiscard]] bool is_inferred(int status);

}  // namespace enrolkit
