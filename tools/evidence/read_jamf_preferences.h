// The jamf binary's preferences, com.jamfsoftware.jamf.plist: the one reader for all that ask for something in it.
#pragma once

#include <string>

#include "core/base/reading.h"
#include "host/host.h"

namespace enrolkit {

struct JamfPreferences {
  std::string bytes;  // the whole file, as a backup keeps it; empty where it could not be read
  Reading<std::string>
      jss_url;             // Absent: no preferences, or none with that key. Unreadable: also of the file
  std::string verify_ssl;  // verifySSLCert: how the server's certificate is checked; empty: not said
};

[[nodiscard]] JamfPreferences read_jamf_preferences(const HostFiles& host);

}  // namespace enrolkit
