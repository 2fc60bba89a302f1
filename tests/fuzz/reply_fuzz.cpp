// Any bytes as a reply of Jamf Pro: JSON of the Pro API, XML of the Classic API, pages for people, dates and addresses.
#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "fuzz/demand.h"
#include "jamfpro/client/facts.h"
#include "jamfpro/http/failure.h"
#include "jamfpro/http/text.h"
#include "jamfpro/http/xml.h"

namespace {

using namespace enrolkit::jamf;

std::size_t levels_of(const Json& json) {
  std::size_t deepest = 0;
  if (json.is_structured())
    for (const Json& child : json) deepest = std::max(deepest, levels_of(child));
  return deepest + 1;
}

// Whatever a row holds, facts come of it that are what they say.
void demand_facts(const Json& row) {
  if (const auto mac = parse_computer(row)) demand(!mac->id.empty());
  if (const auto device = parse_assigned_device(row)) demand(!device->serial.empty());
  if (const auto command = parse_mdm_command(row))
    demand(!(is_failed(*command) && is_acknowledged(*command)));
  const Prestage prestage = parse_prestage(row);
  demand(!prestage.is_known || !prestage.id.empty());
  (void)count_unknown({prestage});
  (void)parse_enrolment_settings(row);
  (void)parse_invitation(row);
  (void)has_expired(row, 0);
  (void)parse_reenrolment(row);
  (void)parse_rights(row);
}

void demand_json(std::string_view bytes) {
  const auto whole = parse_json(bytes);
  const auto rows = parse_json_rows(bytes);
  demand(!whole || rows);  // what is sound as a whole is sound by rows
  for (const auto& json : {whole, rows, parse_json(bytes, computer_keys())}) {
    if (!json) continue;
    demand(levels_of(*json) <= kMaxJsonLevels + 1);
    demand_facts(*json);
    const Json& results = at(*json, {"results"});
    for (const Json& row : results.is_array() ? results : *json) demand_facts(row);
  }
}

void demand_xml(std::string_view bytes) {
  const auto parsed = parse_xml(bytes);
  const XmlNode* root = std::get_if<XmlNode>(&parsed);
  if (root == nullptr) return;
  demand(bytes.find("<!DOCTYPE") == std::string_view::npos ||
         bytes.find("<![CDATA[") != std::string_view::npos || bytes.find("<!--") != std::string_view::npos ||
         bytes.find("<?") != std::string_view::npos);
  const std::string text = xml_text(*root);
  const auto again = parse_xml(text);
  demand(std::holds_alternative<XmlNode>(again) && xml_text(std::get<XmlNode>(again)) == text);
}

void demand_failures(std::string_view bytes) {
  Reply reply;
  reply.body = bytes;
  for (const int status : {302, 400, 401, 403, 404, 409, 429, 500, 503, 504}) {
    reply.status = status;
    const Failure failure = failure_of({}, reply);
    demand(!failure.why.empty() && failure.why.size() < 4096);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes{reinterpret_cast<const char*>(data), size};
  demand_json(bytes);
  demand_xml(bytes);
  demand_failures(bytes);
  if (const auto when = parse_utc(bytes)) demand(parse_utc(utc_text(*when)) == when);
  (void)parse_http_date(bytes);
  (void)parse_version(bytes);
  if (const auto server = parse_server_url(bytes); server.ok()) {
    const auto again = parse_server_url(server.value().text());
    demand(again.ok() && again.value().text() == server.value().text());
  }
  return 0;
}
