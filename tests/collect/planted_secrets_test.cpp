// A secret in every shape, in every file that is read of a Mac and in all that its tools say: it comes out of no form of
// `explain`, and is in no archive of `collect`.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "cli/explain/brief.h"
#include "cli/explain/explain_mac.h"
#include "cli/explain/fleet.h"
#include "cli/explain/report.h"
#include "collect/collection.h"
#include "core/base/finding_json.h"
#include "evidence/mac.h"
#include "evidence/redaction.h"
#include "evidence/take_along.h"
#include "host/archive_host.h"
#include "host/forwarding.h"
#include "host/real_host.h"
#include "host/recording_host.h"
#include "host/tar_gz.h"
#include "report/explained_mac_json.h"
#include "report/mac_html.h"
#include "support/macs/collected.h"
#include "support/macs/fixture_copy.h"
#include "support/secrets.h"

namespace enrolkit::test {
namespace {

// The running Mac whose files these are. Every tool says the same.
class TalkingMac final : public Host, public ForwardedFiles {
 public:
  TalkingMac(const Host& files, Finished said) : ForwardedFiles(files), said_(std::move(said)) {}
  [[nodiscard]] LocalTime now() const override { return *parse_local_time("2026-03-02 12:00:00"); }
  [[nodiscard]] std::int64_t now_unix() const override { return now().seconds; }
  [[nodiscard]] Reading<LocalTime> booted() const override { return Absent{}; }
  [[nodiscard]] Reading<std::string> hardware_uuid() const override { return Absent{}; }
  [[nodiscard]] LocalTime to_local(std::int64_t seconds) const override { return LocalTime{seconds}; }
  [[nodiscard]] bool is_running_system() const override { return true; }
  [[nodiscard]] Ran run(const Command& /*command*/) const override { return said_; }
  [[nodiscard]] Reading<std::vector<Process>> processes() const override { return Absent{}; }

 private:
  Finished said_;
};

const std::string kServer = "https://jamf.example.org";

std::string key(const std::string& name, const std::string& value) {
  return "<key>" + name + "</key><string>" + value + "</string>";
}
std::string dictionary(const std::string& inside) { return "<plist><dict>" + inside + "</dict></plist>"; }

std::string as_xml(std::string text) {
  for (const auto& [from, to] : {std::pair{'&', "&amp;"}, std::pair{'<', "&lt;"}, std::pair{'>', "&gt;"}}) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + 1))
      text.replace(at, 1, to);
  }
  return text;
}

// An enrolment that fails with that line in each of the words that jamf has for it.
std::string log_with(const std::string& line) {
  const std::string stamp = "Mon Mar 02 11:45:00 lab-07 jamf[900]: ";
  std::string log = stamp + "Enrolling computer...\n";
  for (const char* words :
       {"An error occurred while enrolling computer: ", "Error Domain=NSURLErrorDomain Code=-1009 ",
        "Unknown Error - ", "Device Signature Error - ", "Creating user _mgmt ", "There was an error.\n     ",
        ""})
    log += stamp + words + line + "\n";
  return log + stamp + "Enroll return code: 70\n" + stamp + "Checking for policies triggered by \"" + line +
         "\"...\n";
}

void plant(const TempFolder& folder, const std::string& line, const std::string& server) {
  const std::string logs = "mac/private/var/log/", library = "mac/Library/";
  folder.write(logs + "jamf.log", log_with(line));
  folder.write(
      logs + "install.log",
      "2026-03-02 08:00:00-07 h package_script_service[7]: postinstall: Downloading jamf binary from " +
          line +
          "\n2026-03-02 08:00:01-07 h package_script_service[7]: postinstall: Download failed with error code: "
          "28 " +
          line + "\n");
  folder.write("mac/private/etc/hosts",
               "127.0.0.1 jamf.example.org # " + line + "\n127.0.0.1 " + line + "\n");
  folder.write(library + "Logs/Setup Manager.log", "2026-03-02T08:30:00Z error [general] " + line + "\n");
  folder.write(library + "Preferences/com.jamfsoftware.jamf.plist", dictionary(key("jss_url", as_xml(line))));
  folder.write(library + "Preferences/io.github.enrolkit.plist",
               dictionary(key("ServerURL", as_xml(server)) + key("Unheard", as_xml(line))));
  folder.write(library + "LaunchDaemons/com.jamfsoftware.task.1.plist",
               dictionary(key("Label", "com.jamfsoftware.task.1") + key("Program", as_xml(line))));
  folder.write("mac/private/var/db/enrolkit/journal.jsonl", line + "\n{\"event\":\"" + line + "\"}\n");
}

std::string everything_explained(const Host& host) {
  const ExplainedMac mac = explain_host("lab-07", host, {});
  const auto json = to_json(mac);
  std::string all = report(mac, TerminalStyle{}) + dump(json, 2) + brief(json) + mac_page(json) +
                    fleet_csv({row_of(mac)}) + fleet_table({row_of(mac)}, TerminalStyle{});
  if (const auto* read = value_of(mac.log)) {
    for (const std::string& fault : read->faults) all += fault + "\n";
  }
  return all;
}

std::string archive_of(const Host& host) {
  const RecordingHost recording(host);
  Mac mac(recording, {.whole_log = true});
  ask_everything(mac);
  take_along(recording);
  return packed(collect_from(recording, "/"));
}

std::string everything_in(const std::string& archive) {
  std::string all;
  const auto file = memory_file(archive);
  EXPECT_FALSE(read_tar_gz(*file, kMaxUnpackedBytes, [&](TarEntry&& entry) -> std::optional<std::string> {
    all += entry.name + "\n" + entry.bytes + "\n";
    return std::nullopt;
  }));
  return all;
}

// What a text shows of a secret, with what stands around it.
std::string shown_of(const std::string& text, const std::string& secret) {
  constexpr std::size_t kBytes = 8, kAround = 80;
  for (std::size_t at = 0; at + kBytes <= secret.size(); ++at) {
    const auto found = text.find(secret.substr(at, kBytes));
    if (found != std::string::npos) return text.substr(found - std::min(found, kAround), 2 * kAround);
  }
  return "";
}

TEST(PlantedInAMac, NoSecretComesOut) {
  std::mt19937 random(1505);
  const TempFolder folder;
  (void)lay_out(folder, "healthy", "mac");
  const auto disk = open_host(folder.at("mac"));
  for (const std::string& shape : secret_shapes()) {
    for (const int status : {0, 1}) {
      const std::string secret = make_secret(random);
      // As it is, or in one of the forms in which one text stands in another.
      const Wrapping& wrapping = wrappings()[status == 0 ? 0 : random() % wrappings().size()];
      const std::string line = wrapping.wrap(planted(shape, secret));
      plant(folder, line,
            status == 0 ? line : kServer);  // the lines of /etc/hosts count where the server is known
      const TalkingMac mac(*std::get<0>(disk), Finished{status, line + "\n", line + "\n"});
      const std::string archive = archive_of(mac);
      EXPECT_EQ(shown_of(everything_explained(mac), secret), "") << shape;
      EXPECT_EQ(shown_of(everything_in(archive), secret), "") << shape;
      const auto collected = opened(archive);
      ASSERT_NE(collected, nullptr) << shape;
      EXPECT_EQ(shown_of(everything_explained(*collected), secret), "") << shape;
    }
  }
}

TEST(PlantedInAMac, NoSecretOfManyLinesIsInAnArchive) {
  std::mt19937 random(1507);
  const TempFolder folder;
  (void)lay_out(folder, "healthy", "mac");
  const auto disk = open_host(folder.at("mac"));
  for (const std::string& shape : shapes_of_lines()) {
    const std::string secret = make_secret(random), text = planted(shape, secret);
    folder.write("mac/private/var/log/jamf.log", log_with(text));
    const TalkingMac mac(*std::get<0>(disk), Finished{0, text + "\n", ""});
    EXPECT_EQ(shown_of(everything_in(archive_of(mac)), secret), "") << shape;
  }
}

// What only looks like a name is kept no further than anything needs it.
TEST(PlantedInAMac, NoWordOfAPlaceThatNobodyReadsIsInAnArchive) {
  const TempFolder folder;
  (void)lay_out(folder, "healthy", "mac");
  const std::string word = "hunter", library = "mac/Library/";
  folder.write("mac/private/etc/hosts", "127.0.0.1 localhost # " + word + "\n# " + word + "\n" + word + "\n");
  folder.write(library + "Preferences/com.jamfsoftware.jamf.plist",
               dictionary(key("jss_url", "https://jamf.example.org/enroll/" + word) + key("other", word)));
  folder.write(
      "mac/private/var/db/enrolkit/journal.jsonl",
      R"({"schema":"enrolkit.journal/2","kind":"found-healthy","at":1777541340,"jitter":1,"more":")" + word +
          "\"}\n" + word + "\n");
  const auto disk = open_host(folder.at("mac"));
  const TalkingMac mac(*std::get<0>(disk), Finished{1, "", ""});
  const std::string all = everything_in(archive_of(mac));
  EXPECT_EQ(all.find(word), std::string::npos)
      << all.substr(all.find(word) < all.size() ? all.find(word) : 0, 80);
  EXPECT_NE(all.find("127.0.0.1 localhost # (removed)"), std::string::npos);
  EXPECT_NE(all.find("https://jamf.example.org/(removed)"), std::string::npos);
  EXPECT_NE(all.find(R"("kind":"found-healthy")"), std::string::npos);
}

// Else the test above proves nothing: what stands beside the secret does come out.
TEST(PlantedInAMac, WhatIsNoSecretComesOut) {
  const TempFolder folder;
  (void)lay_out(folder, "healthy", "mac");
  const auto disk = open_host(folder.at("mac"));
  plant(folder, "evidence-that-stays", kServer);
  const TalkingMac mac(*std::get<0>(disk), Finished{1, "tool-that-failed\n", "tool-that-failed\n"});
  const std::string all = everything_explained(mac), archive = everything_in(archive_of(mac));
  EXPECT_NE(all.find("evidence-that-stays"), std::string::npos);
  EXPECT_NE(all.find("tool-that-failed"), std::string::npos);
  for (const char* entry : {"jamf.log", "install.log", "hosts", "Setup Manager.log"}) {
    const auto at = archive.find(std::string("/") + entry + "\n");
    ASSERT_NE(at, std::string::npos) << entry;
    EXPECT_NE(archive.find("evidence-that-stays", at), std::string::npos) << entry;
  }
}

}  // namespace
}  // namespace enrolkit::test
