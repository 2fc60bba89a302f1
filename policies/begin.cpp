#include "policies/begin.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/time.h"
#include "core/repair/watchdog.h"
#include "evidence/paths.h"
#include "evidence/read_repair_facts.h"
#include "policies/hand_over.h"

namespace enrolkit {
namespace {

std::optional<std::string> why_not_due(const Host& host, const WatchdogSettings& watchdog,
                                       const Store& store) {
  const auto uuid = host.hardware_uuid();
  const std::string mac = value_of(uuid) != nullptr ? *value_of(uuid) : "";
  const std::int64_t last = store.last_watchdog_look(), now = host.now_unix();
  if (last == 0 || look_is_due(last, now, watchdog.minutes, mac)) return std::nullopt;
  return fmt::format(
      "the watchdog looked {} ago, and looks again in {}; without --if-needed a look is taken now",
      duration_text(now - last), duration_text(next_look(last, watchdog.minutes, mac) - now));
}

Result<std::unique_ptr<HeldLock>> take_lock(const Host& host, HostWriter& writer, bool handed_over) {
  for (const std::string_view folder : {paths::kStateFolder, paths::kBackupFolder}) {
    if (const Status made = writer.make_folder(folder, {0, 0, 0700}); !made.ok())
      return without_package(host, made.error());
  }
  auto taken = writer.lock(paths::kRepairLock);
  // Who handed this on is about to end.
  for (int tries = 0; handed_over && std::holds_alternative<Busy>(taken) && tries < 60; ++tries) {
    writer.pause(std::chrono::seconds(2));
    taken = writer.lock(paths::kRepairLock);
  }
  if (const auto* failed = std::get_if<Error>(&taken)) return without_package(host, *failed);
  if (std::holds_alternative<Busy>(taken)) return Error{"another repair is at work"};
  return std::move(std::get<std::unique_ptr<HeldLock>>(taken));
}

bool was_handed_over(const std::vector<JournalEntry>& entries, const std::string& run) {
  const auto last = std::find_if(entries.rbegin(), entries.rend(),
                                 [&](const JournalEntry& entry) { return entry.run == run; });
  return last != entries.rend() && last->kind == EntryKind::handed;
}

Begun refused(std::string why, Exit exit = Exit::trouble) { return {nullptr, std::move(why), exit}; }

}  // namespace

Error without_package(const Host& host, Error failed) {
  if (std::holds_alternative<Absent>(host.info(paths::kRepairProgram)))
    failed.why += ": the package of enrolkit is not installed here; install it first";
  return failed;
}

Begun begin_run(const Host& host, HostWriter* writer, const RepairOptions& options, Store& store) {
  if (writer != nullptr && options.watchdog) {
    if (auto why = why_not_due(host, *options.watchdog, store)) return refused(std::move(*why), Exit::ok);
  }
  // Before anything is written: where others may write, root writes nothing.
  RepairFacts safety;
  read_safety(host, safety);
  Begun begun;
  if (writer != nullptr && options.self.uid == 0 && safety.unsafe.empty()) {
    auto lock = take_lock(host, *writer, options.handed_over);
    if (!lock.ok()) return refused(lock.error().why);
    begun.lock = std::move(lock.value());
  } else {
    store.keep_nothing();
  }
  // Of a Mac that was collected without its journal a dry run tells what it can.
  const bool collected = writer == nullptr && !host.is_running_system();
  if (collected && std::holds_alternative<Absent>(host.open(paths::kJournal))) {
    begun.note = "no journal was collected: what was tried on that Mac before is not known";
    return begun;
  }
  if (const Status opened = store.open(options.jitter); !opened.ok() && safety.unsafe.empty())
    return refused(fmt::format(
        "the journal cannot be used: {}; put that right first, since what was tried before is not known",
        opened.error().why));
  if (!store.damage().empty()) {
    begun.note = fmt::format(
        "the journal is damaged ({}): that counts as an attempt that failed; look yourself, and then run "
        "enrolkit-repair reset",
        store.damage());
  }
  if (options.watchdog) store.note_watchdog_look();
  if (options.handed_over) {
    if (!was_handed_over(store.entries(), options.run))
      return refused(fmt::format("the journal has no run {} that was handed on", options.run));
    if (writer != nullptr) wait_for_jamf(host, *writer);
  }
  return begun;
}

}  // namespace enrolkit
