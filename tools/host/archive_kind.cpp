#include "host/archive_kind.h"

#include <algorithm>
#include <array>

namespace enrolkit {
namespace {

using namespace std::string_view_literals;

struct Sign {
  std::string_view begin;
  std::string_view kind;
};
constexpr std::array kUnread{
    Sign{"\xFD"
         "7zXZ\0"sv,
         "an xz file"},
    Sign{"7z\xBC\xAF\x27\x1C"sv, "a 7-Zip archive"},
    Sign{"Rar!\x1A\x07"sv, "a RAR archive"},
    Sign{"\x28\xB5\x2F\xFD"sv, "a Zstandard file"},
    Sign{"\x04\x22\x4D\x18"sv, "an LZ4 file"},
    Sign{"\x1F\x9D"sv, "a file of compress (.Z)"},
    Sign{"xar!"sv, "an installer package"},
    Sign{"070701"sv, "a cpio archive"},
    Sign{"070707"sv, "a cpio archive"},
    Sign{"AA01"sv, "an Apple Archive"},
    Sign{"pbzx"sv, "an Apple Archive"},
    Sign{"bvx"sv, "an LZFSE file"},
    Sign{"%PDF"sv, "a PDF"},
    Sign{"\x89PNG"sv, "a picture"},
    Sign{"\xFF\xD8\xFF"sv, "a picture"},
    Sign{"GIF8"sv, "a picture"},
    Sign{"II*\0"sv, "a picture"},
    Sign{"MM\0*"sv, "a picture"},
    Sign{"{\\rtf"sv, "rich text (RTF)"},
    Sign{"\xD0\xCF\x11\xE0"sv, "a document of an office program"},
    Sign{"SQLite format 3"sv, "a database"},
    Sign{"bplist00"sv, "a property list"},
};
constexpr std::size_t kFileTypeAt = 4;  // "....ftypheic": a picture of a phone

// What a mail or an API makes of a file: nothing but letters, digits, "+", "/" and "=", in lines of one length. No log is
// without a space.
bool is_base64(std::string_view text) {
  constexpr std::size_t kMinLine = 60;
  const std::string_view line = text.substr(0, text.find_first_of("\r\n"));
  const auto among = [](std::string_view all) {
    return [all](char c) { return all.find(c) != std::string_view::npos; };
  };
  constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\r\n";
  const auto holds = [&](std::string_view all) { return std::any_of(line.begin(), line.end(), among(all)); };
  return line.size() >= kMinLine && std::all_of(text.begin(), text.end(), among(kAlphabet)) &&
         holds(kAlphabet.substr(0, 26)) && holds(kAlphabet.substr(26, 26));
}

bool is_tar_header(std::string_view block) {
  constexpr std::size_t kChecksumAt = 148, kChecksumBytes = 8;
  if (block.size() < kTarHeaderBytes || block.front() == '\0') return false;
  unsigned written = 0, sum = 0;
  bool any = false;
  for (const char c : block.substr(kChecksumAt, kChecksumBytes)) {
    if (c == ' ' && !any) continue;
    if (c < '0' || c > '7') break;
    written = written * 8 + static_cast<unsigned>(c - '0');
    any = true;
  }
  for (std::size_t i = 0; i < kTarHeaderBytes; ++i) {
    const bool own = i >= kChecksumAt && i < kChecksumAt + kChecksumBytes;
    sum += static_cast<unsigned char>(own ? ' ' : block[i]);
  }
  return any && written == sum;
}

}  // namespace

ArchiveKind archive_kind(std::string_view begin) {
  if (begin.starts_with("PK\x03\x04"sv) || begin.starts_with("PK\x05\x06"sv)) return ArchiveKind::zip;
  return is_tar_header(begin) ? ArchiveKind::tar : ArchiveKind::none;
}

std::string_view unread_kind(std::string_view begin) {
  for (const Sign& sign : kUnread) {
    if (begin.starts_with(sign.begin)) return sign.kind;
  }
  if (begin.size() > kFileTypeAt && begin.substr(kFileTypeAt).starts_with("ftyp")) return "a picture";
  if (is_base64(begin)) return "a file as base64 text (base64 -d unpacks it)";
  return {};
}

}  // namespace enrolkit
