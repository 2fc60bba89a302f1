#include "evidence/mac.h"

#include "core/base/text.h"
#include "core/enrolment/install_findings.h"
#include "core/enrolment/refine.h"
#include "core/enrolment/refine_form.h"
#include "core/enrolment/refine_year.h"
#include "core/log/form.h"
#include "core/repair/status.h"
#include "evidence/paths.h"
#include "evidence/read_boots.h"
#include "evidence/read_mac.h"
#include "evidence/read_repair_facts.h"

namespace enrolkit {

const Reading<LogRead>& Mac::log() {
  if (!log_) {
    log_ = read_log(host_, {.from_tail = !options_.whole_log,
                            .as_of = options_.as_of,
                            .strip_quotes = false,
                            .unknown_lines = options_.unknown_lines,
                            .now = host_.now()});
  }
  return *log_;
}

const Settings& Mac::settings() {
  if (!settings_) settings_ = read_settings(host_);
  return *settings_;
}

FrameworkPresence Mac::framework_presence() {
  if (!framework_presence_) framework_presence_ = read_framework_presence(host_);
  return *framework_presence_;
}

const FrameworkFacts& Mac::framework_facts() {
  if (!framework_) framework_ = read_framework(host_, options_.earlier_signature);
  return *framework_;
}

MacContext Mac::mac_context() {
  MacContext context;
  context.now = host_.now();
  context.uptime = uptime();
  context.local_administrators = settings().local_administrators();
  // Starts of the Mac, and accounts, are only looked at where an enrolment died, and died while an account
  // was being made: else they decide nothing.
  const auto* read = value_of(log());
  bool account_matters = false, boots_matter = false;
  if (read != nullptr) {
    for (const Attempt& attempt : read->history.attempts) {
      if (attempt.outcome != Outcome::enrolled && attempt.account_made) account_matters = true;
      if (attempt.outcome == Outcome::open || attempt.outcome == Outcome::interrupted) boots_matter = true;
    }
  }
  if (boots_matter) {
    context.boots = boots().boots;
    context.boots_unreadable = boots().unreadable;
  }
  if (!account_matters) return context;
  context.creations_in_the_macs_zone = host_.is_running_system();
  context.account_creations = account_creations();
  return context;
}

std::optional<Uptime> Mac::uptime() const {
  if (!host_.is_running_system()) return std::nullopt;
  return Uptime{host_.now(), host_.booted()};
}

const Boots& Mac::boots() {
  if (!boots_) boots_ = read_boots(host_);
  return *boots_;
}

const Reading<InstallHistory>& Mac::install_log() {
  if (!install_log_) install_log_ = read_install_log(host_);
  return *install_log_;
}

// What came before the last contact is history. A day, for changes of time zone.
const Reading<InstallHistory>& Mac::install_log_since_contact() {
  const auto* read = value_of(log());
  const bool dated = read != nullptr && read->history.contact && read->history.contact->at;
  if (!dated || options_.whole_log || install_log_) return install_log();
  if (!install_log_since_contact_)
    install_log_since_contact_ =
        read_install_log(host_, LocalTime{read->history.contact->at->seconds - kDay});
  return *install_log_since_contact_;
}

std::optional<LocalTime> Mac::delivered() {
  const auto* read = value_of(log());
  if (read == nullptr || !read->history.contact) return std::nullopt;
  return delivered_since(&read->history, install_log_since_contact());
}

const SetupVerdict& Mac::setup() {
  if (!setup_) setup_ = judge_setup(read_setup(host_));
  return *setup_;
}

const Reading<Migration>& Mac::migration() {
  if (!migration_) migration_ = read_migration(host_);
  return *migration_;
}

// What macOS says of MDM now is newer than what ReEnroller met.
Diagnosis Mac::diagnosis_of(const History& history) {
  if (!history.mdm_missing || !host_.is_running_system() || mdm().state != MdmState::enrolled)
    return diagnose(history, mac_context());
  History without = history;
  without.mdm_missing.reset();
  return diagnose(without, mac_context());
}

const Diagnosis& Mac::diagnosis() {
  if (!diagnosis_) {
    const auto* read = value_of(log());
    diagnosis_ = read != nullptr ? diagnosis_of(read->history) : diagnose_without_log(log_evidence());
    if (read != nullptr && is_whole_volume()) refine_with_framework(*diagnosis_, framework_presence());
    const History* history = read != nullptr ? &read->history : nullptr;
    if (why_unreadable(log()) == nullptr)
      refine_with_install_log(*diagnosis_, history, install_log_since_contact());
    if (diagnosis_->cause == Cause::interrupted) refine_with_requests(*diagnosis_, install_log());
    if (diagnosis_->cause) refine_with_keychain(*diagnosis_, keychain());
    if (diagnosis_->cause == Cause::foreign_identity) {
      std::optional<LocalTime> from;
      if (const auto& own = keychain().certificate) from = host_.to_local(own->not_before_unix);
      refine_with_migration(*diagnosis_, migration(), from);
    }
    if (diagnosis_->cause == Cause::untrusted_server && issuer()) refine_with_issuer(*diagnosis_, *issuer());
    if (diagnosis_->cause && is_whole_volume()) refine_with_tampering(*diagnosis_, tampering());
    // A log that cannot be read may show that the enrolment ended well.
    const bool may_judge = why_unreadable(log()) == nullptr || setup().state != SetupState::abandoned;
    if (may_judge) refine_with_setup(*diagnosis_, setup());
    if (read != nullptr) refine_with_year(*diagnosis_, *read, options_.as_of);
    if (read != nullptr) refine_with_form(*diagnosis_, read->history);
    const bool emptied =
        read != nullptr && read->history.quality.records == 0 && decides(read->history.quality.form);
    if (options_.second_copy != nullptr && (emptied || std::holds_alternative<Absent>(log())))
      options_.second_copy(*diagnosis_, host_, mac_context());
  }
  return *diagnosis_;
}

KeychainExpectations Mac::keychain_expectations() {
  KeychainExpectations expected;
  match(
      host_.hardware_uuid(), [&](const std::string& uuid) { expected.hardware_uuid = uuid; },
      [&](Absent) {
        if (!host_.is_running_system())
          expected.no_uuid = "the hardware UUID of another volume's Mac is not known";
      },
      [&](const Unreadable& it) { expected.no_uuid = it.why; });
  expected.issuer = settings().certificate_issuer();
  expected.now_unix = host_.now_unix();
  return expected;
}

const KeychainVerdict& Mac::keychain() {
  if (!keychain_) {
    keychain_file_ = read_keychain_file(host_);
    keychain_ = judge_keychain(keychain_file_->bytes, keychain_expectations());
  }
  return *keychain_;
}

bool Mac::is_whole_volume() const {
  return is_running_system() || !std::holds_alternative<Absent>(host_.info(paths::kSystemVersion));
}

bool Mac::keychain_collected() {
  (void)keychain();
  return keychain_file_->collected;
}

KeychainEvidence Mac::keychain_evidence() {
  KeychainEvidence evidence{keychain(), paths::kKeychain, std::nullopt, std::nullopt, std::nullopt};
  if (keychain_file_->info) {
    evidence.mode = keychain_file_->info->mode;
    evidence.owner = keychain_file_->info->owner;
  }
  if (keychain_->certificate) evidence.expires = host_.to_local(keychain_->certificate->not_after_unix);
  return evidence;
}

const std::optional<IssuerCheck>& Mac::issuer() {
  if (!issuer_) {
    issuer_.emplace();
    if (const auto& device = keychain().certificate) {
      *issuer_ = find_issuer(*device, read_system_keychain(host_));
    }
  }
  return *issuer_;
}

Finding Mac::jamf_keychain() {
  KeychainEvidence evidence = keychain_evidence();
  if (issuer()) {
    evidence.issuer = {std::string(paths::kSystemKeychain), "", std::nullopt, printable(issuer()->said)};
  }
  return unless_unknown("CertificateIssuer", jamf_keychain_finding(evidence));
}

Finding Mac::of_log(Finding finding) {
  const auto* read = value_of(log());
  if (read == nullptr || decides(read->history.quality.form)) return finding;
  return unknown(finding.id, about_form(read->history));
}

Judgement<SignatureState> Mac::device_signature() {
  auto judged = judge_device_signature(log_evidence(), &keychain());
  judged.finding = of_log(std::move(judged.finding));
  if (judged.finding.code == kSignatureStateNames[SignatureState::unknown])
    judged.state = SignatureState::unknown;
  return judged;
}

Finding Mac::unless_unknown(std::string_view setting, Finding finding) {
  const auto why = settings().why_unknown(setting);
  if (finding.health != Health::healthy || !why) return finding;
  Finding doubted = unknown(finding.id, *why);
  doubted.evidence = std::move(finding.evidence);
  return doubted;
}

Finding Mac::certificate_expiry() { return certificate_expiry_finding(keychain_evidence()); }

Finding Mac::repair() {
  const auto journal = read_journal(host_);
  const RepairSettings how = settings().repair();
  return repair_finding(
      {journal, how, host_.now_unix(), [&](std::int64_t at) { return host_.to_local(at); }});
}

}  // namespace enrolkit
