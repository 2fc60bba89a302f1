#include <array>

#include "ea/attributes.h"

namespace enrolkit {
namespace {

constexpr std::array<std::string_view, 4> kKeys{"expires", "issuer", "serial", "mode"};

Finding answer(Mac& mac) { return mac.jamf_keychain(); }

}  // namespace

const Attribute kJamfKeychain{"jamf-keychain",
                              AttributeType::string,
                              kKeychainStateNames.names,
                              kKeys,
                              "Does JAMF.keychain hold this Mac's certificate with its key, and is it valid?",
                              answer};

}  // namespace enrolkit
