#include "pkg/xar.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <mbedtls/md.h>

#include "common/failure.h"
#include "pkg/big_endian.h"
#include "pkg/deflate.h"

namespace enrolkit {
namespace {

constexpr std::size_t kHeaderSize = 28, kSha1Size = 20;

std::string sha1(std::string_view bytes) {
  std::string digest(kSha1Size, '\0');
  const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
  if (mbedtls_md(mbedtls_md_info_from_type(MBEDTLS_MD_SHA1), data, bytes.size(),
                 reinterpret_cast<unsigned char*>(digest.data())) != 0) {
    throw Failure("cannot compute a SHA-1 sum: mbedTLS was built without it");
  }
  return digest;
}

std::string hex(std::string_view bytes) {
  std::string text;
  for (const char byte : bytes) text += fmt::format("{:02x}", static_cast<unsigned char>(byte));
  return text;
}

std::string entry(std::size_t id, const Member& member, std::size_t offset) {
  const std::string sum = hex(sha1(member.bytes));
  return fmt::format(
      R"(  <file id="{0}">
   <name>{1}</name>
   <type>file</type>
   <mode>0644</mode>
   <data>
    <length>{2}</length>
    <offset>{3}</offset>
    <size>{2}</size>
    <encoding style="application/octet-stream"/>
    <archived-checksum style="sha1">{4}</archived-checksum>
    <extracted-checksum style="sha1">{4}</extracted-checksum>
   </data>
  </file>
)",
      id, member.name.substr(member.name.find('/') + 1), member.bytes.size(), offset, sum);
}

}  // namespace

std::string xar_of(const std::vector<Member>& members, std::uint32_t when) {
  std::string toc = fmt::format(
      R"(<?xml version="1.0" encoding="UTF-8"?>
<xar>
 <toc>
  <creation-time>{:%Y-%m-%dT%H:%M:%S}</creation-time>
  <checksum style="sha1"><offset>0</offset><size>{}</size></checksum>
)",
      fmt::gmtime(static_cast<std::time_t>(when)), kSha1Size);
  std::string heap, folder;
  std::size_t id = 0;
  for (const Member& member : members) {
    const auto slash = member.name.find('/');
    const std::string in = slash == std::string::npos ? "" : member.name.substr(0, slash);
    if (in != folder) {
      if (!folder.empty()) toc += "  </file>\n";
      if (!in.empty()) {
        toc += fmt::format(
            "  <file id=\"{}\">\n   <name>{}</name>\n   <type>directory</type>\n   <mode>0755</mode>\n", ++id,
            in);
      }
      folder = in;
    }
    toc += entry(++id, member, kSha1Size + heap.size());
    heap += member.bytes;
  }
  if (!folder.empty()) toc += "  </file>\n";
  toc += " </toc>\n</xar>\n";
  const std::string small = deflated(toc, Wrapping::zlib);
  std::string bytes = "xar!";
  put(bytes, static_cast<std::uint16_t>(kHeaderSize));
  put(bytes, std::uint16_t{1});
  put(bytes, static_cast<std::uint64_t>(small.size()));
  put(bytes, static_cast<std::uint64_t>(toc.size()));
  put(bytes, std::uint32_t{1});  // SHA-1
  return bytes + small + sha1(small) + heap;
}

}  // namespace enrolkit
