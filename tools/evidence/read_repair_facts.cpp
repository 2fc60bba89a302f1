#include "evidence/read_repair_facts.h"

#include <algorithm>

#include "core/base/url.h"
#include "core/enrolment/findings.h"
#include "core/management/mdm.h"
#include "evidence/findings.h"
#include "evidence/paths.h"
#include "evidence/read_state.h"
#include "evidence/root_only.h"

namespace enrolkit {
namespace {

// "https://HOST[:PORT]/" of an address that holds more; nothing when it is no such address.
std::optional<std::string> root_of(const std::string& url) {
  constexpr std::string_view kScheme = "https://";
  const auto host = host_of(url);
  if (!url.starts_with(kScheme) || !host) return std::nullopt;
  std::string_view rest = std::string_view(url).substr(kScheme.size());
  rest = rest.substr(0, rest.find_first_of("/?#"));
  const auto colon = rest.rfind(':');
  const std::string port(colon == std::string_view::npos ? "" : rest.substr(colon));
  if (port == ":" || port.find_first_not_of("0123456789", 1) != std::string::npos) return std::nullopt;
  return std::string(kScheme) + *host + port + "/";
}

// Whether the MDM server is a Jamf Pro: by the path at which Jamf Pro alone takes MDM, or because the jamf binary was told
// of that host when it enrolled. Any other MDM's host must never become the jamf binary's.
bool is_jamf_pro(const std::string& url, const Reading<LogRead>& log) {
  const auto host = host_of(url);
  if (!host) return false;
  std::string_view path = std::string_view(url).substr(0, url.find_first_of("?#"));
  const auto begin = path.find('/', std::string_view("https://").size());
  path = begin == std::string_view::npos ? "" : path.substr(begin);
  while (path.starts_with("//")) path.remove_prefix(1);
  if (path == "/mdm/ServerURL" || path == "/computer/mdm") return true;
  const auto* read = value_of(log);
  return read != nullptr &&
         std::any_of(read->history.attempts.begin(), read->history.attempts.end(),
                     [&](const Attempt& attempt) { return host_of(attempt.server) == host; });
}

// What files alone tell.
void read_given_server(Mac& mac, RepairFacts& facts) {
  facts.jss_url = mac.jamf_preferences().jss_url;
  facts.verify_ssl = mac.jamf_preferences().verify_ssl;
  if (const auto url = mac.settings().server_url()) {
    facts.server_url = root_of(*url);
    facts.server_source = "the settings";
  }
}

void read_mdm_server(Mac& mac, RepairFacts& facts) {
  facts.mdm = mac.mdm();
  facts.mdm_status = mac.mdm_status();
  const auto* status = value_of(facts.mdm_status);
  const auto named = status != nullptr ? status->server : std::nullopt;
  const auto given = mac.settings().server_url();
  if (!given && named && !mac.settings().why_unknown("ServerURL") && is_jamf_pro(*named, mac.log())) {
    facts.server_url = root_of(*named);
    facts.server_source = "the MDM profile";
  }
  // Where the settings agree with MDM, the Mac is that server's, and only the jamf binary uses another one.
  const bool trusted = given && named && host_of(*given) == host_of(*named);
  if (facts.mdm.state == MdmState::other_server && !trusted)
    facts.other_server = named ? host_of(*named).value_or("another") : "another";
}

void note_refused(Mac& mac, RepairFacts& facts) {
  const auto paths = mac.take_unreadable_paths();
  facts.not_permitted |=
      std::any_of(paths.begin(), paths.end(), [](const UnreadablePath& one) { return one.not_permitted; });
}

RepairFacts by_files(const Host& host, const Self& self, Mac& mac, Ask ask) {
  RepairFacts facts;
  facts.findings = findings_of(mac, ask);
  facts.story = enrolment_of(mac.diagnosis());
  facts.now = host.now();
  facts.now_unix = host.now_unix();
  facts.uid = self.uid;
  facts.enrolment = {mac.diagnosis().state, enrolment_finding(mac.log_evidence(), mac.diagnosis())};
  facts.signature = mac.device_signature();
  facts.framework = mac.framework();
  const auto& check = mac.signature_check();
  facts.jamfs = check && check->verdict == SignatureVerdict::valid;
  facts.check_in = check_in_finding(mac.log_evidence());
  facts.cause = mac.diagnosis().cause;
  // Setup Assistant is a refusal of its own, and found by read_processes.
  const SetupVerdict& setup = mac.setup();
  const bool done = setup.state == SetupState::none || setup.state == SetupState::abandoned;
  if (!done && !setup.assistant) facts.setup_running = setup.why;
  facts.keychain = mac.keychain().state;
  if (mac.keychain().certificate) facts.serial = mac.keychain().certificate->serial;
  if (const auto* read = value_of(mac.log())) {
    if (read->history.contact) facts.contact = read->history.contact->at;
    if (read->history.enrolled) facts.enrolled = read->history.enrolled->at;
  }
  read_given_server(mac, facts);
  read_access(host, facts);
  note_refused(mac, facts);
  return facts;
}

}  // namespace

RepairFacts read_file_facts(const Host& host, const Self& self) {
  MacOptions how;
  const auto state = read_state(host);
  if (const auto* kept = value_of(state)) how.earlier_signature = kept->signature;
  Mac mac(host, how);
  return by_files(host, self, mac, Ask::files);
}

RepairFacts read_repair_facts(const Host& host, const Self& self) {
  // The whole log: an enrolment before the last contact decides whether a saved keychain is of use.
  Mac mac(host, {.account = std::nullopt, .as_of = std::nullopt, .whole_log = true});
  RepairFacts facts = by_files(host, self, mac, Ask::all);
  facts.whole = true;
  facts.conflict = mac.account_conflict();
  read_safety(host, facts);
  read_mdm_server(mac, facts);
  note_refused(mac, facts);
  read_processes(host, self, facts);
  read_jobs(host, facts);
  if (health_of(facts) == Health::healthy) return facts;
  read_invitation(host, facts);
  read_backups(host, mac, facts);
  read_server(host, facts);
  return facts;
}

Reading<Journal> read_journal(const Host& host) {
  auto opened = host.open(paths::kJournal);
  if (std::holds_alternative<Absent>(opened)) {
    const bool collected = host.is_running_system() || value_of(host.info(paths::kStateFolder)) != nullptr ||
                           value_of(host.info(paths::kSystemVersion)) != nullptr;
    if (collected) return Absent{};
    return Unreadable{std::string(paths::kStateFolder) + " is not in what was collected"};
  }
  if (const auto* why = std::get_if<Unreadable>(&opened)) return *why;
  OpenFile& file = *std::get<0>(opened);
  if (auto why = why_not_root_only(host, paths::kJournal, file.info())) return Unreadable{std::move(*why)};
  // One that is too large is damaged, and is kept aside like any other.
  if (file.info().size > kMaxJournalBytes) {
    Journal journal;
    journal.corrupt = true;
    journal.why = "it is too large";
    return journal;
  }
  const auto bytes = read_all(file, paths::kJournal, kMaxJournalBytes);
  if (const auto* why = why_unreadable(bytes)) return Unreadable{*why};
  return parse_journal(*value_of(bytes));
}

}  // namespace enrolkit
