// Eight bytes of text at once, for what is done to each line of a log: a call for each comparison takes a third of the
// time of reading one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace enrolkit {

[[nodiscard, gnu::always_inline]] inline std::uint64_t word_at(const char* p) {
  std::uint64_t word = 0;
  std::memcpy(&word, p, sizeof word);
  return word;
}

// As std::memcmp(a, b, size) == 0.
[[nodiscard, gnu::always_inline]] inline bool same_bytes(const char* a, const char* b, std::size_t size) {
  constexpr std::size_t kWord = sizeof(std::uint64_t);
  if (size < kWord) return std::memcmp(a, b, size) == 0;
  const std::size_t last = size - kWord;  // the last word may overlap the one before
  for (std::size_t at = 0; at < last; at += kWord) {
    if (word_at(a + at) != word_at(b + at)) return false;
  }
  return word_at(a + last) == word_at(b + last);
}

}  // namespace enrolkit
