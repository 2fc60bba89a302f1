// TCP to a host name: every address of it is tried, in the system's order (::1 before 127.0.0.1, say), within one
// deadline. POCO tries the first alone.
#pragma once

#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/StreamSocket.h>

#include <string>
#include <vector>

#include "core/base/result.h"
#include "jamfpro/http/watchdog.h"

namespace enrolkit::jamf {

using Addresses = std::vector<Poco::Net::SocketAddress>;

// In the order in which they are to be tried; or why there are none, for a person.
[[nodiscard]] enrolkit::Result<Addresses> addresses_of(const std::string& host, std::uint16_t port);

// Throws what the last address said (a Poco::Exception). Each has its share of the time that is left.
[[nodiscard]] Poco::Net::StreamSocket connect_to_any(const Addresses& addresses, SteadyTime deadline);

}  // namespace enrolkit::jamf
