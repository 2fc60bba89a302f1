// Explains many Macs at a time, and hands them on in their order.
#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "cli/explain/explain_mac.h"
#include "cli/explain/fleet.h"
#include "cli/explain/inputs.h"
#include "run/streams.h"

namespace enrolkit {

// What is left of a Mac once its memory is given back.
struct Explained {
  std::string text;  // the report or the JSON record, when one is to be printed
  FleetRow row;
  nlohmann::ordered_json page;  // for --html
  std::vector<std::string> faults;
  bool passed_over = false;  // met in a folder, and no log of jamf
};

// What is printed of each Mac, or of all of them at the end (table, csv).
enum class ExplainForm { report, brief, json, json_lines, table, csv };

struct ExplainJob {
  const std::vector<Subject>& subjects;
  ExplainMacOptions how;
  ExplainForm form = ExplainForm::report;
  bool page = false;
  TerminalStyle style;
};

// On so many threads; on this one where the system gives no others. Nothing escapes: what cannot be explained has its
// reason in row.trouble.
void explain_each(const ExplainJob& job, unsigned threads, const std::function<void(Explained&&)>& sink);

}  // namespace enrolkit
