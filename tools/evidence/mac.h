// A Mac to ask: each piece of evidence is looked at once, when first needed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/account/account.h"
#include "core/account/conflict.h"
#include "core/account/management_account.h"
#include "core/base/reading.h"
#include "core/enrolment/device_signature.h"
#include "core/enrolment/diagnosis.h"
#include "core/enrolment/findings.h"
#include "core/keychain/findings.h"
#include "core/keychain/issuer.h"
#include "core/log/boots.h"
#include "core/log/install_log.h"
#include "core/management/framework.h"
#include "core/management/mdm.h"
#include "core/management/tamper_evidence.h"
#include "core/settings/settings.h"
#include "evidence/read_boots.h"
#include "evidence/read_jamf_preferences.h"
#include "evidence/read_log.h"
#include "evidence/read_mac.h"
#include "evidence/read_setup.h"
#include "evidence/unreadable_paths.h"
#include "host/host.h"

namespace enrolkit {

// Adds to a diagnosis what another source than jamf.log tells.
using SecondCopy = void (*)(Diagnosis& diagnosis, const Host& host, const MacContext& context);

struct MacOptions {
  std::optional<std::string> account;  // the Management Account, by flag
  std::optional<LocalTime> as_of;
  bool unknown_lines = false;
  bool whole_log = false;  // line numbers are wanted: read the log from its beginning
  // What an earlier run learned of the binary's code signature, where that was kept: while it still holds,
  // codesign is not run again.
  std::optional<SignatureCheck> earlier_signature;
  // Asked where there is no jamf.log, or an empty one. A function, so that the programs on managed Macs, which ask none,
  // need not bring what reads it.
  SecondCopy second_copy = nullptr;
};

class Mac {
 public:
  // `host` outlives this.
  Mac(const Host& host, MacOptions options) : host_(host), options_(std::move(options)) {}
  Mac(const Mac&) = delete;
  Mac& operator=(const Mac&) = delete;

  // Every path that could not be looked at since the last call.
  [[nodiscard]] std::vector<UnreadablePath> take_unreadable_paths() { return host_.take_unreadable_paths(); }

  [[nodiscard]] const Reading<LogRead>& log();
  [[nodiscard]] const Reading<AccountBase>& accounts();
  [[nodiscard]] const Settings& settings();
  [[nodiscard]] FrameworkPresence framework_presence();
  [[nodiscard]] const Reading<InstallHistory>& install_log();
  [[nodiscard]] const Boots& boots();
  [[nodiscard]] const SetupVerdict& setup();  // whether somebody still sets this Mac up
  [[nodiscard]] const Reading<Migration>& migration();
  [[nodiscard]] const Diagnosis& diagnosis();
  [[nodiscard]] LogEvidence log_evidence() { return {log(), framework_presence(), uptime(), delivered()}; }

  [[nodiscard]] const KeychainVerdict& keychain();
  // False for a tree that was collected without its folder.
  [[nodiscard]] bool keychain_collected();
  // What System.keychain says of the issuer of the device certificate; nothing without a certificate.
  [[nodiscard]] const std::optional<IssuerCheck>& issuer();
  [[nodiscard]] KeychainExpectations keychain_expectations();
  [[nodiscard]] Finding jamf_keychain();
  [[nodiscard]] Finding certificate_expiry();
  [[nodiscard]] Judgement<SignatureState> device_signature();
  // That finding, which rests on the log; unknown where its form does not decide anything.
  [[nodiscard]] Finding of_log(Finding finding);

  // Asks macOS for the binary's code signature, and so runs a tool; not for another volume.
  [[nodiscard]] FrameworkVerdict framework() { return judge_framework(framework_facts(), log_evidence()); }
  // To be kept for the next run: nothing where codesign gave no definite answer, or was not asked.
  [[nodiscard]] const std::optional<SignatureCheck>& signature_check() {
    return framework_facts().signature.check;
  }

  // What works against the management.
  [[nodiscard]] const TamperVerdict& tampering();

  // What the journal of enrolkit-repair tells.
  [[nodiscard]] Finding repair();

  [[nodiscard]] bool is_running_system() const { return host_.is_running_system(); }
  // Not a folder of what was collected: the system's own files are there, or could not be looked at.
  [[nodiscard]] bool is_whole_volume() const;

  // The Management Account: by flag, then settings, then the log's last "Creating user" line.
  [[nodiscard]] const std::optional<AccountName>& account_name();
  // Why it cannot be told although somebody may have given it.
  [[nodiscard]] std::optional<std::string> why_no_account_name();
  [[nodiscard]] Finding management_account();
  [[nodiscard]] ConflictVerdict account_conflict();

  // Asks macOS, and so runs a tool. For advice alone: no finding rests on it.
  [[nodiscard]] const Reading<std::string>& serial();

  // Asks macOS, and so runs a tool; for another volume it is unknown.
  [[nodiscard]] Judgement<MdmState> mdm();
  [[nodiscard]] const Reading<MdmStatus>& mdm_status();
  [[nodiscard]] const JamfPreferences& jamf_preferences();
  // The server of Jamf Pro: by the settings, and as the jamf binary uses it. Those that were read.
  [[nodiscard]] std::vector<OwnServer> own_servers();

 private:
  void add_server_hosts(TamperFacts& facts);
  [[nodiscard]] MacContext mac_context();
  [[nodiscard]] Diagnosis diagnosis_of(const History& history);
  [[nodiscard]] const Reading<InstallHistory>& install_log_since_contact();
  [[nodiscard]] std::optional<LocalTime> delivered();  // see delivered_since()
  [[nodiscard]] std::optional<Uptime> uptime() const;  // of the running Mac
  [[nodiscard]] std::vector<AccountCreation> account_creations();
  // Where the directory's files may not be read on the Mac itself: what macOS says of that one account. Null
  // where it need not be asked.
  [[nodiscard]] const Reading<AccountBase>* asked_account(const std::string& name);

  [[nodiscard]] KeychainEvidence keychain_evidence();
  // A healthy one is unknown where that setting, which may say otherwise, is not known.
  [[nodiscard]] Finding unless_unknown(std::string_view setting, Finding finding);
  [[nodiscard]] const FrameworkFacts& framework_facts();

  UnreadablePaths host_;
  MacOptions options_;
  std::optional<Reading<LogRead>> log_;
  std::optional<Reading<AccountBase>> accounts_;
  std::optional<Reading<AccountBase>> asked_account_;
  std::optional<Reading<MdmStatus>> mdm_;
  std::optional<Reading<std::string>> serial_;
  std::optional<JamfPreferences> jamf_preferences_;
  std::optional<Reading<BootstrapToken>> bootstrap_token_;
  std::optional<Settings> settings_;
  std::optional<FrameworkPresence> framework_presence_;
  std::optional<FrameworkFacts> framework_;
  std::optional<Reading<InstallHistory>> install_log_, install_log_since_contact_;
  std::optional<TamperVerdict> tampering_;
  std::optional<Boots> boots_;
  std::optional<KeychainFileFacts> keychain_file_;
  std::optional<KeychainVerdict> keychain_;
  std::optional<std::optional<IssuerCheck>> issuer_;
  std::optional<SetupVerdict> setup_;
  std::optional<Reading<Migration>> migration_;
  std::optional<Diagnosis> diagnosis_;
  std::optional<std::optional<AccountName>> account_name_;
};

}  // namespace enrolkit
