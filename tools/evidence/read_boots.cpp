#include "evidence/read_boots.h"

#include <algorithm>
#include <cstring>

#include "evidence/paths.h"

namespace enrolkit {
namespace {

constexpr std::size_t kBlock = 256 * 1024;
static_assert(kBlock > 2 * LineCutter::kMaxLineBytes);
constexpr std::uint64_t kMaxBytes = 64ULL << 20U;
constexpr std::size_t kMaxUtmpxBytes = 1U << 20U;  // some twenty records of 628 bytes are common

// Feeds at most `most` bytes of text to the scanner; answers how many there were.
std::uint64_t scan(LogFile& file, SystemLogScanner& scanner, std::uint64_t most, std::vector<char>& buffer) {
  std::uint64_t sum = 0;
  std::size_t have = 0;
  for (bool last = false; !last;) {
    const std::size_t got = file.read(buffer.data() + have, buffer.size() - have);
    sum += got;
    have += got;
    last = got == 0 || sum >= most;
    const std::string_view rest = scanner.take({buffer.data(), have}, last);
    std::memmove(buffer.data(), rest.data(), rest.size());
    have = rest.size();
  }
  return sum;
}

}  // namespace

Boots read_system_log(std::vector<LogFile> files, const std::function<LocalTime(std::int64_t)>& to_local,
                      bool is_the_mac) {
  std::stable_sort(files.begin(), files.end(),
                   [](const LogFile& a, const LogFile& b) { return b.info().modified < a.info().modified; });
  std::vector<char> buffer(kBlock);
  Boots found;
  std::uint64_t left = kMaxBytes;
  for (LogFile& file : files) {
    if (left == 0) break;
    SystemLogScanner scanner;
    // Of a plain file too large its end; of a packed one, which has to be read from its beginning, that.
    const bool packed = file.name().ends_with(".gz") || file.name().ends_with(".bz2");
    const bool inside = !packed && file.info().size > left;
    if (inside) file.rewind(file.info().size - left);
    scanner.next_file(file.name(), inside);
    left -= std::min(left, scan(file, scanner, left, buffer));
    for (const BootRecord& record : scanner.records()) {
      found.boots.push_back(boot_of(record, to_local(record.unix_seconds), is_the_mac));
    }
    if (!file.fault().empty()) found.unreadable = file.fault();
  }
  return found;
}

Boots read_boots(const Host& host) {
  const auto to_local = [&](std::int64_t seconds) { return host.to_local(seconds); };
  Boots found;
  std::vector<Boot>& boots = found.boots;
  const auto booted = host.booted();
  if (const auto* at = value_of(booted)) {
    boots.push_back({*at, true, {"kern.boottime", "", *at, "the Mac's last start"}});
  }
  const auto utmpx = read_file(host, paths::kUtmpx, kMaxUtmpxBytes);
  if (const auto* why = why_unreadable(utmpx)) found.unreadable = *why;
  if (const auto* bytes = value_of(utmpx)) {
    const auto parsed = parse_utmpx(paths::kUtmpx, *bytes);
    if (const auto* why = std::get_if<Unreadable>(&parsed)) found.unreadable = why->why;
    if (const auto* records = std::get_if<0>(&parsed)) {
      for (const BootRecord& record : *records) {
        boots.push_back(boot_of(record, to_local(record.unix_seconds), host.is_running_system()));
      }
    }
  }
  auto opened = open_logs(host, paths::kLogFolder, paths::kSystemLogName);
  if (const auto* why = std::get_if<Unreadable>(&opened)) found.unreadable = why->why;
  if (auto* logs = std::get_if<OpenedLogs>(&opened)) {
    const Boots lines = read_system_log(std::move(logs->files), to_local, host.is_running_system());
    boots.insert(boots.end(), lines.boots.begin(), lines.boots.end());
    if (!lines.unreadable.empty()) found.unreadable = lines.unreadable;
    if (!logs->faults.empty()) found.unreadable = logs->faults.front();
  }
  return found;
}

}  // namespace enrolkit
