#pragma once

namespace enrolkit {

// Does anything of Jamf's framework lie on this volume? Tells a Mac that never enrolled, or is enrolled no more, from
// one whose log is gone.
enum class FrameworkPresence {
  none,  // looked on a macOS volume: neither binary nor preferences nor keychain
  some,
  unknown,  // could not look, or this is no whole volume
};

}  // namespace enrolkit
