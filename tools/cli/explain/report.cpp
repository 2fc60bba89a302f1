#include "cli/explain/report.h"

#include <fmt/format.h>

#include "cli/explain/timeline.h"
#include "core/base/text.h"
#include "core/enrolment/advice.h"
#include "core/enrolment/cause.h"
#include "core/enrolment/findings.h"

namespace enrolkit {
namespace {

class Report {
 public:
  explicit Report(const TerminalStyle& style) : style_(style) {}

  void line(std::string_view text) { (out_ += text) += '\n'; }
  void head(std::string_view text) { out_ += '\n' + style_.paint(text, Colour::bold) + '\n'; }
  void paragraph(std::string_view text, std::string_view indent, std::string_view first) {
    const std::size_t width = std::min<std::size_t>(style_.width, 110);
    out_ += std::string(first) + wrapped(text, width - std::min(width - 1, indent.size()), indent) + '\n';
  }
  [[nodiscard]] std::string text() && { return std::move(out_); }

 private:
  const TerminalStyle& style_;
  std::string out_;
};

void verdict(Report& out, const ExplainedMac& c, const Assessment& all, const TerminalStyle& style) {
  const Diagnosis& d = c.diagnosis;
  std::string text = style.paint(c.dated_headline(all), colour_of(all.health));
  for (const Cause cause : d.also) text += fmt::format(", then {}", to_text(cause));
  if (d.repeats) text += ", repeats";
  out.line(text);
  const auto* read = value_of(c.log);
  std::string where = printable(c.source);
  if (!c.serial.empty()) where = printable(c.serial) + ", " + where;
  if (read != nullptr && !read->history.host.empty())
    where = style.cut(read->history.host, style.width / 2) + ", " + where;
  out.line(style.paint(where, Colour::dim));
  out.line("");
  out.paragraph(c.trouble.empty() ? c.sentence(all) : "Could not be read: " + c.trouble, "", "");
  if (!d.missing.empty() && c.trouble.empty())
    out.paragraph("Missing for a firmer answer: " + d.missing, "", "");
  for (const Gap& gap : gaps_together(all.gaps)) {
    const std::string what = gap.finding.empty() ? gap.why : gap.finding + ": " + gap.why;
    out.paragraph(fmt::format("Not known: {}. To get it, {}", printable(what), gap.how), "  ", "");
  }
  if (all.health == Health::unhealthy) return;
  for (const auto& [names, why] : unasked_together(c.unasked))
    out.paragraph(fmt::format("Not asked: {}: {}.", names, why), "  ", "");
}

void findings(Report& out, const ExplainedMac& c, const TerminalStyle& style) {
  // Where there is little room, the answer stands below the name.
  const bool narrow = style.width < 60;
  out.head(narrow ? "Findings" : "Findings ([+] good, [-] wrong, [?] not known)");
  for (const Finding& finding : c.shown()) {
    const std::string below(narrow ? 8 : 26, ' ');
    const std::string name =
        fmt::format("  {} {:<19} ", sign_of(finding.health, style), printable(finding.id));
    out.paragraph(finding.code.empty() ? "none" : result_text(finding), below,
                  narrow ? name.substr(0, name.find_last_not_of(' ') + 1) + "\n" + below : name);
  }
}

}  // namespace

std::string report(const ExplainedMac& c, const TerminalStyle& style) {
  const Diagnosis& d = c.diagnosis;
  Report out(style);
  const Assessment all = c.verdict();
  verdict(out, c, all, style);
  const auto* read = value_of(c.log);

  if (read != nullptr) {
    if (const std::string timeline = draw_timeline(d, *read, style); !timeline.empty()) {
      out.head("Timeline (the Mac's own clock)");
      out.line(std::string_view(timeline).substr(0, timeline.size() - 1));
    }
  }
  findings(out, c, style);
  if (all.cause) {
    const Advice& advice = advice_on(*all.cause);
    out.head("Why");
    out.paragraph(advice.meaning, "  ", "  ");
    for (const std::string& support : d.supports) out.paragraph(support, "    ", "  + ");
    // What is certain rests on that already.
    if (all.confidence != Confidence::certain)
      out.paragraph(fmt::format("to confirm or rule out: {}", advice.confirm), "    ", "  ? ");
  }
  std::vector<Evidence> lines;
  if (read != nullptr) {
    for (const LogReference& reference : d.evidence) lines.push_back(evidence_of(reference, *read));
  }
  lines.insert(lines.end(), d.elsewhere.begin(), d.elsewhere.end());
  if (!lines.empty()) {
    out.head("Evidence");
    for (const Evidence& e : lines) {
      out.line(
          style.paint(fmt::format("  {}{}{}", e.source, e.where.empty() ? "" : ", ", e.where), Colour::dim));
      out.paragraph(e.text, "    ", "    ");
    }
  }
  if (all.cause) {
    out.head("What to do, the least invasive first");
    int number = 0;
    for (const ToDo& remedy : remedies_for(*all.cause, all.also, c.advice())) {
      out.paragraph(remedy.text, "     ", fmt::format("  {}. ", ++number));
      for (std::size_t i = 0; i < remedy.ways.size(); ++i)
        out.paragraph(remedy.ways[i], "        ", fmt::format("     {}. ", letter_of(i)));
    }
  }
  if (read != nullptr && !read->faults.empty()) {
    out.head("Not read");
    for (const std::string& fault : read->faults) out.paragraph(fault, "    ", "  ");
  }
  return style.page(std::move(out).text());
}

}  // namespace enrolkit
