#include "evidence/log_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

namespace enrolkit {
namespace {

constexpr std::size_t kPackedBlock = 64 * 1024;
// A few megabytes of zeros pack into a few kilobytes; no real rotated log comes near this.
constexpr std::uint64_t kMaxUnpackedBytes = 4ULL << 30U;
// Nor does one pack to a two-hundredth. Below so many bytes it does not matter.
constexpr std::uint64_t kMaxRatio = 200, kRatioMattersFrom = 64ULL << 20U;

}  // namespace

LogFile::LogFile(std::string name, std::unique_ptr<OpenFile> file)
    : name_(std::move(name)), file_(std::move(file)) {}

std::size_t LogFile::read_raw(char* to, std::size_t size) {
  const auto got = file_->read_at(offset_, to, size);
  if (const auto* why = why_unreadable(got)) {
    fault_ = *why;
    return 0;
  }
  const std::size_t count = *value_of(got);
  // Cut short meanwhile; or privacy protection of some versions of macOS, which ends a read without an error.
  if (count == 0 && offset_ < info().size) {
    fault_ = fmt::format("{}: {} of its {} bytes could be read", name_, offset_, info().size);
  }
  offset_ += count;
  return count;
}

std::size_t LogFile::read(char* to, std::size_t size) {
  if (text_) {
    const std::size_t got = text_->copy(to, size, std::min<std::size_t>(offset_, text_->size()));
    offset_ += got;
    return got;
  }
  if (ahead_at_ == ahead_.size()) return read_on(to, size);
  const std::size_t got = ahead_.copy(to, size, ahead_at_);
  ahead_at_ += got;
  return got;
}

std::string_view LogFile::peek(std::size_t size) {
  if (text_) return std::string_view(*text_).substr(0, size);
  ahead_.erase(0, ahead_at_);
  ahead_at_ = 0;
  std::size_t have = ahead_.size();
  if (have < size) ahead_.resize(size);
  while (have < size) {
    const std::size_t got = read_on(ahead_.data() + have, size - have);
    if (got == 0) break;
    have += got;
  }
  ahead_.resize(have);
  return std::string_view(ahead_).substr(0, size);
}

void LogFile::replace(std::string text) {
  text_ = std::move(text);
  offset_ = 0;
  ahead_.clear();
  ahead_at_ = 0;
}

std::size_t LogFile::read_on(char* to, std::size_t size) {
  if (!fault_.empty() || size == 0) return 0;
  if (!sniffed_) {
    sniffed_ = true;
    // The first bytes say what the file is. Whole, even if a pipe gives them one by one.
    std::size_t have = 0;
    while (have < std::min<std::size_t>(size, 3)) {
      const std::size_t got = read_raw(to + have, std::min<std::size_t>(size, kPackedBlock) - have);
      if (got == 0) break;
      have += got;
    }
    packing_ = packing_of({to, have});
    if (packing_ == Packing::none) {
      if (have == 0 && fault_.empty() && (name_.ends_with(".gz") || name_.ends_with(".bz2"))) {
        fault_ = name_ + ": empty, though its name says it is packed";
      }
      return have;
    }
    packed_.assign(to, to + have);
    packed_.resize(std::max(kPackedBlock, have));
    packed_at_ = 0;
    packed_end_ = have;
    unpacker_.emplace(packing_);
  }
  if (!unpacker_) return read_raw(to, size);

  for (;;) {
    const Unpacker::Step step =
        unpacker_->run({packed_.data() + packed_at_, packed_end_ - packed_at_}, {to, size});
    packed_at_ += step.taken;
    made_ += step.made;
    if (made_ > kMaxUnpackedBytes) {
      fault_ = fmt::format("{}: unpacks to more than {} GB; the rest was not read", name_,
                           kMaxUnpackedBytes >> 30U);
      return 0;
    }
    if (made_ > kRatioMattersFrom && made_ / kMaxRatio > offset_) {
      fault_ =
          fmt::format("{}: unpacks to more than {} times its size; the rest was not read", name_, kMaxRatio);
      return 0;
    }
    if (step.made != 0) return step.made;
    if (!unpacker_->fault().empty()) {
      fault_ = fmt::format("{}: {} after {} bytes of text", name_, unpacker_->fault(), made_);
      return 0;
    }
    if (packed_at_ == packed_end_) {
      packed_at_ = 0;
      packed_end_ = read_raw(packed_.data(), packed_.size());
      if (packed_end_ == 0) {
        if (fault_.empty() && !unpacker_->at_an_end()) {
          fault_ = fmt::format("{}: cut short after {} bytes of text", name_, made_);
        }
        return 0;
      }
    }
  }
}

void LogFile::rewind(std::uint64_t offset) {
  offset_ = offset;
  ahead_.clear();
  ahead_at_ = 0;
  if (text_) return;
  made_ = 0;
  sniffed_ = offset != 0;
  unpacker_.reset();
  fault_.clear();
}

Reading<OpenedLogs> open_logs(const Host& host, std::string_view folder, std::string_view name) {
  const auto listed = host.list(folder);
  if (const auto* why = why_unreadable(listed)) return Unreadable{*why};
  const auto* names = value_of(listed);
  if (names == nullptr) return Absent{};
  OpenedLogs logs;
  for (const std::string& found : *names) {
    if (found != name && !found.starts_with(std::string(name) + ".")) continue;
    const std::string path = fmt::format("{}/{}", folder, found);
    auto opened = host.open(path);
    if (auto* file = std::get_if<std::unique_ptr<OpenFile>>(&opened)) {
      logs.files.emplace_back(path, std::move(*file));
    } else if (const auto* why = std::get_if<Unreadable>(&opened)) {
      logs.faults.push_back(why->why);
      if (found == name) logs.newest_unread = why->why;
    }
  }
  if (logs.files.empty() && logs.faults.empty()) return Absent{};
  if (logs.files.empty()) return Unreadable{logs.faults.front()};
  return logs;
}

}  // namespace enrolkit
