// Every field of text of an explained Mac holds what a terminal would act on: no report lets any of it through, and its
// JSON stays JSON.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "cli/explain/explained_macs.h"
#include "cli/explain/fleet.h"
#include "cli/explain/report.h"
#include "core/base/finding_json.h"
#include "ea/all.h"
#include "report/explained_mac_json.h"
#include "run/ea_frame.h"
#include "support/utf8.h"

namespace enrolkit::test {
namespace {

const std::string kHostile =
    "x\x1b]0;owned\x07\x1b[2J\x1b[H\x1b[32mThe Mac is healthy\x1b[0m\x1b[8m\xC2\x9B"
    "31m\xE2\x80\xAE\r\nComplete\x7F\xE2\x80\x8B\xC2\xAD\xEF\xBB\xBF\xF3\xA0\x81\x81\xFF";

void plant(std::string& text) { text = kHostile; }
void plant(std::vector<std::string>& texts) { texts = {kHostile, kHostile}; }
void plant(Evidence& evidence) {
  auto& [source, where, when, text] = evidence;
  for (std::string* one : {&source, &where, &text}) plant(*one);
}
void plant(Finding& finding) {
  auto& [id, health, code, pairs, detail, evidence, took] = finding;
  for (std::string* one : {&id, &code, &detail}) plant(*one);
  pairs = {{kHostile, kHostile}};
  evidence.resize(2);
  for (Evidence& one : evidence) plant(one);
}
// The beginning stays: what the report cuts off it is what is known of the line.
void plant(LogReference& reference) { reference.text += kHostile; }
void plant(std::optional<LogReference>& reference) {
  if (reference) plant(*reference);
}
void plant(Attempt& attempt) {
  plant(attempt.account);
  plant(attempt.server);
  plant(attempt.first_error);
  plant(attempt.first);
  plant(attempt.last);
  plant(attempt.account_made);
  for (LogReference& one : attempt.steps) plant(one);
  for (LogReference& one : attempt.followed) plant(one);
  if (attempt.reboot) {
    attempt.reboot->proof.emplace();
    plant(*attempt.reboot->proof);
  }
}

// Structured bindings name every member: with one more, this does not compile, and the new one is planted too.
void plant(Diagnosis& diagnosis) {
  auto& [state, cause, confidence, sentence, missing, step, at, code, http_status, put_back, supports, also,
         attempts, root, latest, evidence, elsewhere, doubtful, repeats] = diagnosis;
  for (std::string* one : {&sentence, &missing, &step}) plant(*one);
  plant(supports);
  for (Attempt& one : attempts) plant(one);
  for (LogReference& one : evidence) plant(one);
  elsewhere.resize(2);
  for (Evidence& one : elsewhere) plant(one);
}
void plant(ExplainedMac& mac) {
  auto& [source, log, diagnosis, findings, unasked, serial, server, trouble, log_finding] = mac;
  plant(serial);
  plant(server);
  plant(source);
  plant(diagnosis);
  for (Finding& one : findings) plant(one);
  for (Unasked& one : unasked) {
    plant(one.finding);
    plant(one.why);
  }
  plant(log_finding);
  if (auto* read = std::get_if<LogRead>(&log)) {
    plant(read->history.host);
    plant(read->history.contact);
    plant(read->history.first);
    plant(read->history.last);
    for (Trouble* one : {&read->history.signature, &read->history.offline, &read->history.daemon}) {
      plant(one->first);
      plant(one->last);
    }
    plant(read->sources);
    plant(read->faults);
  }
}

bool lines_are_harmless(const std::string& text) {
  for (const std::string& line : lines_of(text)) {
    if (!is_harmless(line) || line.find("Complete") == 0) return false;
  }
  return true;
}

std::vector<ExplainedMac> hostile_macs() {
  std::vector<ExplainedMac> macs;
  for (const std::string name : {"published-conflict", "healthy"}) macs.push_back(mac(name));
  for (ExplainedMac& one : macs) plant(one);
  macs.push_back(macs.front());
  macs.back().trouble = kHostile;
  return macs;
}

TEST(HostileText, DoesNothingInAnyReport) {
  TerminalStyle style;
  for (const std::size_t width : {20U, 60U, 100U, 400U}) {
    for (const bool utf8 : {false, true}) {
      style.width = width;
      style.utf8 = utf8;
      std::vector<FleetRow> rows;
      for (const ExplainedMac& one : hostile_macs()) {
        const std::string text = report(one, style);
        EXPECT_TRUE(lines_are_harmless(text.substr(text.find('\n')))) << text;
        rows.push_back(row_of(one));
        rows.back().source = kHostile;
        rows.back().host = kHostile;
        EXPECT_TRUE(lines_are_harmless(findings_table(one.shown(), style)));
        for (const Finding& finding : one.shown()) {
          EXPECT_TRUE(lines_are_harmless(ea_text(finding, EaFormat::explain)))
              << ea_text(finding, EaFormat::explain);
          EXPECT_TRUE(lines_are_harmless(ea_text(finding, EaFormat::result)));
        }
      }
      EXPECT_TRUE(lines_are_harmless(fleet_table(rows, style))) << fleet_table(rows, style);
    }
  }
}

TEST(HostileText, BringsNoColourIntoAColouredReport) {
  TerminalStyle style;
  style.colour = true;
  for (const ExplainedMac& one : hostile_macs()) {
    std::string text = report(one, style) + findings_table(one.shown(), style);
    for (const std::string own :
         {"\x1b[0m", "\x1b[1m", "\x1b[2m", "\x1b[1;31m", "\x1b[32m", "\x1b[33m", "\x1b[36m"}) {
      EXPECT_EQ(text.find(own + "The Mac is healthy"), std::string::npos);
      for (auto at = text.find(own); at != std::string::npos; at = text.find(own, at))
        text.erase(at, own.size());
    }
    EXPECT_EQ(text.find('\x1b'), std::string::npos) << text;
  }
}

TEST(HostileText, StaysInsideItsJson) {
  for (const ExplainedMac& one : hostile_macs()) {
    for (const int indent : {-1, 2}) {
      const std::string json = dump(to_json(one), indent);
      EXPECT_TRUE(nlohmann::json::accept(json));
      EXPECT_TRUE(lines_are_harmless(json)) << json;
    }
    for (const Finding& finding : one.shown()) {
      EXPECT_TRUE(nlohmann::json::accept(ea_text(finding, EaFormat::json)));
      EXPECT_TRUE(lines_are_harmless(ea_text(finding, EaFormat::json)));
    }
  }
}

}  // namespace
}  // namespace enrolkit::test
