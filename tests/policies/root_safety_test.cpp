// A local user must not become root through the repair: what others could have written is never run, never loaded, and
// never made root's own.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "evidence/paths.h"
#include "policies/repair_bench.h"
#include "support/has.h"

namespace enrolkit::test {
namespace {

std::string plist(std::string_view label, std::string_view program) {
  return fmt::format(
      "<?xml version=\"1.0\"?><plist version=\"1.0\"><dict><key>Label</key><string>{}</string>"
      "<key>ProgramArguments</key><array><string>{}</string></array></dict></plist>",
      label, program);
}

// What launchd was told to act on.
bool asked_launchd(const SimMac& mac, std::string_view what) {
  return std::any_of(mac.ran.begin(), mac.ran.end(),
                     [&](const std::string& line) { return has(line, "launchctl") && has(line, what); });
}

constexpr std::array kJobs{paths::kDaemon, paths::kOldDaemon, paths::kTask};

// The way to root that was found: a job of mode 0666 that names a user's program.
TEST(RootSafety, AJobThatOthersCouldWriteIsNeitherBlessedNorLoaded) {
  for (const std::string_view path : kJobs) {
    for (const auto& [owner, mode] :
         std::vector<std::pair<unsigned, unsigned>>{{0, 0666}, {0, 0664}, {501, 0644}, {501, 0400}}) {
      SimMac mac;
      const std::string label = path == paths::kTask        ? "com.jamfsoftware.task.x"
                                : path == paths::kOldDaemon ? "com.jamfsoftware.jamf.daemon"
                                                            : "com.jamf.management.daemon";
      mac.files[std::string(path)] = {
          plist(label, "/Users/mallory/run-as-root"), owner, 0, mode, mac.clock, SimFile::Kind::file};
      mac.loaded.clear();
      (void)run_repair(mac);
      const SimFile& after = mac.files[std::string(path)];
      if (!has(after.bytes, "mallory")) continue;  // jamf wrote its own in its place
      EXPECT_EQ(after.owner, owner) << path;
      EXPECT_EQ(after.mode, mode) << path;
      EXPECT_FALSE(mac.loaded.contains(label)) << path;
    }
  }
}

TEST(RootSafety, ALabelThatIsNoneOfJamfsIsNotActedOn) {
  SimMac mac;
  mac.files[std::string(paths::kDaemon)].bytes = plist("com.crowdstrike.falcond", "/usr/local/jamf/bin/jamf");
  mac.loaded = {"com.crowdstrike.falcond"};
  (void)run_repair(mac);
  EXPECT_FALSE(asked_launchd(mac, "com.crowdstrike.falcond"));
  EXPECT_TRUE(mac.loaded.contains("com.crowdstrike.falcond"));
}

// A sound file of root's, whose content is not Jamf's: not loaded, not ended, named, and no healthy Mac.
TEST(RootSafety, AJobIsJamfsByItsContentAlone) {
  const auto words = [](std::string_view label, std::string_view program, std::string_view verb) {
    return fmt::format(
        "<?xml version=\"1.0\"?><plist version=\"1.0\"><dict><key>Label</key><string>{}</string><key>ProgramArguments"
        "</key><array><string>{}</string><string>{}</string></array></dict></plist>",
        label, program, verb);
  };
  struct Wrong {
    std::string_view path;
    std::string bytes;
    std::string label;
  };
  const std::string task = "com.jamfsoftware.task.Every 15 Minutes";
  for (const Wrong& wrong :
       {Wrong{paths::kTask, words(task, "/Users/mallory/x", "policy"), task},
        Wrong{paths::kTask, words(task, paths::kBinary, "runScript"), task},
        Wrong{paths::kTask, words("com.jamfsoftware.task.", paths::kBinary, "policy"),
              "com.jamfsoftware.task."},
        Wrong{paths::kDaemon, plist("com.jamf.management.daemon", "/usr/local/jamf/bin/jamf"),
              "com.jamf.management.daemon"}}) {
    SimMac mac;
    mac.files[std::string(wrong.path)].bytes = wrong.bytes;
    mac.loaded.erase(wrong.label);
    const Told told = run_repair(mac, {.highest = RepairStep::reload_daemons});
    EXPECT_NE(told.exit, Exit::ok) << wrong.bytes;
    EXPECT_FALSE(asked_launchd(mac, wrong.path)) << wrong.bytes;
    EXPECT_FALSE(asked_launchd(mac, wrong.label)) << wrong.bytes;
    EXPECT_TRUE(has(text_of(told), "is neither loaded nor ended: ")) << text_of(told);
  }
}

TEST(RootSafety, AJobWhoseProgramOthersMayWriteIsNotLoaded) {
  SimMac mac;
  mac.files[kSimDaemon] = {"program", 501, 0, 0755, mac.clock, SimFile::Kind::file};
  mac.loaded.erase("com.jamf.management.daemon");
  (void)run_repair(mac);
  EXPECT_FALSE(asked_launchd(mac, "com.jamf.management.daemon"));
}

// launchd would run, as root, what the folder's owner puts there.
TEST(RootSafety, AJobWhoseProgramIsMissingInAUsersFolderIsNotLoaded) {
  SimMac mac;
  std::string& job = mac.files[std::string(paths::kTask)].bytes;
  job.replace(job.find(paths::kBinary), paths::kBinary.size(), paths::kBinaryLink);
  mac.files.erase(std::string(paths::kBinaryLink));
  mac.files["/usr/local/bin"] = {"", 501, 80, 0755, mac.clock, SimFile::Kind::folder};
  mac.loaded.erase("com.jamfsoftware.task.Every 15 Minutes");
  const Told told = run_repair(mac);
  EXPECT_NE(told.exit, Exit::ok);
  EXPECT_FALSE(asked_launchd(mac, paths::kTask)) << text_of(told);
}

// macOS gives rights by lists, too, beside owner and mode.
TEST(RootSafety, AnAccessControlListIsLikeAModeThatOthersMayWrite) {
  SimMac binary;
  binary.files[std::string(paths::kBinary)].acl = true;
  const Told told = run_repair(binary);
  EXPECT_EQ(told.exit, Exit::ok) << text_of(told);
  EXPECT_FALSE(binary.files[std::string(paths::kBinary)].acl);  // a new file, checked

  SimMac job;
  job.files[std::string(paths::kDaemon)].acl = true;
  job.loaded.clear();
  (void)run_repair(job, {.highest = RepairStep::reload_daemons});
  EXPECT_FALSE(asked_launchd(job, paths::kDaemon));

  SimMac folder;
  folder.files["/usr/local"] = {"", 0, 0, 0755, folder.clock, SimFile::Kind::folder, true};
  folder.loaded.clear();
  const Told refused = run_repair(folder);
  EXPECT_TRUE(has(text_of(refused), "unsafe-permissions")) << text_of(refused);
  EXPECT_TRUE(folder.ran.empty());
}

TEST(RootSafety, AFolderOnTheWayThatOthersMayWriteStopsIt) {
  for (const char* folder : {"/usr", "/usr/local", "/usr/local/jamf", "/usr/local/jamf/bin", "/var/db"}) {
    for (const auto& [owner, mode] :
         std::vector<std::pair<unsigned, unsigned>>{{501, 0755}, {0, 0775}, {0, 01777}}) {
      SimMac mac;
      mac.files[folder] = {"", owner, 0, mode, mac.clock, SimFile::Kind::folder};
      mac.loaded.clear();
      const Told told = run_repair(mac);
      EXPECT_NE(told.exit, Exit::ok) << folder;
      EXPECT_TRUE(has(text_of(told), "unsafe-permissions")) << folder << ": " << text_of(told);
      EXPECT_TRUE(mac.ran.empty()) << folder << " " << mac.ran.front();
    }
  }
}

TEST(RootSafety, ABinaryThatOthersCouldWriteIsReplacedByACheckedCopy) {
  SimMac mac;
  SimFile& binary = mac.files[std::string(paths::kBinary)];
  binary.mode = 0777;
  const std::string bytes = binary.bytes;
  const Told told = run_repair(mac);
  EXPECT_EQ(told.exit, Exit::ok) << text_of(told);
  EXPECT_EQ(mac.files[std::string(paths::kBinary)].mode, 0555U);
  EXPECT_EQ(mac.files[std::string(paths::kBinary)].bytes, bytes);
  EXPECT_FALSE(mac.files.contains(std::string(paths::kBinary) + ".enrolkit-copy"));
}

TEST(RootSafety, ABinaryThatIsNotJamfsIsNeverMadeRootsOwn) {
  SimMac mac;
  mac.files[std::string(paths::kBinary)].mode = 0777;
  mac.files[std::string(paths::kBinary)].owner = 501;
  mac.binary_is_jamfs = false;
  const Told told = run_repair(mac);
  EXPECT_NE(told.exit, Exit::ok);
  EXPECT_EQ(mac.files[std::string(paths::kBinary)].mode, 0777U);
  EXPECT_EQ(mac.files[std::string(paths::kBinary)].owner, 501U);
  for (const std::string& line : mac.ran) EXPECT_FALSE(line.starts_with(paths::kBinary)) << line;
  EXPECT_FALSE(mac.files.contains(std::string(paths::kBinary) + ".enrolkit-copy"));
}

TEST(RootSafety, AUsersProcessNamedLikeJamfOrSetupAssistantKeepsNobodyUnrepaired) {
  SimMac mac;
  mac.loaded.erase("com.jamf.management.daemon");
  mac.running.push_back({90, 1,
                         "/System/Library/CoreServices/Setup Assistant.app/Contents/MacOS/Setup Assistant",
                         std::vector<std::string>{}, mac.clock, 501});
  mac.running.push_back(
      {91, 1, std::string(paths::kBinary), std::vector<std::string>{"enroll"}, mac.clock, 501});
  const Told told = run_repair(mac);
  EXPECT_EQ(told.exit, Exit::ok) << text_of(told);
}

// They name the server: jamf would enrol where a user says, with the invitation.
TEST(RootSafety, JamfIsNotRunByPreferencesThatOthersCouldWrite) {
  for (const auto& [owner, mode] : std::vector<std::pair<unsigned, unsigned>>{{0, 0666}, {501, 0644}}) {
    SimMac mac;
    mac.accepted = "FF";
    mac.check_in_now();
    SimFile& file = mac.files[std::string(paths::kJamfPreferences)];
    file.owner = owner;
    file.mode = mode;
    const Told told = run_repair(mac);
    EXPECT_NE(told.exit, Exit::ok);
    for (const std::string& line : mac.ran) EXPECT_FALSE(line.starts_with(paths::kBinary)) << line;
    EXPECT_TRUE(has(text_of(told), "let jamf createConf write it again")) << text_of(told);
  }
}

// The settings name the server, and createConf did not write it: jamf would enrol at another one.
TEST(RootSafety, JamfSpeaksToNoOtherServerThanTheTrustedOne) {
  SimMac mac;
  mac.accepted = "FF";
  mac.check_in_now();
  mac.misdeeds["createConf"] = Misdeed::lies;
  std::string& url = mac.files[std::string(paths::kJamfPreferences)].bytes;
  url.replace(url.find("jamf.example.org"), 16, "evil.example.org");
  mac.files[std::string(paths::kSettings[1])] = {
      "<plist version=\"1.0\"><dict><key>ServerURL</key><string>https://jamf.example.org/</string></dict></plist>",
      0,
      0,
      0644,
      mac.clock,
      SimFile::Kind::file};
  EXPECT_NE(run_repair(mac, {.unattended = true, .if_needed = true}).exit, Exit::ok) << "files alone tell";
  const Told told = run_repair(mac);
  EXPECT_NE(told.exit, Exit::ok);
  for (const std::string& line : mac.ran)
    EXPECT_TRUE(!line.starts_with(paths::kBinary) || has(line, "createConf")) << line;
  EXPECT_TRUE(has(text_of(told), "jamf would ask another server")) << text_of(told);
}

// A line that a user may have written is no proof that the server answered.
TEST(RootSafety, ALogThatOthersMayWriteProvesNothing) {
  for (const auto& [owner, mode] : std::vector<std::pair<unsigned, unsigned>>{{0, 0666}, {501, 0644}}) {
    SimMac mac;
    mac.files["/var/log/jamf.log"].owner = owner;
    mac.files["/var/log/jamf.log"].mode = mode;
    const Told told = run_repair(mac);
    EXPECT_EQ(told.exit, Exit::trouble) << text_of(told);
    EXPECT_EQ(mac.enrolments, 0);
  }
}

TEST(RootSafety, ALinkInAUsersFolderIsNamedAndStopsNoOtherAct) {
  SimMac mac;
  mac.files.erase(std::string(paths::kBinaryLink));
  mac.files["/usr/local/bin"] = {"", 501, 80, 0755, mac.clock, SimFile::Kind::folder};
  mac.files[std::string(paths::kBinary)].mode = 0444;
  const Told told = run_repair(mac);
  EXPECT_EQ(told.exit, Exit::finding) << text_of(told);
  EXPECT_FALSE(mac.files.contains(paths::kBinaryLink));
  EXPECT_EQ(mac.files[std::string(paths::kBinary)].mode, 0555U);
  const std::string next = text_of(run_repair(mac, {.dry_run = true}));
  EXPECT_TRUE(
      has(next,
          "blocked: permissions: unsafe-permissions: /usr/local/bin/jamf is missing, in a folder that "
          "others may write"))
      << next;
}

// Over every owner and mode of every path that matters, alone: root ends up running or loading nothing that a user could
// have written.
TEST(RootSafety, NoOwnerOrModeOfAnyPathMakesRootActOnAUsersFile) {
  for (const std::string_view path :
       {paths::kBinary, paths::kDaemon, paths::kTask, paths::kKeychain, paths::kJournal,
        std::string_view("/Library/LaunchDaemons"), std::string_view("/Library"),
        std::string_view("/usr/local"), std::string_view("/")}) {
    for (const unsigned owner : {0U, 501U}) {
      for (const unsigned mode : {0400U, 0555U, 0600U, 0644U, 0664U, 0666U, 0755U, 0775U, 0777U}) {
        SimMac mac;
        mac.loaded.clear();
        const auto there = mac.files.find(path);
        const bool folder = there == mac.files.end() || there->second.kind == SimFile::Kind::folder;
        if (folder && path != paths::kJournal) {
          mac.files[std::string(path)] = {"", owner, 0, mode, mac.clock, SimFile::Kind::folder};
        } else {
          SimFile& file = mac.files[std::string(path)];
          file.owner = owner;
          file.mode = mode;
        }
        const bool users = owner != 0 || (mode & 0022U) != 0;
        const std::string what = fmt::format("{} owner {} mode {:04o}", path, owner, mode);
        (void)run_repair(mac);
        if (!users) continue;
        const bool on_daemons_way = paths::kDaemon.starts_with(path),
                   on_binarys_way = paths::kBinary.starts_with(path);
        if (on_daemons_way) {
          EXPECT_FALSE(asked_launchd(mac, fmt::format("bootstrap system {}", paths::kDaemon))) << what;
        }
        if (path == paths::kTask) {
          EXPECT_FALSE(asked_launchd(mac, fmt::format("bootstrap system {}", path))) << what;
        }
        if (on_binarys_way && path != paths::kBinary) {
          EXPECT_TRUE(mac.ran.empty()) << what;
        }
      }
    }
  }
}

}  // namespace
}  // namespace enrolkit::test
