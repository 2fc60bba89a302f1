#include "core/saved/redact_keychain.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <variant>

#include "core/format/byte_reader.h"
#include "core/keychain/file.h"
#include "core/keychain/keychain.h"
#include "core/keychain/records.h"

namespace enrolkit {
namespace {

using std::uint32_t;
using std::uint64_t;

constexpr uint64_t kFileHeader = 16, kTableHeader = 28, kWord = 4;
constexpr uint32_t kLastSchemaTable = 3;  // 0 to 3 describe the tables: the same in every keychain
constexpr uint32_t kPrivateKey = 0x00000010, kCertificate = 0x80001000, kMetadata = 0x80008000;
// Of a private key: class, print name, label, algorithm, size. A certificate is public as a whole.
constexpr std::array<uint32_t, 5> kKeyAttributes{0, 1, 6, 9, 10};
constexpr uint64_t kKeyHead = 16;       // version, and the lengths of its parts
constexpr uint64_t kMetadataHead = 40;  // version and idle timeout; then salt and the encrypted key

class Copier {
 public:
  explicit Copier(std::string_view from) : from_(from), reader_(from), to_(from.size(), '\0') {}

  std::string copy() {
    keep(0, kFileHeader);
    if (from_.starts_with("kych")) {
      if (from_.size() >= kWord) keep(from_.size() - kWord, kWord);  // the commit version
      tables();
    }
    return std::move(to_);
  }

 private:
  void keep(uint64_t at, uint64_t size) {
    if (at >= from_.size()) return;
    size = std::min<uint64_t>(size, from_.size() - at);
    std::copy_n(from_.data() + at, size, to_.data() + at);
  }
  [[nodiscard]] uint32_t word(uint64_t at) const { return reader_.word(at).value_or(0); }

  void tables() {
    const uint64_t schema = word(12);
    const uint64_t count = std::min<uint64_t>(word(schema + kWord), from_.size() / kWord);
    keep(schema, 8 + kWord * count);
    // Where a rule is broken already, the reader stops: less is kept.
    const auto frame = read_keychain_frame(from_);
    if (const auto* file = std::get_if<KeychainFile>(&frame)) {
      const auto known = read_keychain_schema(from_, *file);
      const auto* schemas = std::get_if<KeychainSchema>(&known);
      for (const KeychainTable& t : file->tables) {
        head_of(t.at);
        for (const KeychainRecord& r : t.records) record(t.id, r, schemas);
      }
      return;
    }
    for (uint64_t i = 0; i < count; ++i) {
      const uint64_t at = schema + word(schema + 8 + kWord * i);
      head_of(at);
      const uint64_t slots = std::min<uint64_t>(word(at + 24), from_.size() / kWord);
      for (uint64_t slot = 0; slot < slots; ++slot) {
        const uint64_t offset = word(at + kTableHeader + kWord * slot);
        if (offset != 0 && offset % kWord == 0) keep(at + offset, 2 * kWord);  // its size and number
      }
    }
  }

  // Header, slots, and how long the indexes are: their inside repeats what the records hold.
  void head_of(uint64_t at) {
    const uint64_t slots = std::min<uint64_t>(word(at + 24), from_.size() / kWord);
    keep(at, kTableHeader + kWord * slots);
    keep(at + word(at + 16), kWord);
  }

  void record(uint32_t table, const KeychainRecord& r, const KeychainSchema* schemas) {
    if (table <= kLastSchemaTable) return keep(r.at, r.size);
    keep(r.at, kRecordHeader);
    if (schemas == nullptr) return;
    const auto found = schemas->find(table);
    static const KeychainAttributes kNone;
    const KeychainAttributes& attributes = found != schemas->end() ? found->second : kNone;
    const uint64_t data = r.at + kRecordHeader + kWord * attributes.size();
    if (data + r.data_size > r.at + r.size) return;
    keep(r.at + kRecordHeader, kWord * attributes.size());
    const bool open = table == kCertificate;
    keep(data, open                   ? r.data_size
               : table == kMetadata   ? std::min<uint64_t>(r.data_size, kMetadataHead)
               : table == kPrivateKey ? std::min<uint64_t>(r.data_size, kWord)
                                      : 0);
    if (table == kPrivateKey) mark_secret(data, r.data_size);
    for (std::size_t k = 0; k < attributes.size(); ++k) {
      const bool named = table == kPrivateKey && std::find(kKeyAttributes.begin(), kKeyAttributes.end(),
                                                           attributes[k].id) != kKeyAttributes.end();
      const uint64_t offset = word(r.at + kRecordHeader + kWord * k);
      // A value that would stand in the data is a broken rule, and no reason to keep that data.
      if (r.at + offset >= data + r.data_size) values(r, offset, attributes[k].format, open || named);
    }
  }

  // That the lengths of a key's blob fit, and that its encrypted part holds something, stays to be seen; what it holds does
  // not. Lengths that do not fit are none, and may be anything.
  void mark_secret(uint64_t data, uint64_t size) {
    const uint64_t begin = word(data + 2 * kWord), length = word(data + 3 * kWord);
    if (length != size || begin < kKeyHead || begin >= size) return;
    keep(data + 2 * kWord, 2 * kWord);
    const std::string_view secret = from_.substr(data + begin, size - begin);
    if (secret.find_first_not_of('\0') != std::string_view::npos) to_[data + begin] = '\xFF';
  }

  // One attribute's values: lengths and count, and what they say where it may stay.
  void values(const KeychainRecord& r, uint64_t offset, uint32_t format, bool content) {
    const bool one = offset % 2 == 1;
    uint64_t at = r.at + (one ? offset - 1 : offset);
    const uint64_t end = r.at + r.size;
    const auto keep_inside = [&](uint64_t from, uint64_t size) {
      if (from < end) keep(from, std::min(size, end - from));
    };
    uint64_t count = 1;
    if (!one) {
      keep_inside(at, kWord);
      count = word(at);
      at += kWord;
    }
    for (uint64_t i = 0; i < count && at < end; ++i) {
      const bool sized = format == kFormatString || format == kFormatBlob;
      const uint64_t length = sized ? kWord + word(at) : format == kFormatTime ? 16 : kWord;
      if (sized) keep_inside(at, kWord);
      if (content) keep_inside(at, length);
      at += (length + 3) / kWord * kWord;
    }
  }

  std::string_view from_;
  ByteReader reader_;
  std::string to_;
};

bool same(const std::variant<Keychain, KeychainFault>& a, const std::variant<Keychain, KeychainFault>& b) {
  if (const auto* fault = std::get_if<KeychainFault>(&a)) {
    const auto* other = std::get_if<KeychainFault>(&b);
    return other != nullptr && fault->kind == other->kind && fault->where == other->where &&
           fault->what == other->what;
  }
  const auto* other = std::get_if<Keychain>(&b);
  const auto& one = std::get<Keychain>(a);
  return other != nullptr && one.certificates == other->certificates &&
         one.private_keys == other->private_keys && one.identities == other->identities &&
         one.commit_version == other->commit_version && one.blob_version == other->blob_version &&
         one.idle_timeout == other->idle_timeout;
}

}  // namespace

std::optional<std::string> redacted_keychain(std::string_view bytes) {
  std::string redacted = Copier(bytes).copy();
  return same(parse_keychain(bytes), parse_keychain(redacted)) ? std::optional(std::move(redacted))
                                                               : std::nullopt;
}

}  // namespace enrolkit
