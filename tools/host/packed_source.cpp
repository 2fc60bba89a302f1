#include "host/packed_source.h"

namespace enrolkit {
namespace {

constexpr std::size_t kBlock = 64 * 1024;
constexpr std::size_t kMagic = 3;

}  // namespace

bool ArchiveMeter::take(std::uint64_t bytes) {
  if (!in_time()) return false;
  if (bytes > unpacked) {
    exceeded = "unpacks to more than enrolkit takes";
    return false;
  }
  unpacked -= bytes;
  return true;
}

bool ArchiveMeter::take_entry() {
  if (!in_time()) return false;
  if (entries == 0) {
    exceeded = "holds more entries than enrolkit takes";
    return false;
  }
  --entries;
  return true;
}

bool ArchiveMeter::in_time() {
  if (!exceeded.empty()) return false;
  if (std::chrono::steady_clock::now() < deadline) return true;
  exceeded = "takes too long to unpack";
  return false;
}

PackedSource::PackedSource(OpenFile& file, ArchiveMeter& meter)
    : file_(file), meter_(meter), in_(kBlock), out_(kBlock) {
  while (in_end_ < kMagic && fill()) {
  }
  packing_ = packing_of({in_.data(), in_end_});
  if (packing_ != Packing::none) unpacker_.emplace(packing_);
}

bool PackedSource::fill() {
  const auto got = file_.read_at(offset_, in_.data() + in_end_, in_.size() - in_end_);
  if (const auto* why = why_unreadable(got)) {
    fault_ = *why;
    return false;
  }
  const std::size_t count = *value_of(got);
  offset_ += count;
  in_end_ += count;
  return count != 0;
}

std::string_view PackedSource::next() {
  while (fault_.empty() && meter_.in_time()) {
    if (unpacker_) {  // with nothing to take in, too: text may still have to come out
      const Unpacker::Step step = unpacker_->run({in_.data() + in_at_, in_end_ - in_at_}, out_);
      in_at_ += step.taken;
      if (step.made != 0) {
        if (!meter_.take(step.made)) break;
        return {out_.data(), step.made};
      }
      if (!unpacker_->fault().empty()) {
        fault_ = "is damaged: " + unpacker_->fault();
        break;
      }
    } else if (in_at_ != in_end_) {
      const std::string_view bytes{in_.data() + in_at_, in_end_ - in_at_};
      in_at_ = in_end_;
      return bytes;
    }
    if (in_at_ != in_end_) continue;
    in_at_ = in_end_ = 0;
    if (fill()) continue;
    if (fault_.empty() && unpacker_ && !unpacker_->at_an_end()) fault_ = "is cut short";
    return {};
  }
  if (fault_.empty()) fault_ = meter_.exceeded;
  return {};
}

}  // namespace enrolkit
