#include "core/format/plist.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/format/plist_guard.h"
#include "support/writers/dslocal_writer.h"

namespace enrolkit {
namespace {

std::string xml(const std::string& body) {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
         "<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" "
         "\"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n<plist version=\"1.0\">" +
         body + "</plist>\n";
}

Plist parsed(const std::string& bytes) {
  auto result = Plist::parse(bytes);
  if (auto* plist = std::get_if<Plist>(&result)) return std::move(*plist);
  ADD_FAILURE() << std::get<Unreadable>(result).why;
  return std::get<Plist>(Plist::parse(xml("<dict/>")));
}

// Why the bytes were turned away, or "" if they were not.
std::string refused(const std::string& bytes) {
  const auto result = Plist::parse(bytes);
  const auto* unreadable = std::get_if<Unreadable>(&result);
  return unreadable != nullptr ? unreadable->why : "";
}

std::string big_endian(std::uint64_t value, int size) {
  std::string out;
  for (int shift = (size - 1) * 8; shift >= 0; shift -= 8) out += static_cast<char>(value >> shift & 0xFF);
  return out;
}

// A binary property list of these objects, the first being the root; references are one byte unless told.
std::string binary(const std::vector<std::string>& objects, int ref_size = 1) {
  std::string bytes = "bplist00", offsets;
  for (const auto& object : objects) {
    offsets += big_endian(bytes.size(), 4);
    bytes += object;
  }
  const std::size_t table = bytes.size();
  return bytes + offsets + std::string(6, '\0') + big_endian(4, 1) +
         big_endian(static_cast<std::uint64_t>(ref_size), 1) + big_endian(objects.size(), 8) +
         big_endian(0, 8) + big_endian(table, 8);
}

TEST(Plist, ReadsEveryKindOfAnXmlList) {
  const Plist plist =
      parsed(xml("<dict><key>s</key><string>a &amp; "
                 "b</string><key>i</key><integer>-5</integer><key>r</key><real>1.5</real>"
                 "<key>t</key><true/><key>f</key><false/><key>d</key><data>aGk=</data>"
                 "<key>a</key><array><string>x</string><string>y</string></array>"
                 "<key>n</key><dict><key>in</key><string>deep</string></dict>"
                 "<key>when</key><date>2024-01-01T00:00:00Z</date></dict>"));
  const PlistValue root = plist.root();
  EXPECT_EQ(root["s"].string(), "a & b");
  EXPECT_EQ(root["i"].integer(), -5);
  EXPECT_EQ(root["r"].real(), 1.5);
  EXPECT_EQ(root["t"].boolean(), true);
  EXPECT_EQ(root["f"].boolean(), false);
  EXPECT_EQ(root["d"].data(), "hi");
  EXPECT_EQ(root["a"].strings(), (std::vector<std::string>{"x", "y"}));
  EXPECT_EQ(root["n"]["in"].string(), "deep");
  EXPECT_EQ(root["when"].kind(), PlistKind::date);
  EXPECT_EQ(root.keys(), (std::vector<std::string>{"s", "i", "r", "t", "f", "d", "a", "n", "when"}));
}

TEST(Plist, ReadsTheSameFromBinaryAsFromXml) {
  const test::DslocalUser user;
  const Plist from_xml = parsed(test::to_plist(user, test::PlistForm::xml));
  const Plist from_binary = parsed(test::to_plist(user, test::PlistForm::binary));
  ASSERT_EQ(from_xml.root().keys(), from_binary.root().keys());
  for (const auto& key : from_xml.root().keys()) {
    EXPECT_EQ(from_xml.root()[key].kind(), from_binary.root()[key].kind()) << key;
    EXPECT_EQ(from_xml.root()[key].strings(), from_binary.root()[key].strings()) << key;
  }
}

TEST(Plist, TellsAWrongKindFromAMissingValue) {
  const Plist plist = parsed(xml("<dict><key>a</key><string>1</string></dict>"));
  EXPECT_EQ(plist.root()["a"].kind(), PlistKind::string);
  EXPECT_EQ(plist.root()["a"].integer(), std::nullopt);
  EXPECT_EQ(plist.root()["a"].boolean(), std::nullopt);
  EXPECT_EQ(plist.root()["a"].real(), std::nullopt);
  EXPECT_EQ(plist.root()["a"].data(), std::nullopt);
  EXPECT_EQ(plist.root()["b"].kind(), PlistKind::missing);
  EXPECT_EQ(plist.root()["b"].string(), std::nullopt);
  EXPECT_EQ(plist.root()["a"]["b"].kind(), PlistKind::missing);
  EXPECT_EQ(plist.root().string(), std::nullopt);
}

TEST(Plist, TakesABareStringAsAnArrayOfOne) {
  const Plist plist =
      parsed(xml("<dict><key>a</key><string>one</string><key>e</key><array/>"
                 "<key>m</key><array><string>x</string><integer>1</integer></array></dict>"));
  EXPECT_EQ(plist.root()["a"].strings(), std::vector<std::string>{"one"});
  EXPECT_TRUE(plist.root()["a"].items().empty());
  EXPECT_TRUE(plist.root()["e"].strings().empty());
  EXPECT_EQ(plist.root()["e"].kind(), PlistKind::array);
  EXPECT_EQ(plist.root()["m"].strings(), std::vector<std::string>{"x"});
  EXPECT_EQ(plist.root()["m"].items().size(), 2U);
}

TEST(Plist, ReadsEmptyTextAndEmptyData) {
  const Plist plist =
      parsed(xml("<dict><key>s</key><string/><key>d</key><data></data><key></key><true/></dict>"));
  EXPECT_EQ(plist.root()["s"].string(), "");
  EXPECT_EQ(plist.root()["d"].data(), "");
  EXPECT_EQ(plist.root()[""].boolean(), true);
}

TEST(Plist, ReadsPastAByteOrderMark) {
  EXPECT_EQ(parsed("\xEF\xBB\xBF" + xml("<dict><key>a</key><true/></dict>")).root()["a"].boolean(), true);
}

TEST(Plist, OutlivesItsBytesAndMoves) {
  auto bytes = std::make_unique<std::string>(test::to_plist(test::DslocalUser{}));
  Plist plist = parsed(*bytes);
  bytes.reset();
  const Plist moved = std::move(plist);
  EXPECT_EQ(moved.root()["uid"].strings(), std::vector<std::string>{"501"});
}

TEST(Plist, RefusesWhatIsNoPropertyList) {
  EXPECT_EQ(refused(""), "not a sound property list: it is empty");
  EXPECT_EQ(refused(" \n "), "not a sound property list: it is empty");
  EXPECT_EQ(refused("{ \"a\": 1 }"), "not a sound property list: neither XML nor binary");
  EXPECT_EQ(refused("bplist15" + std::string(60, 'x')), "not a sound property list: neither XML nor binary");
  EXPECT_NE(refused("<html><body>Not found</body></html>"), "");
  EXPECT_NE(refused(std::string(Plist::kMaxBytes + 1, '<')), "");
  EXPECT_NE(refused(xml("")), "");
}

TEST(Plist, RefusesAFileThatIsCutOffAnywhere) {
  const std::string bytes = test::to_plist(test::DslocalUser{});
  for (std::size_t size = 0; size < bytes.size(); ++size)
    EXPECT_NE(refused(bytes.substr(0, size)), "") << size;
  const std::string text = test::to_plist(test::DslocalUser{}, test::PlistForm::xml);
  const std::size_t whole = text.find("</dict>") + std::string("</dict>").size();
  for (std::size_t size = 0; size < whole; ++size) EXPECT_NE(refused(text.substr(0, size)), "") << size;
}

TEST(Plist, SurvivesEveryByteOfABinaryFileBeingAnother) {
  const std::string bytes = test::to_plist(test::DslocalUser{});
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    for (const int flip : {0x01, 0x0F, 0x80, 0xFF}) {
      std::string damaged = bytes;
      damaged[at] = static_cast<char>(damaged[at] ^ flip);
      const auto parsed = Plist::parse(damaged);
      const auto* refusal = std::get_if<Unreadable>(&parsed);
      EXPECT_TRUE(refusal == nullptr || !refusal->why.empty()) << at << " " << flip;
    }
  }
}

TEST(Plist, RefusesObjectsThatHoldThemselves) {
  EXPECT_NE(refused(binary({std::string("\xA1\x00", 2)})), "");
  EXPECT_NE(refused(binary({"\xA1\x01", std::string("\xA1\x00", 2)})), "");
}

TEST(Plist, RefusesAFewBytesThatUnfoldToMany) {
  std::vector<std::string> halving;
  for (char next = 1; next < 40; ++next) halving.push_back(std::string("\xA2") + next + next);
  halving.push_back("\x08");
  EXPECT_NE(refused(binary(halving)).find("too many values"), std::string::npos);

  const std::string long_text = "\x5F\x12" + big_endian(1 << 20, 4) + std::string(1 << 20, 'x');
  EXPECT_NE(refused(binary({"\xAF\x11" + big_endian(1000, 2) + std::string(1000, '\x01'), long_text}))
                .find("too many bytes"),
            std::string::npos);
}

TEST(Plist, RefusesCountsThatCannotBe) {
  for (const char* kind : {"\x4F", "\x5F", "\x6F", "\xAF", "\xDF"}) {
    EXPECT_NE(refused(binary({kind + std::string("\x13") + std::string(8, '\xFF')})), "");
    EXPECT_NE(refused(binary({kind + std::string("\x13\x7F") + std::string(7, '\xFF')})), "");
    EXPECT_NE(refused(binary({kind + std::string("\x14") + std::string(16, '\x00')})), "");
    EXPECT_NE(refused(binary({kind})), "");
  }
  std::string many = binary({"\x08"});
  many.replace(many.size() - 24, 8, std::string(8, '\x7F'));
  EXPECT_NE(refused(many), "");
  std::string odd_sizes = binary({"\x08"});
  odd_sizes[odd_sizes.size() - 26] = '\x00';
  EXPECT_NE(refused(odd_sizes), "");
}

TEST(Plist, RefusesDeepNesting) {
  const auto nested = [](std::size_t depth) {
    std::vector<std::string> objects;
    for (std::size_t i = 1; i < depth; ++i) objects.push_back("\xA1" + big_endian(i, 2));
    objects.push_back("\x09");
    return binary(objects, 2);
  };
  EXPECT_EQ(refused(nested(PlistLimits::kDepth)), "");
  EXPECT_NE(refused(nested(PlistLimits::kDepth + 1)), "");
  EXPECT_NE(refused(nested(60'000)), "");

  std::string open;
  for (std::size_t i = 0; i <= PlistLimits::kXmlContainers; ++i) open += "<array>";
  EXPECT_NE(refused(xml(open)).find("too many arrays"), std::string::npos);
}

TEST(Plist, FreesTheDeepestXmlItTakes) {
  std::string open, close;
  for (std::size_t i = 0; i < PlistLimits::kXmlContainers; ++i) {
    open += "<array>";
    close += "</array>";
  }
  EXPECT_EQ(refused(xml(open + close)), "");
}

// Each would make two different names look the same.
TEST(Plist, RefusesTextThatLibplistWouldShorten) {
  EXPECT_NE(refused(binary({std::string("\x5B") + std::string("admin\0other", 11)})), "");
  EXPECT_NE(refused(binary({std::string("\x62\x00\x61\x00\x00", 5)})), "");
  EXPECT_NE(refused(binary({std::string("\x63\x00\x61\xD8\x00\x00\x62", 7)})), "");
  EXPECT_NE(refused(binary({std::string("\x61\xDC\x00", 3)})), "");
  EXPECT_NE(refused(xml(std::string("<string>admin\0other</string>", 28))), "");
}

// libplist reads 0 where no number stands: a time would be 1970, a user root.
TEST(Plist, RefusesANumberThatIsNone) {
  for (const char* good :
       {"<real>1.5</real>", "<real> -1e9\n</real>", "<integer>-5</integer>", "<integer>+7</integer>",
        "<integer>0x1F</integer>", "<integer> 18446744073709551615 </integer>", "<real>1</real>",
        "<string>abc</string>", "<realm>abc</realm>"}) {
    EXPECT_EQ(refused(xml(good)).find("a number"), std::string::npos) << good;
  }
  for (const char* bad :
       {"<real>abc</real>", "<real></real>", "<real/>", "<real>1.5x</real>", "<real >abc</real>",
        "<real>1,5</real>", "<integer>abc</integer>", "<integer/>", "<integer>12 3</integer>",
        "<integer>1.5</integer>", "<integer>99999999999999999999</integer>", "<integer>--5</integer>",
        "<integer>0x</integer>",
        "<dict><key>a</key><array><integer>1</integer><integer>x</integer></array></dict>"}) {
    EXPECT_EQ(refused(xml(bad)), "not a sound property list: a number in it is none") << bad;
  }
}

TEST(Plist, KeepsBytesThatAreNotUtf8) {
  EXPECT_EQ(parsed(binary({"\x54\x61\xFF\xC3\x62"})).root().string(), "a\xFF\xC3\x62");
}

TEST(Plist, ReadsUtf16Text) {
  EXPECT_EQ(parsed(binary({std::string("\x63\x00\xE9\xD8\x3D\xDE\x00", 7)})).root().string(),
            "\xC3\xA9\xF0\x9F\x98\x80");
}

TEST(Plist, NeverQuotesTheBytesItRefuses) {
  std::string bytes = test::to_plist(test::DslocalUser{});
  bytes.pop_back();
  EXPECT_EQ(refused(bytes).find(test::kSecretMarker), std::string::npos);
}

}  // namespace
}  // namespace enrolkit
