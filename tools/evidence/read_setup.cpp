#include "evidence/read_setup.h"

#include <fmt/format.h>

#include "evidence/paths.h"
#include "evidence/screen.h"

namespace enrolkit {
namespace {

constexpr std::size_t kMaxMigrationBytes = 1U << 20U;
constexpr std::size_t kMaxMigrations = 64;

Reading<LocalTime> flag(const Host& host, std::string_view path) {
  const auto info = host.info(path);
  if (const auto* why = why_unreadable(info)) return Unreadable{*why};
  const auto* found = value_of(info);
  if (found == nullptr) return Absent{};
  return found->modified;
}

}  // namespace

SetupFacts read_setup(const Host& host) {
  SetupFacts facts;
  facts.started = flag(host, paths::kSetupStarted);
  facts.assistant_at_screen = Absent{};
  if (std::holds_alternative<Absent>(facts.started) && !host.is_running_system()) return facts;
  facts.now = host.now();
  facts.done = flag(host, paths::kSetupDone);
  if (!host.is_running_system()) return facts;
  facts.assistant_at_screen = look_who_is_at_the_screen(host).setup_assistant;
  const bool open = !std::holds_alternative<Absent>(facts.started) && value_of(facts.done) == nullptr;
  const auto* assistant = value_of(facts.assistant_at_screen);
  const bool settled = assistant != nullptr && (*assistant || !open);
  if (!settled) facts.processes = host.processes();
  return facts;
}

Reading<Migration> read_migration(const Host& host) {
  const auto folders = host.list(paths::kMigrations);
  if (const auto* why = why_unreadable(folders)) return Unreadable{*why};
  const auto* names = value_of(folders);
  if (names == nullptr) return Absent{};
  std::optional<Migration> newest;
  std::size_t seen = 0;
  for (const std::string& name : *names) {
    if (!name.starts_with("Migration-") || ++seen > kMaxMigrations) continue;
    const std::string path = fmt::format("{}/{}{}", paths::kMigrations, name, paths::kMigrationRecord);
    auto opened = host.open(path);
    if (std::holds_alternative<Absent>(opened)) continue;
    if (const auto* why = why_unreadable(opened)) return Unreadable{*why};
    OpenFile& file = *std::get<0>(opened);
    const LocalTime at = file.info().modified;
    if (newest && newest->at >= at) continue;
    const auto bytes = read_all(file, path, kMaxMigrationBytes);
    if (const auto* why = why_unreadable(bytes)) return Unreadable{*why};
    const auto from = migrated_from(*value_of(bytes));
    if (const auto* why = why_unreadable(from)) return Unreadable{path + ": " + *why};
    newest = Migration{*value_of(from), at};
  }
  if (!newest) return Absent{};
  return *newest;
}

}  // namespace enrolkit
