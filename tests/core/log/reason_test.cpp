// What the values inside the messages of jamf.log say: reasons, accounts, servers, return codes.
#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "core/log/messages.h"

namespace enrolkit {

static bool operator==(const Reason& a, const Reason& b) { return a.kind == b.kind && a.status == b.status; }
static void PrintTo(const Reason& reason, std::ostream* out) {
  *out << "kind " << static_cast<int>(reason.kind) << " status " << reason.status;
}

namespace {

using Kind = Reason::Kind;
using Texts = std::vector<std::pair<std::string, Reason>>;

void expect(const Texts& texts) {
  for (const auto& [text, reason] : texts) EXPECT_EQ(reason_of(text), reason) << text;
}

TEST(Reason, IsReadFromEveryKnownErrorOfJamf) {
  expect({
      {"Connection failure: \"The host jamf.example.org is not accessible.\"", {Kind::network, 0}},
      {"Permission Error - The user specified does not have permission to perform the action.",
       {Kind::permission, 0}},
      {"Device Signature Error - A valid device signature is required to perform the action.",
       {Kind::signature, 0}},
      {"Security Error - A security error has occurred.", {Kind::security, 0}},
      {"Error Domain=NSCocoaErrorDomain Code=4099 \"The connection to service named "
       "com.jamf.management.daemon.binary was invalidated from this process.\" UserInfo={",
       {Kind::daemon, 4099}},
  });
}

TEST(Reason, KeepsTheStatusOfTheSecurityDomain) {
  for (const int status : {-25300, -25293, -25295, -25308, -25291}) {
    const std::string text = "Error Domain=com.jamf.jamfsecurity.error Code=" + std::to_string(status) +
                             " \"searchForItems:conversionBlock:error: : x\" UserInfo={NSLoc";
    EXPECT_EQ(reason_of(text), (Reason{Kind::security, status})) << text;
  }
  EXPECT_EQ(reason_of("Error Domain=com.jamf.jamfsecurity.error Code="), (Reason{Kind::security, 0}));
  EXPECT_EQ(reason_of("Error Domain=com.jamf.jamfsecurity.error"), (Reason{Kind::security, 0}));
}

TEST(Reason, IsAnHttpStatusWhereTheDomainIsEmptyWithEitherApostrophe) {
  for (const std::string apostrophe : {"'", "\xE2\x80\x99"}) {
    for (const int status : {400, 401, 403, 404, 500, 502, 503, 504, 599}) {
      const std::string text = "Connection failure: \"The operation couldn" + apostrophe +
                               "t be completed. ( error " + std::to_string(status) + ".)\"";
      EXPECT_EQ(reason_of(text), (Reason{Kind::http, status})) << text;
    }
  }
}

// Every number of TLS but those of a connection that was closed, and none beside them.
TEST(Reason, OfTlsIsAServerThatIsNotTrusted) {
  for (int number = -9800; number >= -9899; --number) {
    const bool closed = number == -9805 || number == -9806 || number == -9816;
    const bool of_time = number == -9814 || number == -9815;
    const Reason expected = closed ? Reason{} : Reason{of_time ? Kind::clock : Kind::untrusted, number};
    const std::string text = "Connection failure: ( error " + std::to_string(number) + ".)";
    EXPECT_EQ(reason_of(text), expected) << text;
  }
  for (const int number : {-9799, -9900, -1007, -1021, -1199, -1207})
    EXPECT_EQ(reason_of("( error " + std::to_string(number) + ".)"), Reason{}) << number;
}

TEST(Reason, OfAnUnknownErrorIsNotTold) {
  EXPECT_EQ(reason_of("Unknown Error - An unknown error has occurred"), (Reason{Kind::none, 0}));
}

TEST(Reason, TakesAnErrorNumberOfTheUrlDomain) {
  const std::vector<std::pair<int, Kind>> codes{
      {-1001, Kind::network},   {-1003, Kind::network},   {-1004, Kind::network},   {-1005, Kind::network},
      {-1006, Kind::network},   {-1009, Kind::network},   {-1200, Kind::untrusted}, {-1202, Kind::untrusted},
      {-1203, Kind::untrusted}, {-1201, Kind::clock},     {-1204, Kind::clock},     {-1018, Kind::network},
      {-1020, Kind::network},   {-1022, Kind::untrusted}, {-1205, Kind::signature}};
  for (const auto& [code, kind] : codes) {
    const std::string number = std::to_string(code);
    for (const std::string& text :
         {"Connection failure: \"The operation couldn\xE2\x80\x99t be completed. (NSURLErrorDomain error " +
              number + ".)\"",
          "Error Domain=NSURLErrorDomain Code=" + number + " \"x\" UserInfo={",
          "Connection failure: \"The operation couldn't be completed. ( error " + number + ".)\""}) {
      EXPECT_EQ(reason_of(text), (Reason{kind, code})) << text;
    }
  }
}

TEST(Reason, IsNoneForAnErrorNumberThatSaysNothing) {
  expect({
      {"The operation couldn't be completed. ( error 302.)", {}},
      {"The operation couldn't be completed. ( error 399.)", {}},
      {"The operation couldn't be completed. ( error 600.)", {}},
      {"The operation couldn't be completed. ( error 0.)", {}},
      {"The operation couldn't be completed. (NSURLErrorDomain error -999.)", {}},
      {"The operation couldn't be completed. (NSURLErrorDomain error -99999999999999.)", {}},
  });
}

TEST(Reason, IsReadFromTheEnglishTextsOfTheUrlDomain) {
  const std::string pretends =
      " You might be connecting to a server that is pretending to be \"jamf.example.org\"";
  expect({
      {"Connection failure: \"The request timed out.\"", {Kind::network, 0}},
      {"Connection failure: \"The network connection was lost.\"", {Kind::network, 0}},
      {"Connection failure: \"Could not connect to the server.\"", {Kind::network, 0}},
      {"Connection failure: \"A server with the specified hostname could not be found.\"",
       {Kind::network, 0}},
      {"Connection failure: \"The Internet connection appears to be offline.\"", {Kind::network, 0}},
      {"Connection failure: \"An SSL error has occurred and a secure connection to the server cannot be "
       "made.\"",
       {Kind::untrusted, -1200}},
      {"Connection failure: \"A TLS error caused the secure connection to fail.\"", {Kind::untrusted, -1200}},
      {"Connection failure: \"The certificate for this server is invalid." + pretends, {Kind::untrusted, 0}},
      {"Connection failure: \"The certificate for this server was signed by an unknown certifying "
       "authority." +
           pretends,
       {Kind::untrusted, 0}},
      {"Connection failure: \"The certificate for this server has expired." + pretends, {Kind::clock, 0}},
      {"Connection failure: \"The certificate for this server is not yet valid." + pretends,
       {Kind::clock, 0}},
  });
}

// What is in no list may be anything: no cause is made of it.
TEST(Reason, OfAConnectionFailureOfUnknownTextIsNotTold) {
  expect({
      {"Connection failure: \"", {}},
      {"Connection failure: \"Die Anfrage hat zu lange gedauert.\"", {}},
      {"Connection failure: \"The operation couldn't be completed. (kCFErrorDomainCFNetwork error 2.)\"", {}},
      {"The helper timed out", {}},
      {"Connection failure: \"The gremlins ate the certificate.\"", {Kind::untrusted, 0}},
      {"The gremlins ate the certificate.", {}},
      {"Connection failure: \"The server requires a client certificate.\"", {Kind::signature, -1206}},
      {"The invitation has expired", {}},
      {"", {}},
      {"anything", {}},
  });
}

TEST(ReturnCode, IsTheNumberBehindItsLabel) {
  EXPECT_EQ(return_code_of("Enroll return code: 0"), 0);
  EXPECT_EQ(return_code_of("Enroll return code: 70"), 70);
  EXPECT_EQ(return_code_of("Enroll return code: -1"), -1);
  EXPECT_EQ(return_code_of("Enroll return code: 70 "), 70);
  for (const char* other :
       {"Enroll return code: 0x46", "Enroll return code: 0 (failed)", "Enroll return code: 0,5"})
    EXPECT_EQ(return_code_of(other), std::nullopt) << other;
}

TEST(ReturnCode, IsUnknownWhenThereIsNoNumber) {
  for (const std::string_view text :
       {"", "Enroll return code", "Enroll return code: ", "Enroll return code: x", "Enroll return code:  0",
        "Enroll return code: 99999999999999999999"}) {
    EXPECT_EQ(return_code_of(text), std::nullopt) << text;
  }
}

TEST(Account, IsWhatStandsBeforeTheDots) {
  EXPECT_EQ(account_of("Creating user _mgmt..."), "_mgmt");
  EXPECT_EQ(account_of("Creating user _mgmt\xE2\x80\xA6"), "_mgmt");
  EXPECT_EQ(account_of("Creating user Jamf Admin..."), "Jamf Admin");
  EXPECT_EQ(account_of("Creating user a...b..."), "a...b");
  EXPECT_EQ(account_of("Creating user ren\xC3\xA9..."), "ren\xC3\xA9");
  EXPECT_EQ(account_of("Creating user ..."), "");
}

TEST(Account, IsEmptyWhenTheLineWasCutOrIsAnother) {
  for (const std::string_view text :
       {"", "Creating user", "Creating user ", "Creating user _mg", "Creating user _mgmt..",
        "Creating user _mgmt\xE2\x80", "Creating launch agent...", "creating user x..."}) {
    EXPECT_EQ(account_of(text), "") << text;
  }
}

TEST(Server, IsTheUrlAsPrinted) {
  for (const std::string url :
       {"https://jamf.example.org/", "https://jamf.example.org", "https://jamf.example.org:8443/"}) {
    EXPECT_EQ(server_of("The SSL Certificate for " + url +
                        " must be trusted for the jamf binary to connect to it."),
              url);
    EXPECT_EQ(server_of("The SSL Certificate for " + url), "") << "cut";
    EXPECT_EQ(server_of("The SSL Certificate for " + url + " must be trust"), "") << "cut";
  }
  EXPECT_EQ(server_of(""), "");
  EXPECT_EQ(server_of("A SSL Certificate for https://jamf.example.org must be trusted"), "");
}

TEST(Reason, OfTheNetworksOwnMachinesIsTheNetwork) {
  expect({
      {"Connection failure: \"There was a problem communicating with the secure web proxy server (HTTPS).\"",
       {Kind::network, 0}},
      {"Connection failure: \"The operation couldn't be completed. (kCFErrorDomainCFNetwork error 310.)\"",
       {Kind::network, 310}},
      {"Connection failure: \"The operation couldn't be completed. (kCFErrorDomainCFNetwork error 311.)\"",
       {Kind::network, 311}},
      {"Connection failure: \"The operation couldn't be completed. Connection refused\"", {Kind::network, 0}},
      {"Connection failure: \"The operation couldn't be completed. Network is unreachable\"",
       {Kind::network, 0}},
      {"Connection failure: \"The resource could not be loaded because the App Transport Security policy requires the use of a "
       "secure connection.\"",
       {Kind::untrusted, -1022}},
  });
}

}  // namespace
}  // namespace enrolkit
