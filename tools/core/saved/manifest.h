// What was asked of a Mac when evidence was collected from it, and what it answered: manifest.json, the first
// entry of an archive that `enrolkit collect` wrote. Not there, and could not be looked at, are answers too.
//
// Fields are only ever added to the schema: a reader passes over those it does not know.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/reading.h"
#include "core/base/time.h"

namespace enrolkit {

inline constexpr std::string_view kCollectSchema = "enrolkit.collect/1";
inline constexpr std::string_view kManifestName = "manifest.json";
inline constexpr std::size_t kMaxManifestBytes = 16U << 20U;  // bytes

struct CollectedInfo {
  enum class Kind : std::uint8_t { file, folder, link, other };
  Kind kind = Kind::other;
  std::uint64_t size = 0;  // bytes, of the original
  LocalTime modified;      // on the Mac's clock
  std::uint32_t owner = 0, group = 0, mode = 0;
  std::string target;  // of a link, redacted; empty: not known, as before enrolkit kept it
  bool operator==(const CollectedInfo&) const = default;
};

// A file that was opened, and what the archive holds of it.
struct CollectedFile {
  struct Part {
    std::uint64_t offset = 0, size = 0;
    bool operator==(const Part&) const = default;
  };
  CollectedInfo info;
  std::string redaction;  // by which rule it was redacted: "log", "record", ...
  // Nothing: the entry is the whole file, redacted. Else only these parts of the original were looked at, and
  // the entry is one behind the other; with none there is no entry.
  std::optional<std::vector<Part>> parts;
  std::uint64_t cut = 0;  // bytes of text at the beginning of a log that were left out
  std::string fault;      // why it could not be read to its end; empty: it could
  bool operator==(const CollectedFile&) const = default;
};

struct CollectedPath {
  std::optional<Reading<CollectedInfo>> info;               // nothing: not asked
  std::optional<Reading<CollectedFile>> opened;             // nothing: not asked
  std::optional<Reading<std::vector<std::string>>> listed;  // nothing: not asked
  bool operator==(const CollectedPath&) const = default;
};

struct CollectedCommand {
  enum class Outcome : std::uint8_t { finished, not_started, stopped };
  std::string tool;
  std::vector<std::string> arguments;
  Outcome outcome = Outcome::finished;
  int status = 0;         // finished: exit status
  std::string out, err;   // finished: redacted output
  std::string redaction;  // finished: by which rule
  std::string why;        // not started, or stopped
  bool operator==(const CollectedCommand&) const = default;
};

struct Manifest {
  std::string tool;  // version of enrolkit
  std::string root;  // the root that was named
  bool running = false;
  LocalTime now;
  std::int64_t now_unix = 0;  // the same moment in UTC: the difference is the zone
  Reading<LocalTime> booted = Absent{};
  Reading<std::string> hardware_uuid = Absent{};
  std::map<std::int64_t, LocalTime> local;     // UTC seconds that were turned into local time
  std::map<std::string, CollectedPath> paths;  // by path on the Mac
  std::vector<CollectedCommand> commands;
  bool operator==(const Manifest&) const = default;
};

[[nodiscard]] std::string to_json(const Manifest& manifest);

// Unreadable says in one line what is wrong with it, and where. No number in it is believed by this reader.
[[nodiscard]] std::variant<Manifest, Unreadable> parse_manifest(std::string_view json);

// The archive's entry for a path of the Mac: "root/var/log/jamf.log". Printable ASCII, whatever the path
// holds.
[[nodiscard]] std::string entry_name(std::string_view path);

}  // namespace enrolkit
