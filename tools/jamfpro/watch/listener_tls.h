// The listener's side of TLS: 1.2 or newer, with forward secrecy, by OpenSSL under POCO's sockets.
#pragma once

#include <memory>
#include <string>

#include "core/base/result.h"

namespace Poco::Net {
class Context;
}  // namespace Poco::Net

namespace enrolkit::jamf {

class ListenerTls {
 public:
  // Both PEM. `certificates`: the server's own, then those between it and an authority. A key with a passphrase is refused:
  // nobody is there to type it. So is a certificate that has expired, or is of another key.
  [[nodiscard]] static enrolkit::Result<ListenerTls> open(const std::string& certificates,
                                                          const std::string& key);

  [[nodiscard]] Poco::Net::Context& context() const { return *context_; }

 private:
  explicit ListenerTls(std::shared_ptr<Poco::Net::Context> context) : context_(std::move(context)) {}

  std::shared_ptr<Poco::Net::Context> context_;
};

}  // namespace enrolkit::jamf
