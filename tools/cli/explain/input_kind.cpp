#include "cli/explain/input_kind.h"

#include <string>
#include <string_view>

#include "core/log/form.h"
#include "core/log/install_log.h"
#include "core/log/jamf_log.h"
#include "evidence/log_file.h"
#include "host/archive_kind.h"
#include "host/real_host.h"
#include "host/unpack_archive.h"

namespace enrolkit {
namespace {

constexpr std::size_t kLooked = 1 << 18;  // of text; four of the longest lines

std::string beginning_of(LogFile& log, std::size_t size) {
  std::string text(size, '\0');
  std::size_t have = 0;
  while (have < size) {
    const std::size_t got = log.read(text.data() + have, size - have);
    if (got == 0) break;
    have += got;
  }
  text.resize(have);
  return text;
}

bool has_jamf_line(std::string_view text) {
  Scanner scanner;
  scanner.strip_quotes = true;
  scanner.next_file(0, false);
  const LogText log = log_text(text);
  scanner.give(log.text, true);
  Line line;
  while (scanner.next(line)) {
    if (line.writer != Writer::continuation) return true;
  }
  return false;
}

bool has_installer_line(std::string_view text) {
  InstallScanner scanner;
  scanner.next_file("", false, local_now());
  (void)scanner.take(text, true);
  return scanner.history().records != 0;
}

}  // namespace

struct InputKinds::Kept {
  std::unique_ptr<OpenFile> input;
  std::string bytes;  // read so far, while it is not known what it is
  bool keeping = true;

  class View final : public OpenFile {
   public:
    explicit View(std::shared_ptr<Kept> kept) : kept_(std::move(kept)) {}
    [[nodiscard]] const FileInfo& info() const override { return kept_->input->info(); }
    [[nodiscard]] Reading<std::size_t> read_at(std::uint64_t offset, char* to, std::size_t size) override {
      std::string& known = kept_->bytes;
      if (offset < known.size()) return known.copy(to, size, static_cast<std::size_t>(offset));
      auto got = kept_->input->read_at(offset, to, size);
      if (const auto* count = value_of(got); count != nullptr && kept_->keeping) known.append(to, *count);
      return got;
    }

   private:
    std::shared_ptr<Kept> kept_;
  };
};

InputKinds::InputKinds(std::unique_ptr<OpenFile> input) : kept_(std::make_shared<Kept>()) {
  kept_->input = std::move(input);
  LogFile log("", file());
  const std::string begin = beginning_of(log, kLooked);
  unread_ = unread_kind(begin);
  if (log.packing() == Packing::gzip && is_collected_tar(begin)) {
    kind_ = InputKind::archive;
  } else if (archive_kind(begin) != ArchiveKind::none) {
    kind_ = InputKind::foreign_archive;
  } else if (!unread_.empty()) {
    kind_ = InputKind::unread;
  } else if (!has_jamf_line(begin) && has_installer_line(begin)) {
    kind_ = InputKind::install_log;
  }
  kept_->keeping = false;
}

std::unique_ptr<OpenFile> InputKinds::file() { return std::make_unique<Kept::View>(kept_); }

}  // namespace enrolkit
