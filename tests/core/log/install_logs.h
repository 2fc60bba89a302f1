// Lines of install.log for the tests: of one day, a delivery of the framework that failed, and a good one.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>

#include "core/log/install_log.h"

namespace enrolkit::test {

inline InstallHistory read(std::string_view text) {
  InstallScanner scanner;
  scanner.next_file("install.log", false);
  EXPECT_EQ(scanner.take(text, true), "");
  return std::move(scanner).finish();
}

inline std::string line(std::string_view time, std::string_view process, std::string_view message) {
  return "2026-03-30 " + std::string(time) + "-07 Mac-mini " + std::string(process) + ": " +
         std::string(message) + "\n";
}
inline std::string script(std::string_view time, std::string_view text, int pid = 1060) {
  return line(time, "package_script_service[" + std::to_string(pid) + "]",
              "postinstall: " + std::string(text));
}
inline std::string announce(std::string_view time) {
  return line(time, "installd[674]", "PackageKit: packages=(") +
         "\t    \"PKLeopardPackage <id=com.jamfsoftware.osxenrollment, version=1.0, "
         "url=file:///x/q.pkg>\"\n\t)\n";
}
inline constexpr std::string_view kDownload =
    "This is a lightweight package. Downloading jamf binary from https://jamf.example.org/bin/jamf.gz to /x;";
inline constexpr std::string_view kComplete = "Download complete. Unzipping jamf binary...";

inline std::string bad() {
  return announce("13:46:26") + script("13:46:27", kDownload) +
         script("13:46:57", "* SSL connection timeout") +
         script("13:46:57", "Download failed with error code: 28");
}
inline std::string good() {
  return announce("13:51:29") + script("13:51:30", kDownload, 1190) +
         script("13:51:31", "*  SSL certificate verify ok.", 1190) + script("13:51:32", kComplete, 1190);
}
inline LocalTime on_the_day(std::string_view time) {
  return *parse_local_time("2026-03-30 " + std::string(time));
}

}  // namespace enrolkit::test
