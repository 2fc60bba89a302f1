// Shapes in which a secret is written down: one table, read from top to bottom, so it is one file.
#include "support/secrets.h"

namespace enrolkit::test {

const Shapes& named_shapes() {
  static const Shapes shapes = [] {
    Shapes out{
        R"({"token":"SECRET"})",
        R"({"token" : "SECRET", "expires": "2026-03-02T08:30:00Z"})",
        R"({\"access_token\":\"SECRET\"})",
        R"({'password': 'SECRET'})",
        R"({"a":{"clientSecret":"SECRET"},"b":1})",
        R"({"tokens":["SECRET","SECRET"]})",
        R"(<password>SECRET</password>)",
        R"(<api_token type="x">SECRET</api_token>)",
        R"(<key>password</key><string>SECRET</string>)",
        R"(<key>UnlockToken</key> <data>SECRET</data>)",
        R"(<user password="SECRET"/>)",
        R"(password = "SECRET";)",
        R"({ password = SECRET; user = ana; })",
        "Bearer SECRET",
        "bearer SECRET, then more",
        "Authorization: Bearer SECRET",
        "Authorization: Basic SECRET",
        "authorization:SECRET",
        "Proxy-Authorization: Basic SECRET",
        "X-Auth-Token: SECRET",
        "Cookie: APBALANCEID=SECRET; JSESSIONID=SECRET",
        "Set-Cookie: JSESSIONID=SECRET; Path=/",
        R"(curl -H "Authorization: Bearer SECRET" https://jamf.example.org/)",
        "https://ana:SECRET@jamf.example.org/",
        "https://SECRET@jamf.example.org/",
        "ftp://ana:SECRET@jamf.example.org:2121/a/b",
        "ana:SECRET@jamf.example.org",
        "https://jamf.example.org/enroll/?invitation=SECRET",
        "https://jamf.example.org/enroll?a=1&token=SECRET#x",
        "https://jamf.example.org/#access_token=SECRET",
        "https://jamf.example.org/a;token=SECRET",
        "jamf enroll -invitation SECRET -noRecon",
        "invitation: SECRET",
        "Invitation ID: SECRET",
        "invitation id = SECRET",
        "invitation_id=SECRET",
        "Using invitation SECRET now",
        "with password SECRET now",
        "Client Secret: SECRET",
        "API key: SECRET",
        "Recovery Key: SECRET",
        "password => SECRET",
        "passphrase: some words and SECRET",
        "-password 'SECRET'",
        "-password \"two words SECRET\"",
        "-password 'SECRET never closed",
        "--password=SECRET",
        "--token  SECRET",
        "(password=SECRET)",
        "[token: SECRET]",
        "a=1&password=SECRET&b=2",
        "PASSWORD=SECRET",
        "ENROLKIT_PASSWORD=SECRET jamf",
        // behind a key that was taken for the end of another's value
        "password: SECRET,password: SECRET",
        "<p>password:\tSECRET</p><p>password:\tSECRET</p>",
        "<b>passwd : SECRET</b><b>passwd : SECRET</b>",
        "-passwd SECRET;-passwd SECRET",
        R"({"password":["SECRET"]})",
        R"({"credentials":{"v":"SECRET"}})",
        R"({"auth":{"user":"x","pw":"SECRET"}})",
        R"({"password":"x\"SECRET"})",
        R"({\"a\":\"b\",\"password\":\"SECRET\"})",
        R"(<management_password>SECRET</management_password>)",
        R"(<string name="password">SECRET</string>)",
        R"(<key>Challenge</key><string>SECRET</string>)",
        R"(<password><![CDATA[SECRET]]></password>)",
        R"(<user><password>SECRET</password><zork>SECRET</zork></user>)",
        R"(&lt;password&gt;SECRET&lt;/password&gt;)",
        R"(&quot;password&quot;:&quot;SECRET&quot;)",
        R"(<b>Password:</b> SECRET)",
        "Password is SECRET",
        "password is \"SECRET\"",
        "password is: SECRET",
        "the password that was set: SECRET",
        "passwords: a, SECRET",
        "password (new): SECRET",
        "password [SECRET]",
        "password(SECRET)",
        "password -> SECRET",
        "password >> SECRET",
        "password,SECRET",
        "password|SECRET",
        "password;SECRET",
        "password/SECRET",
        "password~SECRET",
        "password%20SECRET",
        "p%61ssword=SECRET",
        "password%3DSECRET",
        "pass\xC2\xADword: SECRET",
        "password\x1B[0m: SECRET",
        "\xEF\xBD\x90\xEF\xBD\x81\xEF\xBD\x93\xEF\xBD\x93\xEF\xBD\x97ord: SECRET",
        "password\xEF\xBC\x9ASECRET",
        "pass=SECRET",
        "pin: SECRET",
        "passcode: SECRET",
        "clientSecret=SECRET",
        "x-api-key: SECRET",
        "api-key SECRET",
        "unlock code SECRET",
        "recovery key SECRET",
        "FileVault recovery key SECRET",
        "bootstrap token SECRET",
        "push token SECRET",
        "SCEP challenge SECRET",
        "LAPS password for admin: SECRET",
        "adminPassword SECRET",
        "deviceSecret SECRET",
        "user admin with password SECRET",
        "otp SECRET",
        "verification code: SECRET",
        "authorization code SECRET",
        "session id SECRET",
        "license key: SECRET",
        "private key: SECRET",
        "ShadowHashData SECRET",
        "PushMagic: SECRET",
        "signature=SECRET",
        "X-Amz-Signature=SECRET",
        "code=SECRET",
        "key=SECRET",
        "hash: $6$salt$SECRET",
        "Authorization: Digest response=\"SECRET\"",
        "Authorization: SECRET",
        "Proxy-Authorization: NTLM SECRET",
        "Cookie: a=b; APBALANCEID=SECRET",
        "JWT eyJhbGciOiJIUzI1NiJ9.SECRET.abc",
        "-----BEGIN PRIVATE KEY----- SECRET",
        "https://outlook.office.com/webhook/SECRET/IncomingWebhook/SECRET/1",
        "networksetup -setairportnetwork en0 Corp SECRET",
        "networksetup -addpreferredwirelessnetworkatindex en0 Corp 0 WPA2 SECRET",
        "networksetup -setwebproxy Wi-Fi p 8080 on user SECRET",
        "curl -E /tmp/cert.pem:SECRET https://jamf.example.org",
        "curl -E cert.p12:SECRET https://jamf.example.org",
        "profiles -I -F x -z SECRET",
        "profiles -R -p id -z SECRET",
        "setregproptool -p SECRET -o SECRET",
        "ldappasswd -D x -w SECRET -s SECRET -a SECRET u",
        "net ads join -U admin%SECRET",
        "falconctl license SECRET",
        "/Applications/Falcon.app/Contents/Resources/falconctl license SECRET",
        "defaults write /Library/Preferences/com.x License SECRET",
        "defaults write com.x ActivationKey -string SECRET",
        "launchctl setenv MY_VARIABLE SECRET",
        "yes SECRET | passwd",
        "osascript -e 'display dialog \"x\" default answer \"SECRET\"'",
        "WPA key: SECRET",
        "Zugangscode: SECRET",
        "password: a(SECRET)b",
        "\"password\"<blob>=\"SECRET\"",
        "0x00000007 <blob>=\"SECRET\"",
        "The new password for ladmin is SECRET",
        "smb://DOM;u:SECRET@h/share",
        "https://jamf.example.org/enroll/SECRET",
        "https://hooks.slack.com/services/T0000/B0000/SECRET",
        "invitation id SECRET",
        "with invitation SECRET...",
        "curl -u admin:SECRET https://jamf.example.org",
        "curl -uadmin:SECRET https://jamf.example.org",
        "curl https://jamf.example.org --user admin:SECRET",
        "curl -H 'X-Zork: SECRET' https://jamf.example.org",
        "-u admin -p SECRET",
        "-user admin -pass SECRET",
        "-newPassword SECRET",
        "echo SECRET | sudo -S ls",
        "sudo -S <<< SECRET",
        "sshpass -p SECRET ssh ana@h",
        "sshpass -pSECRET ssh ana@h",
        "mysql -u root -pSECRET jamfsoftware",
        "mysql --password=SECRET jamfsoftware",
        "sysadminctl -addUser x -password SECRET",
        "sysadminctl -newPassword SECRET -oldPassword SECRET",
        "dscl . -passwd /Users/x SECRET",
        "dscl . -passwd /Users/x old SECRET",
        "dscl . passwd /Users/x old SECRET",
        "security unlock-keychain -p SECRET login.keychain",
        "security set-generic-password -a x -w SECRET",
        "openssl enc -d -passin pass:SECRET",
        "openssl enc -d -k SECRET",
        "net use * /user:ana SECRET",
        "expect -c 'send \"SECRET\\r\"'",
        "profiles -N -password SECRET",
        "jamf createAccount -username a -realname b -password SECRET",
        "jamf mount -server x -share y -password SECRET",
        "dsconfigad -add x -username u -password SECRET",
        "password: two words SECRET",
        "password is two words and SECRET",
        "Authorization: Custom two words SECRET",
    };
    for (const std::string key :
         {"password", "passwd", "passhash", "sshPassphrase", "oldPassword", "token", "secret",
          "client_secret", "api-key", "privateKey", "credential", "pwd", "invitation"}) {
      for (const std::string sign : {": ", ":", "=", " = ", " : ", ":\t", "=\""})
        out.push_back(key + sign + "SECRET");
      for (const std::string sign : {" ", "\t", "=", "  ", ":"}) out.push_back("-" + key + sign + "SECRET");
    }
    return out;
  }();
  return shapes;
}

const Shapes& unnamed_shapes() {
  static const Shapes shapes{
      "password: SECRET,frobnicator: SECRET",
      R"({"frobnicator":"SECRET"})",
      R"({'xyz': 'SECRET', 'b': 2})",
      "frobnicator: SECRET",
      "frobnicator=SECRET",
      "frobnicator = SECRET",
      "-frobnicator SECRET",
      "-frobnicator\tSECRET",
      "--frobnicator=SECRET",
      R"(<user frobnicator="SECRET"/>)",
      "<zork>SECRET</zork>",
      "adminCred=a(SECRET)",
      "4='ladmin' 5='SECRET'",
      "text returned:a(SECRET)b",
      R"({"password":null,"next":"SECRET"})",
  };
  return shapes;
}

const Shapes& secret_shapes() {
  static const Shapes shapes = [] {
    Shapes out = named_shapes();
    out.insert(out.end(), unnamed_shapes().begin(), unnamed_shapes().end());
    return out;
  }();
  return shapes;
}

const Shapes& shapes_of_languages() {
  static const Shapes shapes = [] {
    Shapes out;
    for (const std::string word : {"Passwort",
                                   "Kennwort",
                                   "mot de passe",
                                   "Mot de passe",
                                   "contrase\xC3\xB1"
                                   "a",
                                   "CONTRASE\xC3\x91"
                                   "A",
                                   "contrasen\xCC\x83"
                                   "a",
                                   "wachtwoord",
                                   "senha",
                                   "parola",
                                   "palavra-passe",
                                   "adgangskode",
                                   "\xD9\x83\xD9\x84\xD9\x85\xD8\xA9 "
                                   "\xD8\xA7\xD9\x84\xD9\x85\xD8\xB1\xD9\x88\xD8\xB1",
                                   "passord",
                                   "l\xC3\xB6senord",
                                   "salasana",
                                   "has\xC5\x82o",
                                   "heslo",
                                   "jelsz\xC3\xB3",
                                   "\xC5\x9Fifre",
                                   "\xD0\xBF\xD0\xB0\xD1\x80\xD0\xBE\xD0\xBB\xD1\x8C",
                                   "m\xE1\xBA\xADt kh\xE1\xBA\xA9u",
                                   "\xE5\xAF\x86\xE7\xA0\x81",
                                   "\xE5\xAF\x86\xE7\xA2\xBC",
                                   "\xE3\x83\x91\xE3\x82\xB9\xE3\x83\xAF\xE3\x83\xBC\xE3\x83\x89",
                                   "\xEB\xB9\x84\xEB\xB0\x80\xEB\xB2\x88\xED\x98\xB8"}) {
      for (const std::string sign : {": ", "=", " : ", " ", "\xEF\xBC\x9A"})
        out.push_back(word + sign + "SECRET");
    }
    return out;
  }();
  return shapes;
}

const Shapes& shapes_of_lines() {
  static const Shapes shapes{
      "password:\nSECRET",
      "Password =\n\n  SECRET",
      "{\"password\":\n  \"SECRET\"\n}",
      "{\"password\": [\n  \"SECRET\"\n]}",
      "passwords = (\n    \"SECRET\",\n    \"SECRET\"\n);",
      "passwords = ( \"a\",\n    (SECRET, [SECRET]),\n    SECRET\n);",
      "{\"secret\": {\n  \"a\": \"}\",\n  \"b\": \"SECRET\"\n }}",
      "tokens:\n[\n [\"a\", \"SECRET\"],\n [\"b\", \"SECRET\"]\n]",
      "password: |\n  SECRET",
      "password: >-\n  SECRET\n  SECRET",
      "Password:\n\nSECRET",
      "The new password for ladmin is\nSECRET",
      "password: \ndata:\n\"SECRET\"",
      "Script result: dsAttrTypeNative:LAPSPassword:\n SECRET",
      "dscl . -passwd /Users/x \\\n  SECRET",
      "dscl . -passwd /Users/x old \\\n  SECRET",
      "security unlock-keychain -p \\\n  SECRET",
      "openssl enc -d -k \\\nSECRET",
      "Script result: -----BEGIN PRIVATE KEY-----\nSECRET\nSECRET\n-----END PRIVATE KEY-----",
      "private key: -----BEGIN RSA PRIVATE KEY-----\nSECRET\nSECRET=\n-----END RSA PRIVATE KEY-----",
      "--password \\\n  SECRET",
      "<password>\n  SECRET\n</password>",
      "<key>password</key>\n<string>SECRET</string>",
      "-----BEGIN PRIVATE KEY-----\nSECRET\nSECRET\n-----END PRIVATE KEY-----",
      "-----BEGIN OPENSSH PRIVATE KEY-----\nSECRET\nSECRET=\n-----END OPENSSH PRIVATE KEY-----",
      "-----BEGIN PGP PRIVATE KEY BLOCK-----\nVersion: 1\n\nSECRET\n=SECRET\n-----END PGP PRIVATE KEY BLOCK-----",
      "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nSECRET\nSECRET",
  };
  return shapes;
}

namespace {

std::string with(const std::string& text, const std::function<std::string(char)>& of) {
  std::string out;
  for (const char c : text) out += of(c);
  return out;
}

std::string hex(char c) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(c);
  return {kDigits[byte >> 4U], kDigits[byte & 15U]};
}

bool is_sign(char c) {
  return static_cast<unsigned char>(c) < 0x80 && c != '\n' &&
         std::string_view("-._").find(c) == std::string_view::npos && !(c >= '0' && c <= '9') &&
         !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z');
}

std::string json(const std::string& text) {
  return with(text, [](char c) {
    if (static_cast<unsigned char>(c) < ' ') return "\\u00" + hex(c);
    return (c == '"' || c == '\\' ? "\\" : "") + std::string(1, c);
  });
}

std::string xml(const std::string& text) {
  return with(text, [](char c) -> std::string {
    switch (c) {
      case '<': return "&lt;";
      case '>': return "&gt;";
      case '&': return "&amp;";
      case '"': return "&quot;";
      default: return {c};
    }
  });
}

}  // namespace

const std::vector<Wrapping>& wrappings() {
  const auto signs = [](const std::string& before, const std::string& after) {
    return [=](const std::string& text) {
      return with(text, [&](char c) { return is_sign(c) ? before + hex(c) + after : std::string(1, c); });
    };
  };
  static const std::vector<Wrapping> all{
      {"as it is", [](const std::string& text) { return text; }},
      {"JSON", [](const std::string& text) { return R"({"message":")" + json(text) + "\"}"; }},
      {"JSON in JSON",
       [](const std::string& text) { return R"({"m":"{\"n\":\")" + json(json(text)) + R"(\"}"})"; }},
      {"XML", xml},
      {"XML in XML", [](const std::string& text) { return "<error>" + xml(xml(text)) + "</error>"; }},
      {"percent signs", signs("%", "")},
      {"\\u", signs("\\u00", "")},
      {"numbered entities", signs("&#x", ";")},
      {"a sentence", [](const std::string& text) { return "Error running script: " + text + " and more."; }},
      {"brackets", [](const std::string& text) { return "(" + text + ")"; }},
  };
  return all;
}

std::string planted(std::string shape, std::string_view secret) {
  constexpr std::string_view kPlace = "SECRET";
  for (auto at = shape.find(kPlace); at != std::string::npos; at = shape.find(kPlace, at + secret.size()))
    shape.replace(at, kPlace.size(), secret);
  return shape;
}

std::string make_secret(std::mt19937& random) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  std::string out;
  for (auto size = 20 + random() % 60; size > 0; --size) out += kDigits[random() % kDigits.size()];
  out[random() % 8] = static_cast<char>('0' + random() % 10);
  return out;
}

std::string make_plain_secret(std::mt19937& random, bool digits) {
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz", kNumbers = "0123456789";
  const std::string_view from = digits ? kNumbers : kLetters;
  std::string out;
  for (auto size = 12 + random() % 12; size > 0; --size) out += from[random() % from.size()];
  return out;
}

}  // namespace enrolkit::test
