// One file of a log for an archive: unpacked, without secrets, its end if it is too long.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "host/recording_host.h"

namespace enrolkit {

struct LogPart {
  std::string path;
  std::shared_ptr<RecordedFile> file;
};

struct KeptLog {
  std::string text;       // whole lines, but for the file's own beginning and end
  std::uint64_t cut = 0;  // bytes of text before it that were left out
  std::string fault;      // why it could not be read to its end, in the words a reader of the log would have
};

[[nodiscard]] KeptLog keep_log(const std::string& path, const std::shared_ptr<RecordedFile>& file,
                               std::uint64_t most);

}  // namespace enrolkit
