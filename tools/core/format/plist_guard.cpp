#include "core/format/plist_guard.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <vector>

namespace enrolkit {
namespace {

constexpr std::uint64_t kHeader = 8, kTrailer = 32;

// Walks every object that can be reached from the root, as often as it is referred to, just as libplist will.
class BinaryWalk {
 public:
  explicit BinaryWalk(std::string_view bytes) : bytes_(bytes) {}

  std::optional<std::string> fault() {
    if (bytes_.size() < kHeader + kTrailer) return "too short for a binary property list";
    const std::uint64_t trailer = bytes_.size() - kTrailer;
    offset_size_ = byte(trailer + 6);
    ref_size_ = byte(trailer + 7);
    objects_ = number(trailer + 8, 8);
    const std::uint64_t root = number(trailer + 16, 8);
    table_ = number(trailer + 24, 8);
    if (offset_size_ < 1 || offset_size_ > 8 || ref_size_ < 1 || ref_size_ > 8)
      return "odd sizes in its trailer";
    if (table_ <= kHeader || table_ > trailer) return "its offset table lies outside";
    if (objects_ > (trailer - table_) / offset_size_) return "its offset table is cut off";
    if (root >= objects_) return "its root is not among its objects";
    open_.push_back({root, 1});
    values_ = 1;
    while (!open_.empty()) {
      const Ref ref = open_.back();
      open_.pop_back();
      if (ref.depth > PlistLimits::kDepth) return "nested too deeply, or in a circle";
      if (auto fault = visit(ref)) return fault;
    }
    return std::nullopt;
  }

 private:
  struct Ref {
    std::uint64_t object;
    std::size_t depth;
  };

  [[nodiscard]] std::uint8_t byte(std::uint64_t at) const { return static_cast<std::uint8_t>(bytes_[at]); }
  // Big-endian; the caller has made sure that `size` bytes (1 to 8) are there.
  [[nodiscard]] std::uint64_t number(std::uint64_t at, std::uint64_t size) const {
    std::uint64_t value = 0;
    for (std::uint64_t i = 0; i < size; ++i) value = value << 8 | byte(at + i);
    return value;
  }
  // Whether `count` units of that size lie between `at` and the offset table.
  [[nodiscard]] bool holds(std::uint64_t at, std::uint64_t count, std::uint64_t unit) const {
    return at <= table_ && count <= (table_ - at) / unit;
  }

  std::optional<std::string> visit(const Ref& ref) {
    std::uint64_t at = number(table_ + ref.object * offset_size_, offset_size_);
    if (at < kHeader || at >= table_) return "an object lies outside";
    const unsigned marker = byte(at++);
    const unsigned type = marker >> 4;
    std::uint64_t size = marker & 0xF;
    if (size == 0xF &&
        ((type >= 0x4 && type <= 0x6) || type >= 0xA)) {  // the size stands in an integer behind
      if (!holds(at, 1, 1)) return "an object is cut off";
      const unsigned count_marker = byte(at++);
      const std::uint64_t width = 1ULL << (count_marker & 0xF);
      if (count_marker >> 4 != 0x1 || width > 8 || !holds(at, width, 1)) return "an object of unknown size";
      size = number(at, width);
      at += width;
    }
    switch (type) {
      case 0x0: return size == 8 || size == 9 ? std::nullopt : odd();
      case 0x1: return size <= 4 && holds(at, 1ULL << size, 1) ? std::nullopt : odd();
      case 0x2: return (size == 2 || size == 3) && holds(at, 1ULL << size, 1) ? std::nullopt : odd();
      case 0x3: return size == 3 && holds(at, 8, 1) ? std::nullopt : odd();
      case 0x4: return leaf(at, size, 1);
      case 0x5:
        if (!holds(at, size, 1)) return odd();
        if (bytes_.substr(at, size).find('\0') != std::string_view::npos) return "a string holds a NUL";
        return leaf(at, size, 1);
      case 0x6:
        if (!holds(at, size, 2)) return odd();
        if (!is_utf16(at, size)) return "a string is not UTF-16";
        return leaf(at, size, 2);
      case 0x8: return size < 8 && holds(at, size + 1, 1) ? std::nullopt : odd();
      case 0xA:
      case 0xC: return container(at, size, 1, ref.depth);
      case 0xD: return container(at, size, 2, ref.depth);
      default: return odd();
    }
  }

  static std::optional<std::string> odd() { return "an object is cut off or of an unknown kind"; }

  std::optional<std::string> leaf(std::uint64_t at, std::uint64_t size, std::uint64_t unit) {
    if (!holds(at, size, unit)) return odd();
    expanded_ += size * unit;
    if (expanded_ > PlistLimits::kExpandedBytes) return "it unfolds to too many bytes";
    return std::nullopt;
  }

  std::optional<std::string> container(std::uint64_t at, std::uint64_t size, std::uint64_t refs_each,
                                       std::size_t depth) {
    if (!holds(at, size, ref_size_ * refs_each)) return "an object is cut off or of an unknown kind";
    if (size * refs_each > PlistLimits::kValues - values_) return "it unfolds to too many values";
    values_ += size * refs_each;
    for (std::uint64_t i = 0; i < size * refs_each; ++i) {
      const std::uint64_t object = number(at + i * ref_size_, ref_size_);
      if (object >= objects_) return "it refers to an object it does not have";
      open_.push_back({object, depth + 1});
    }
    return std::nullopt;
  }

  // No NUL, and every half of a surrogate pair beside its other half.
  [[nodiscard]] bool is_utf16(std::uint64_t at, std::uint64_t units) const {
    bool lead = false;
    for (std::uint64_t i = 0; i < units; ++i) {
      const std::uint64_t unit = number(at + i * 2, 2);
      const bool trail = unit >= 0xDC00 && unit <= 0xDFFF;
      if (unit == 0 || trail != lead) return false;
      lead = unit >= 0xD800 && unit <= 0xDBFF;
    }
    return !lead;
  }

  std::string_view bytes_;
  std::uint64_t offset_size_ = 0, ref_size_ = 0, objects_ = 0, table_ = 0;
  std::uint64_t values_ = 0, expanded_ = 0;
  std::vector<Ref> open_;
};

std::size_t count_of(std::string_view text, std::string_view what) {
  std::size_t count = 0;
  for (auto at = text.find(what); at != std::string_view::npos; at = text.find(what, at + what.size()))
    ++count;
  return count;
}

// The text of a number, without the space around it.
std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const auto first = text.find_first_not_of(kSpace);
  return first == std::string_view::npos ? "" : text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

bool is_integer(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  const bool hex = text.starts_with("0x") || text.starts_with("0X");
  if (hex) text.remove_prefix(2);
  std::uint64_t value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value, hex ? 16 : 10);
  return error == std::errc{} && stop == end;
}

bool is_real(std::string_view text) {
  constexpr std::size_t kMaxRealBytes = 400;  // strtod() needs a copy
  if (text.empty() || text.size() > kMaxRealBytes) return false;
  const std::string copy(text);
  char* stop = nullptr;
  (void)std::strtod(copy.c_str(), &stop);
  return stop == copy.c_str() + copy.size();
}

// Whether every element of that name holds a number. libplist takes 0 where there is none.
bool holds_numbers(std::string_view xml, std::string_view tag, bool (*is_number)(std::string_view)) {
  for (auto at = xml.find(tag); at != std::string_view::npos; at = xml.find(tag, at)) {
    at += tag.size();
    if (at < xml.size() && std::string_view(" \t\r\n/>").find(xml[at]) == std::string_view::npos)
      continue;  // the beginning of a longer name
    const auto open = xml.find('>', at);
    if (open == std::string_view::npos || xml[open - 1] == '/') return false;
    const auto close = xml.find('<', open);
    if (close == std::string_view::npos || !is_number(trimmed(xml.substr(open + 1, close - open - 1))))
      return false;
    at = close;
  }
  return true;
}

}  // namespace

std::optional<std::string> fault_in_binary_plist(std::string_view bytes) { return BinaryWalk{bytes}.fault(); }

std::optional<std::string> fault_in_xml_plist(std::string_view bytes) {
  if (bytes.find('\0') != std::string_view::npos) return "it holds a NUL";
  // A value takes at most four tags: <key>, </key>, its own and the one that closes it. Tags in comments
  // count too.
  if (count_of(bytes, "<") > 4 * PlistLimits::kValues) return "it has too many values";
  if (count_of(bytes, "<dict") + count_of(bytes, "<array") > PlistLimits::kXmlContainers) {
    return "it has too many arrays and dictionaries";
  }
  if (!holds_numbers(bytes, "<integer", is_integer) || !holds_numbers(bytes, "<real", is_real))
    return "a number in it is none";
  return std::nullopt;
}

}  // namespace enrolkit
