#include "core/keychain/file.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "core/format/byte_reader.h"

namespace enrolkit {
namespace {

using Kind = KeychainFault::Kind;
using std::uint32_t;
using std::uint64_t;

constexpr std::string_view kMagic = "kych";
constexpr uint32_t kVersion = 0x00010000;  // Apple's reader accepts no other
constexpr uint64_t kFileHeader = 16;
constexpr uint64_t kTableHeader = 28;

// What a file that is no keychain is instead, for those met in a keychain's place.
std::string_view other_format(std::string_view bytes) {
  if (bytes.starts_with("SQLite format 3")) return "an SQLite database, as data-protection keychains are";
  if (bytes.starts_with("\xFA\xDE\x07\x11")) return "an unlock blob, as /var/db/SystemKey is";
  if (bytes.find_first_not_of('\0') == std::string_view::npos) return "nothing but zero bytes";
  return "a file of another kind";
}

class FrameReader {
 public:
  explicit FrameReader(std::string_view bytes) : bytes_(bytes), reader_(bytes) {}

  std::variant<KeychainFile, KeychainFault> read() {
    if (header() && tables()) return std::move(file_);
    return std::move(fault_);
  }

 private:
  bool fail(Kind kind, uint64_t where, std::string what) {
    fault_ = {kind, where, std::move(what)};
    return false;
  }
  bool corrupt(uint64_t where, std::string what) { return fail(Kind::corrupt, where, std::move(what)); }

  // Only for offsets already known to lie in the file.
  [[nodiscard]] uint32_t word(uint64_t offset) const { return reader_.word(offset).value_or(0); }

  bool header();
  bool tables();
  bool table(uint64_t at, uint64_t limit);
  bool slots(KeychainTable& table, uint32_t slot_count, uint32_t record_count, uint64_t first, uint64_t end);
  bool record(KeychainTable& table, uint32_t slot, uint32_t offset, uint64_t first, uint64_t end);
  bool gapless(const KeychainTable& table, uint64_t first, uint64_t end);

  std::string_view bytes_;
  ByteReader reader_;
  uint64_t schema_ = 0;
  uint64_t schema_size_ = 0;
  KeychainFile file_;
  KeychainFault fault_;
};

bool FrameReader::header() {
  const uint64_t size = reader_.size();
  if (size == 0) return fail(Kind::empty, 0, "the file is empty");
  // Fewer than four bytes can only be told apart as the beginning of a keychain.
  if (!bytes_.starts_with(kMagic.substr(0, std::min<std::size_t>(bytes_.size(), kMagic.size()))))
    return fail(Kind::not_a_keychain, 0, fmt::format("the file is {}", other_format(bytes_)));
  if (size > kMaxKeychainBytes)
    return fail(Kind::unsupported, 0,
                fmt::format("{} bytes are more than the {} read", size, kMaxKeychainBytes));
  if (size < kFileHeader + 4)
    return fail(Kind::truncated, size, fmt::format("{} bytes cannot hold the header", size));
  if (word(4) != kVersion)
    return fail(Kind::unsupported, 4,
                fmt::format("file version 0x{:08X} is not 0x{:08X}", word(4), kVersion));

  schema_ = word(12);
  if (schema_ % 4 != 0 || schema_ < kFileHeader)
    return corrupt(12, fmt::format("the tables cannot begin at {}", schema_));
  if (!reader_.holds(schema_, 8))
    return fail(Kind::truncated, size, fmt::format("it ends at {}, before its tables at {}", size, schema_));
  schema_size_ = word(schema_);
  const uint64_t whole = schema_ + schema_size_ + 4;
  if (size < whole) return fail(Kind::truncated, size, fmt::format("{} of {} bytes are there", size, whole));
  if (size > whole)
    return corrupt(whole, fmt::format("{} bytes follow the end of the keychain at {}", size - whole, whole));
  file_.commit_version = word(size - 4);
  if (file_.commit_version == 0) return corrupt(size - 4, "the commit version is 0, which is never written");
  return true;
}

bool FrameReader::tables() {
  if (schema_size_ < 8) return corrupt(schema_, "the schema section is shorter than its own header");
  const uint32_t count = word(schema_ + 4);
  if (count > (schema_size_ - 8) / 4)
    return corrupt(schema_ + 4, fmt::format("{} tables do not fit into {} bytes", count, schema_size_));

  std::set<uint32_t> seen;
  uint64_t next = 8 + uint64_t{4} * count;
  for (uint32_t i = 0; i < count; ++i) {
    const uint64_t entry = schema_ + 8 + uint64_t{4} * i;
    if (word(entry) != next)
      return corrupt(entry, fmt::format("table {} is said to begin at {}, not at {}", i, word(entry), next));
    if (!table(schema_ + next, schema_size_ - next)) return false;
    const uint32_t id = file_.tables.back().id;
    if (!seen.insert(id).second)
      return corrupt(schema_ + next, fmt::format("table 0x{:08X} is there twice", id));
    next += word(schema_ + next);
  }
  if (next != schema_size_)
    return corrupt(schema_ + next, fmt::format("{} bytes follow the last table", schema_size_ - next));
  return true;
}

// The table at `at`, of which `limit` bytes are left in the schema section.
bool FrameReader::table(uint64_t at, uint64_t limit) {
  if (limit < kTableHeader) return corrupt(at, "a table's header leaves the schema section");
  const uint64_t size = word(at);
  const uint32_t id = word(at + 4);
  const uint32_t record_count = word(at + 8);
  const uint64_t records = word(at + 12);
  const uint64_t indexes = word(at + 16);
  const uint32_t slot_count = word(at + 24);
  const auto broken = [&](uint64_t field, std::string_view what) {
    return corrupt(at + field, fmt::format("table 0x{:08X}: {}", id, what));
  };
  if (size < kTableHeader || size > limit) return broken(0, fmt::format("{} of {} bytes", size, limit));
  if (slot_count == 0 || slot_count > (size - kTableHeader) / 4)
    return broken(24, fmt::format("{} slots in {} bytes", slot_count, size));
  if (records != kTableHeader + uint64_t{4} * slot_count)
    return broken(12, fmt::format("the records begin at {}, not behind {} slots", records, slot_count));
  if (indexes < records || indexes > size || size - indexes < 8)
    return broken(16, fmt::format("the indexes cannot begin at {}", indexes));
  if (indexes + word(at + indexes) != size)
    return broken(indexes, fmt::format("indexes of {} bytes do not fill it", word(at + indexes)));
  if (record_count > slot_count || record_count > (indexes - records) / kRecordHeader)
    return broken(8, fmt::format("{} records do not fit into it", record_count));

  file_.tables.push_back({id, at, {}});
  return slots(file_.tables.back(), slot_count, record_count, records, indexes) &&
         gapless(file_.tables.back(), records, indexes);
}

bool FrameReader::slots(KeychainTable& table, uint32_t slot_count, uint32_t record_count, uint64_t first,
                        uint64_t end) {
  table.records.reserve(record_count);
  for (uint32_t slot = 0; slot < slot_count; ++slot) {
    const uint64_t entry = table.at + kTableHeader + uint64_t{4} * slot;
    const uint32_t offset = word(entry);
    if (offset == 0 || offset % 2 == 1) continue;  // free; odd: a link to the next free slot
    if (table.records.size() == record_count)
      return corrupt(entry, fmt::format("table 0x{:08X}: more slots are in use than the {} records it counts",
                                        table.id, record_count));
    if (!record(table, slot, offset, first, end)) return false;
  }
  if (table.records.size() != record_count)
    return corrupt(table.at + 8, fmt::format("table 0x{:08X}: {} slots are in use for {} records", table.id,
                                             table.records.size(), record_count));
  return true;
}

bool FrameReader::record(KeychainTable& table, uint32_t slot, uint32_t offset, uint64_t first, uint64_t end) {
  const uint64_t at = table.at + offset;
  const auto broken = [&](uint64_t where, std::string_view what) {
    return corrupt(where, fmt::format("table 0x{:08X}, record {}: {}", table.id, slot, what));
  };
  if (offset % 4 != 0 || offset < first || offset > end || end - offset < kRecordHeader)
    return broken(table.at + kTableHeader + uint64_t{4} * slot, fmt::format("it cannot begin at {}", offset));
  const uint32_t size = word(at);
  if (size % 4 != 0 || size < kRecordHeader || size > end - offset)
    return broken(at, fmt::format("it cannot have {} bytes", size));
  if (word(at + 4) != slot) return broken(at + 4, fmt::format("it says that it is record {}", word(at + 4)));
  table.records.push_back({at, size, word(at + 16)});
  return true;
}

// Records fill [first, end) without gap or overlap, but not in the order of their slots.
bool FrameReader::gapless(const KeychainTable& table, uint64_t first, uint64_t end) {
  std::vector<KeychainRecord> records = table.records;
  std::sort(records.begin(), records.end(),
            [](const KeychainRecord& a, const KeychainRecord& b) { return a.at < b.at; });
  uint64_t next = table.at + first;
  for (const KeychainRecord& record : records) {
    if (record.at != next)
      return corrupt(next, fmt::format("table 0x{:08X}: records {} at {}", table.id,
                                       record.at < next ? "overlap" : "leave a gap", next));
    next += record.size;
  }
  if (next != table.at + end)
    return corrupt(next, fmt::format("table 0x{:08X}: the records end at {}, its indexes begin at {}",
                                     table.id, next, table.at + end));
  return true;
}

}  // namespace

std::variant<KeychainFile, KeychainFault> read_keychain_frame(std::string_view bytes) {
  return FrameReader(bytes).read();
}

}  // namespace enrolkit
