#include "core/log/unknown_lines.h"

#include "core/log/shape.h"

namespace enrolkit {
namespace {

// In no list; or its beginning is, and the reason behind that may be in none.
bool may_be_unknown(Message key) {
  return key == Message::other || key == Message::enrol_error || key == Message::sending_error ||
         key == Message::connection_failure || key == Message::recon_error;
}

}  // namespace

void UnknownLines::add(const Line& line) {
  const bool blank = line.message.find_first_not_of(' ') == std::string_view::npos;
  if (line.writer == Writer::continuation) {
    if (!block_ || blank || line.key == Message::error_block) return;
    block_ = false;
    std::string_view reason = line.message;
    reason.remove_prefix(reason.find_first_not_of(' '));
    if (may_be_unknown(line.key) && reason_of(reason).kind == Reason::Kind::none) count(shape_of(reason), 1);
    return;
  }
  block_ = line.writer == Writer::jamf && (blank || line.key == Message::error_block);
  if (line.writer != Writer::jamf || blank || !may_be_unknown(line.key)) return;
  if (!looks_like_error(line.message) || reason_of(line.message).kind != Reason::Kind::none) return;
  count(shape_of(line.message), 1);
}

void UnknownLines::add(const UnknownLines& other) {
  for (const auto& [shape, lines] : other.shapes_) count(shape, lines);
  left_out_ += other.left_out_;
}

void UnknownLines::count(const std::string& shape, std::uint64_t lines) {
  const auto known = shapes_.find(shape);
  if (known != shapes_.end()) {
    known->second += lines;
  } else if (shapes_.size() < kMaxShapes) {
    shapes_.emplace(shape, lines);
  } else {
    left_out_ += lines;
  }
}

}  // namespace enrolkit
