#include "jamfpro/http/dial.h"

#include <Poco/Net/ServerSocket.h>
#include <gtest/gtest.h>

namespace enrolkit::jamf {
namespace {

namespace net = Poco::Net;

SteadyTime in_seconds(int seconds) {
  return std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
}

TEST(Dial, EveryAddressIsTriedInOrder) {
  const net::ServerSocket server(net::SocketAddress("127.0.0.1", 0));
  const std::uint16_t port = server.address().port();
  const net::SocketAddress closed("127.0.0.2", port), closed6("::1", port), open("127.0.0.1", port);
  EXPECT_EQ(connect_to_any({closed6, closed, open}, in_seconds(5)).peerAddress(), open);
  EXPECT_EQ(connect_to_any({open, closed}, in_seconds(5)).peerAddress(), open);
  EXPECT_THROW((void)connect_to_any({closed6, closed}, in_seconds(5)), Poco::Exception);
  EXPECT_THROW((void)connect_to_any({open}, in_seconds(0)), Poco::TimeoutException);
}

TEST(Dial, AnAddressThatDoesNotAnswerHasItsShareOfTheTime) {
  // A queue of one that nobody accepts from: what comes later is left waiting.
  const net::ServerSocket full(net::SocketAddress("127.0.0.1", 0), 0);
  std::vector<net::StreamSocket> waiting(4);
  try {
    for (net::StreamSocket& one : waiting) one.connect(full.address(), Poco::Timespan(0, 200'000));
  } catch (const Poco::Exception&) {
  }
  const net::ServerSocket server(net::SocketAddress("127.0.0.1", 0));
  const auto found = connect_to_any({full.address(), server.address()}, in_seconds(4));
  EXPECT_EQ(found.peerAddress(), server.address());
}

TEST(Dial, AHostHasItsAddressesAndNoOtherHasNone) {
  const auto found = addresses_of("127.0.0.1", 443);
  ASSERT_TRUE(found.ok());
  for (const auto& address : found.value()) EXPECT_EQ(address.port(), 443);
  EXPECT_FALSE(addresses_of("no-such-host.invalid", 443).ok());
}

}  // namespace
}  // namespace enrolkit::jamf
