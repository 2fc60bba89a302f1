#include "evidence/unreadable_paths.h"

namespace enrolkit {

// Reading may fail after opening did not: a damaged disk, a volume that went away. It may outlive neither
// Host.
class WatchedFile final : public OpenFile {
 public:
  WatchedFile(std::unique_ptr<OpenFile> file, std::string path, const UnreadablePaths& host)
      : file_(std::move(file)), path_(std::move(path)), host_(host) {}
  [[nodiscard]] const FileInfo& info() const override { return file_->info(); }
  [[nodiscard]] Reading<std::size_t> read_at(std::uint64_t offset, char* to, std::size_t size) override {
    return host_.noted(path_, file_->read_at(offset, to, size));
  }

 private:
  std::unique_ptr<OpenFile> file_;
  std::string path_;
  const UnreadablePaths& host_;
};

Reading<std::unique_ptr<OpenFile>> UnreadablePaths::open(std::string_view path) const {
  auto opened = noted(path, files_.open(path));
  auto* file = std::get_if<std::unique_ptr<OpenFile>>(&opened);
  if (file == nullptr) return opened;
  return std::unique_ptr<OpenFile>(std::make_unique<WatchedFile>(std::move(*file), std::string(path), *this));
}

void UnreadablePaths::note(std::string_view path, const Unreadable& refused) const {
  if (known_.emplace(path).second) noted_.push_back({std::string(path), refused.why, refused.not_permitted});
}

}  // namespace enrolkit
