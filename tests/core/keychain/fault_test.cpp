// Files that are no sound keychain: what they are called, and that none of them leads the reader astray.
#include <gtest/gtest.h>

#include <functional>
#include <utility>
#include <vector>

#include "core/keychain/keychain.h"
#include "support/writers/certificate_writer.h"
#include "support/writers/keychain_writer.h"

namespace enrolkit {
namespace {

using namespace test;
using Kind = KeychainFault::Kind;
using Change = std::function<void(std::string&)>;

std::string sound_file(bool small = false) {
  CertificateToWrite it;
  it.subject = {common_name("A Mac")};
  it.issuer = {common_name("An authority")};
  it.not_after_unix = 2'000'000'000;
  KeychainWriter writer;
  writer.needed_tables_only = small;
  for (const std::uint32_t key : {1U, 2U}) {
    it.key = key;
    writer.certificate(write_certificate(it), public_key_hash(key));
    writer.private_key(public_key_hash(key));
  }
  return writer.bytes();
}

std::string called(std::string_view bytes) {
  const auto result = parse_keychain(bytes);
  const auto* fault = std::get_if<KeychainFault>(&result);
  if (fault == nullptr) return "sound";
  EXPECT_LE(fault->where, bytes.size());
  EXPECT_FALSE(fault->what.empty());
  return std::string(to_text(fault->kind));
}

std::string called_after(const Change& change) {
  std::string file = sound_file();
  change(file);
  return called(file);
}

// The certificate table, its first slot and record, and the offset of its n-th attribute.
std::uint64_t table(const std::string& file) { return table_at(file, kCertificateTable); }
std::uint64_t slot(const std::string& file) { return slot_at(file, kCertificateTable, 0); }
std::uint64_t record(const std::string& file) { return record_at(file, kCertificateTable, 0); }
std::uint64_t attribute(const std::string& file, std::uint64_t n) { return record(file) + 24 + 4 * n; }

TEST(KeychainFault, SoundFileHasNone) {
  EXPECT_EQ(called(sound_file()), "sound");
  EXPECT_EQ(called(sound_file(true)), "sound");
}

TEST(KeychainFault, NoBytesAreEmpty) { EXPECT_EQ(called(""), "empty"); }

TEST(KeychainFault, EveryCutIsCalledTruncated) {
  const std::string file = sound_file();
  for (std::size_t length = 1; length < file.size(); ++length)
    ASSERT_EQ(called(std::string_view(file).substr(0, length)), "truncated") << length;
}

TEST(KeychainFault, OtherFilesAreNamed) {
  const auto what = [](std::string_view bytes) {
    const auto result = parse_keychain(bytes);
    const auto* fault = std::get_if<KeychainFault>(&result);
    return fault != nullptr && fault->kind == Kind::not_a_keychain ? fault->what : "";
  };
  EXPECT_NE(what(std::string_view("SQLite format 3\0", 16)).find("SQLite"), std::string::npos);
  EXPECT_NE(what("\xFA\xDE\x07\x11 and more").find("unlock blob"), std::string::npos);
  EXPECT_NE(what(std::string(4096, '\0')).find("zero bytes"), std::string::npos);
  EXPECT_NE(what("bplist00").find("another kind"), std::string::npos);
}

TEST(KeychainFault, AnotherVersionIsUnsupported) {
  EXPECT_EQ(called_after([](auto& f) { put_word(f, 4, 0x00020000); }), "unsupported");
}

TEST(KeychainFault, AFileBeyondTheLimitIsUnsupported) {
  EXPECT_EQ(called("kych" + std::string(kMaxKeychainBytes, '\0')), "unsupported");
}

TEST(KeychainFault, AnotherSchemaIsUnsupported) {
  // The first row that tells of attribute "hpky" tells of another one instead.
  EXPECT_EQ(called_after([](auto& f) {
              const auto at = f.find("hpky");
              ASSERT_NE(at, std::string::npos);
              for (auto p = at; p != std::string::npos; p = f.find("hpky", p + 1)) f.replace(p, 4, "hpkz");
            }),
            "unsupported");
}

TEST(KeychainFault, BrokenHeaderIsCorrupt) {
  EXPECT_EQ(called_after([](auto& f) { put_word(f, 12, 12); }), "corrupt");
  EXPECT_EQ(called_after([](auto& f) { put_word(f, 12, 21); }), "corrupt");
  EXPECT_EQ(called_after([](auto& f) { f += '\0'; }), "corrupt");
  EXPECT_EQ(called_after([](auto& f) { put_word(f, f.size() - 4, 0); }), "corrupt");
  EXPECT_EQ(called_after([](auto& f) { put_word(f, 12, 0xFFFFFFFC); }), "truncated");  // beyond all bytes
  EXPECT_EQ(called_after([](auto& f) { put_word(f, 20, 0xFFFFFFFF); }), "truncated");
}

TEST(KeychainFault, BrokenListOfTablesIsCorrupt) {
  EXPECT_EQ(called_after([](auto& f) { put_word(f, 24, 0x40000000); }),
            "corrupt");  // times 4 is 0 in 32 bits
  EXPECT_EQ(called_after([](auto& f) { put_word(f, 24, 0); }), "corrupt");
  EXPECT_EQ(called_after([](auto& f) { put_word(f, 24, word_at(f, 24) - 1); }), "corrupt");
  EXPECT_EQ(called_after([](auto& f) { put_word(f, 28, word_at(f, 28) + 4); }), "corrupt");
  EXPECT_EQ(called_after([](auto& f) { put_word(f, table(f) + 4, kPrivateKeyTable); }), "corrupt");  // twice
}

TEST(KeychainFault, BrokenTableIsCorrupt) {
  for (const std::uint32_t word : {0U, 4U, 0x40000000U, 0xFFFFFFFFU}) {
    for (const std::uint64_t field : {0U, 8U, 12U, 16U, 24U}) {  // size, records, where, indexes, slots
      EXPECT_EQ(called_after([&](auto& f) { put_word(f, table(f) + field, word); }), "corrupt") << field;
    }
  }
  EXPECT_EQ(called_after([](auto& f) { put_word(f, table(f) + word_at(f, table(f) + 16), 4); }), "corrupt");
}

TEST(KeychainFault, BrokenSlotIsCorrupt) {
  EXPECT_EQ(called_after([](auto& f) { put_word(f, slot(f), 0); }), "corrupt");
  EXPECT_EQ(called_after([](auto& f) { put_word(f, slot(f), word_at(f, slot(f)) + 1); }),
            "corrupt");  // odd: free
  EXPECT_EQ(called_after([](auto& f) { put_word(f, slot(f), word_at(f, slot(f)) + 2); }), "corrupt");
  EXPECT_EQ(called_after([](auto& f) { put_word(f, slot(f), 28); }), "corrupt");
  EXPECT_EQ(called_after([](auto& f) { put_word(f, slot(f), 0xFFFFFFFC); }), "corrupt");
  EXPECT_EQ(called_after([](auto& f) { put_word(f, slot(f) + 4, word_at(f, slot(f))); }),
            "corrupt");  // two, one record
}

TEST(KeychainFault, BrokenRecordIsCorrupt) {
  for (const std::uint32_t size : {0U, 20U, 24U, 59U, 0xFFFFFFFCU})
    EXPECT_EQ(called_after([&](auto& f) { put_word(f, record(f), size); }), "corrupt") << size;
  EXPECT_EQ(called_after([](auto& f) { put_word(f, record(f), word_at(f, record(f)) + 4); }), "corrupt");
  EXPECT_EQ(called_after([](auto& f) { put_word(f, record(f), word_at(f, record(f)) - 4); }), "corrupt");
  EXPECT_EQ(called_after([](auto& f) { put_word(f, record(f) + 4, 1); }), "corrupt");
  EXPECT_EQ(called_after([](auto& f) { put_word(f, record(f) + 16, 0xFFFFFFFF); }), "corrupt");
}

TEST(KeychainFault, BrokenAttributeIsCorrupt) {
  for (const std::uint64_t n : {0U, 2U, 8U}) {  // a number, a text, the hash
    EXPECT_EQ(called_after([&](auto& f) { put_word(f, attribute(f, n), 1); }), "corrupt");
    EXPECT_EQ(called_after([&](auto& f) { put_word(f, attribute(f, n), word_at(f, attribute(f, n)) + 2); }),
              "corrupt");
    EXPECT_EQ(called_after([&](auto& f) { put_word(f, attribute(f, n), word_at(f, record(f)) + 1); }),
              "corrupt");
    EXPECT_EQ(called_after([&](auto& f) { put_word(f, attribute(f, n), 0xFFFFFFFD); }), "corrupt");
  }
  const auto value = [](const std::string& f) { return record(f) + word_at(f, attribute(f, 8)) - 1; };
  EXPECT_EQ(called_after([&](auto& f) { put_word(f, value(f), 0xFFFFFFFF); }), "corrupt");
  EXPECT_EQ(called_after([&](auto& f) { put_word(f, value(f), 21); }),
            "corrupt");  // the record ends with the hash
}

TEST(KeychainFault, BrokenListOfValuesIsCorrupt) {
  // An even offset makes the hash's length word a count of values: 20 of them do not fit.
  const auto make_even = [](std::string& f) {
    put_word(f, attribute(f, 8), word_at(f, attribute(f, 8)) - 1);
  };
  EXPECT_EQ(called_after(make_even), "corrupt");
  for (const std::uint32_t count : {0U, 1025U, 0xFFFFFFFFU})
    EXPECT_EQ(called_after([&](auto& f) {
                make_even(f);
                put_word(f, record(f) + word_at(f, attribute(f, 8)), count);
              }),
              "corrupt");
}

TEST(KeychainFault, BrokenBlobsAreCorrupt) {
  EXPECT_EQ(called_after([](auto& f) { put_word(f, record_at(f, kMetadataTable, 0) + 24, 0); }), "corrupt");
  EXPECT_EQ(called_after([](auto& f) { put_word(f, record_at(f, kMetadataTable, 0) + 16, 36); }), "corrupt");
  EXPECT_EQ(called_after([](auto& f) { put_word(f, record_at(f, kPrivateKeyTable, 0) + 132, 0); }),
            "corrupt");
}

TEST(KeychainFault, MissingMetadataOrSchemaIsCorrupt) {
  EXPECT_EQ(called_after([](auto& f) { put_word(f, table_at(f, kMetadataTable) + 4, 0x80001001); }),
            "corrupt");
  EXPECT_EQ(called_after([](auto& f) { put_word(f, table_at(f, kSchemaAttributesTable) + 4, 4); }),
            "corrupt");
}

// Most damage breaks several rules at once: the reason shows that the rule meant is the one that found it.
TEST(KeychainFault, NamesTheRuleThatIsBroken) {
  const auto even = [](std::string& f) { put_word(f, attribute(f, 8), word_at(f, attribute(f, 8)) - 1); };
  const std::vector<std::pair<std::string_view, Change>> cases = {
      {"tables do not fit", [](auto& f) { put_word(f, 24, 0x40000000); }},
      {"is there twice", [](auto& f) { put_word(f, table_at(f, kSymmetricKeyTable) + 4, 3); }},
      {"slots in", [](auto& f) { put_word(f, table(f) + 24, 0xFFFFFFFF); }},
      {"slots are in use for", [](auto& f) { put_word(f, slot(f), 0); }},
      {"more slots are in use", [](auto& f) { put_word(f, table(f) + 8, 1); }},
      {"cannot begin at", [](auto& f) { put_word(f, slot(f), word_at(f, slot(f)) + 2); }},
      {"says that it is record", [](auto& f) { put_word(f, record(f) + 4, 1); }},
      {"leave a gap", [](auto& f) { put_word(f, record(f), word_at(f, record(f)) - 4); }},
      {"overlap", [](auto& f) { put_word(f, record(f), word_at(f, record(f)) + 4); }},
      {"cannot have 0 bytes", [](auto& f) { put_word(f, record(f), 0); }},
      {"bytes of data", [](auto& f) { put_word(f, record(f) + 16, 0x7FFFFFFF); }},
      {"cannot have 1025 values",
       [&](auto& f) {
         even(f);
         put_word(f, record(f) + word_at(f, attribute(f, 8)), 1025);
       }},
  };
  for (const auto& [rule, change] : cases) {
    std::string file = sound_file();
    change(file);
    const auto result = parse_keychain(file);
    const auto* fault = std::get_if<KeychainFault>(&result);
    ASSERT_TRUE(fault != nullptr) << rule;
    EXPECT_NE(fault->what.find(rule), std::string::npos) << rule << ": " << fault->what;
  }
}

TEST(KeychainFault, AZeroedPageIsCorrupt) {
  for (const std::size_t page : {4096U, 16384U, 20480U})
    EXPECT_EQ(called_after([&](auto& f) { f.replace(page, 4096, 4096, '\0'); }), "corrupt") << page;
}

TEST(KeychainFault, NoSingleWordLeadsTheReaderAstray) {
  std::string file = sound_file(true);
  for (std::uint64_t at = 0; at + 4 <= file.size(); at += 4) {
    const std::uint32_t before = word_at(file, at);
    for (const std::uint32_t word :
         {0U, 1U, 4U, before + 4, 0x40000000U, 0x7FFFFFFFU, 0xFFFFFFFCU, 0xFFFFFFFFU}) {
      put_word(file, at, word);
      const auto result = parse_keychain(file);
      if (const auto* keychain = std::get_if<Keychain>(&result)) {
        for (const KeychainIdentity& it : keychain->identities) {
          ASSERT_LT(it.certificate, keychain->certificates.size());
          ASSERT_LT(it.private_key, keychain->private_keys.size());
        }
      } else {
        ASSERT_LE(std::get<KeychainFault>(result).where, file.size());
      }
    }
    put_word(file, at, before);
  }
}

}  // namespace
}  // namespace enrolkit
