// The second stage of a repair.
#include "jamfpro/repair/repairer.h"

namespace enrolkit::jamf {
namespace {

using Kind = Failure::Kind;

Failure not_to_be_done(Kind kind, const char* why) { return Failure{kind, 0, why, false}; }

}  // namespace

Status Repairer::carry_out(RepairAct act, RepairEntry& entry) {
  switch (act) {
    case RepairAct::renew_mdm: {
      const auto macs = client_.computers_with("id", {entry.id});
      if (!macs.ok()) return macs.error();
      if (macs.value().empty()) return not_to_be_done(Kind::not_found, "the server has no such record");
      const std::string& udid = macs.value().front().udid;
      if (udid.empty()) return not_to_be_done(Kind::refused, "its record has no UDID");
      return client_.renew_mdm_profile(udid);
    }
    case RepairAct::deploy_package: {
      const auto uuid = client_.deploy_package(entry.id, plan_.package);
      if (!uuid.ok()) return uuid.error();
      entry.uuid = uuid.value();
      (void)keep(entry);
      return {};
    }
    case RepairAct::blank_push:
      if (entry.management_id.empty())
        return not_to_be_done(Kind::refused, "its record has no management id");
      return client_.blank_push(entry.management_id);
  }
  return {};
}

// The second stage. An act of unknown fate is not repeated: what it may have done shows in the proof.
void Repairer::follow_up(RepairEntry& entry) {
  for (const RepairAct act : plan_.second) {
    if (is_over()) return;
    const auto begun = journal_.begin(entry, act);
    if (!begun.ok()) {
      run_.trouble = begun.error().why;
      return;
    }
    if (!begun.value()) continue;
    const Status done = carry_out(act, entry);
    if (done.ok() || done.error().maybe_applied) continue;
    const Failure& failure = done.error();
    if (failure.kind == Kind::not_found || failure.kind == Kind::refused || failure.kind == Kind::conflict) {
      events_.refused(entry, act, brief(failure));
      continue;
    }
    if (const enrolkit::Status forgotten = journal_.forget(entry, act); !forgotten.ok()) {
      run_.trouble = forgotten.error().why;
      return;
    }
    return unfit(&entry, failure, unfit_sends_);  // the entry stays due
  }
  if (is_over()) return;
  unfit_sends_ = 0;
  entry.step = RepairStage::sent;
  entry.second = entry.wait_from = client_.session().server_now();
  entry.proof = entry.proof_at = 0;
  if (keep(entry)) events_.followed(entry);
}

}  // namespace enrolkit::jamf
