#include "ea/all.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <exception>
#include <mutex>

#include "core/base/text.h"
#include "ea/attributes.h"
#include "ea/in_time.h"
#include "ea/side_by_side.h"
#include "run/table.h"

namespace enrolkit {

namespace {

using Clock = std::chrono::steady_clock;

Finding timed(const Attribute& attribute, Mac& mac) {
  const auto begin = Clock::now();
  Finding finding;
  try {
    finding = answer_of(attribute, mac);
  } catch (const std::exception& e) {
    finding = unknown(attribute.name, fmt::format("internal error: {}", e.what()));
  }
  finding.took = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - begin);
  return finding;
}

void note_warnings(std::vector<Finding>& findings, Mac& mac) {
  for (const std::string& warning : mac.settings().warnings) {
    findings.front().evidence.push_back({printable(warning), "", std::nullopt, ""});
  }
}

// What the thread that looks and the one that waits have in common.
struct Shared {
  std::shared_ptr<const Host> host;
  ToolsAhead tools;
  Mac mac;
  std::mutex mutex;
  AllFindings all;
  Shared(std::shared_ptr<const Host> its_host, MacOptions options)
      : host(std::move(its_host)), tools(*host), mac(tools, std::move(options)) {}
};

void look_at_all(Shared& shared) {
  begin_tools(shared.tools, shared.mac);
  for (const Attribute* attribute : attributes()) {
    Finding finding = timed(*attribute, shared.mac);
    const std::lock_guard lock(shared.mutex);
    shared.all.findings.push_back(std::move(finding));
  }
  const std::lock_guard lock(shared.mutex);
  note_warnings(shared.all.findings, shared.mac);
  shared.all.signature = shared.mac.signature_check();
  shared.all.complete = true;
}

}  // namespace

std::vector<Finding> answers_of_all(Mac& mac) {
  std::vector<Finding> findings;
  for (const Attribute* attribute : attributes()) findings.push_back(timed(*attribute, mac));
  note_warnings(findings, mac);
  return findings;
}

AllFindings answers_within(std::shared_ptr<const Host> host, MacOptions options,
                           std::chrono::milliseconds limit) {
  const auto shared = std::make_shared<Shared>(std::move(host), std::move(options));
  const bool ended = ended_in_time([shared] { look_at_all(*shared); }, limit);
  std::unique_lock lock(shared->mutex);
  AllFindings all = shared->all;
  lock.unlock();
  const std::string why =
      ended ? "internal error" : fmt::format("time limit of {} ms reached", limit.count());
  for (std::size_t i = all.findings.size(); i < attributes().size(); ++i)
    all.findings.push_back(unknown(attributes()[i]->name, why));
  return all;
}

std::string findings_table(const std::vector<Finding>& findings, const TerminalStyle& style) {
  // The text is last but one, and what it rests on stands below it: so every row is a table of its own width.
  constexpr std::size_t kBeforeText = 25, kTime = 12, kLeastRoom = 20, kIndent = 6;
  const std::size_t room =
      std::max(kLeastRoom, style.width > kBeforeText + kTime ? style.width - kBeforeText - kTime : 0);
  TerminalStyle narrow = style;
  narrow.width = kBeforeText + room;
  std::string out;
  for (const Finding& finding : findings) {
    const Cell cell(finding.code.empty() ? "no date" : result_text(finding));
    const std::string block = table_of({{cell}}, {.indent = kBeforeText}, narrow);
    const auto end = block.find('\n');
    const std::string first = block.substr(kBeforeText, end - kBeforeText);
    out += fmt::format("{} {:<20} {}{} {:>8.2f} ms\n", sign_of(finding.health, style), printable(finding.id),
                       first, std::string(room - std::min(room, columns(first)), ' '),
                       static_cast<double>(finding.took.count()) / 1000);
    out += block.substr(end + 1);
    for (const Evidence& e : finding.evidence) {
      std::string line = e.source;
      if (!e.where.empty()) line += ", " + e.where;
      if (!e.text.empty()) line += ": " + e.text;
      out += table_of({{Cell(printable(line), Colour::dim)}}, {.indent = kIndent}, style);
    }
  }
  return style.page(out);
}

}  // namespace enrolkit
