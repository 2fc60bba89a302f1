#include "core/saved/state.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "core/base/finding_json.h"
#include "core/base/json_reader.h"
#include "core/base/text.h"

namespace enrolkit {
namespace {

using nlohmann::ordered_json;

constexpr std::string_view kSchema = "enrolkit.state/1";
constexpr std::size_t kMaxBytes = 1U << 20U;
constexpr std::int64_t kSkew = 2;  // seconds by which a clock may have been set back while nobody looked

constexpr std::int64_t kLatest = 253'402'300'799;  // the year 9999: ages can be reckoned without overflow

using Reader = JsonReader<ordered_json>;

[[noreturn]] void misfit(const Reader& object, const char* key) {
  throw JsonMisfit(object.below(key), "is not understood");
}

// One line, and nothing a terminal would obey: the file was readable to whoever could write it.
std::string line(const Reader& object, const char* key) { return printable(object.text(key)); }

Finding finding_from(const std::string& id, const Reader& object) {
  Finding finding;
  finding.id = id;
  const auto health = object.text("health");
  const std::array healths{Health::healthy, Health::unhealthy, Health::unknown};
  const auto known =
      std::find_if(healths.begin(), healths.end(), [&](Health h) { return to_text(h) == health; });
  if (known == healths.end()) misfit(object, "health");
  finding.health = *known;
  finding.code = printable(object.text_or_null("code").value_or(""));
  for (const auto& [key, value] : object.object("values").value().items())
    finding.pairs.push_back({printable(key), printable(Reader::text_of(value, object.below("values")))});
  finding.detail = line(object, "detail");
  for (const ordered_json& item : object.array("evidence")) {
    const Reader e(item, object.below("evidence"));
    finding.evidence.push_back(
        {line(e, "source"), line(e, "where"), e.time_or_null("when"), line(e, "text")});
  }
  finding.took = std::chrono::microseconds(object.number<std::int64_t>("took_us"));
  return finding;
}

SavedState state_from(const Reader& document) {
  SavedState state;
  state.version = line(document, "version");
  state.written_unix = document.number<std::int64_t>("written_unix");
  if (state.written_unix < 0 || state.written_unix > kLatest) misfit(document, "written_unix");
  state.written = document.time("written");
  state.booted = document.time_or_null("booted");
  state.account = document.text_or_null("account");
  state.complete = document.truth("complete");
  if (document.has("code_signature") && !document.at("code_signature").is_null()) {
    const auto check = signature_check_from_json(document.at("code_signature"));
    if (!std::holds_alternative<SignatureCheck>(check)) misfit(document, "code_signature");
    state.signature = std::get<SignatureCheck>(check);
  }
  const Reader attributes = document.object("attributes");
  for (const auto& [id, object] : attributes.value().items())
    state.findings.push_back(finding_from(printable(id), Reader(object, attributes.below(id))));
  return state;
}

}  // namespace

std::string state_text(const SavedState& state) {
  ordered_json attributes = ordered_json::object();
  for (const Finding& finding : state.findings) {
    ordered_json one = to_json(finding);
    one.erase("id");
    one["result"] = result_text(finding);
    attributes[finding.id] = std::move(one);
  }
  const ordered_json document{
      {"schema", kSchema},
      {"version", state.version},
      {"written_unix", state.written_unix},
      {"written", to_text(state.written)},
      {"booted", to_json(state.booted)},
      {"account", state.account ? ordered_json(printable(*state.account)) : ordered_json(nullptr)},
      {"complete", state.complete},
      {"code_signature", state.signature ? to_json(*state.signature) : ordered_json(nullptr)},
      {"attributes", std::move(attributes)}};
  return dump(document, 1) + "\n";
}

std::variant<SavedState, Unreadable> parse_state(std::string_view bytes) {
  if (bytes.size() > kMaxBytes) return Unreadable{"larger than a state can be"};
  const auto document = ordered_json::parse(bytes, nullptr, false);
  if (!document.is_object()) return Unreadable{"no JSON object; it is damaged or cut short"};
  try {
    const Reader reader(document, "");
    if (reader.text("schema") != kSchema) return Unreadable{"of another schema"};
    return state_from(reader);
  } catch (const JsonMisfit& e) {
    const auto step = e.field.rfind(", ");  // of the place, the last one
    const std::string field = step == std::string::npos ? e.field : e.field.substr(step + 2);
    return Unreadable{fmt::format("its field {} is missing or does not fit", field)};
  }
}

std::optional<std::string> why_not_to_use(const SavedState& state, const StateReader& reader) {
  const std::int64_t age = reader.now_unix - state.written_unix;
  if (age < -kSkew) return "it is from the future: the clock was set back since";
  if (age > reader.max_age.count()) {
    return fmt::format("it is {} s old, and may be {} s", age, reader.max_age.count());
  }
  if (state.version != reader.version) return "it was written by another version of enrolkit";
  // The boot time is computed from the clock, and so moves with it by a second or two.
  const bool same_start =
      state.booted.has_value() == reader.booted.has_value() &&
      (!state.booted || std::abs(state.booted->seconds - reader.booted->seconds) <= kSkew);
  if (!same_start) return "the Mac was started since";
  if (state.account != reader.account) return "it was asked of another account";
  return std::nullopt;
}

std::optional<Finding> answer_from(const SavedState& state, std::string_view attribute, std::int64_t now_unix,
                                   std::string_view source) {
  const auto found = std::find_if(state.findings.begin(), state.findings.end(),
                                  [&](const Finding& finding) { return finding.id == attribute; });
  if (found == state.findings.end()) return std::nullopt;
  Finding finding = *found;
  const std::int64_t age = std::max<std::int64_t>(now_unix - state.written_unix, 0);
  finding.evidence.insert(finding.evidence.begin(),
                          {std::string(source), "", state.written, fmt::format("looked at {} s ago", age)});
  return finding;
}

}  // namespace enrolkit
