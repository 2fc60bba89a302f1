#include "support/macs/collected.h"

#include <gtest/gtest.h>
#include <sys/time.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "core/base/finding_json.h"
#include "core/enrolment/cause.h"
#include "ea/attributes.h"
#include "evidence/redaction.h"
#include "host/archive_host.h"
#include "host/recording_host.h"
#include "support/macs/fixture_copy.h"
#include "support/writers/dslocal_writer.h"
#include "support/writers/keychain_writer.h"
#include "support/writers/packed.h"
#include "support/writers/utmpx_writer.h"

namespace enrolkit::test {
namespace {

std::string bytes_in(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::string base64(const std::string& bytes) {
  constexpr const char* kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i + 3 <= bytes.size(); i += 3) {
    const auto byte = [&](std::size_t k) {
      return static_cast<unsigned>(static_cast<unsigned char>(bytes[i + k]));
    };
    const unsigned group = (byte(0) << 16U) | (byte(1) << 8U) | byte(2);
    for (const unsigned shift : {18U, 12U, 6U, 0U}) out += kDigits[(group >> shift) & 63U];
  }
  return out;
}

std::string with_key(std::string plist, const std::string& key, const std::string& value) {
  const auto end = plist.rfind("</dict>");
  return plist.insert(end, "<key>" + key + "</key>" + value);
}

}  // namespace

Collection collection_of(const Host& mac, const CollectionLimits& limits) {
  const RecordingHost host(mac);
  MacOptions how;
  how.whole_log = true;
  Mac asked(host, how);
  ask_everything(asked);
  return collect_from(host, "/", limits);
}

std::string packed(const Collection& collection) {
  std::string bytes;
  EXPECT_TRUE(pack(collection, [&](std::string_view part) {
    bytes += part;
    return true;
  }));
  return bytes;
}

std::unique_ptr<Host> opened(const std::string& archive) {
  const auto file = memory_file(archive);
  auto host = open_archive(*file, "archive");
  if (const auto* why = std::get_if<Unreadable>(&host)) {
    ADD_FAILURE() << why->why;
    return nullptr;
  }
  return std::move(std::get<0>(host));
}

std::string everything_said_of(const Host& host, bool whole_log) {
  MacOptions how;
  how.whole_log = whole_log;
  Mac mac(host, how);
  std::string text;
  const auto say = [&](Finding finding) {
    finding.took = {};
    text += dump(to_json(finding), 1) + "\n";
  };
  for (const Attribute* attribute : attributes()) say(attribute->answer(mac));
  const Diagnosis& d = mac.diagnosis();
  text += d.sentence + " " + d.missing + " " + std::string(d.cause ? to_text(*d.cause) : "none") + "\n";
  for (const std::string& support : d.supports) text += support + "\n";
  for (const std::string& warning : mac.settings().warnings) text += warning + "\n";
  if (const auto* read = value_of(mac.log())) {
    for (const std::string& fault : read->faults) text += fault + "\n";
    text += std::to_string(read->history.quality.records) + " records\n";
  }
  if (const auto* base = value_of(mac.accounts())) {
    for (const Account& account : base->users) text += account.name() + " " + account.real_name + "\n";
    for (const std::string& why : base->unreadable_users) text += why + "\n";
  }
  return text;
}

void set_times(const std::string& path, LocalTime time) {
  timeval times[2]{};
  times[0].tv_sec = times[1].tv_sec = static_cast<decltype(times[0].tv_sec)>(time.seconds);
  if (::utimes(path.c_str(), times) != 0) throw std::runtime_error("no such file: " + path);
}

std::vector<std::string> plant_secrets(const TempFolder& folder, const std::string& name) {
  const std::string secret = "PLANTED-SECRET";
  const std::string root = lay_out(folder, "healthy", name);
  const auto write = [&](const std::string& path, const std::string& bytes) {
    folder.write(name + path, bytes);
  };
  const std::string stamp = "Mon Mar 02 11:45:00 lab-07 jamf[900]: ";
  std::string lines;
  for (const std::string& line :
       {"-password " + secret, "-passhash '" + secret + " x'", "token=" + secret + "&y=1", "secret=" + secret,
        "-invitation " + secret, "GET https://ana:" + secret + "@h.example.org/p?k=" + secret,
        "Authorization: Bearer " + secret}) {
    lines += stamp + line + "\n";
  }
  const std::string log = bytes_in(root + "/private/var/log/jamf.log");
  write("/private/var/log/jamf.log", log + lines);
  write("/private/var/log/jamf.log.0.gz", gzipped(lines));
  write("/private/var/log/jamf.log.1.bz2", bzipped(lines));
  write("/private/var/log/install.log",
        "2026-03-02 08:00:00-07 mac installer[7]: curl -u token=" + secret + "\n");
  write("/private/var/log/other.log", secret);  // of nobody's business
  write("/private/var/log/system.log", "Mar  2 08:00:00 mac login[5]: " + secret +
                                           "\nMar  2 08:00:01 mac bootlog[0]: BOOT_TIME 1772438401 0\n");
  write("/private/var/run/utmpx", utmpx_head() + utmpx_record(kUtmpxBoot, 1772438401) +
                                      utmpx_record(kUtmpxUser, 1772438500, secret, secret));

  const std::string records = "/private/var/db/dslocal/nodes/Default/";
  DslocalUser user;
  user.names = {"planted"};
  user.creation_time = 1676020101;
  user.authorities = {";ShadowHash;HASHLIST:<" + secret + ">", ";Kerberosv5;;" + secret + ";"};
  std::string record = to_plist(user, PlistForm::xml);
  for (const char* key : {"passwd", "hint", "jpegphoto", "_writers_hint", "unheard-of"}) {
    record = with_key(record, key, "<array><string>" + secret + "</string></array>");
  }
  write(records + "users/planted.plist", record);
  user.names = {"binary"};
  write(records + "users/binary.plist", to_plist(user, PlistForm::binary));
  write(records + "groups/planted.plist",
        with_key(to_plist(DslocalGroup{}, PlistForm::xml), "passwd", "<string>" + secret + "</string>"));

  for (const char* path : {"/Library/Preferences/com.jamfsoftware.jamf.plist",
                           "/Library/LaunchDaemons/com.jamfsoftware.task.1.plist",
                           "/Library/Application Support/JAMF/Jamf.app/Contents/Info.plist"}) {
    write(path, with_key(bytes_in(root + path), "password",
                         "<dict><key>a</key><string>" + secret + "</string></dict>"));
  }
  write("/Library/Preferences/io.github.enrolkit.plist",
        "<plist><dict><key>ManagementAccount</key><string>_mgmt</string><key>ApiSecret</key><string>" +
            secret + "</string></dict></plist>");
  write("/usr/local/jamf/bin/jamf", bytes_in(root + "/usr/local/jamf/bin/jamf") + secret);

  const std::string keychain_path = "/Library/Application Support/JAMF/JAMF.keychain";
  std::string keychain = bytes_in(root + keychain_path);
  constexpr std::uint64_t kData = 24 + 27 * 4 + 8;  // of a key, behind the beginning of its blob
  keychain.replace(record_at(keychain, kPrivateKeyTable, 0) + kData, secret.size(), secret);
  write(keychain_path, keychain);
  write("/Library/Keychains/System.keychain", keychain);
  return {secret, base64(secret), kSecretMarker, base64(kSecretMarker)};
}

}  // namespace enrolkit::test
