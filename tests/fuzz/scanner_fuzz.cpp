// Any bytes as jamf.log, in blocks of any size: to lines, to a history, to a diagnosis, to results.
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/redact.h"
#include "core/base/text.h"
#include "core/enrolment/device_signature.h"
#include "core/enrolment/diagnosis.h"
#include "core/enrolment/findings.h"
#include "core/log/history_builder.h"
#include "fuzz/demand.h"
#include "support/utf8.h"

namespace {

using namespace enrolkit;

// The first bytes of an input: a letter for the options, three for the sizes of blocks. Text will do.
struct Plan {
  bool strip_quotes = false, begins_inside = false, from_tail = false, two_files = false;
  std::array<std::size_t, 3> sizes{};
};
constexpr std::size_t kPlanBytes = 4;

std::size_t block_size(std::uint8_t byte) {
  return byte < 128 ? byte + std::size_t{1} : (byte - std::size_t{127}) * 2048;
}

Plan plan_of(const std::uint8_t* bytes) {
  Plan plan;
  plan.strip_quotes = (bytes[0] & 1U) != 0;
  plan.begins_inside = (bytes[0] & 2U) != 0;
  plan.from_tail = (bytes[0] & 4U) != 0;
  plan.two_files = (bytes[0] & 8U) != 0;
  for (std::size_t i = 0; i < plan.sizes.size(); ++i) plan.sizes[i] = block_size(bytes[i + 1]);
  return plan;
}

// `before`: number of the line given out before; empty lines in a row may be left out.
void check_line(const Line& line, std::string_view block, std::uint64_t before) {
  const auto inside = [&](std::string_view part) {
    return part.empty() ||
           (part.data() >= block.data() && part.data() + part.size() <= block.data() + block.size());
  };
  demand(inside(line.text) && inside(line.message) && inside(line.host));
  demand(line.text.size() <= Scanner::kMaxLineBytes && line.text.find('\n') == std::string_view::npos);
  demand(line.number > before && line.pid <= 999'999'999);
  if (line.writer == Writer::continuation || line.writer == Writer::other) {
    demand(line.pid == 0 && line.host.empty() && line.message == line.text);
  } else {
    demand(line.text.ends_with(line.message));
  }
}

// The marks of a history, with their texts.
std::vector<std::string> marks_of(History& history) {
  std::vector<std::string> marks;
  for_each_reference(history, [&](const LogReference& reference) {
    marks.push_back(std::to_string(reference.line) + " " + reference.text);
  });
  return marks;
}

// A whole file through the scanner; answers how many of its lines were records.
template <class Size>
std::uint64_t scan(Scanner& scanner, std::string_view text, Size size_of_next, HistoryBuilder& builder) {
  std::uint64_t number = 0, records = 0;
  std::string buffer;
  Line line;
  for (bool last = false; !last;) {
    const std::string_view piece = text.substr(0, size_of_next());
    text.remove_prefix(piece.size());
    last = text.empty();
    buffer += piece;
    scanner.give(buffer, last);
    while (scanner.next(line)) {
      check_line(line, buffer, number);
      number = line.number;
      records += line.writer == Writer::jamf || line.writer == Writer::re_enroller ? 1 : 0;
      builder.add(line);
    }
    demand(scanner.rest().size() <= Scanner::kMaxLineBytes && (!last || scanner.rest().empty()));
    buffer = std::string(scanner.rest());
  }
  return records;
}

void check_finding(const Finding& finding) {
  const std::string text = result_text(finding);
  demand(text.size() <= kResultBytes && test::is_harmless(text));
  demand(text.find_first_of("<>&") == std::string::npos);
  demand(finding.code != "Unknown" || finding.health != Health::healthy);
  for (const Evidence& evidence : finding.evidence) demand(test::is_harmless(evidence.text));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < kPlanBytes) return 0;
  const Plan plan = plan_of(data);
  const std::string_view all{reinterpret_cast<const char*>(data) + kPlanBytes, size - kPlanBytes};
  const std::string_view first = all.substr(0, plan.two_files ? all.size() / 2 : all.size());
  const std::string_view second = all.substr(first.size());

  Scanner scanner, whole;
  HistoryBuilder builder(plan.from_tail), whole_history(plan.from_tail);
  scanner.strip_quotes = whole.strip_quotes = plan.strip_quotes;
  std::uint64_t records = 0;
  std::size_t turn = 0;
  const auto in_blocks = [&] { return plan.sizes[turn++ % plan.sizes.size()]; };
  const auto at_once = [&] { return all.size() + 1; };
  for (const std::uint32_t file : {0U, 1U}) {
    if (file == 1 && !plan.two_files) break;
    const std::string_view text = file == 0 ? first : second;
    scanner.next_file(file, file == 0 && plan.begins_inside);
    records += scan(scanner, text, in_blocks, builder);
    whole.next_file(file, file == 0 && plan.begins_inside);
    scan(whole, text, at_once, whole_history);
  }
  demand(scanner.quality() == whole.quality() && scanner.quality().records == records);
  demand(scanner.last_date() == whole.last_date() && scanner.last_day_clock() == whole.last_day_clock());
  demand(scanner.host() == whole.host());

  const std::string redacted_once = redacted(all.substr(0, 4096));
  demand(redacted(redacted_once) == redacted_once && test::is_harmless(printable(redacted_once)));

  constexpr LocalTime kUpper{1'700'000'000};
  LogRead log;
  log.sources = {"jamf.log", "jamf.log.0"};
  log.bytes = all.size();
  log.modified = kUpper;
  log.history = std::move(builder).finish(scanner, kUpper);
  // Line by line, or a block at once with its bytes gone afterwards: the same is remembered.
  HistoryBuilder at_a_time(plan.from_tail);
  Scanner again;
  again.strip_quotes = plan.strip_quotes;
  for (const std::uint32_t file : {0U, 1U}) {
    if (file == 1 && !plan.two_files) break;
    again.next_file(file, file == 0 && plan.begins_inside);
    const std::string copy(file == 0 ? first : second);
    again.give(copy, true);
    at_a_time.add_block(again, [](const Line&) {});
  }
  History other = std::move(at_a_time).finish(again, kUpper);
  demand(marks_of(other) == marks_of(log.history));
  demand(log.history.attempts.size() <= kMaxAttempts && log.history.quality == scanner.quality());
  for (const Attempt& attempt : log.history.attempts) demand(attempt.steps.size() <= kMaxSteps);

  MacContext context;
  context.now = LocalTime{kUpper.seconds + 3600};
  context.local_administrators = {"localadmin"};
  const Diagnosis diagnosis = diagnose(log.history, context);
  demand(!diagnosis.root || *diagnosis.root < diagnosis.attempts.size());
  demand(!diagnosis.latest || *diagnosis.latest < diagnosis.attempts.size());

  const Reading<LogRead> reading = log;
  for (const FrameworkPresence framework_presence :
       {FrameworkPresence::none, FrameworkPresence::some, FrameworkPresence::unknown}) {
    const LogEvidence evidence{reading, framework_presence};
    check_finding(enrolment_finding(evidence, diagnosis));
    check_finding(enrolment_failed_at_finding(evidence, diagnosis));
    check_finding(device_signature_finding(evidence));
    check_finding(last_contact_finding(evidence));
    check_finding(check_in_finding(evidence));
    check_finding(inventory_finding(evidence));
    check_finding(log_finding(evidence));
  }
  return 0;
}
