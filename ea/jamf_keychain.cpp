#include <array>

#include "ea/attribute.h"

namespace enrolkit {
namespace {

constexpr std::array<std::string_view, 13> kCodes{
    "Healthy", "ExpiresSoon",   "Expired", "NotYetValid", "WrongMac", "WrongIssuer", "Several",
    "NoKey",   "NoCertificate", "Empty",   "Corrupt",     "Missing",  "Unknown"};
constexpr std::array<std::string_view, 4> kKeys{"expires", "issuer", "serial", "mode"};

Finding answer(Mac& mac) { return mac.jamf_keychain(); }

}  // namespace

extern const Attribute kJamfKeychain{
    "jamf-keychain",
    AttributeType::string,
    kCodes,
    kKeys,
    "Does JAMF.keychain hold this Mac's certificate with its key, and is it valid?",
    answer};

}  // namespace enrolkit
