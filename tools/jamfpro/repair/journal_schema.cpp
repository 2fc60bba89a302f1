// The tables of a journal, and what is asked of a file before it is taken for one.
#include <Poco/Data/SQLite/Connector.h>
#include <fmt/format.h>

#include "core/base/text.h"
#include "jamfpro/repair/journal_parts.h"

namespace enrolkit::jamf {
namespace {

using Poco::Data::Keywords::into;
using Poco::Data::Keywords::now;
using Poco::Data::Keywords::use;

constexpr const char* kSchema = "enrolkit.repair/3";

// As SQLite keeps their text, behind "CREATE".
struct Made {
  const char* kind;
  const char* what;
};
constexpr Made kMade[] = {
    {"TABLE", "about(schema TEXT, server TEXT)"},
    {"TABLE",
     "macs(row INTEGER PRIMARY KEY, id TEXT, serial TEXT, name TEXT, management_id TEXT, step TEXT, uuid TEXT, "
     "started INTEGER, second INTEGER, wait_from INTEGER, proof INTEGER, proof_at INTEGER, lost INTEGER, final "
     "TEXT, why TEXT)"},
    {"TABLE", "acts(row INTEGER, act TEXT, PRIMARY KEY(row, act))"},
    {"TABLE", "limits(wait INTEGER, settle INTEGER, poll INTEGER, per_minute INTEGER)"},
    {"UNIQUE INDEX", "once ON macs(id) WHERE final=''"}};

// As SQL writes a text.
std::string sql_text(std::string_view text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? "''" : std::string(1, c);
  return out + "'";
}

template <class Names>
std::string all_sql_texts(const Names& names) {
  std::string out;
  for (const std::string_view name : names.names) out += (out.empty() ? "" : ",") + sql_text(name);
  return out;
}

}  // namespace

enrolkit::Status Journal::Parts::prepare(const std::string& server) {
  // The lock is held until the end: two runs on one journal would each send.
  session << "PRAGMA busy_timeout=500", now;
  session << "PRAGMA locking_mode=EXCLUSIVE", now;
  session << "PRAGMA journal_mode=WAL", now;  // one wait for the disk a step, where the others take three
  session << "PRAGMA synchronous=FULL", now;
  // By POCO's own call: since 1.14 it counts transactions, and begins a second one behind a "BEGIN" that it was
  // not told of.
  session.begin();
  for (const Made& made : kMade)
    session << fmt::format("CREATE {} IF NOT EXISTS {}", made.kind, made.what), now;
  // Before anything is written: what others put into the file would run with it.
  if (enrolkit::Status sound = soundness(server); !sound.ok()) return sound;
  if (count("about") == 0) {
    std::string schema = kSchema, owner = server;
    session << "INSERT INTO about VALUES(?, ?)", use(schema), use(owner), now;
  }
  // A write takes the lock also where nothing had to be made.
  session << "UPDATE about SET server=server", now;
  session.commit();
  return {};
}

std::int64_t Journal::Parts::count(const std::string& rows) {
  Poco::Int64 found = 0;
  session << "SELECT COUNT(*) FROM " + rows, into(found), now;
  return found;
}

// What is damaged, or was made by others, would read as if nothing had been sent: pages that are lost, an index that lacks
// rows, a view or a trigger, columns of other kinds, words that are not in their set.
enrolkit::Status Journal::Parts::soundness(const std::string& server) {
  const std::string hint = "\nhint: --journal FILE, for another";
  const Error others{"the journal was not made by enrolkit server repair or watch" + hint};
  std::string fault, schema = kSchema, owner = server;
  session << "PRAGMA integrity_check(1)", into(fault), now;
  if (fault != "ok") return Error{"the journal is damaged: " + printable(fault) + hint};
  if (count("sqlite_master WHERE type IN ('trigger', 'view')") != 0 || count("about") > 1) return others;
  session << "SELECT schema, server FROM about", into(schema), into(owner), now;
  if (schema != kSchema) return Error{"the journal is of another version: " + printable(schema) + hint};
  if (owner != server) return Error{"the journal belongs to another server: " + printable(owner) + hint};
  for (const Made& made : kMade) {
    const std::string sql = sql_text(fmt::format("CREATE {} {}", made.kind, made.what));
    if (count("sqlite_master WHERE sql=" + sql) != 1) return others;
  }
  if (count("about") != 1 && count("macs") != 0) return others;
  const std::int64_t unknown = count(fmt::format(
      "macs WHERE typeof(id)||typeof(serial)||typeof(name)||typeof(management_id)||typeof(step)||typeof(uuid)||"
      "typeof(final)||typeof(why)<>'texttexttexttexttexttexttexttext' OR typeof(started)||typeof(second)||"
      "typeof(wait_from)||typeof(proof)||typeof(proof_at)||typeof(lost)<>"
      "'integerintegerintegerintegerintegerinteger' OR step NOT IN ({}) OR final NOT IN ({})",
      all_sql_texts(kRepairStageNames), all_sql_texts(kRepairResultNames)));
  if (unknown != 0) return Error{fmt::format("{} of the journal's entries cannot be read", unknown) + hint};
  return {};
}

}  // namespace enrolkit::jamf
