// The frame of a keychain file: header, tables, slots, records. What the records mean is keychain.cpp's
// business.
//
// All offsets and sizes are bytes. A file begins with a header of 16 bytes, then an empty authentication
// section, then the schema section with the tables one after the other, then the commit version: the last
// word, written last.
#pragma once

#include <cstdint>
#include <string_view>
#include <variant>
#include <vector>

#include "core/keychain/fault.h"

namespace enrolkit {

inline constexpr std::uint64_t kRecordHeader = 24;  // size, number, two versions, size of the data, semantics

struct KeychainRecord {
  std::uint64_t at = 0;  // offset in the file; [at, at + size) lies in the file and overlaps no other record
  std::uint32_t size = 0;
  std::uint32_t data_size = 0;  // as the record says: not yet held against `size`
};

struct KeychainTable {
  std::uint32_t id = 0;                 // the record type of all its records
  std::uint64_t at = 0;                 // offset in the file
  std::vector<KeychainRecord> records;  // the live ones, in the order of their slots
};

struct KeychainFile {
  std::vector<KeychainTable> tables;  // no id twice
  std::uint32_t commit_version = 0;
};

// Checks every rule of the frame; the fault is the first rule found broken. Passed over: the links between
// free slots and the inside of indexes, which only a writer or a search follows.
[[nodiscard]] std::variant<KeychainFile, KeychainFault> read_keychain_frame(std::string_view bytes);

}  // namespace enrolkit
