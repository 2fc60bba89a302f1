// Secrets for tests to plant, in every shape in which they are met in logs, tools' output and servers' answers.
#pragma once

#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace enrolkit::test {

// SECRET stands where the secret goes. Each is one line.
inline const std::vector<std::string>& secret_shapes() {
  static const std::vector<std::string> shapes = [] {
    std::vector<std::string> out{
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
        "password: SECRET,frobnicator: SECRET",
        // behind keys that nobody has heard of
        R"({"frobnicator":"SECRET"})",
        R"({'xyz': 'SECRET', 'b': 2})",
        "frobnicator: SECRET",
        "frobnicator=SECRET",
        "frobnicator = SECRET",
        "-frobnicator SECRET",
        "-frobnicator\tSECRET",
        "--frobnicator=SECRET",
        R"(<user frobnicator="SECRET"/>)",
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

inline std::string planted(std::string shape, std::string_view secret) {
  constexpr std::string_view kPlace = "SECRET";
  for (auto at = shape.find(kPlace); at != std::string::npos; at = shape.find(kPlace, at + secret.size()))
    shape.replace(at, kPlace.size(), secret);
  return shape;
}

// As tokens and good passwords are: letters of both cases and digits.
inline std::string make_secret(std::mt19937& random) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  std::string out;
  for (auto size = 20 + random() % 60; size > 0; --size) out += kDigits[random() % kDigits.size()];
  out[random() % 8] = static_cast<char>('0' + random() % 10);
  return out;
}

// Any 8 characters of it in a row.
inline bool leaks(std::string_view text, std::string_view secret) {
  constexpr std::size_t kBytes = 8;
  for (std::size_t at = 0; at + kBytes <= secret.size(); ++at) {
    if (text.find(secret.substr(at, kBytes)) != std::string_view::npos) return true;
  }
  return false;
}

}  // namespace enrolkit::test
