#include "core/format/certificate.h"

#include <gtest/gtest.h>

#include "support/writers/certificate_writer.h"

namespace enrolkit {
namespace {

using test::CertificateToWrite;
using test::common_name;
using Kind = CertificateFault::Kind;

constexpr std::int64_t kFrom = 1'700'000'000;  // 2023-11-14 22:13:20 UTC
constexpr std::int64_t kTo = 1'763'072'000;    // two years on

CertificateToWrite device() {
  CertificateToWrite it;
  it.subject = {common_name("A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11")};
  it.issuer = {test::country("GB"), test::organisation("Example"),
               common_name("JSS Built-in Certificate Authority")};
  it.not_before_unix = kFrom;
  it.not_after_unix = kTo;
  return it;
}

Certificate read(const std::string& der) {
  const auto result = parse_certificate(der);
  if (const auto* fault = std::get_if<CertificateFault>(&result)) {
    ADD_FAILURE() << fault->why;
    return {};
  }
  return std::get<Certificate>(result);
}

Certificate read(const CertificateToWrite& it) { return read(write_certificate(it)); }

// "damaged: why", "unsupported: why" or "sound".
std::string called(std::string_view der) {
  const auto result = parse_certificate(der);
  const auto* fault = std::get_if<CertificateFault>(&result);
  if (fault == nullptr) return "sound";
  return (fault->kind == Kind::damaged ? "damaged: " : "unsupported: ") + fault->why;
}

std::string changed(std::string der, std::string_view from, std::string_view to) {
  const auto at = der.find(from);
  EXPECT_NE(at, std::string::npos);
  for (auto p = at; p != std::string::npos; p = der.find(from, p + to.size()))
    der.replace(p, from.size(), to);
  return der;
}

TEST(Certificate, TellsWhoIssuedWhatToWhomAndWhen) {
  const Certificate found = read(device());
  const Certificate expected{"A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11",
                             "JSS Built-in Certificate Authority",
                             "C=GB, O=Example, CN=JSS Built-in Certificate Authority",
                             "01",
                             kFrom,
                             kTo,
                             false,
                             found.subject_name,
                             found.issuer_name,
                             "",
                             "",
                             found.public_key_hash};
  EXPECT_EQ(found, expected);
  EXPECT_EQ(found.public_key_hash.size(), 20U);
  EXPECT_NE(found.subject_name.find("A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11"), std::string::npos);
  EXPECT_NE(found.issuer_name.find("Example"), std::string::npos);
  EXPECT_EQ(found.issuer_name.front(), '\x30') << "a whole name, in DER";
}

TEST(Certificate, KnowsAnAuthority) {
  CertificateToWrite it = device();
  it.authority = true;
  EXPECT_TRUE(read(it).is_ca);
}

TEST(Certificate, ReadsBothFormsOfDates) {
  CertificateToWrite it = device();
  it.not_before_unix = -631'152'000;    // 1950-01-01, the first that is written with two digits of the year
  it.not_after_unix = 253'402'300'799;  // 9999-12-31 23:59:59, "no end"
  EXPECT_EQ(read(it).not_before_unix, it.not_before_unix);
  EXPECT_EQ(read(it).not_after_unix, it.not_after_unix);
  it.not_before_unix = 2'524'607'999;  // the last second of 2049
  it.not_after_unix = 2'524'608'000;   // the first of 2050
  EXPECT_EQ(read(it).not_before_unix, it.not_before_unix);
  EXPECT_EQ(read(it).not_after_unix, it.not_after_unix);
}

TEST(Certificate, SerialIsHexWithoutItsSignByte) {
  CertificateToWrite it = device();
  it.serial = std::string("\x00\xAB\x12", 3);
  EXPECT_EQ(read(it).serial, "AB12");
  it.serial = std::string("\x00", 1);
  EXPECT_EQ(read(it).serial, "00");
  it.serial = std::string("\x0A\x00", 2);
  EXPECT_EQ(read(it).serial, "0A00");
}

TEST(Certificate, OfSeveralCommonNamesTheLastCounts) {
  CertificateToWrite it = device();
  it.subject = {common_name("general"), common_name("specific"), test::organisation("Example")};
  it.issuer = {common_name("one"), common_name("two")};
  EXPECT_EQ(read(it).subject_cn, "specific");
  EXPECT_EQ(read(it).issuer_cn, "two");
  EXPECT_EQ(read(it).issuer, "CN=one, CN=two");
}

TEST(Certificate, MayHaveNoCommonNameOrNoNameAtAll) {
  CertificateToWrite it = device();
  it.subject = {test::organisation("Example")};
  EXPECT_EQ(read(it).subject_cn, "");
  it.subject = {};
  EXPECT_EQ(read(it).subject_cn, "");
}

TEST(Certificate, KeepsTheBytesOfHostileNames) {
  const std::string uuid = "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11";
  for (const std::string& name :
       {uuid + std::string("\0.example", 9), std::string("line\nbreak\r\x1B[31m"),
        std::string("\xFF\xFE not UTF-8"), std::string("<result>&</result>"), std::string(5'000, 'x')}) {
    CertificateToWrite it = device();
    it.subject = {common_name(name)};
    it.issuer = {common_name(name)};
    EXPECT_EQ(read(it).subject_cn, name);
    EXPECT_EQ(read(it).issuer_cn, name);
    EXPECT_EQ(read(it).issuer, "CN=" + name);
  }
}

TEST(Certificate, EveryTypeOfTextIsKeptAsItIs) {
  for (const int tag : {0x0C, 0x13, 0x14, 0x16, 0x1E}) {  // UTF8, Printable, T61, IA5, BMP
    CertificateToWrite it = device();
    it.subject = {{"\x55\x04\x03", "AB", static_cast<unsigned char>(tag)}};
    EXPECT_EQ(read(it).subject_cn, "AB");
  }
}

TEST(Certificate, IssuerLineEscapesItsOwnSignsAndShowsUnknownTypes) {
  CertificateToWrite it = device();
  it.issuer = {test::organisation("A, B + \\C"), {"\x55\x04\x99", "odd"}, common_name("JSS")};
  EXPECT_EQ(read(it).issuer, "O=A\\, B \\+ \\\\C, oid.550499=odd, CN=JSS");
}

TEST(Certificate, AnUnknownCriticalExtensionDoesNotHideNamesAndDates) {
  CertificateToWrite it = device();
  it.unknown_critical = true;
  EXPECT_EQ(read(it), read(device()));
}

TEST(Certificate, NothingIsDamaged) { EXPECT_EQ(called(""), "damaged: no bytes at all"); }

TEST(Certificate, EveryCutIsDamaged) {
  const std::string der = write_certificate(device());
  for (std::size_t length = 1; length < der.size(); ++length)
    ASSERT_TRUE(called(std::string_view(der).substr(0, length)).starts_with("damaged")) << length;
}

TEST(Certificate, BytesAfterTheCertificateAreDamage) {
  EXPECT_EQ(called(write_certificate(device()) + "x"), "damaged: 1 bytes follow the certificate");
}

TEST(Certificate, ALengthBeyondTheBytesIsDamage) {
  std::string der = write_certificate(device());
  der[2] = '\x7F';
  EXPECT_TRUE(called(der).starts_with("damaged")) << called(der);
}

TEST(Certificate, DatesThatDoNotExistAreDamage) {
  const std::string der = write_certificate(device());
  EXPECT_TRUE(called(changed(der, "231114", "230230")).starts_with("damaged: a date"));
  EXPECT_TRUE(called(changed(der, "231114", "231314")).starts_with("damaged: a date"));
  EXPECT_TRUE(called(changed(der, "231114", "2311:4")).starts_with("damaged: a date"));
}

TEST(Certificate, UnknownKindsAreUnsupportedNotDamaged) {
  const std::string der = write_certificate(device());
  const auto with_rsa = [&](std::string_view last, std::string_view other) {
    const std::string rsa = "\x2A\x86\x48\x86\xF7\x0D\x01\x01";
    return called(changed(der, rsa + std::string(last), rsa + std::string(other)));
  };
  EXPECT_TRUE(with_rsa("\x01", "\x7F").starts_with("unsupported: unknown kind of public key"));
  EXPECT_TRUE(with_rsa("\x0B", "\x7F").starts_with("unsupported: unknown kind of signature"));
  EXPECT_TRUE(
      called(changed(der, "\xA0\x03\x02\x01\x02", "\xA0\x03\x02\x01\x07")).starts_with("unsupported"));
  EXPECT_TRUE(called(std::string(kMaxCertificateBytes + 1, '\x30')).starts_with("unsupported"));
}

}  // namespace
}  // namespace enrolkit
