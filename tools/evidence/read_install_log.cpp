// install.log and its rotated siblings: at most the newest kMaxBytes of them.
#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "evidence/paths.h"
#include "evidence/read_mac.h"

namespace enrolkit {
namespace {

constexpr std::size_t kBlock = 256 * 1024;
static_assert(kBlock > 2 * InstallScanner::kMaxLineBytes);
constexpr std::uint64_t kMaxBytes = 64ULL << 20U;
constexpr std::uint64_t kUnpacking = 16;  // a packed byte is about that many bytes of text

// Feeds a file to the scanner; answers false when there was more text than `most`.
bool scan(LogFile& file, InstallScanner& scanner, std::uint64_t most, std::vector<char>& buffer) {
  std::size_t have = 0;
  std::uint64_t sum = 0;
  for (;;) {
    const std::size_t got = file.read(buffer.data() + have, buffer.size() - have);
    sum += got;
    const bool enough = sum > most;
    have += got;
    const std::string_view rest = scanner.take({buffer.data(), have}, got == 0 || enough);
    if (got == 0) return true;
    if (enough) return false;
    std::memmove(buffer.data(), rest.data(), rest.size());
    have = rest.size();
  }
}

// When the first record behind that byte was written; nothing where none of the next lines says so. Leaves it rewound.
std::optional<LocalTime> first_behind(LogFile& file, std::uint64_t offset, std::vector<char>& buffer) {
  InstallScanner scanner;
  if (offset != 0) file.rewind(offset);
  scanner.next_file(file.name(), offset != 0, file.info().modified);
  (void)scan(file, scanner, 0, buffer);
  file.rewind();
  return scanner.history().first;
}

// Where to begin so that all since then is read: the last megabyte, or eight times as much, and so on.
std::uint64_t offset_of(LogFile& file, LocalTime since, std::vector<char>& buffer) {
  constexpr std::uint64_t kFirstWindow = 1ULL << 20U;
  if (file.packing() != Packing::none) return 0;
  for (std::uint64_t window = kFirstWindow; window < file.info().size; window *= 8) {
    const std::uint64_t offset = file.info().size - window;
    if (const auto first = first_behind(file, offset, buffer); first && *first < since) return offset;
  }
  return 0;
}

struct Part {
  LogFile file;
  LocalTime begin;
};

}  // namespace

InstallHistory read_install_log(std::vector<LogFile> files, std::optional<LocalTime> since) {
  std::vector<char> buffer(kBlock);
  std::vector<Part> parts;
  for (LogFile& file : files) {
    const LocalTime begin = first_behind(file, 0, buffer).value_or(file.info().modified);
    parts.push_back({std::move(file), begin});
  }
  std::stable_sort(parts.begin(), parts.end(),
                   [](const Part& a, const Part& b) { return a.begin < b.begin; });

  // From the newest backwards: where to begin.
  std::uint64_t left = kMaxBytes, offset = 0;
  std::size_t first = parts.size();
  while (first > 0 && left > 0) {
    --first;
    const LogFile& file = parts[first].file;
    const bool packed = file.packing() != Packing::none;
    const std::uint64_t size = file.info().size * (packed ? kUnpacking : 1);
    offset = !packed && size > left ? size - left : 0;
    left -= std::min(size, left);
    if (since && parts[first].begin < *since) {
      offset = std::max(offset, offset_of(parts[first].file, *since, buffer));
      break;
    }
  }

  InstallScanner scanner;
  std::vector<std::string> faults;
  for (std::size_t i = first; i < parts.size(); ++i) {
    LogFile& file = parts[i].file;
    const bool inside = i == first && offset != 0;
    if (inside) file.rewind(offset - 1);  // from the byte before: a line that begins there is whole
    scanner.next_file(file.name(), inside, file.info().modified);
    if (!scan(file, scanner, kMaxBytes, buffer)) {
      faults.push_back(fmt::format("{}: over {} MB; the rest was not read", file.name(), kMaxBytes >> 20U));
    }
    if (!file.fault().empty()) faults.push_back(file.fault());
  }
  InstallHistory history = std::move(scanner).finish();
  history.faults = std::move(faults);
  return history;
}

Reading<InstallHistory> read_install_log(const Host& host, std::optional<LocalTime> since) {
  auto opened = open_logs(host, paths::kLogFolder, paths::kInstallLogName);
  if (const auto* why = why_unreadable(opened)) return Unreadable{*why};
  auto* logs = std::get_if<OpenedLogs>(&opened);
  if (logs == nullptr) return Absent{};
  InstallHistory history = read_install_log(std::move(logs->files), since);
  if (history.lines == 0 && !history.faults.empty()) return Unreadable{history.faults.front()};
  history.faults.insert(history.faults.end(), logs->faults.begin(), logs->faults.end());
  return history;
}

}  // namespace enrolkit
