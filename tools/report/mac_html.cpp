#include "report/mac_html.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <vector>

#include "core/assessment/assessment.h"
#include "report/json_fields.h"
#include "report/timeline_svg.h"
#include "run/html.h"

namespace enrolkit {
namespace {

using html::element;
using html::escaped;
using html::prose;
using nlohmann::ordered_json;

constexpr std::size_t kMaxEvidence = 40;

std::string css_of(const std::string& health) {
  return health == "healthy" ? "good" : health == "unhealthy" ? "bad" : "warn";
}

std::string verdict(const ordered_json& mac) {
  const std::string head = text_in(mac, "headline");
  std::string out = fmt::format("<div class=\"verdict {}\">", css_of(text_in(mac, "health")));
  out += element("strong", "", head) + prose("p", "", text_in(mac, "sentence"));
  if (const std::string trouble = text_in(mac, "trouble"); !trouble.empty())
    out += element("p", "bad", "Could not be read: " + trouble);
  // Where nothing could be read, the reason is all there is to say.
  if (const std::string missing = text_in(mac, "missing");
      !missing.empty() && text_in(mac, "trouble").empty())
    out += prose("p", "soft", "Missing for a firmer answer: " + missing);
  std::vector<Gap> gaps;
  for (const ordered_json& gap : list_in(mac, "gaps"))
    gaps.push_back({text_in(gap, "finding"), text_in(gap, "why"), text_in(gap, "how")});
  for (const Gap& gap : gaps_together(gaps)) {
    out += prose("p", "soft", fmt::format("Not known: {}: {}. To get it, {}", gap.finding, gap.why, gap.how));
  }
  if (text_in(mac, "health") == to_text(Health::unhealthy)) return out + "</div>\n";
  std::vector<Unasked> unasked;
  for (const ordered_json& one : list_in(mac, "unasked"))
    unasked.push_back({text_in(one, "finding"), text_in(one, "why")});
  for (const Unasked& one : unasked_together(unasked))
    out += prose("p", "soft", fmt::format("Not asked: {}: {}.", one.finding, one.why));
  return out + "</div>\n";
}

std::string listed(const ordered_json& texts, const char* tag, const char* attributes = "") {
  std::string out = fmt::format("<{}{}>", tag, attributes);
  for (const ordered_json& text : texts) {
    if (text.is_string()) out += prose("li", "", text.get<std::string>());
  }
  return out + fmt::format("</{}>\n", tag);
}

std::string why(const ordered_json& mac, const std::string& h) {
  std::string out;
  if (const std::string meaning = text_in(mac, "meaning"); !meaning.empty()) out += prose("p", "", meaning);
  if (!list_in(mac, "supports").empty()) out += listed(list_in(mac, "supports"), "ul");
  if (const std::string confirm = text_in(mac, "confirm"); !confirm.empty())
    out += prose("p", "soft", "To confirm or rule out: " + confirm) + "\n";
  return out.empty() ? out : fmt::format("<{0}>Why</{0}>\n", h) + out;
}

std::string to_do(const ordered_json& remedies) {
  std::string out = "<ol>";
  for (const ordered_json& one : remedies) {
    out += "<li>" + prose("span", "", text_in(one, "text"));
    const ordered_json& ways = list_in(one, "ways");
    if (!ways.empty()) out += listed(ways, "ol", " type=\"a\"");
    out += "</li>";
  }
  return out + "</ol>\n";
}

// "AccountConflict; name=x" as it stands in Jamf Pro.
std::string answer_of(const ordered_json& finding) {
  std::string out = text_in(finding, "code");
  if (finding.is_object() && finding.contains("values") && finding["values"].is_object()) {
    for (const auto& [key, value] : finding["values"].items()) {
      if (value.is_string() && !value.get<std::string>().empty())
        out += "; " + key + "=" + value.get<std::string>();
    }
  }
  return out.empty() ? "none" : out;
}

std::string findings(const ordered_json& mac, const std::string& h) {
  std::string out = fmt::format(
      "<{0}>Findings</{0}>\n<table><thead><tr><th scope=\"col\">finding</th><th scope=\"col\">health</th>"
      "<th scope=\"col\">answer</th></tr></thead><tbody>\n",
      h);
  for (const ordered_json& finding : list_in(mac, "findings")) {
    const std::string health = text_in(finding, "health");
    out += fmt::format("<tr><th scope=\"row\">{}</th>", escaped(text_in(finding, "id"))) +
           element("td", css_of(health), health) + element("td", "", answer_of(finding)) + "</tr>\n";
  }
  return out + "</tbody></table>\n";
}

std::string evidence(const ordered_json& mac, const std::string& h) {
  std::vector<const ordered_json*> lines;
  for (const ordered_json& finding : list_in(mac, "findings")) {
    if (text_in(finding, "health") == "healthy") continue;
    for (const ordered_json& line : list_in(finding, "evidence")) lines.push_back(&line);
  }
  if (lines.empty()) return "";
  std::string out = fmt::format("<{0}>Evidence</{0}>\n<ul>\n", h);
  std::vector<std::string> seen;
  for (const ordered_json* line : lines) {
    const std::string where = text_in(*line, "where");
    std::string item =
        element("span", "soft", text_in(*line, "source") + (where.empty() ? "" : ", " + where));
    item += "<br>" + element("span", "log", text_in(*line, "text"));
    if (std::find(seen.begin(), seen.end(), item) != seen.end()) continue;
    if (seen.size() == kMaxEvidence) {
      out += "<li class=\"soft\">More lines are in the output of --json.</li>\n";
      break;
    }
    seen.push_back(item);
    out += "<li>" + item + "</li>\n";
  }
  out += "</ul>\n";
  return out;
}

}  // namespace

std::string mac_html(const ordered_json& mac, int level) {
  const std::string h = fmt::format("h{}", level + 1);
  const std::string host = text_in(mac, "host"), source = text_in(mac, "source");
  std::string out = element(fmt::format("h{}", level), "", host.empty() ? source : host) + "\n";
  if (const std::string serial = text_in(mac, "serial"); !host.empty() || !serial.empty())
    out += element("p", "soft", serial.empty() ? source : serial + ", " + source) + "\n";
  out += verdict(mac);
  if (const std::string picture = timeline_svg(mac); !picture.empty()) {
    out += fmt::format("<{0}>What happened</{0}>\n", h) + picture +
           element("p", "soft",
                   "Times are the Mac's own clock; longer silences are drawn longer, not to scale.") +
           "\n";
  }
  out += why(mac, h);
  if (!list_in(mac, "to_do").empty())
    out += fmt::format("<{0}>What to do, the least invasive first</{0}>\n", h) + to_do(list_in(mac, "to_do"));
  out += findings(mac, h) + evidence(mac, h);
  if (!list_in(mac, "faults").empty())
    out += fmt::format("<{0}>Not read</{0}>\n", h) + listed(list_in(mac, "faults"), "ul");
  return out;
}

std::string mac_page(const ordered_json& mac) {
  const std::string host = text_in(mac, "host");
  const std::string name = host.empty() ? text_in(mac, "source") : host;
  return html::begin_document(name + ": enrolment") + mac_html(mac, 1) +
         html::end_document(std::string("Made by enrolkit ") + ENROLKIT_VERSION +
                            ". Passwords, tokens and invitations are taken out of every line.");
}

}  // namespace enrolkit
