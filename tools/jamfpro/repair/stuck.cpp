#include "jamfpro/repair/stuck.h"

#include <algorithm>

#include "core/base/time.h"
#include "jamfpro/conflict/conflict.h"

namespace enrolkit::jamf {
namespace {

bool is_since(const std::optional<std::int64_t>& time, const std::optional<std::int64_t>& enrolled) {
  return time && (!enrolled || *time >= *enrolled - kSameEnrolmentSeconds);
}

// Also of a server that does not tell it: a command that was answered is a contact.
std::optional<std::int64_t> mdm_contact(const Computer& mac, const MacDetails& details, std::int64_t now) {
  std::optional<std::int64_t> out = mac.mdm_contact;
  if (const auto* commands = value_of(details.commands)) {
    for (const MdmCommand& command : *commands) {
      const bool is_past = command.completed && *command.completed <= now + kClockAllowance;
      if (is_past && (!out || *command.completed > *out)) out = command.completed;
    }
  }
  return out;
}

// The record without dates that lie ahead: nothing stamped them as it happened.
Computer as_of(Computer mac, std::int64_t now) {
  const auto leave_out_ahead = [&](const char* name, std::optional<std::int64_t>& date) {
    if (!date || *date <= now + kClockAllowance) return;
    mac.untold.emplace_back(name);
    date.reset();
  };
  leave_out_ahead("lastEnrolledDate", mac.enrolled);
  leave_out_ahead("initialEntryDate", mac.first_seen);
  leave_out_ahead("lastCheckIn", mac.check_in);
  leave_out_ahead("lastContact", mac.mdm_contact);
  leave_out_ahead("reportDate", mac.report);
  return mac;
}

bool is_told(const Computer& mac, std::string_view name) {
  return std::find(mac.untold.begin(), mac.untold.end(), name) == mac.untold.end();
}

MacVerdict unclear(const Computer& mac) {
  std::string names;
  for (const std::string& name : mac.untold) (names += names.empty() ? "" : ", ") += name;
  return {MacState::unknown, {}, "its record does not tell, or not readably: " + names, true};
}

}  // namespace

Patience patience_for(int check_in_minutes) {
  Patience out;
  out.period = std::int64_t{60} * check_in_minutes;
  // A Mac asleep answers MDM in Power Nap without checking in: a day of that is still no dead agent.
  out.silence = std::max<std::int64_t>(96 * out.period, kDay);
  out.settling = std::max<std::int64_t>(4 * out.period, 2 * 3600);
  out.mdm_alive = 7 * kDay;
  out.inventory = kDay;
  out.fresh = out.silence / 2;
  return out;
}

std::string doubled_account(const std::vector<LapsAccount>& accounts) {
  for (const LapsAccount& one : accounts) {
    for (const LapsAccount& other : accounts) {
      if (one.source == "MDM" && other.source == "JMF" && same_account(one.username, other.username)) {
        return one.username;
      }
    }
  }
  return "";
}

std::optional<std::int64_t> enrolment_of(const Computer& mac) {
  return mac.enrolled ? mac.enrolled : mac.first_seen;
}

std::int64_t judged_from(const Computer& mac, const Patience& patience, std::int64_t now) {
  return mac.enrolled ? *mac.enrolled - kSameEnrolmentSeconds : now - patience.mdm_alive;
}

namespace {

std::vector<StuckReason> reasons_of(const Computer& mac, const std::optional<std::int64_t>& contact,
                                    const Patience& patience, std::int64_t now) {
  std::vector<StuckReason> out;
  const auto begun = enrolment_of(mac);
  if (!mac.binary && is_told(mac, "jamfBinaryVersion")) out.push_back(StuckReason::no_binary);
  if (!is_since(mac.check_in, mac.enrolled)) {
    if (is_told(mac, "lastCheckIn") && is_told(mac, "lastContactTime"))
      out.push_back(StuckReason::never_checked_in);
  } else if (contact && *contact - *mac.check_in > patience.silence) {
    out.push_back(StuckReason::silent);
  }
  if (!is_since(mac.report, mac.enrolled) && is_told(mac, "reportDate") &&
      (!begun || now - *begun > patience.inventory))
    out.push_back(StuckReason::no_inventory);
  if (mac.awaiting == true) out.push_back(StuckReason::waiting_in_setup);
  return out;
}

bool checks_in(const Computer& mac, const Patience& patience, std::int64_t now) {
  return is_since(mac.check_in, mac.enrolled) && now - *mac.check_in <= patience.silence;
}

// Its inventory came lately, and not with its enrolment: an agent that is dead sends none.
bool reports(const Computer& mac, const Patience& patience, std::int64_t now) {
  return mac.binary && mac.report && now - *mac.report < patience.fresh &&
         (!mac.enrolled || *mac.report > *mac.enrolled + patience.settling);
}

// The agent spoke a moment ago. That no version of it is known, either, is the inventory's lack.
bool lacks_inventory_alone(const Computer& mac, const std::vector<StuckReason>& reasons,
                           const Patience& patience, std::int64_t now) {
  return checks_in(mac, patience, now) && std::all_of(reasons.begin(), reasons.end(), [](StuckReason one) {
           return one == StuckReason::no_inventory || one == StuckReason::no_binary;
         });
}

void add(std::string& detail, const std::string& more) { (detail += detail.empty() ? "" : "; ") += more; }

void add_details(MacVerdict& out, const MacDetails& details, std::int64_t from) {
  if (const auto* accounts = value_of(details.accounts)) {
    if (const std::string name = doubled_account(*accounts); !name.empty()) {
      out.reasons.push_back(StuckReason::same_account);
      add(out.detail, "account " + name + " made twice");
    }
  }
  if (const auto* commands = value_of(details.commands)) {
    const auto failed = std::find_if(commands->begin(), commands->end(), [&](const MdmCommand& one) {
      return is_failed(one) && one.sent && *one.sent >= from;
    });
    if (failed != commands->end()) {
      out.reasons.push_back(StuckReason::command_failed);
      add(out.detail, failed->type + " failed" + (failed->error.empty() ? "" : ": " + failed->error));
    }
  }
}

}  // namespace

namespace {

MacVerdict judge_at(const Computer& record, const MacDetails& details, const Patience& patience,
                    std::int64_t now) {
  Computer mac = as_of(record, now);
  const auto begun = enrolment_of(mac);
  if (mac.managed == false) return {MacState::unmanaged, {}, ""};
  if (begun && now - *begun < patience.settling) return {MacState::settling, {}, ""};
  const auto contact = mdm_contact(mac, details, now);
  if (contact) std::erase(mac.untold, "lastContact");
  MacVerdict out{MacState::well, reasons_of(mac, contact, patience, now), ""};
  if (out.reasons.empty()) {
    if (!mac.untold.empty() && !checks_in(mac, patience, now)) return unclear(mac);
    const bool quiet = !contact && now - *mac.check_in > patience.silence;  // and nothing to measure it by
    if (quiet)
      out = {
          MacState::unknown,
          {},
          "no check-in for " + duration_text(now - *mac.check_in) + ", and MDM's last contact is not known"};
    return out;
  }
  if (lacks_inventory_alone(mac, out.reasons, patience, now)) {
    out.state = MacState::no_inventory;
    return out;
  }
  add_details(out, details, judged_from(mac, patience, now));
  if (!mac.untold.empty()) {
    std::vector<StuckReason> reasons = std::move(out.reasons);
    out = unclear(mac);
    out.reasons = std::move(reasons);
  } else if (reports(mac, patience, now)) {
    out.state = MacState::unknown;
    out.is_record_unclear = true;
    out.detail = "its inventory came " + duration_text(now - *mac.report) + " ago, so its agent may work";
  } else if (!contact) {
    const bool asked = value_of(details.commands) != nullptr;
    out.state = MacState::unknown;
    out.detail = asked ? "no sign of MDM" : "MDM's last contact is not known";
  } else {
    out.state = now - *contact <= patience.mdm_alive ? MacState::stuck : MacState::unreachable;
  }
  return out;
}

}  // namespace

MacVerdict judge_mac(const Computer& record, const MacDetails& details, const Patience& patience,
                     std::int64_t now, const std::optional<std::int64_t>& other) {
  MacVerdict out = judge_at(record, details, patience, now);
  if (!other || out.state == MacState::stuck || out.state == MacState::unknown) return out;
  if (judge_at(record, details, patience, *other).state != MacState::stuck) return out;
  return {MacState::unknown, {}, "it is stuck by this computer's clock, and not by the server's", true};
}

std::optional<Cause> likely_cause(const MacVerdict& verdict) {
  if (verdict.state != MacState::stuck && verdict.state != MacState::not_enrolled) return std::nullopt;
  const auto has = [&](StuckReason reason) {
    return std::find(verdict.reasons.begin(), verdict.reasons.end(), reason) != verdict.reasons.end();
  };
  if (has(StuckReason::same_account)) return Cause::account_conflict;
  if (has(StuckReason::waiting_in_setup)) return Cause::setup_running;
  if (has(StuckReason::never_checked_in) || has(StuckReason::no_record)) return Cause::interrupted;
  return Cause::
      unclear;  // it worked once: a lost signature, a dead daemon and a missing framework look alike from here
}

std::string reasons_text(const MacVerdict& verdict) {
  std::string out;
  for (const StuckReason reason : verdict.reasons) (out += out.empty() ? "" : ",") += to_text(reason);
  return out;
}

}  // namespace enrolkit::jamf
