#include "jamfpro/watch/store.h"

#include <Poco/Data/RecordSet.h>

#include "jamfpro/repair/journal_parts.h"

namespace enrolkit::jamf {
namespace {

namespace data = Poco::Data;
using data::Keywords::into;
using data::Keywords::now;
using data::Keywords::use;

// The states of is_followed(), as SQL has them.
std::string followed_states() {
  std::string out;
  for (std::size_t i = 0; i < kWatchStateNames.size(); ++i) {
    const auto state = static_cast<WatchState>(i);
    if (is_followed(state)) ((out += out.empty() ? "'" : ",'") += to_text(state)) += "'";
  }
  return out;
}

// Column by column: a statement that is prepared once takes them all.
struct Columns {
  std::vector<std::string> id, serial, name, management_id, state;
  std::vector<Poco::Int64> begun, changed, broke;

  void add(const WatchedMac& mac) {
    id.push_back(mac.id);
    serial.push_back(mac.serial);
    name.push_back(mac.name);
    management_id.push_back(mac.management_id);
    state.emplace_back(to_text(mac.state));
    begun.push_back(mac.begun);
    changed.push_back(mac.changed);
    broke.push_back(mac.broke ? 1 : 0);
  }
  [[nodiscard]] std::vector<WatchedMac> rows() const {
    std::vector<WatchedMac> out;
    out.reserve(id.size());
    for (std::size_t i = 0; i < id.size(); ++i) {
      // A state that is not known is looked at again.
      out.push_back({id[i], serial[i], name[i], management_id[i],
                     kWatchStateNames.find(state[i]).value_or(WatchState::unclear), begun[i], changed[i],
                     broke[i] != 0});
    }
    return out;
  }
};

std::vector<WatchedMac> select(data::Session& session, const std::string& where, std::string& value) {
  Columns found;
  data::Statement statement(session);
  statement << "SELECT id, serial, name, management_id, state, begun, changed, broke FROM watched WHERE " +
                   where,
      into(found.id), into(found.serial), into(found.name), into(found.management_id), into(found.state),
      into(found.begun), into(found.changed), into(found.broke);
  if (!value.empty()) statement, use(value);
  statement.execute();
  return found.rows();
}

}  // namespace

enrolkit::Result<WatchStore> WatchStore::open(Journal& journal) {
  data::Session& session = journal.parts().session;
  const enrolkit::Status made = journal.parts().whole([&] {
    session
        << "CREATE TABLE IF NOT EXISTS watched(id TEXT PRIMARY KEY, serial TEXT, name TEXT, management_id TEXT, "
           "state TEXT, begun INTEGER, changed INTEGER, broke INTEGER) WITHOUT ROWID",
        now;
    session << "CREATE INDEX IF NOT EXISTS watched_by_time ON watched(begun, broke)", now;
    session
        << "CREATE TABLE IF NOT EXISTS watch(only INTEGER PRIMARY KEY CHECK(only=0), looked_until INTEGER, "
           "storm_since INTEGER)",
        now;
    session << "INSERT OR IGNORE INTO watch VALUES(0, NULL, NULL)", now;
  });
  if (!made.ok()) return made.error();
  return WatchStore(journal);
}

enrolkit::Status WatchStore::keep(const std::vector<WatchedMac>& macs,
                                  const std::optional<std::int64_t>& looked_until) {
  data::Session& session = journal_->parts().session;
  return journal_->parts().whole([&] {
    Columns rows;
    for (const WatchedMac& mac : macs) rows.add(mac);
    if (!macs.empty()) {
      session << "INSERT OR REPLACE INTO watched VALUES(?,?,?,?,?,?,?,?)", use(rows.id), use(rows.serial),
          use(rows.name), use(rows.management_id), use(rows.state), use(rows.begun), use(rows.changed),
          use(rows.broke), now;
    }
    Poco::Int64 until = looked_until.value_or(0);
    if (looked_until) session << "UPDATE watch SET looked_until=?", use(until), now;
  });
}

enrolkit::Result<std::optional<WatchedMac>> WatchStore::find(const std::string& id) {
  return journal_->parts().guarded([&]() -> std::optional<WatchedMac> {
    std::string wanted = id;
    if (wanted.empty()) return std::nullopt;
    auto found = select(journal_->parts().session, "id=?", wanted);
    return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
  });
}

enrolkit::Result<std::vector<WatchedMac>> WatchStore::followed() {
  return journal_->parts().guarded([&] {
    std::string none;
    return select(journal_->parts().session, "state IN (" + followed_states() + ")", none);
  });
}

enrolkit::Result<std::optional<std::int64_t>> WatchStore::number(const char* column) {
  return journal_->parts().guarded([&]() -> std::optional<std::int64_t> {
    Poco::Int64 value = 0, there = 0;
    const std::string name(column);
    journal_->parts().session << "SELECT COALESCE(" + name + ", 0), " + name + " IS NOT NULL FROM watch",
        into(value), into(there), now;
    return there != 0 ? std::optional<std::int64_t>(value) : std::nullopt;
  });
}

enrolkit::Result<std::optional<std::int64_t>> WatchStore::looked_until() { return number("looked_until"); }
enrolkit::Result<std::optional<std::int64_t>> WatchStore::storm_since() { return number("storm_since"); }

enrolkit::Status WatchStore::keep_storm(const std::optional<std::int64_t>& since) {
  return journal_->parts().attempt([&] {
    Poco::Int64 value = since.value_or(0);
    if (since) {
      journal_->parts().session << "UPDATE watch SET storm_since=?", use(value), now;
    } else {
      journal_->parts().session << "UPDATE watch SET storm_since=NULL", now;
    }
  });
}

enrolkit::Result<Tally> WatchStore::tally(std::int64_t from, std::int64_t until) {
  return journal_->parts().guarded([&] {
    Poco::Int64 first = from, last = until, all = 0, broke = 0;
    journal_->parts().session
        << "SELECT COUNT(*), COALESCE(SUM(broke), 0) FROM watched WHERE begun>=? AND begun<? AND state<>'gone'",
        use(first), use(last), into(all), into(broke), now;
    return Tally{all, broke};
  });
}

enrolkit::Result<std::int64_t> WatchStore::sent_since(std::int64_t from) {
  return journal_->parts().guarded([&] {
    Poco::Int64 first = from, count = 0;
    journal_->parts().session << "SELECT COUNT(*) FROM macs WHERE started>=?", use(first), into(count), now;
    return std::int64_t{count};
  });
}

enrolkit::Result<std::array<std::int64_t, kWatchStateNames.size()>> WatchStore::counts() {
  return journal_->parts().guarded([&] {
    std::array<std::int64_t, kWatchStateNames.size()> out{};
    std::vector<std::string> states;
    std::vector<Poco::Int64> counts;
    journal_->parts().session << "SELECT state, COUNT(*) FROM watched GROUP BY state", into(states),
        into(counts), now;
    for (std::size_t i = 0; i < states.size(); ++i) {
      const auto state = kWatchStateNames.find(states[i]).value_or(WatchState::unclear);
      out[static_cast<std::size_t>(state)] += counts[i];
    }
    return out;
  });
}

enrolkit::Status WatchStore::forget_before(std::int64_t begun) {
  return journal_->parts().attempt([&] {
    Poco::Int64 before = begun;
    journal_->parts().session << "DELETE FROM watched WHERE begun<? AND state NOT IN (" + followed_states() +
                                     ")",
        use(before), now;
  });
}

}  // namespace enrolkit::jamf
