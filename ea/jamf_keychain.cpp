#include <array>

#include "ea/attributes.h"

namespace enrolkit {
namespace {

constexpr std::array<std::string_view, 4> kKeys{"expires", "issuer", "serial", "mode"};
// In the order of the codes.
constexpr std::array<std::string_view, 13> kMeanings{"one valid certificate with its key",
                                                     "valid for under 30 days",
                                                     "past its date",
                                                     "from a future date",
                                                     "another Mac's certificate",
                                                     "not from this server's authority",
                                                     "more than one identity",
                                                     "certificate without its key",
                                                     "no device certificate",
                                                     "nothing in the keychain",
                                                     "cannot be parsed",
                                                     "no keychain file",
                                                     "could not look"};

Finding answer(Mac& mac) { return mac.jamf_keychain(); }

}  // namespace

const Attribute kJamfKeychain{"jamf-keychain",
                              AttributeType::string,
                              kKeychainStateNames.names,
                              kMeanings,
                              kKeys,
                              "Does JAMF.keychain hold this Mac's certificate with its key, and is it valid?",
                              answer};

}  // namespace enrolkit
