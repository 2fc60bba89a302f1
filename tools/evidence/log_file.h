// One file of a log, read onwards as plain text whatever it is packed with.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/reading.h"
#include "core/format/unpack.h"
#include "host/host.h"

namespace enrolkit {

class LogFile {
 public:
  // `name` is what a report calls it.
  LogFile(std::string name, std::unique_ptr<OpenFile> file);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const FileInfo& info() const { return file_->info(); }
  [[nodiscard]] Packing packing() const { return packing_; }

  // Up to `size` bytes of text; 0 at the end, or where the file is damaged: then fault() says so. The first
  // read needs room for three bytes, by which a packed file is known.
  [[nodiscard]] std::size_t read(char* to, std::size_t size);
  // Back to the beginning, or (plain files only) to a byte in the middle. Not for standard input.
  void rewind(std::uint64_t offset = 0);

  // The beginning of the text, at most `size` bytes; read() gives it again.
  [[nodiscard]] std::string_view peek(std::size_t size);
  // From now on the file holds this text, and its beginning is the next to be read.
  void replace(std::string text);

  // Empty, or why not everything could be read. What was read before stays good.
  [[nodiscard]] const std::string& fault() const { return fault_; }

 private:
  [[nodiscard]] std::size_t read_raw(char* to, std::size_t size);
  [[nodiscard]] std::size_t read_on(char* to, std::size_t size);

  std::string name_;
  std::unique_ptr<OpenFile> file_;
  Packing packing_ = Packing::none;
  bool sniffed_ = false;
  std::uint64_t offset_ = 0;
  std::uint64_t made_ = 0;
  std::optional<Unpacker> unpacker_;
  std::vector<char> packed_;
  std::size_t packed_at_ = 0;
  std::size_t packed_end_ = 0;
  std::string fault_;
  std::string ahead_;  // read by peek(), and not given out yet
  std::size_t ahead_at_ = 0;
  std::optional<std::string> text_;  // in place of the file's
};

// A log of a Mac with its rotated siblings: every file of `folder` called `name`, or `name` and a dot and
// more.
struct OpenedLogs {
  std::vector<LogFile> files;
  std::vector<std::string> faults;  // why one could not be opened, beside others that could
  std::string newest_unread;        // why the one that is not rotated could not be opened; empty: it could
};
// Absent: there is none. Unreadable: none of those that are there could be opened, or the folder could not be
// listed.
[[nodiscard]] Reading<OpenedLogs> open_logs(const Host& host, std::string_view folder, std::string_view name);

}  // namespace enrolkit
