#include "core/base/secret_words.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <cstddef>
#include <memory>
#include <string>

#include "core/base/ascii.h"

namespace enrolkit {
namespace {

// "X-Auth-Token" is "xauthtoken": keys are written in every fashion. Other scripts' letters stay.
std::string bare(std::string_view key) {
  std::string out;
  for (const char c : key) {
    if (is_letter_or_digit(c) || !is_ascii(c)) out += to_lower(c);
  }
  return out;
}

// One of many words in a row, with blanks between them: a table of views would be ten times as long.
bool is_among(std::string_view words, std::string_view word) {
  constexpr std::size_t kMaxBytes = 24;
  if (word.empty() || word.size() > kMaxBytes || word.find(' ') != std::string_view::npos) return false;
  const std::string low = lower_case(word);
  for (auto at = words.find(low); at != std::string_view::npos; at = words.find(low, at + 1)) {
    if (words[at - 1] == ' ' && words[at + low.size()] == ' ') return true;
  }
  return false;
}

// Anywhere in a key. The languages are those of macOS' own list, as far as a word says nothing else.
constexpr std::array kSecretParts = std::to_array<std::string_view>(
    {"passw", "passphrase", "passcode", "passhash", "passin", "passout", "pwd", "secret", "token", "apikey",
     "accesskey", "accountkey", "privatekey", "recoverykey", "sharedkey", "licensekey", "licencekey",
     "productkey", "encryptionkey", "signingkey", "masterkey", "wifikey", "networkkey", "authkey", "sshkey",
     "symmetrickey", "credential", "authorization", "cookie", "creds", "invitation", "sessionid",
     "sessionkey", "sessid", "jwt", "bearer", "pushmagic", "shadowhash", "challenge", "apbalanceid",
     "jproingress", "unlockcode", "verificationcode", "authorizationcode", "authcode", "activationcode",
     "securitycode", "pairingcode", "setupcode", "recoverycode", "backupcode", "accesscode", "invitecode",
     "onetimecode", "bypasscode", "pincode", "connectionstring", "mnemonic", "seedphrase",
     // German, French, Spanish, Portuguese, Italian, Dutch
     "kennwort", "losungswort", "geheimnis", "depasse", "contrasen", "clavesecreta", "senha", "palavrapasse",
     "parola", "diaccesso", "wachtwoord", "toegangscode",
     // Danish, Norwegian, Swedish, Finnish, Polish, Czech, Hungarian, Turkish
     "adgangskode", "passord", "losenord", "salasana", "has\xC5\x82o", "heslo", "jelszo", "\xC5\x9Fifre",
     "sifre",
     // Russian, Ukrainian, Greek, Hebrew, Arabic, Vietnamese, Thai
     "\xD0\xB0\xD1\x80\xD0\xBE\xD0\xBB", "\xCF\x83\xCF\x85\xCE\xBD\xCE\xB8\xCE\xB7\xCE\xBC\xCE\xB1\xCF\x84",
     "\xD7\xA1\xD7\x99\xD7\xA1\xD7\x9E",
     "\xD9\x83\xD9\x84\xD9\x85\xD8\xA9\xD8\xA7\xD9\x84\xD9\x85\xD8\xB1\xD9\x88\xD8\xB1",
     "\xD9\x83\xD9\x84\xD9\x85\xD8\xA9\xD8\xA7\xD9\x84\xD8\xB3\xD8\xB1", "katasandi", "kh\xE1\xBA\xA9u",
     "\xE0\xB8\xA3\xE0\xB8\xAB\xE0\xB8\xB1\xE0\xB8\xAA\xE0\xB8\x9C\xE0\xB9\x88\xE0\xB8\xB2\xE0\xB8\x99",
     // Chinese, Japanese, Korean
     "\xE5\xAF\x86\xE7\xA0\x81", "\xE5\xAF\x86\xE7\xA2\xBC", "\xE5\x8F\xA3\xE4\xBB\xA4",
     "\xE4\xBB\xA4\xE7\x89\x8C", "\xE3\x83\x91\xE3\x82\xB9\xE3\x83\xAF\xE3\x83\xBC\xE3\x83\x89",
     "\xE6\x9A\x97\xE8\xA8\xBC\xE7\x95\xAA\xE5\x8F\xB7", "\xEB\xB9\x84\xEB\xB0\x80\xEB\xB2\x88\xED\x98\xB8",
     "\xEC\x95\x94\xED\x98\xB8"});
// The whole of a key; the first of them also without a sign behind it.
constexpr std::string_view kSecretWords = " otp totp psk passkey pin pw ";
constexpr std::string_view kSecretKeys =
    " otp totp psk passkey auth pass pw pin xauth oauth laps salt sid session mfa nonce passe clave "
    "p12 pfx pkcs12 kek dek prk ";
// Read with the word before them.
constexpr std::string_view kSecondWords =
    " accesso key keys code codes id ids word words phrase phrases number magic data string "
    "passe secreta hash sandi "
    "\xD8\xA7\xD9\x84\xD9\x85\xD8\xB1\xD9\x88\xD8\xB1 \xD8\xA7\xD9\x84\xD8\xB3\xD8\xB1 ";
constexpr std::string_view kHalfSecrets =
    " sig signature xamzsignature xsignature seed hmac assertion ticket magic ";

constexpr std::string_view kKnownWords =
    " a about accepted adhoc access account accounts active added admin administrator after again agent ago all allowed already "
    "also always an and any api app apple applied are as ask asked asking at attempt attempts attribute auth "
    "authenticate authenticated authentication authorization authorized automatic available back based be because been "
    "before being binary bootstrap but by bytes call called can cannot cant certificate change changed changes changing "
    "character characters check checked checking clear cleared client code com command complete completed complexity computer "
    "config configuration configured connect connection console contain contains could couldn couldn\xE2\x80\x99t create "
    "created creating creation current currently data database date day days default delete deleted denied detected "
    "device devices dialog did didn differ different disabled does doesn doesn\xE2\x80\x99t domain don done due during each either "
    "empty enabled end endpoint enforced enroll enrolled enrolling enrollment enrolment enter entered entry error errors "
    "escrow escrowed exist existing exists expected expiration expire expired expires expiring expiry fail failed failing "
    "failure false feature fetch fetched field file filevault first flag for format found framework from function "
    "generate generated generating get getting given granted group guest had has hash have header hidden hint history "
    "holds home host hour hours id if ignored in incorrect incorrectly info information install installed instead into "
    "invalid is isn isn\xE2\x80\x99t issued it item items its jamf jss key keychain keys known label last later length less "
    "list local locked log logged login longer looks mac macos made making manage managed management match matched "
    "matches matching may mdm message method minimum minutes mismatch missing mode more must name names need needed needs "
    "never new newly next no non none normal not nothing now null number obtain obtained of off oid ok old on once one only "
    "open or other out over owner page parameter passed permission permissions please policies policy portal prestage "
    "present previous privilege privileges pro problem process processed profile profiles prompt prompted properly protect "
    "protected provided provider re read reason received recon record recovery reenrollment refresh refreshed refreshing "
    "refused rejected reminder remove removed renew renewed renewing request requested requesting requests require "
    "required requirements requires reset resetting response result retrieve retrieved retry return returned revoked right "
    "rights root rotate rotated rotating rotation rule rules run running same saved script second seconds secure security "
    "sent server service session set setting settings should since skip skipped skipping some status still store stored "
    "successful successfully support supported sync synced system that the their them then there therefore they this "
    "through time timed times to too tried true try trying type unable unavailable unchanged unknown unlock unset until "
    "update updated updating url usage use used user username users using valid validate validated validation value values "
    "verified verify verification via volume wait was wasn wasn\xE2\x80\x99t we were when where which while who will with "
    "within without won work wrong yes yet you your ";
// They speak of a secret, and are none.
constexpr std::string_view kSecretNouns =
    " password passwords passphrase passcode passcodes pin pins token tokens secret secrets credential credentials cookie cookies "
    "invitation invitations challenge assertion securetoken ";
constexpr std::string_view kKnownKeys =
    " account b client_id code computer d description domain email error errors expires expires_in host httpstatus id "
    "localizeddescription location message name next nslocalizeddescription path port realm reason scope "
    "serial server status t type url user userinfo username version x y z ";
constexpr std::string_view kHarmlessKeys =
    " agent am application arch architecture attempts authority automated build bundle bundleid cause "
    "charset check-in class cmsdigest codedirectory collection color command connecting container "
    "content-length content-type conversionblock count cpu debug dep designated destination distribution duration "
    "encoding enrol enrolled enrollment event exception executable exitcode explanation facility fault fileset "
    "findings flags folder format frame func gid gone group height href identifier image imageuuid inode "
    "installd installer interface ip issuer kernel kind label lang language launchctl level library line lines "
    "locale log macos match mdm mid mode model module mount mountpoint notice opcode operation org os osbuild "
    "osversion packagekit parameter parent peer pid pids platform pm policy postinstall ppid prefix preinstall "
    "process product productbuildversion productname productversion program progress protocol ps queue rate "
    "readability reenroller rel reload-daemons renew-enrolment resources restore-keychain role routines rules said "
    "sealed searchforitems section sender sequence serial_number serialnumber severity signed site size source "
    "src stage start state statement step style subject subsystem success sudo suite summary system target task team "
    "teamidentifier thread threadid timeout timestamp timezone title tool total trigger trust udid uid unit "
    "units unreachable uri uuid vendor verb verdict viewport vm volume warning what why width window xmlns xpc zone ";
// Words of prose that also name something known. The others name nothing: whatever stands behind "text", "value", "returned"
// or "entered" may be what somebody typed.
constexpr std::string_view kWordKeys =
    " access active admin administrator after agent app apple attempt attribute authenticated authentication available binary "
    "bootstrap bytes call certificate change changed changes check client com complete completed complexity computer config "
    "configuration connection console created creation current database date day days default denied detected device "
    "devices different disabled domain done due empty enabled end endpoint enrolment entry escrow exist existing exists "
    "expected expiration expired expiry fail failed failing failure false feature field file filevault flag found framework "
    "function granted group guest hidden hint history home hour hours ignored incorrect info information install installed "
    "invalid is issued item items jamf jss keychain known last later length less list local locked login mac macos managed "
    "management matches matching method minimum minutes missing more must need needed needs never new no non none normal "
    "number off oid on once open other owner page permission permissions policies portal prestage present previous privilege "
    "privileges pro problem profile profiles provider received recon record refused rejected removed renewed request "
    "requested requests required requirements reset retry right rights root rotation rule running same saved script second seconds "
    "security sent service setting settings since skipped store supported sync synced system time timed times true "
    "unavailable unknown unlock update updated usage users valid verified via wait was when where with wrong yes ";
// Elements of a page, and of a property list.
constexpr std::string_view kElements =
    " article blockquote body br button caption center dd details div dl dt em font footer form h1 h2 h3 h4 h5 h6 head hr html "
    "img input integer li link main meta nav ol option plist pre select small span string strong sub summary sup svg table "
    "tbody td tfoot th thead tr tt ul var array dict real ";
constexpr std::string_view kPrograms =
    " curl dscl sysadminctl sshpass mysql mysqldump mysqladmin mariadb psql kinit htpasswd ldapsearch ldapmodify "
    "ldapadd smbutil smbclient mount_smbfs mount_afp mount_webdav fdesetup openssl dsconfigad dsconfigldap createhomedir "
    "pwpolicy wget ipmitool redis-cli ssh-keygen 7z 7za sqlcmd snmpwalk chpasswd passwd "
    "networksetup setregproptool ldappasswd smbpasswd profiles ";

// Most places of a line begin no part, as their first three characters say: one look at each, and not one for each part.
bool has_a_secret_part(std::string_view name) {
  constexpr std::size_t kPlaces = 0x10000, kBytes = 3;
  const auto place = [](std::string_view text) {
    std::size_t out = 0;
    for (std::size_t i = 0; i < kBytes; ++i) out = out * 37 + static_cast<unsigned char>(text[i]);
    return out % kPlaces;
  };
  static const auto begins = [&] {
    auto out = std::make_unique<std::bitset<kPlaces>>();
    for (const std::string_view part : kSecretParts) out->set(place(part));
    return out;
  }();
  for (; name.size() >= kBytes; name.remove_prefix(1)) {
    if (begins->test(place(name)) &&
        std::any_of(kSecretParts.begin(), kSecretParts.end(),
                    [&](std::string_view part) { return name.starts_with(part); }))
      return true;
  }
  return false;
}

}  // namespace

bool may_speak_of_a_secret(std::string_view text) {
  const std::string all = bare(text);
  constexpr std::array<std::string_view, 6> kWords{"otp", "psk", "passkey", "passe", "pin", "pw"};
  return has_a_secret_part(all) || std::any_of(kWords.begin(), kWords.end(), [&](std::string_view word) {
           return all.find(word) != std::string::npos;
         });
}

bool names_a_secret(std::string_view key, std::string_view before) {
  // "JAMF_API_PW", "db.pass", "adminPass"
  const auto last = key.find_last_of("_-.") + 1;
  constexpr std::array<std::string_view, 4> kEnds{"Pass", "Pw", "Pin", "PIN"};
  return is_among(kSecretKeys, bare(key)) || is_among(kSecretKeys, key.substr(last)) ||
         std::any_of(kEnds.begin(), kEnds.end(), [&](std::string_view end) { return key.ends_with(end); }) ||
         speaks_of_a_secret(key, before);
}

bool speaks_of_a_secret(std::string_view word, std::string_view before) {
  const std::string name = bare(word);
  if (has_a_secret_part(name) || is_among(kSecretWords, name) || name.ends_with("pw")) return true;
  return !before.empty() && is_among(kSecondWords, name) && has_a_secret_part(bare(before) + name);
}

bool names_a_secret_line(std::string_view key) {
  const std::string name = bare(key);
  return name.find("authorization") != std::string::npos || name.find("cookie") != std::string::npos;
}

bool may_name_a_secret(std::string_view key) {
  const std::string name = bare(key);
  return name.ends_with("key") || name.ends_with("code") || is_among(kHalfSecrets, name);
}

bool is_a_name(std::string_view key) { return is_among(" name key id field type label k attribute ", key); }

bool is_a_value(std::string_view key) { return is_among(" value v content data text string val ", key); }

bool is_known_word(std::string_view word) {
  return word.size() < 2 || is_among(kKnownWords, word) || is_among(kSecretNouns, word);
}

bool is_known_key(std::string_view word) { return is_among(kKnownKeys, word) || is_known_word(word); }

bool is_harmless_key(std::string_view key) {
  const bool cocoa = key.size() > 2 && key.starts_with("NS") && is_upper(key[2]);
  return key.size() < 2 || cocoa || names_a_hash(key) || is_among(kKnownKeys, key) ||
         is_among(kWordKeys, key) || is_among(kHarmlessKeys, key);
}

bool is_harmless_element(std::string_view name) { return is_harmless_key(name) || is_among(kElements, name); }

bool takes_secrets(std::string_view program, std::string_view first, std::string_view second) {
  const auto is_argument = [](std::string_view text) {
    return !text.empty() && std::string_view("-./\"'\\").find(text.front()) != std::string_view::npos;
  };
  if (program == "security") return first == "import" || first.find('-') != std::string_view::npos;
  if (program == "net") return first == "use" || first == "ads" || first == "rpc";
  if (program == "falconctl") return first == "license";
  return (is_argument(first) || is_argument(second)) && is_among(kPrograms, program);
}

bool is_no_value(std::string_view value) {
  constexpr std::string_view kNone =
      " (invitation) true false yes no null (null) none nil (removed) removed missing n/a <null> undefined ";
  while (value.ends_with('.') || value.ends_with(',') || value.ends_with(';')) value.remove_suffix(1);
  return is_among(kNone, value);
}

}  // namespace enrolkit
