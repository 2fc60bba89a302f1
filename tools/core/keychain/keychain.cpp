#include "core/keychain/keychain.h"

#include <fmt/format.h>

#include <map>
#include <optional>
#include <utility>

#include "core/format/byte_reader.h"
#include "core/keychain/file.h"
#include "core/keychain/records.h"

namespace enrolkit {
namespace {

using Kind = KeychainFault::Kind;
using std::uint32_t;

// Record types (CSSM_DB_RECORDTYPE).
constexpr uint32_t kPrivateKey = 0x00000010;
constexpr uint32_t kX509Certificate = 0x80001000;
constexpr uint32_t kMetadata = 0x80008000;

// Attributes of a certificate ("labl", "hpky") and of a key, by id.
constexpr uint32_t kCertificatePrintName = 0x6C61626C, kPublicKeyHash = 0x68706B79;
constexpr uint32_t kKeyClass = 0, kKeyPrintName = 1, kKeyLabel = 6, kKeyType = 9, kKeySizeInBits = 10;

constexpr uint32_t kBlobMagic = 0xFADE0711;  // of the metadata record and of each key
constexpr std::size_t kHashSize = 20;        // SHA-1
constexpr uint32_t kPrivateKeyClass = 16;    // a record type, not a CSSM_KEYCLASS

// An item's values by attribute id.
class Values {
 public:
  Values(const KeychainAttributes& attributes, const KeychainItem& item)
      : attributes_(attributes), item_(item) {}

  [[nodiscard]] std::string blob(uint32_t id) { return std::string(bytes(id, kFormatBlob)); }
  [[nodiscard]] uint32_t number(uint32_t id) {
    return ByteReader(bytes(id, kFormatUint32)).word(0).value_or(0);
  }
  [[nodiscard]] std::string name(uint32_t id) {
    std::string text = blob(id);
    if (text.ends_with('\0')) text.pop_back();  // seen in names written by macOS 26
    return text;
  }
  // The schema had every attribute asked for, in its known format.
  [[nodiscard]] bool all_known() const { return all_known_; }

 private:
  std::string_view bytes(uint32_t id, uint32_t format) {
    for (std::size_t k = 0; k < attributes_.size(); ++k)
      if (attributes_[k].id == id && attributes_[k].format == format)
        return item_.values[k].value_or(std::string_view{});
    all_known_ = false;
    return {};
  }

  const KeychainAttributes& attributes_;
  const KeychainItem& item_;
  bool all_known_ = true;
};

// Nothing is decrypted, and so no key is proven; null: the blob may be one. Its head is the magic, the version, where the
// encrypted part begins, and the length of all.
const char* why_no_private_key(std::string_view blob, Values& values) {
  const ByteReader data(blob);
  constexpr std::size_t kHead = 16;
  const auto secret = data.word(8), length = data.word(12);
  if (!secret || !length || *length != blob.size() || *secret < kHead || *secret >= *length)
    return "the lengths of a private key do not fit it";
  const std::string_view encrypted = blob.substr(*secret);
  if (encrypted.find_first_not_of('\0') == std::string_view::npos) return "a private key is empty";
  if (values.number(kKeyClass) != kPrivateKeyClass) return "a private key's class is another";
  if (values.number(kKeySizeInBits) == 0) return "a private key has no size";
  return nullptr;
}

// Takes what the item is into the keychain; the fault has its `where` from the caller.
std::optional<KeychainFault> take(Keychain& keychain, uint32_t type, const KeychainAttributes& attributes,
                                  const KeychainItem& item) {
  const ByteReader data(item.data);
  Values values(attributes, item);
  if (type == kMetadata) {
    if (data.word(0) != kBlobMagic || !data.holds(0, 40))
      return KeychainFault{Kind::corrupt, 0, "the metadata is not a database blob"};
    keychain.blob_version = data.word(4).value_or(0);
    keychain.idle_timeout = data.word(36).value_or(0);
  } else if (type == kX509Certificate) {
    keychain.certificates.push_back(
        {std::string(item.data), values.blob(kPublicKeyHash), values.name(kCertificatePrintName)});
  } else if (type == kPrivateKey) {
    if (data.word(0) != kBlobMagic) return KeychainFault{Kind::corrupt, 0, "a private key is not a key blob"};
    if (const auto* why = why_no_private_key(item.data, values))
      return KeychainFault{Kind::unsupported, 0, why};
    keychain.private_keys.push_back({values.blob(kKeyLabel), values.name(kKeyPrintName),
                                     values.number(kKeyType), values.number(kKeySizeInBits)});
  }
  if (!values.all_known())
    return KeychainFault{Kind::unsupported, 0,
                         fmt::format("the schema of table 0x{:08X} is not the known one", type)};
  return std::nullopt;
}

std::vector<KeychainIdentity> identities_of(const Keychain& keychain) {
  std::map<std::string_view, std::size_t>
      keys;  // a label that is no hash (of another length) pairs with nothing
  for (std::size_t i = 0; i < keychain.private_keys.size(); ++i)
    if (keychain.private_keys[i].label.size() == kHashSize) keys.emplace(keychain.private_keys[i].label, i);
  std::vector<KeychainIdentity> identities;
  for (std::size_t i = 0; i < keychain.certificates.size(); ++i)
    if (const auto key = keys.find(keychain.certificates[i].public_key_hash); key != keys.end())
      identities.push_back({i, key->second});
  return identities;
}

}  // namespace

std::string_view to_text(KeychainFault::Kind kind) {
  switch (kind) {
    case Kind::empty: return "empty";
    case Kind::not_a_keychain: return "not a keychain";
    case Kind::truncated: return "truncated";
    case Kind::unsupported: return "unsupported";
    case Kind::corrupt: return "corrupt";
  }
  return "corrupt";
}

std::variant<Keychain, KeychainFault> parse_keychain(std::string_view bytes) {
  auto frame = read_keychain_frame(bytes);
  if (auto* fault = std::get_if<KeychainFault>(&frame)) return std::move(*fault);
  const auto& file = std::get<KeychainFile>(frame);

  auto schemas = read_keychain_schema(bytes, file);
  if (auto* fault = std::get_if<KeychainFault>(&schemas)) return std::move(*fault);
  auto& schema = std::get<KeychainSchema>(schemas);

  Keychain keychain;
  keychain.commit_version = file.commit_version;
  std::size_t metadata = 0;
  for (const KeychainTable& table : file.tables) {
    const KeychainAttributes& attributes = schema[table.id];
    for (const KeychainRecord& record : table.records) {
      auto item = read_keychain_item(bytes, record, attributes);
      if (auto* fault = std::get_if<KeychainFault>(&item)) return std::move(*fault);
      if (auto fault = take(keychain, table.id, attributes, std::get<KeychainItem>(item))) {
        fault->where = record.at;
        return *std::move(fault);
      }
    }
    if (table.id == kMetadata) metadata = table.records.size();
  }
  if (metadata != 1) return KeychainFault{Kind::corrupt, 0, "there is not exactly one metadata record"};
  keychain.identities = identities_of(keychain);
  return keychain;
}

}  // namespace enrolkit
