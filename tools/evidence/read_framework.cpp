// The files of Jamf's framework, and Jamf's folder for running things.
#include <fmt/format.h>

#include "evidence/paths.h"
#include "evidence/read_mac.h"
#include "evidence/read_signature.h"

namespace enrolkit {
namespace {

constexpr std::size_t kMaxPlistBytes = 1U << 20U;
constexpr std::size_t kMagic = 4;
constexpr std::int64_t kAtRest = 3600;  // a run of jamf that takes longer hangs

FoundFile found(const FileInfo& info) {
  return {info.size, info.owner, info.mode, info.regular, info.directory, info.link, {}, info.target};
}

// Whether it is there, and as what.
FrameworkPiece glance(const Host& host, std::string_view path) {
  return {std::string(path),
          match(
              host.info(path), [](const FileInfo& i) -> Reading<FoundFile> { return found(i); },
              [](const Absent& a) -> Reading<FoundFile> { return a; },
              [](const Unreadable& u) -> Reading<FoundFile> { return u; })};
}

// The same with the bytes: of a property list all, of a program the first few.
FrameworkPiece read(const Host& host, std::string_view path, bool whole) {
  FrameworkPiece piece = glance(host, path);
  auto* file = std::get_if<FoundFile>(&piece.file);
  if (file == nullptr || !file->regular) return piece;
  auto opened = host.open(path);
  if (const auto* why = std::get_if<Unreadable>(&opened)) {
    piece.file = *why;
    return piece;
  }
  if (std::holds_alternative<Absent>(opened)) {
    piece.file = Absent{};
    return piece;
  }
  OpenFile& handle = *std::get<0>(opened);
  *file = found(handle.info());  // of what was opened, whatever bears its name now
  Reading<std::string> bytes = Absent{};
  if (whole) {
    bytes = read_all(handle, path, kMaxPlistBytes);
  } else {
    std::string head(kMagic, '\0');
    const auto got = handle.read_at(0, head.data(), head.size());
    if (const auto* why = why_unreadable(got)) bytes = Unreadable{*why};
    if (const auto* size = value_of(got)) bytes = head.substr(0, *size);
  }
  if (const auto* why = why_unreadable(bytes)) piece.file = Unreadable{*why};
  if (const auto* text = value_of(bytes)) file->bytes = *text;
  return piece;
}

Reading<std::size_t> leftovers_in(const Host& host, std::string_view folder) {
  const auto listed = host.list(folder);
  if (const auto* why = why_unreadable(listed)) return Unreadable{*why};
  std::size_t old = 0;
  if (const auto* names = value_of(listed)) {
    const LocalTime now = host.now();
    for (const std::string& name : *names) {
      const auto info = host.info(fmt::format("{}/{}", folder, name));
      if (const auto* why = why_unreadable(info)) return Unreadable{*why};
      if (const auto* file = value_of(info)) old += now.seconds - file->modified.seconds > kAtRest ? 1 : 0;
    }
  }
  return old;
}

}  // namespace

FrameworkFacts read_framework(const Host& host, const std::optional<SignatureCheck>& earlier) {
  FrameworkFacts facts;
  facts.system = glance(host, paths::kSystemVersion);
  facts.binary = read(host, paths::kBinary, false);
  facts.link = glance(host, paths::kBinaryLink);
  facts.preferences = read(host, paths::kJamfPreferences, true);
  facts.app = glance(host, paths::kJamfApp);
  facts.app_info = read(host, paths::kJamfAppInfo, true);
  facts.keychain = glance(host, paths::kKeychain);
  facts.daemon = read(host, paths::kDaemon, true);
  facts.old_daemon = read(host, paths::kOldDaemon, true);
  facts.task = read(host, paths::kTask, true);
  facts.leftovers = leftovers_in(host, paths::kJamfTemporary);
  facts.leftovers_path = paths::kJamfTemporary;
  facts.running_system = host.is_running_system();
  const auto* binary = value_of(facts.binary.file);
  if (facts.running_system && binary != nullptr && is_mach_o(binary->bytes)) {
    facts.signature = read_signature(host, earlier);
  }
  return facts;
}

}  // namespace enrolkit
