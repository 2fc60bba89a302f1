// Failures whose number or words tell who said no: the server, the network, a CDN, or a date.
#include "core/enrolment/http_status.h"

#include <gtest/gtest.h>

#include "core/enrolment/advice.h"
#include "core/enrolment/diagnosis.h"
#include "support/writers/enrolments.h"

namespace enrolkit::test {
namespace {

Diagnosis failed_with(const std::string& words) {
  return diagnosis_of(
      begin(10, 700) +
          rec(stamp(9, 10, 2), 730,
              "An error occurred while enrolling computer: Connection failure: \"" + words + "\"") +
          rec(stamp(9, 10, 3), 730, "Enroll return code: 70"),
      kDay);
}
Diagnosis failed_with(int status) {
  return failed_with("The operation couldn’t be completed. ( error " + std::to_string(status) + ".)");
}
std::string advice_for(const Diagnosis& d) {
  std::string all;
  for (const std::string& line : lines_of(remedies_for(*d.cause, advice_facts(d)))) all += line + "\n";
  return all;
}

TEST(HttpStatus, OfTheNetworkIsNoErrorOfTheServer) {
  for (const int status : {407, 511}) {
    const Diagnosis d = failed_with(status);
    EXPECT_EQ(d.cause, Cause::server_unreachable) << status;
    EXPECT_EQ(d.confidence, Confidence::likely);
    EXPECT_EQ(d.sentence.find("server answered"), std::string::npos) << d.sentence;
    EXPECT_NE(d.sentence.find("HTTP " + std::to_string(status)), std::string::npos) << d.sentence;
  }
}

TEST(HttpStatus, HasAdviceOfItsOwn) {
  for (const int status : {400, 404, 407, 408, 409, 413, 429, 500, 511, 520, 525, 526, 530}) {
    const std::string advice = advice_for(failed_with(status));
    EXPECT_EQ(advice.find("502"), std::string::npos) << advice;
    EXPECT_NE(advice.find("HTTP " + std::to_string(status)), std::string::npos) << advice;
  }
  for (const int status : {404, 413, 429, 525, 526}) {
    EXPECT_EQ(failed_with(status).cause, Cause::server_error);
    EXPECT_EQ(failed_with(status).confidence, Confidence::likely) << status;
  }
  for (const int status : {502, 503, 504}) {
    EXPECT_EQ(failed_with(status).confidence, Confidence::certain) << status;
    EXPECT_NE(advice_for(failed_with(status)).find("502 to 504"), std::string::npos);
  }
}

// Which of the two is wrong, the certificate's dates or the Mac's clock, the log does not tell.
TEST(HttpStatus, ADateThatIsNotValidMayBeTheCertificatesOrTheClocks) {
  for (const char* words :
       {"The certificate for this server has expired.", "The certificate for this server is not yet valid.",
        "The operation couldn’t be completed. (NSURLErrorDomain error -1201.)",
        "The operation couldn’t be completed. (NSURLErrorDomain error -1204.)"}) {
    const Diagnosis d = failed_with(std::string(words));
    EXPECT_EQ(d.cause, Cause::clock_skew) << words;
    EXPECT_EQ(d.confidence, Confidence::likely) << words;
    const std::string advice = advice_for(d);
    EXPECT_LT(advice.find("openssl s_client -connect jamf.example.org:443"), advice.find("sntp")) << advice;
  }
}

TEST(HttpStatus, AClientCertificateMayBeAskedForByAProxy) {
  for (const char* words : {"The server “jamf.example.org” requires a client certificate.",
                            "The operation couldn’t be completed. (NSURLErrorDomain error -1206.)"}) {
    const Diagnosis d = failed_with(std::string(words));
    EXPECT_EQ(d.confidence, Confidence::likely);
    EXPECT_NE(d.sentence.find("asked for a client certificate"), std::string::npos) << d.sentence;
    EXPECT_NE(d.missing.find("proxy"), std::string::npos) << d.missing;
  }
}

TEST(Advice, LeavesOutANewEnrolmentWhereTheIdentityWorks) {
  for (const Cause cause : {Cause::server_unreachable, Cause::server_error}) {
    const auto count = [&](bool works) {
      return remedies_for(cause, AdviceFacts{.identity_works = works}).size();
    };
    EXPECT_EQ(count(true) + 1, count(false));
  }
}

}  // namespace
}  // namespace enrolkit::test
