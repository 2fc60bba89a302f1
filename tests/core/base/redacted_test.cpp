#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "core/base/redact.h"
#include "core/base/text.h"

namespace enrolkit {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

void expect(const Pairs& pairs) {
  for (const auto& [text, expected] : pairs) {
    EXPECT_EQ(redacted(text), expected);
    EXPECT_EQ(redacted(expected), expected) << "again";
  }
}

TEST(Redacted, LeavesTextWithoutSecretsAlone) {
  for (const std::string text :
       {"", "Checking for policies triggered by \"recurring check-in\" for user \"student1\"...",
        "The SSL Certificate for https://jamf.example.org:8443/ must be trusted for the jamf binary to "
        "connect to it.",
        "Using enrollment invitation to enroll into Jamf Server: https://jamf.example.org/",
        "Executing Policy Reset password (2)", "a://b", "what? nothing# here & there", "user@example.org"}) {
    EXPECT_EQ(redacted(text), text);
  }
}

TEST(Redacted, TakesQueriesAndFragmentsOfUrls) {
  expect({
      {"get https://jamf.example.org/p.pkg?token=abc&x=1 now",
       "get https://jamf.example.org/p.pkg?(removed) now"},
      {"HTTP://jamf.example.org?x", "HTTP://jamf.example.org?(removed)"},
      {"https://jamf.example.org/#access_token=abc", "https://jamf.example.org/?(removed)"},
      {"\"https://jamf.example.org/?q=1\" and <https://b.example.org/?r=2>",
       "\"https://jamf.example.org/?(removed)\" and <https://b.example.org/?(removed)>"},
      {"https://a.example.org/?", "https://a.example.org/?(removed)"},
  });
}

TEST(Redacted, TakesAWholeQueryWhateverMarksItHolds) {
  expect({
      {"https://a.example.org/?s=abc)def'ghi;jkl,mno(p end", "https://a.example.org/?(removed) end"},
      {"(see https://a.example.org/?s=abc)", "(see https://a.example.org/?(removed)"},
  });
}

TEST(Redacted, TakesUserPartsOfUrlsOfAnyScheme) {
  expect({
      {"https://ana:pw@jamf.example.org/path", "https://(removed)@jamf.example.org/path"},
      {"https://ana@jamf.example.org?x=y z", "https://(removed)@jamf.example.org?(removed) z"},
      {"smb://svc:p@ss@files.example.org/share", "smb://(removed)@files.example.org/share"},
      {"https://jamf.example.org/a@b", "https://jamf.example.org/a@b"},
      {"https://@jamf.example.org/", "https://@jamf.example.org/"},
      {"https://proxy.example.org/http://ana:pw@b.example.org/?q r",
       "https://proxy.example.org/http://(removed)@b.example.org/?(removed) r"},
  });
}

TEST(Redacted, TakesKeysInsideThePathOfAUrl) {
  expect({{"https://a.example.org/p;token=abc/d?x=1 end",
           "https://a.example.org/p;token=(removed)?(removed) end"}});
}

TEST(Redacted, TakesValuesOfOptionsQuotedOrNot) {
  expect({
      {"jamf -password hunter2 -verbose", "jamf -password (removed) -verbose"},
      {"jamf -password 'two words' -verbose", "jamf -password (removed) -verbose"},
      {"jamf -password \"two words\" -verbose", "jamf -password (removed) -verbose"},
      {"jamf -password=hunter2", "jamf -password=(removed)"},
      {"jamf --PASSWORD hunter2", "jamf --PASSWORD (removed)"},
      {"jamf -password a&b -x", "jamf -password (removed) -x"},
      {"jamf -password 'a'b -x", "jamf -password (removed) -x"},
      {"jamf -password 'never closed -x", "jamf -password '(removed)"},
      {"jamf -password '", "jamf -password '"},
      {"jamf -password", "jamf -password"},
      {"jamf -password  ", "jamf -password  "},
      {"jamf enroll -invitation 123456789 -noRecon", "jamf enroll -invitation (removed) -noRecon"},
      {"createAccount -username x -passhash abc", "createAccount -username x -passhash (removed)"},
      {"--user ana:kitten https://h.example.org/", "--user ana:(removed) https://h.example.org/"},
      {"-x --user='ana:two words' -y", "-x --user='ana:(removed)' -y"},
      {"-server h.example.org:8443 -path /a:b", "-server h.example.org:8443 -path /a:b"},
      {"ldapsearch -x -wkitten -v", "ldapsearch -x -w(removed) -v"},
      {"-sshPassphrase abc -oldPassword def", "-sshPassphrase (removed) -oldPassword (removed)"},
  });
}

TEST(Redacted, TakesValuesOfKeys) {
  expect({
      {"token=abc&next=1", "token=(removed)&next=1"},
      {"access_token=abc d", "access_token=(removed) d"},
      {"Password=abc\tsecret=def", "Password=(removed)\tsecret=(removed)"},
      {"token=", "token="},
      {"token=\"a b\" c", "token=\"(removed)\" c"},
      {"Authorization: Bearer abc.def", "Authorization: (removed)"},
  });
}

TEST(Redacted, TakesWordsBehindKeysOfWhichNothingIsKnown) {
  expect({
      {"frobnicator: kitten and more", "frobnicator: (removed) and more"},
      {"frobnicator: kitten: 1", "frobnicator: (removed)"},
      {"sentence: frobnicator: kitten, x", "sentence: (removed), x"},
      {"frobnicator = ( kitten )", "frobnicator = ( (removed) )"},
      {"frobnicator=[\"kitten\", 1]", "frobnicator=[\"(removed)\", 1]"},
      {"{\"frobnicator\": \"a kitten, and more\", \"code\": 70}",
       "{\"frobnicator\": \"(removed)\", \"code\": 70}"},
      {"{\"frobnicator\": {\"xyzzy\": \"kitten\"}}", "{\"frobnicator\": {\"xyzzy\": \"(removed)\"}}"},
      {"frobnicator: https://jamf.example.org/", "frobnicator: https://jamf.example.org/"},
      {"-frobnicator -invitation 123456789", "-frobnicator -invitation (removed)"},
      {"<zork>a kitten</zork> <zork>not found</zork>", "<zork>(removed)</zork> <zork>not found</zork>"},
  });
}

TEST(Redacted, FollowsASentenceIntoItsTags) {
  expect({
      {"Your password is <b>kitten</b>", "Your password is <b>(removed)</b>"},
      {"<b>Your password</b> is <code class=\"x\">kitten</code> now",
       "<b>Your password</b> is <code class=\"x\">(removed)</code> now"},
      {"Reset password</title><body>Hello", "Reset password</title><body>Hello"},
  });
}

TEST(Redacted, TakesWhatLooksChosenBehindAKeyOrACode) {
  expect({
      {"WPA2 key hunter42!", "WPA2 key (removed)"},
      {"The code is \"Zq7vXk2mRt9w\".", "The code is \"(removed)\"."},
      {"return code 0xE0000001, key com.jamf.v2 exists", "return code 0xE0000001, key com.jamf.v2 exists"},
      {"The key is in the keychain 20260302", "The key is in the keychain 20260302"},
  });
}

// A member behind one that speaks of a secret keeps its key, and so its value goes by that.
TEST(Redacted, TakesNoKeyOfAnObjectForTheSecret) {
  expect({
      {R"~({"type":"password","id":3,"answer":"kitten"})~",
       R"~({"type":"password","id":3,"answer":"(removed)"})~"},
      {R"~({"question":"Enter your password", "answer":"kitten"})~",
       R"~({"question":"Enter your password", "answer":"(removed)"})~"},
      {R"~(the password "kitten": no)~", R"~(the password "(removed)": no)~"},
  });
}

TEST(Redacted, TakesAllOfAValueBehindAKeyOfWhichNothingIsKnown) {
  expect({
      {"frobnicator: purple kitten sofa", "frobnicator: (removed) (removed) (removed)"},
      {"frobnicator=kitten;mitten next", "frobnicator=(removed) next"},
      {"frobnicator: kitten could not be mitten. Server failed",
       "frobnicator: (removed) could not be (removed). Server failed"},
      {"frobnicator: kitten,https://ana:pw@h.example.org/",
       "frobnicator: (removed),https://(removed)@h.example.org/"},
      {"frobnicator: kitten 11.2 ana:pw@h.example.org",
       "frobnicator: (removed) 11.2 (removed)@h.example.org"},
      {"frobnicator: kitten, host: h.example.org", "frobnicator: (removed), host: h.example.org"},
      {"networksetup -setairportnetwork en0 Corp \"kitten\"",
       "networksetup -setairportnetwork (removed) (removed) \"(removed)\""},
  });
}

TEST(Redacted, TakesWhatSomebodyMayHaveTyped) {
  expect({
      {"button returned:OK, text returned:kitten", "button returned:OK, text returned:(removed)"},
      {"text: kitten", "text: (removed)"},
      {"Script result: kitten", "Script result: (removed)"},
      {"Script result: installed", "Script result: installed"},
      {"value: 70", "value: 70"},
      {R"~({"value":"kitten","name":"password"})~", R"~({"value":"(removed)","name":"password"})~"},
      {R"~(<input name="password" value="kitten">)~", R"~(<input name="password" value="(removed)">)~"},
      {"<string>kitten</string>", "<string>kitten</string>"},
  });
}

TEST(Redacted, KnowsHashesByTheirNames) {
  const std::string hex = "5f4dcc3b5aa765d61d8327deb882cf99";
  for (const std::string key : {"CDHash", "sha256", "SHA-1", "md5", "fingerprint", "checksum", "hash"})
    EXPECT_EQ(redacted(key + ": " + hex), key + ": " + hex);
  for (const std::string key : {"preshared", "shared", "auth_hash", "nthash", "user.digest2"})
    EXPECT_EQ(redacted(key + ": " + hex), key + ": (removed)");
}

TEST(Redacted, TakesKeysInGroupsWhereverTheyStand) {
  expect({
      {"FileVault key AB12-CD34-EF56-GH78-JK90-LM12", "FileVault key (removed)"},
      {"installed AB12C-D34EF-56GH7-8JK90-LM12N.", "installed (removed)."},
      {"at 2026-1130-0830-1200 in AAAA-BBBB-CCCC-DDDD", "at 2026-1130-0830-1200 in AAAA-BBBB-CCCC-DDDD"},
  });
}

TEST(Redacted, TakesAValueThatBeginsLikeNone) {
  expect({
      {R"~({"password":"no kitten"})~", R"~({"password":"(removed)"})~"},
      {"password: true,kitten", "password: (removed)"},
      {"-password no kitten -x", "-password no (removed) -x"},
      {"password: no longer valid", "password: no longer valid"},
      {"token=no; user=ana", "token=no; user=ana"},
  });
}

// Without a stamp before them, which begins another message.
TEST(Redacted, FollowsAQuoteAPromptAndATableOverTheirLines) {
  expect({
      {"-password 'kitten\nmitten' -x y", "-password '(removed)\n(removed)' -x y"},
      {"curl -H \"Authorization: Basic\nkitten mitten\" https://h.example.org/",
       "curl -H \"(removed)\n(removed)\" https://h.example.org/"},
      {"-password 'kitten\n\nmitten", "-password '(removed)\n\nmitten"},
      {"Enter password for ladmin\nkitten\nmitten", "Enter password for (removed)\n(removed)\nmitten"},
      {"Enter password for ladmin\na kitten sits", "Enter password for (removed)\na kitten sits"},
      {"user,password,id\nana,\"kitten,1\",7\nbob,mitten,8\nx",
       "user,password,id\nana,\"(removed)\",7\nbob,(removed),8\nx"},
      {"Script result: user;Recovery key\nana;kitten", "Script result: user;Recovery key\nana;(removed)"},
      {"Script result: | user | password |\n|------|------|\n| ana  | kitten |\n\n| ana  | kitten |",
       "Script result: | user | password |\n|------|------|\n| ana  | (removed) |\n\n| ana  | kitten |"},
      {"  password: >-\n    kitten\n    mitten\n  host: h.example.org",
       "  password: >-\n    (removed)\n    (removed)\n  host: h.example.org"},
      {"user, password and more\nkitten, mitten", "user, password and more\nkitten, mitten"},
  });
}

TEST(Redacted, OfDigitsBehindACodeThoseOfAnErrorStay) {
  expect({
      {"WPA key: 48213377", "WPA key: (removed)"},
      {"Zugangscode: 48213378", "Zugangscode: (removed)"},
      {"The code: 4821", "The code: (removed)"},
      {"return code: 48213", "return code: 48213"},
      {"exitcode: 1024, statusCode=1234", "exitcode: 1024, statusCode=1234"},
      {"Error Domain=NSCocoaErrorDomain Code=4099", "Error Domain=NSCocoaErrorDomain Code=4099"},
      {R"~({"errorCode": 10001, "code": 4099})~", R"~({"errorCode": 10001, "code": 4099})~"},
  });
}

TEST(Redacted, TakesWhatHangsOnAHarmlessValue) {
  expect({
      {"adminCred=a(kitten)", "adminCred=(removed))"},
      {"button returned:OK, text returned:a(b)kitten7", "button returned:OK, text returned:(removed)"},
      {"frobnicator: installed(70) status: running(pid=812)",
       "frobnicator: installed(70) status: running(pid=812)"},
      {"{\"frobnicator\":true,\"xyzzy\":1}", "{\"frobnicator\":true,\"xyzzy\":1}"},
      {"launchctl setenv PATH /usr/bin:/bin", "launchctl setenv PATH /usr/bin:/bin"},
      {"defaults write com.x AutoUpdate -bool true", "defaults write com.x AutoUpdate -bool true"},
      {"profiles renew -type enrollment", "profiles renew -type enrollment"},
      {"expect -c \"spawn ssh; send kitten\\r; interact\"",
       "expect -c \"spawn ssh; send (removed)\\r; interact\""},
  });
}

TEST(Redacted, LeavesNothingOfASecretBehindAnyShape) {
  const std::string secret = "S3CR3T";
  for (const std::string before : {"https://h.example.org/?k=", "https://u:", "-password ", "-password '",
                                   "-invitation ", "token=", "token=\"", "Authorization: Bearer ",
                                   "https://h.example.org/token=", "https://h.example.org/p?a=(b)'c')"}) {
    const std::string after = before == "https://u:" ? "@h.example.org/" : "";
    EXPECT_EQ(redacted("x " + before + secret + after + " y").find(secret), std::string::npos) << before;
  }
}

// A key of a property list that names a secret hides nothing of what stands before its value.
TEST(Redacted, LooksThroughWhatStandsBetweenAPropertyListsKeyAndItsValue) {
  expect({
      {"<key>token</key>a\npassword=S3CR3T\n<string>S3CR3T</string>",
       "<key>token</key>a\npassword=(removed)\n<string>(removed)</string>"},
      {"<key>token\npassword: S3CR3T\n<b>", "<key>token\npassword: (removed)\n<b>"},
      {"<key>token</ke\npassword: S3CR3T\n><string>S3CR3T</string>",
       "<key>token</ke\npassword: (removed)\n><string>(removed)</string>"},
      {"<key>token</key>\n<true/>\npassword: S3CR3T", "<key>token</key>\n<true/>\npassword: (removed)"},
  });
}

}  // namespace
}  // namespace enrolkit
