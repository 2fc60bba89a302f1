#include "collect/collected_log.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "core/format/unpack.h"
#include "core/log/boots.h"
#include "core/saved/redact_log.h"
#include "evidence/log_file.h"
#include "evidence/redaction.h"

namespace enrolkit {
namespace {

constexpr std::size_t kBlock = 256 * 1024;
// A packed log without a line in it: packed again, so that its reader does not take it for a damaged one.
constexpr std::string_view kEmptyGzip("\x1F\x8B\x08\0\0\0\0\0\0\x03\x03\0\0\0\0\0\0\0\0\0", 20);

class Unrecorded final : public OpenFile {
 public:
  explicit Unrecorded(std::shared_ptr<RecordedFile> file) : file_(std::move(file)) {}
  [[nodiscard]] const FileInfo& info() const override { return file_->info(); }
  [[nodiscard]] Reading<std::size_t> read_at(std::uint64_t offset, char* to, std::size_t size) override {
    return file_->read_unrecorded(offset, to, size);
  }

 private:
  std::shared_ptr<RecordedFile> file_;
};

// Leaves the last `most` bytes, from the beginning of a line.
void cut_to(KeptLog& log, std::uint64_t most) {
  if (log.text.size() <= most) return;
  const auto from = log.text.size() - static_cast<std::size_t>(most);
  const auto newline = log.text.find('\n', from - 1);
  const auto begin = newline == std::string::npos ? log.text.size() : newline + 1;
  log.cut += begin;
  log.text.erase(0, begin);
}

}  // namespace

KeptLog keep_log(const std::string& path, const std::shared_ptr<RecordedFile>& file, std::uint64_t most) {
  KeptLog kept;
  LogFile log(path, std::make_unique<Unrecorded>(file));
  std::vector<char> buffer(kBlock);
  std::size_t got = log.read(buffer.data(), buffer.size());
  const bool packed = log.packing() != Packing::none;
  bool inside = false;  // of a line whose beginning was left out: half a line may hold half a secret
  if (!packed && file->info().size > most) {
    kept.cut = file->info().size - most - 1;  // from the byte before: a line that begins there is whole
    inside = true;
    log.rewind(kept.cut);
    got = log.read(buffer.data(), buffer.size());
  }
  LogRedactor redactor(redaction_for_file(path) == Redaction::boot_log ? tells_of_a_boot : nullptr);
  for (; got != 0; got = log.read(buffer.data(), buffer.size())) {
    std::string_view block(buffer.data(), got);
    if (inside) {
      const auto skipped = std::min(block.find('\n'), block.size() - 1) + 1;
      inside = block[skipped - 1] != '\n';
      kept.cut += skipped;
      block.remove_prefix(skipped);
    }
    redactor.take(block, false, kept.text);
    if (packed && kept.text.size() > 2 * most + kBlock) cut_to(kept, most);
  }
  redactor.take({}, true, kept.text);
  if (packed) cut_to(kept, most);
  kept.fault = log.fault();
  if (packing_of(kept.text) != Packing::none) {
    // Packed twice: a reader finds no line in it, and nobody can tell what it holds.
    kept.text.clear();
    kept.fault = path + ": left out: it is packed twice";
  }
  if (packed && kept.text.empty() && kept.fault.empty()) kept.text = kEmptyGzip;
  return kept;
}

}  // namespace enrolkit
