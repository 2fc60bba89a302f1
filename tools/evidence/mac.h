// A Mac to ask: each piece of evidence is looked at once, when first needed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/account.h"
#include "core/diagnosis.h"
#include "core/log_findings.h"
#include "core/management_account.h"
#include "core/reading.h"
#include "core/settings.h"
#include "evidence/read_log.h"
#include "host/host.h"

namespace enrolkit {

struct MacOptions {
  std::optional<std::string> account;  // the Management Account, by flag
  std::optional<LocalTime> as_of;
  bool whole_log = false;  // line numbers are wanted: read the log from its beginning
};

class Mac {
 public:
  // `host` outlives this.
  Mac(const Host& host, MacOptions options) : host_(host), options_(std::move(options)) {}

  [[nodiscard]] const Reading<LogRead>& log();
  [[nodiscard]] const Reading<AccountBase>& accounts();
  [[nodiscard]] const Settings& settings();
  [[nodiscard]] Footprint footprint();
  [[nodiscard]] const Diagnosis& diagnosis();
  [[nodiscard]] LogEvidence log_evidence() { return {log(), footprint()}; }

  // The Management Account: by flag, then settings, then the log's last "Creating user" line.
  [[nodiscard]] const std::optional<AccountName>& account_name();
  [[nodiscard]] Finding management_account();

 private:
  [[nodiscard]] Surroundings surroundings();
  // What the log says of the making of that account; null if nothing.
  [[nodiscard]] const Mark* creating(const std::string& name);

  const Host& host_;
  MacOptions options_;
  std::optional<Reading<LogRead>> log_;
  std::optional<Reading<AccountBase>> accounts_;
  std::optional<Settings> settings_;
  std::optional<Footprint> footprint_;
  std::optional<Diagnosis> diagnosis_;
  std::optional<std::optional<AccountName>> account_name_;
};

}  // namespace enrolkit
