// What a Mac says of its server: MDM's, and those that the settings and the jamf binary name.
#include "core/base/url.h"
#include "evidence/mac.h"
#include "evidence/paths.h"
#include "evidence/read_mac.h"
#include "evidence/read_mdm.h"
#include "evidence/read_tampering.h"

namespace enrolkit {

const Reading<MdmStatus>& Mac::mdm_status() {
  if (!mdm_) mdm_ = read_mdm(host_);
  return *mdm_;
}

const JamfPreferences& Mac::jamf_preferences() {
  if (!jamf_preferences_) jamf_preferences_ = read_jamf_preferences(host_);
  return *jamf_preferences_;
}

const Reading<std::string>& Mac::serial() {
  if (!serial_) serial_ = read_serial(host_);
  return *serial_;
}

std::vector<OwnServer> Mac::own_servers() {
  std::vector<OwnServer> own;
  if (const auto given = settings().server_url()) own.push_back({*given, "settings", "ServerURL"});
  if (const auto* url = value_of(jamf_preferences().jss_url))
    own.push_back({*url, std::string(paths::kJamfPreferences), "jss_url"});
  return own;
}

// Of everybody who names one: whichever is led elsewhere.
void Mac::add_server_hosts(TamperFacts& facts) {
  if (const auto* why = why_unreadable(jamf_preferences().jss_url)) facts.servers_unread = *why;
  for (const OwnServer& own : own_servers()) {
    if (auto host = host_of(own.url)) {
      facts.servers.push_back(std::move(*host));
    } else {
      facts.servers_unread = own.where + ": no host in its address";
    }
  }
}

const TamperVerdict& Mac::tampering() {
  if (!tampering_) {
    TamperFacts facts = read_tampering(host_);
    add_server_hosts(facts);
    facts.setup_runs = setup().state == SetupState::running;
    tampering_ = judge_tampering(facts);
  }
  return *tampering_;
}

Judgement<MdmState> Mac::mdm() {
  Judgement<MdmState> judged = judge_mdm(mdm_status(), own_servers());
  if (judged.state == MdmState::other_server) {
    MdmOrigins origins;
    const auto flag = host_.info(paths::kMdmProfileFlag);
    if (const auto* info = value_of(flag)) origins.profile = info->modified;
    if (const auto& own = keychain().certificate) origins.framework = host_.to_local(own->not_before_unix);
    add_origins(judged, origins);
  }
  // The token is escrowed by way of MDM: without it there is none to ask for.
  if (const auto* status = value_of(mdm_status());
      status != nullptr && status->enrolled != MdmStatus::Enrolled::no) {
    if (!bootstrap_token_) bootstrap_token_ = read_bootstrap_token(host_);
    judged.finding.evidence.push_back(bootstrap_token_evidence(*bootstrap_token_));
  }
  judged.finding = unless_unknown("ServerURL", std::move(judged.finding));
  if (judged.finding.code == kMdmStateNames[MdmState::unknown]) judged.state = MdmState::unknown;
  return judged;
}

}  // namespace enrolkit
