// What enrolkit-repair keeps between its runs: the journal, the log for people, and keychains that were
// proven to work. All of it is root's alone.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/repair/facts.h"
#include "core/repair/journal.h"
#include "host/host.h"
#include "host/host_writer.h"

namespace enrolkit {

class Store {
 public:
  // Without a writer nothing is changed: what open() would fix is fixed in memory.
  Store(const Host& host, HostWriter* writer) : host_(host), writer_(writer) {}

  // From now on nothing is written: this is not root, or what root keeps is not safe.
  void keep_nothing() { writer_ = nullptr; }
  [[nodiscard]] bool keeps() const { return writer_ != nullptr; }

  // Reads the journal. A damaged one is kept aside under another name, and counts as an attempt that failed;
  // a line that was being written when the Mac died is taken off. Error: nothing may be done.
  [[nodiscard]] Status open(int jitter);

  // What open() found wrong with the journal; empty: nothing.
  [[nodiscard]] const std::string& damage() const { return damage_; }

  // When the watchdog looked last; 0: never, or it cannot be told.
  [[nodiscard]] std::int64_t last_watchdog_look() const;
  void note_watchdog_look();

  [[nodiscard]] const std::vector<JournalEntry>& entries() const { return entries_; }

  // On the disk when it returns.
  [[nodiscard]] Status add(const JournalEntry& entry);

  // For people, into /var/log/enrolkit.log and the system's log. That it cannot be written stops nothing.
  void log(std::string_view text);

  // A copy of the keychain as it is now, of which the look says that it works; none where the newest copy is
  // the same. Error: there is no new copy, and the older ones are as they were.
  [[nodiscard]] Status back_up(const RepairFacts& facts);

 private:
  [[nodiscard]] Status rewrite();

  const Host& host_;
  HostWriter* writer_;
  std::vector<JournalEntry> entries_;
  std::string damage_;
};

}  // namespace enrolkit
