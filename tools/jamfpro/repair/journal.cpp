#include "jamfpro/repair/journal.h"

#include <Poco/Data/RecordSet.h>
#include <Poco/Data/SQLite/Connector.h>
#include <Poco/Data/SQLite/SQLiteException.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "core/base/error_text.h"
#include "core/base/redact.h"
#include "core/base/text.h"
#include "jamfpro/repair/journal_parts.h"

namespace enrolkit::jamf {
namespace {

namespace data = Poco::Data;
using data::Keywords::into;
using data::Keywords::now;
using data::Keywords::use;

constexpr std::size_t kSecondsToOpen = 1;
constexpr const char* kColumns =
    "row, id, serial, name, management_id, step, uuid, started, second, wait_from, proof, "
    "proof_at, lost, final, why";

// Makes the file for its owner alone, or takes that of an earlier run; it names Macs and their commands. Answers what
// stands against it, or nothing.
std::string fault_of_file(const std::string& path) {
  constexpr mode_t kOwnerOnly = 0600;
  const auto system_says = [] { return error_text(errno); };
  if (const int made = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, kOwnerOnly); made >= 0) {
    ::close(made);
    return "";
  }
  if (errno != EEXIST) return "the journal cannot be made: " + system_says();
  const int file = ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  if (file < 0) return "the journal cannot be opened: " + system_says();
  struct stat facts {};
  std::string fault;
  if (::fstat(file, &facts) != 0) {
    fault = "the journal cannot be opened: " + system_says();
  } else if (!S_ISREG(facts.st_mode)) {
    fault = "this is not a regular file\nhint: --journal FILE, for another";
  } else if (facts.st_size == 0) {
    // SQLite takes it for a new one, and every Mac that it named would be sent to again.
    fault =
        "the journal is empty: what was sent before is not known\nhint: when nothing was, delete it; else look at "
        "the Macs' commands in Jamf Pro first";
  } else if ((facts.st_mode & 077U) != 0 && ::fchmod(file, kOwnerOnly) != 0) {
    fault = "others can read or write the journal, and that cannot be changed: " + system_says();
  }
  ::close(file);
  return fault;
}

}  // namespace

// What failed may have taken the transaction with it.
void Journal::Parts::undo() {
  try {
    if (session.isTransaction()) session.rollback();
  } catch (const Poco::Exception&) {
  }
}

void Journal::Parts::keep(RepairEntry& entry) {
  std::string step(to_text(entry.step)), final(to_text(entry.final));
  Poco::Int64 row = entry.row, started = entry.started, second = entry.second, wait_from = entry.wait_from,
              proof = entry.proof, proof_at = entry.proof_at, lost = entry.lost;
  if (row == 0) {
    session << "INSERT INTO macs(id, serial, name, management_id, step, uuid, started, second, "
               "wait_from, proof, proof_at, lost, final, why) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        use(entry.id), use(entry.serial), use(entry.name), use(entry.management_id), use(step),
        use(entry.uuid), use(started), use(second), use(wait_from), use(proof), use(proof_at), use(lost),
        use(final), use(entry.why), now;
    session << "SELECT last_insert_rowid()", into(row), now;
    entry.row = row;
    return;
  }
  session << "UPDATE macs SET step=?, uuid=?, started=?, second=?, wait_from=?, proof=?, proof_at=?, lost=?, "
             "final=?, why=? "
             "WHERE row=?",
      use(step), use(entry.uuid), use(started), use(second), use(wait_from), use(proof), use(proof_at),
      use(lost), use(final), use(entry.why), use(row), now;
}

std::vector<RepairEntry> Journal::Parts::select(const std::string& where) {
  data::Statement select(session);
  select << std::string("SELECT ") + kColumns + " FROM macs " + where;
  select.execute();
  data::RecordSet rows(select);
  std::vector<RepairEntry> out;
  for (bool more = rows.moveFirst(); more; more = rows.moveNext()) {
    const auto text = [&](std::size_t i) { return rows[i].isEmpty() ? "" : rows[i].convert<std::string>(); };
    const auto number = [&](std::size_t i) {
      return rows[i].isEmpty() ? std::int64_t{0} : std::int64_t{rows[i].convert<Poco::Int64>()};
    };
    RepairEntry entry;
    entry.row = number(0);
    entry.id = text(1);
    entry.serial = text(2);
    entry.name = text(3);
    entry.management_id = text(4);
    // What cannot be read is taken with care: looked for before anything is sent.
    entry.step = kRepairStageNames.find(text(5)).value_or(RepairStage::sending);
    entry.uuid = text(6);
    entry.started = number(7);
    entry.second = number(8);
    entry.wait_from = number(9);
    entry.proof = number(10);
    entry.proof_at = number(11);
    entry.lost = static_cast<int>(number(12));
    entry.final = kRepairResultNames.find(text(13)).value_or(RepairResult::none);
    entry.why = text(14);
    out.push_back(std::move(entry));
  }
  return out;
}

Journal::Journal(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Journal::~Journal() {
  try {
    parts_.reset();
  } catch (const Poco::Exception&) {  // what was kept is kept
  }
}

enrolkit::Result<std::unique_ptr<Journal>> Journal::open(const std::string& path, const std::string& server) {
  if (const std::string fault = fault_of_file(path); !fault.empty()) {
    return Error{printable(path) + ": " + fault};
  }
  try {
    data::SQLite::Connector::registerConnector();
    auto parts = std::make_unique<Parts>(Parts{path, data::Session("SQLite", path, kSecondsToOpen)});
    if (const enrolkit::Status ready = parts->prepare(server); !ready.ok())
      return Error{printable(path) + ": " + ready.error().why};
    return std::unique_ptr<Journal>(new Journal(std::move(parts)));
  } catch (const data::SQLite::DBLockedException&) {
    return Error{printable(path) + ": the journal is in use by another run"};
  } catch (const data::SQLite::CorruptImageException&) {
    return Error{printable(path) + ": this is not a journal\nhint: --journal FILE, for another"};
  } catch (const Poco::Exception& e) {
    return Error{printable(path) + ": the journal cannot be used: " + printable(redacted(e.displayText()))};
  }
}

enrolkit::Status Journal::keep(RepairEntry& entry) {
  return parts_->attempt([&] { parts_->keep(entry); });
}

enrolkit::Status Journal::keep_all(std::vector<RepairEntry>& entries) {
  return parts_->whole([&] {
    for (RepairEntry& entry : entries) parts_->keep(entry);
  });
}

enrolkit::Result<bool> Journal::begin(const RepairEntry& entry, RepairAct act) {
  return parts_->guarded([&] {
    Poco::Int64 row = entry.row, changed = 0;
    std::string name(to_text(act));
    parts_->session << "INSERT OR IGNORE INTO acts VALUES(?, ?)", use(row), use(name), now;
    parts_->session << "SELECT changes()", into(changed), now;
    return changed > 0;
  });
}

enrolkit::Status Journal::forget(const RepairEntry& entry, RepairAct act) {
  return parts_->attempt([&] {
    Poco::Int64 row = entry.row;
    std::string name(to_text(act));
    parts_->session << "DELETE FROM acts WHERE row=? AND act=?", use(row), use(name), now;
  });
}

enrolkit::Status Journal::keep_limits(const RunLimits& limits) {
  return parts_->whole([&] {
    Poco::Int64 wait = limits.wait, settle = limits.settle, poll = limits.poll,
                per_minute = limits.per_minute;
    parts_->session << "DELETE FROM limits", now;
    parts_->session << "INSERT INTO limits VALUES(?, ?, ?, ?)", use(wait), use(settle), use(poll),
        use(per_minute), now;
  });
}

enrolkit::Result<std::optional<RunLimits>> Journal::limits() {
  return parts_->guarded([&]() -> std::optional<RunLimits> {
    Poco::Int64 wait = 0, settle = 0, poll = 0, per_minute = 0;
    if (parts_->count("limits") == 0) return std::nullopt;
    parts_->session << "SELECT wait, settle, poll, per_minute FROM limits", into(wait), into(settle),
        into(poll), into(per_minute), now;
    if (wait < 0 || settle < 0 || poll < 1 || per_minute < 1)
      throw Poco::DataException("the limits of its run cannot be read");
    return RunLimits{wait, settle, poll, per_minute};
  });
}

enrolkit::Result<std::vector<RepairEntry>> Journal::unfinished() {
  return parts_->guarded([&] { return parts_->select("WHERE final='' ORDER BY row"); });
}

enrolkit::Result<std::optional<RepairEntry>> Journal::last_of(const std::string& computer_id) {
  // Ids are the server's: digits, or there is none of that name in here.
  if (computer_id.find_first_not_of("0123456789") != std::string::npos) return std::optional<RepairEntry>();
  return parts_->guarded([&] {
    auto found = parts_->select("WHERE id='" + computer_id + "' ORDER BY row DESC LIMIT 1");
    return found.empty() ? std::nullopt : std::optional(found.front());
  });
}

enrolkit::Result<std::vector<RepairEntry>> Journal::all() {
  return parts_->guarded([&] { return parts_->select("ORDER BY row"); });
}

}  // namespace enrolkit::jamf
