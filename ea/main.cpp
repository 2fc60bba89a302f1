// enrolkit-ea ATTRIBUTE: one line <result>...</result> for Jamf Pro's inventory. See run/ea_frame.h for the
// contract.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/finding_json.h"
#include "core/text.h"
#include "ea/all.h"
#include "ea/attributes.h"
#include "host/real_host.h"
#include "run/ea_frame.h"
#include "run/streams.h"

namespace {

using namespace enrolkit;

struct Options {
  std::string attribute;
  std::string account;
  std::string root = "/";
  bool json = false;
  bool explain = false;
};

std::string listed(bool json) {
  if (!json) {
    std::string text;
    for (const Attribute* a : attributes()) {
      text += fmt::format("{:<20} {:<7} {}\n", a->name, a->type == AttributeType::date ? "Date" : "String",
                          a->question);
    }
    return text;
  }
  auto list = nlohmann::ordered_json::array();
  for (const Attribute* a : attributes()) {
    list.push_back({{"name", a->name},
                    {"type", a->type == AttributeType::date ? "Date" : "String"},
                    {"codes", a->codes},
                    {"keys", a->keys},
                    {"question", a->question}});
  }
  return dump(list, 2) + "\n";
}

MacOptions mac_options(const Options& options, bool whole_log) {
  MacOptions how;
  if (!options.account.empty()) how.account = options.account;
  how.whole_log = whole_log;
  return how;
}

Finding look(const Options& options) {
  const Attribute* attribute = find_attribute(options.attribute);
  if (attribute == nullptr) {
    return unknown(options.attribute, options.attribute.empty()
                                          ? std::string("no attribute was named; see enrolkit-ea list")
                                          : fmt::format("there is no attribute {}; see enrolkit-ea list",
                                                        cut_utf8(options.attribute, 60)));
  }
  auto host = open_host(options.root);
  if (const auto* why = std::get_if<Unreadable>(&host)) return unknown(attribute->name, why->why);
  Mac mac(*std::get<0>(host), mac_options(options, options.json || options.explain));
  Finding finding = attribute->look(mac);
  for (const std::string& warning : mac.settings().warnings) {
    finding.evidence.push_back({printable(warning), "", std::nullopt, ""});
  }
  return finding;
}

std::string all(const Options& options) {
  std::vector<Finding> findings;
  auto host = open_host(options.root);
  if (const auto* why = std::get_if<Unreadable>(&host)) {
    findings.push_back(unknown("all", why->why));
  } else {
    Mac mac(*std::get<0>(host), mac_options(options, true));
    findings = look_at_all(mac);
    for (const std::string& warning : mac.settings().warnings) {
      findings.front().evidence.push_back({printable(warning), "", std::nullopt, ""});
    }
  }
  if (!options.json) return table_of(findings, look_of_stdout());
  auto list = nlohmann::ordered_json::array();
  for (const Finding& finding : findings) list.push_back(to_json(finding));
  return dump(list, 2) + "\n";
}

void run(int argc, char** argv) {
  Options options;
  CLI::App app(
      "Extension attributes for Jamf Pro: prints exactly one <result> line, and always ends with status 0.",
      "enrolkit-ea");
  app.set_version_flag("--version", ENROLKIT_VERSION);
  app.add_option("ATTRIBUTE", options.attribute,
                 "what to look up; \"list\": all there is; \"all\": a table of all");
  app.add_option("--account", options.account, "the Management Account's exact username");
  app.add_option("--root", options.root, "another volume, or a collected folder, in place of /");
  app.add_flag("--json", options.json, "the finding with its evidence, as JSON");
  app.add_flag("--explain", options.explain, "the finding with its evidence, for people");
  std::string wrong;
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    write_out(app.help());
    return;
  } catch (const CLI::CallForVersion&) {
    write_out(ENROLKIT_VERSION "\n");
    return;
  } catch (const CLI::ParseError& e) {
    wrong = e.what();
  }
  if (wrong.empty() && options.attribute == "list") {
    write_out(listed(options.json));
    return;
  }
  if (wrong.empty() && options.attribute == "all") {
    write_out(all(options));
    return;
  }
  EaRun ea;
  ea.attribute = options.attribute;
  ea.format = options.json ? EaFormat::json : options.explain ? EaFormat::explain : EaFormat::result;
  ea.answer = [&] { return wrong.empty() ? look(options) : unknown(options.attribute, wrong); };
  run_ea(ea);
}

}  // namespace

int main(int argc, char** argv) {
  enrolkit::prepare_streams();
  try {
    run(argc, argv);
  } catch (...) {
    enrolkit::write_out("<result>Unknown; reason=internal error</result>\n");
  }
  return 0;
}
