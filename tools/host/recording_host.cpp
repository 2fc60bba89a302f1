#include "host/recording_host.h"

#include <algorithm>

namespace enrolkit {
namespace {

constexpr std::uint64_t kSmall = 4U << 20U;

class Handle final : public OpenFile {
 public:
  explicit Handle(std::shared_ptr<RecordedFile> file) : file_(std::move(file)) {}
  Handle(const Handle&) = delete;
  ~Handle() override { file_->rest(); }
  [[nodiscard]] const FileInfo& info() const override { return file_->info(); }
  [[nodiscard]] Reading<std::size_t> read_at(std::uint64_t offset, char* to, std::size_t size) override {
    return file_->read_at(offset, to, size);
  }

 private:
  std::shared_ptr<RecordedFile> file_;
};

Reading<std::unique_ptr<OpenFile>> handle_of(const Reading<std::shared_ptr<RecordedFile>>& opened) {
  return match(
      opened,
      [](const std::shared_ptr<RecordedFile>& file) -> Reading<std::unique_ptr<OpenFile>> {
        return std::unique_ptr<OpenFile>(std::make_unique<Handle>(file));
      },
      [](const Absent& a) -> Reading<std::unique_ptr<OpenFile>> { return a; },
      [](const Unreadable& u) -> Reading<std::unique_ptr<OpenFile>> { return u; });
}

}  // namespace

RecordedFile::RecordedFile(std::unique_ptr<OpenFile> file, std::string path)
    : file_(std::move(file)), path_(std::move(path)), info_(file_->info()) {}

void RecordedFile::load() {
  std::string bytes(static_cast<std::size_t>(info_.size), '\0');
  std::size_t have = 0;
  while (have < bytes.size()) {
    const auto got = file_->read_at(have, bytes.data() + have, bytes.size() - have);
    if (const auto* why = why_unreadable(got)) broken_ = Unreadable{*why};
    const auto* size = value_of(got);
    if (size == nullptr || *size == 0) break;
    have += *size;
  }
  bytes.resize(have);
  bytes_ = std::move(bytes);
  file_.reset();
}

void RecordedFile::remember(std::uint64_t offset, std::uint64_t size) {
  std::uint64_t end = offset + size;
  auto next = ranges_.upper_bound(offset);
  if (next != ranges_.begin()) {
    const auto before = std::prev(next);
    if (before->first + before->second >= offset) {
      offset = before->first;
      end = std::max(end, before->first + before->second);
      ranges_.erase(before);
    }
  }
  while (next != ranges_.end() && next->first <= end) {
    end = std::max(end, next->first + next->second);
    next = ranges_.erase(next);
  }
  ranges_[offset] = end - offset;
}

Reading<std::size_t> RecordedFile::read_unrecorded(std::uint64_t offset, char* to, std::size_t size) {
  if (!bytes_ && info_.size <= kSmall && file_) load();
  if (bytes_) {
    if (offset >= bytes_->size()) {
      if (broken_) return *broken_;
      return std::size_t{0};
    }
    return bytes_->copy(to, size, static_cast<std::size_t>(offset));
  }
  if (!file_) return Unreadable{path_ + ": was closed"};
  if (offset >= info_.size) return std::size_t{0};
  return file_->read_at(offset, to,
                        static_cast<std::size_t>(std::min<std::uint64_t>(size, info_.size - offset)));
}

Reading<std::size_t> RecordedFile::read_at(std::uint64_t offset, char* to, std::size_t size) {
  auto got = read_unrecorded(offset, to, size);
  // A read that found the end, or failed, was asked too: an empty file was looked at.
  remember(offset, value_of(got) != nullptr ? *value_of(got) : 0);
  return got;
}

void RecordedFile::rest() {
  if (ranges_.empty()) file_.reset();
}

RecordedPath& RecordingHost::of(std::string_view path) const {
  const auto known = paths_.find(path);
  return known != paths_.end() ? known->second : paths_[std::string(path)];
}

Reading<std::unique_ptr<OpenFile>> RecordingHost::open(std::string_view path) const {
  auto& opened = of(path).opened;
  if (!opened) {
    opened = match(
        host_.open(path),
        [&](std::unique_ptr<OpenFile>&& file) -> Reading<std::shared_ptr<RecordedFile>> {
          return std::make_shared<RecordedFile>(std::move(file), std::string(path));
        },
        [](Absent&& a) -> Reading<std::shared_ptr<RecordedFile>> { return a; },
        [](Unreadable&& u) -> Reading<std::shared_ptr<RecordedFile>> { return std::move(u); });
  }
  return handle_of(*opened);
}

Reading<FileInfo> RecordingHost::info(std::string_view path) const {
  auto& info = of(path).info;
  if (!info) info = host_.info(path);
  return *info;
}

Reading<std::vector<std::string>> RecordingHost::list(std::string_view path) const {
  auto& listed = of(path).listed;
  if (!listed) listed = host_.list(path);
  return *listed;
}

Reading<LocalTime> RecordingHost::booted() const {
  if (!booted_) booted_ = host_.booted();
  return *booted_;
}

Reading<std::string> RecordingHost::hardware_uuid() const {
  if (!hardware_uuid_) hardware_uuid_ = host_.hardware_uuid();
  return *hardware_uuid_;
}

LocalTime RecordingHost::to_local(std::int64_t unix_seconds) const {
  return local_.try_emplace(unix_seconds, host_.to_local(unix_seconds)).first->second;
}

Ran RecordingHost::run(const Command& command) const {
  for (const auto& [asked, ran] : commands_) {
    if (asked.tool == command.tool && asked.arguments == command.arguments) return ran;
  }
  commands_.emplace_back(command, host_.run(command));
  return commands_.back().second;
}

}  // namespace enrolkit
