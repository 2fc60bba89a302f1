// A Host that passes every question on to another and remembers it with its answer: what the rules asked of a
// Mac is then exactly what must be collected for them. A question is passed on once; asked again, it is
// answered from memory, so that the recording holds together.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "host/host.h"

namespace enrolkit {

// A file that was opened, and what was read of it. Small files are kept in memory once one byte was asked
// for, since a Mac has more account records than a process may have files open.
class RecordedFile {
 public:
  RecordedFile(std::unique_ptr<OpenFile> file, std::string path);

  [[nodiscard]] const FileInfo& info() const { return info_; }
  [[nodiscard]] Reading<std::size_t> read_at(std::uint64_t offset, char* to, std::size_t size);
  // Offset and size of all that the rules read, in order, neighbours joined.
  [[nodiscard]] const std::map<std::uint64_t, std::uint64_t>& ranges() const { return ranges_; }
  // As it was when it was opened: what was appended since is not read. Not part of the recording.
  [[nodiscard]] Reading<std::size_t> read_unrecorded(std::uint64_t offset, char* to, std::size_t size);
  // Nobody reads it now: gives the descriptor back if nothing was read.
  void rest();

 private:
  void load();
  void remember(std::uint64_t offset, std::uint64_t size);

  std::unique_ptr<OpenFile> file_;
  std::string path_;
  FileInfo info_;
  std::optional<std::string> bytes_;  // of a small file
  std::optional<Unreadable> broken_;  // where bytes_ end before their time
  std::map<std::uint64_t, std::uint64_t> ranges_;
};

struct RecordedPath {
  std::optional<Reading<FileInfo>> info;
  std::optional<Reading<std::shared_ptr<RecordedFile>>> opened;
  std::optional<Reading<std::vector<std::string>>> listed;
};

class RecordingHost final : public Host {
 public:
  explicit RecordingHost(const Host& host) : host_(host), now_(host.now()), now_unix_(host.now_unix()) {}

  [[nodiscard]] Reading<std::unique_ptr<OpenFile>> open(std::string_view path) const override;
  [[nodiscard]] Reading<FileInfo> info(std::string_view path) const override;
  [[nodiscard]] Reading<std::vector<std::string>> list(std::string_view path) const override;
  [[nodiscard]] LocalTime now() const override { return now_; }
  [[nodiscard]] std::int64_t now_unix() const override { return now_unix_; }
  [[nodiscard]] Reading<LocalTime> booted() const override;
  [[nodiscard]] Reading<std::string> hardware_uuid() const override;
  [[nodiscard]] LocalTime to_local(std::int64_t unix_seconds) const override;
  [[nodiscard]] bool is_running_system() const override { return host_.is_running_system(); }
  [[nodiscard]] Ran run(const Command& command) const override;
  // Of use only while they run: not part of a recording, and so not asked.
  [[nodiscard]] Reading<std::vector<Process>> processes() const override { return Absent{}; }

  [[nodiscard]] const std::map<std::string, RecordedPath, std::less<>>& paths() const { return paths_; }
  [[nodiscard]] const std::vector<std::pair<Command, Ran>>& commands() const { return commands_; }
  [[nodiscard]] const std::map<std::int64_t, LocalTime>& local_times() const { return local_; }

 private:
  RecordedPath& of(std::string_view path) const;

  const Host& host_;
  LocalTime now_;
  std::int64_t now_unix_;
  // Asking changes nothing on the Mac, and so is const; what is remembered changes here.
  mutable std::map<std::string, RecordedPath, std::less<>> paths_;
  mutable std::vector<std::pair<Command, Ran>> commands_;
  mutable std::map<std::int64_t, LocalTime> local_;
  mutable std::optional<Reading<LocalTime>> booted_;
  mutable std::optional<Reading<std::string>> hardware_uuid_;
};

}  // namespace enrolkit
