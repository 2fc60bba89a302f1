#include "cli/explain/same_mac.h"

#include <algorithm>
#include <optional>

#include "core/log/form.h"
#include "core/log/jamf_log.h"
#include "evidence/log_file.h"

namespace enrolkit {
namespace {

constexpr std::size_t kBeginning = 16 * 1024, kHosts = 256 * 1024;  // bytes that are looked at
constexpr std::size_t kBlock = 64 * 1024;

std::optional<LogFile> opened(const Place& place, const std::string& path) {
  auto file = place.open(path);
  auto* found = std::get_if<std::unique_ptr<OpenFile>>(&file);
  return found != nullptr ? std::optional<LogFile>(std::in_place, path, std::move(*found)) : std::nullopt;
}

template <class Take>
void each_record(std::string_view text, Take take) {
  const LogText log = log_text(text);
  Scanner scanner;
  scanner.next_file(0, false);
  scanner.give(log.text, true);
  Line line;
  while (scanner.next(line)) {
    if (line.writer == Writer::jamf && !take(line)) return;
  }
}

void add_hosts(std::string_view text, std::set<std::string>& hosts) {
  constexpr std::string_view kCurly = "\xE2\x80\x99";
  each_record(text, [&](const Line& line) {
    std::string host(line.host);
    for (auto at = host.find(kCurly); at != std::string::npos; at = host.find(kCurly)) {
      host.replace(at, kCurly.size(), "'");
    }
    hosts.insert(std::move(host));
    return true;
  });
}

}  // namespace

std::string first_record(const Place& place, const std::string& path) {
  auto file = opened(place, path);
  std::string record;
  if (!file) return record;
  std::string_view begin = file->peek(kBeginning);
  if (begin.size() == kBeginning) begin = begin.substr(0, begin.find_last_of("\r\n") + 1);
  each_record(begin, [&](const Line& line) {
    record = line.text;
    return false;
  });
  return record;
}

std::string first_host(const Place& place, const std::string& path) {
  std::string host;
  each_record(first_record(place, path), [&](const Line& line) {
    host = line.host;
    return false;
  });
  return host;
}

std::string last_record(const Place& place, const std::string& path) {
  auto file = opened(place, path);
  std::string record;
  if (!file || file->peek(kBeginning).empty() || file->packing() != Packing::none) return record;
  const std::uint64_t size = file->info().size;
  if (size > kBeginning) file->rewind(size - kBeginning);
  each_record(file->peek(kBeginning), [&](const Line& line) {
    record = line.text;
    return true;
  });
  return record;
}

std::set<std::string> hosts_of(const Place& place, const std::string& path) {
  std::set<std::string> hosts;
  auto file = opened(place, path);
  if (!file) return hosts;
  add_hosts(file->peek(kHosts), hosts);
  const std::uint64_t size = file->info().size;
  if (file->packing() == Packing::none && size > kHosts) {
    file->rewind(size - kHosts);
    add_hosts(file->peek(kHosts), hosts);
  }
  return hosts;
}

bool may_be_one(const std::set<std::string>& a, const std::set<std::string>& b) {
  if (a.empty() || b.empty()) return true;
  return std::any_of(a.begin(), a.end(), [&](const std::string& host) { return b.contains(host); });
}

bool begins_with(const Place& place, const std::string& whole, const std::string& part) {
  auto a = opened(place, whole), b = opened(place, part);
  if (!a || !b) return false;
  for (;;) {
    const std::string piece(b->peek(kBlock));
    if (piece.empty()) return b->fault().empty();
    if (a->peek(piece.size()) != piece) return false;
    std::string taken(piece.size(), '\0');
    for (LogFile* file : {&*a, &*b}) {
      for (std::size_t have = 0; have < taken.size();) {
        const std::size_t got = file->read(taken.data(), taken.size() - have);
        if (got == 0) return false;
        have += got;
      }
    }
  }
}

bool holds_line(const Place& place, const std::string& path, const std::string& line) {
  auto file = opened(place, path);
  if (!file || line.empty()) return false;
  std::string text;
  std::string block(kBlock, '\0');
  for (std::size_t got = file->read(block.data(), block.size()); got != 0;
       got = file->read(block.data(), block.size())) {
    text.append(block, 0, got);
    if (text.find(line) != std::string::npos) return true;
    if (text.size() > line.size()) text.erase(0, text.size() - line.size());
  }
  return false;
}

}  // namespace enrolkit
