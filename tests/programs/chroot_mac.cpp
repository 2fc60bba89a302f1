#include "programs/chroot_mac.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>

#include "support/macs/fixture_copy.h"
#include "support/writers/identity_keychain.h"
#include "support/writers/log_writer.h"

namespace enrolkit::test {
namespace {

namespace fs = std::filesystem;

constexpr const char* kUuid = "4C4C4544-0042-3510-8054-B7C04F4D3232";
constexpr const char* kKeychain = "/Library/Application Support/JAMF/JAMF.keychain";
constexpr const char* kLog = "/private/var/log/jamf.log";

// In place of the jamf binary (support/process/spawn_shim.cpp): its documented verbs, over files. "/accepted" is the
// keychain that the server takes.
constexpr std::string_view kJamf = R"(#!/bin/sh
echo "jamf $*" >>/ran
keychain='/Library/Application Support/JAMF/JAMF.keychain'
say() { echo "$(/bin/date '+%a %b %d %T') Library Cart 07 jamf[$$]: $1" >>/private/var/log/jamf.log; }
talks() {
  /bin/cmp -s /accepted "$keychain" && return
  say 'Device Signature Error - A valid device signature is required to perform the action.'
  exit 52
}
checkJSSConnection() { :; }
policy() {
  say 'Checking for policies triggered by "enrolkitCheckIn" for user "student1"...'
  talks
  say 'Checking for patches...'
  say 'No patch policies were found.'
}
recon() { talks; }
manage() { talks; }
enroll() {
  [ "$2" = 194873610285739105 ] || { say 'Enroll return code: 70'; exit 70; }
  say 'Creating user _mgmt...'
  /bin/cp /fresh "$keychain"
  /bin/chmod 600 "$keychain"
  /bin/cp /fresh /accepted
  say 'The device certificate was created successfully.'
  say 'Enroll return code: 0'
}
. /behaviour
"$@"
)";

constexpr const char* kDaemon =
    "/Library/Application Support/JAMF/Jamf.app/Contents/MacOS/JamfDaemon.app/Contents/MacOS/JamfDaemon";
constexpr const char* kService =
    "/Library/Application Support/JAMF/Jamf.app/Contents/MacOS/JamfManagementService.app/Contents/MacOS/"
    "JamfManagementService";

// The Mac runs: Jamf's daemon, and the program under test. The daemon is a child of the program's process, since macho-run
// shows a program no others.
constexpr std::string_view kEnter = R"(
/bin/sh -c '
  "$JAMF_DAEMON" 600 </dev/null >/dev/null 2>&1 &
  echo $! >/daemon
  exec /bin/env -u JAMF_DAEMON -u START $START /Library/Enrolkit/bin/enrolkit-repair "$@"
' enter "$@"
status=$?
read -r daemon </daemon
kill "$daemon"
exit "$status"
)";

// The program under test: this system's; or, where tests/dist/run_repair.sh says so, the Mac's own by macho-run.
struct Start {
  std::string program = ENROLKIT_REPAIR_PROGRAM;
  std::string files;  // a folder with what starting it takes
  std::string words = "LD_PRELOAD=/shim.so ASAN_OPTIONS=verify_asan_link_order=0";  // for env(1)
};

Start how_to_start() {
  if (!ChrootMac::of_the_mac()) return {};
  return {std::getenv("ENROLKIT_MAC_REPAIR"), std::getenv("ENROLKIT_MAC_FILES"),
          std::string(std::getenv("ENROLKIT_MAC_START")) + " --sysctl kern.hostuuid=" + kUuid + " --"};
}

std::string tool(std::string_view name, std::string_view answer) {
  return "#!/bin/sh\necho \"" + std::string(name) + " $*\" >>/ran\n" + std::string(answer) + "\n";
}

}  // namespace

bool ChrootMac::of_the_mac() {
  return std::getenv("ENROLKIT_MAC_REPAIR") != nullptr && std::getenv("ENROLKIT_MAC_FILES") != nullptr &&
         std::getenv("ENROLKIT_MAC_START") != nullptr;
}

std::string ChrootMac::why_not() {
  if (::geteuid() != 0) return "not root";
  const Ran ran = run_program("/usr/bin/unshare", {"-m", "--", "/bin/mount", "--bind", "/proc", "/mnt"});
  return ran.status == 0 ? "" : "no mount namespace: " + ran.err;
}

ChrootMac::ChrootMac() {
  const std::int64_t now = std::time(nullptr);
  const std::string root = fixture_folder("healthy") + "/root";
  fs::copy(root, folder_.path(), fs::copy_options::recursive | fs::copy_options::copy_symlinks);
  for (const char* name : {"proc", "dev", "bin", "private/tmp"}) (void)folder_.folder(name);
  fs::create_directory_symlink("private/var", folder_.at("var"));
  const Start start = how_to_start();
  install(start.program, "/Library/Enrolkit/bin/enrolkit-repair");
  for (const char* name : {"sh", "date", "cp", "cmp", "chmod", "env", "sleep"}) {
    const std::string from = fs::exists(std::string("/bin/") + name) ? "/bin/" : "/usr/bin/";
    install(from + name, std::string("/bin/") + name);
  }
  install("/bin/sleep", kDaemon);
  install("/bin/sh", kService);
  write("/enter", kEnter);
  write("/usr/local/jamf/bin/jamf", "\xCF\xFA\xED\xFE" + std::string(64, '\0'),
        0555);  // a Mach-O, by its magic
  write("/jamf", kJamf, 0555);
  install(ENROLKIT_SPAWN_SHIM, "/shim.so");
  if (!start.files.empty()) {
    fs::copy(start.files, folder_.path(), fs::copy_options::recursive | fs::copy_options::overwrite_existing);
  }
  write("/usr/bin/codesign", tool("codesign", ""), 0755);
  write("/usr/bin/profiles", tool("profiles", R"([ "$3" = enrollment ] || exit 1
echo 'Enrolled via DEP: Yes'
echo 'MDM enrollment: Yes (User Approved)'
echo 'MDM server: https://jamf.example.org:443/mdm/ServerURL')"),
        0755);
  write("/bin/launchctl",
        tool("launchctl", "[ \"$1\" != print-disabled ] || printf 'disabled services = {\\n}\\n'"), 0755);
  write("/behaviour", "");
  write("/ran", "");
  write(kKeychain, identity_keychain(kUuid, "\x11", now - 3600), 0600);
  write("/accepted", read(kKeychain));
  write("/fresh", identity_keychain(kUuid, "\x12", now));
  write("/private/var/db/enrolkit/invitation", std::string(kInvitation) + "\n", 0600);
  ::chmod(folder_.at("private/var/db/enrolkit").c_str(), 0700);
  write(kLog, read(kLog) + check_in({now - 600}, 2000));
  write("/sys/class/dmi/id/product_uuid", std::string(kUuid) + "\n");  // what Linux has for gethostuuid()
  write("/dev/null", "");
  write("/dev/console", "");
  if (::chown(folder_.at("dev/console").c_str(), 501, 20) != 0) throw std::runtime_error("chown");
}

void ChrootMac::install(const std::string& program, const std::string& as) const {
  const fs::path to = folder_.path() + as;
  fs::create_directories(to.parent_path());
  fs::copy_file(program, to, fs::copy_options::overwrite_existing);
  std::istringstream words(run_program("/usr/bin/ldd", {program}).out);
  for (std::string word; words >> word;) {
    if (!word.starts_with('/')) continue;
    const fs::path library = folder_.path() + word;
    fs::create_directories(library.parent_path());
    fs::copy_file(word, library, fs::copy_options::skip_existing);
  }
}

void ChrootMac::write(const std::string& path, std::string_view bytes, unsigned mode) const {
  fs::remove(folder_.path() + path);
  ::chmod(folder_.write(path.substr(1), bytes).c_str(), static_cast<mode_t>(mode));
}

std::string ChrootMac::read(const std::string& path) const {
  std::ifstream in(folder_.path() + path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

bool ChrootMac::has(const std::string& path) const { return fs::exists(folder_.path() + path); }

unsigned ChrootMac::mode(const std::string& path) const {
  return static_cast<unsigned>(fs::status(folder_.path() + path).permissions());
}

void ChrootMac::remove(const std::string& path) const { fs::remove(folder_.path() + path); }

void ChrootMac::drop_signature() const {
  write("/accepted", "another");
  write(kLog, read(kLog) + broken_check_in({std::time(nullptr) - 300}, 2100));
}

Ran ChrootMac::repair(const std::vector<std::string>& arguments) const {
  return enter({"/bin/sh", "/enter"}, arguments);
}

Ran ChrootMac::repair_in_self_service(const std::vector<std::string>& arguments) const {
  // What follows the policy keeps the shell from giving up its process to it.
  return enter(
      {kService, "-c", "/bin/sh /enter \"$@\"; status=$?; echo $$ >/survived; exit $status", "service"},
      arguments);
}

Ran ChrootMac::enter(const std::vector<std::string>& program,
                     const std::vector<std::string>& arguments) const {
  const std::string enter =
      "/bin/mount --bind /proc \"$0/proc\" && /bin/mount --bind /dev/null \"$0/dev/null\" && "
      "export JAMF_DAEMON='" +
      std::string(kDaemon) + "' START='" + how_to_start().words + "' && exec /usr/sbin/chroot \"$0\" \"$@\"";
  std::vector<std::string> words{"-m", "--", "/bin/sh", "-c", enter, folder_.path()};
  words.insert(words.end(), program.begin(), program.end());
  words.insert(words.end(), arguments.begin(), arguments.end());
  return run_program("/usr/bin/unshare", words);
}

}  // namespace enrolkit::test
