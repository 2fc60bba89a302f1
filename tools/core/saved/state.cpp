#include "core/saved/state.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "core/base/finding_json.h"
#include "core/base/text.h"

namespace enrolkit {
namespace {

using nlohmann::ordered_json;

constexpr std::string_view kSchema = "enrolkit.state/1";
constexpr std::size_t kMaxBytes = 1U << 20U;
constexpr std::int64_t kSkew = 2;  // seconds by which a clock may have been set back while nobody looked

constexpr std::int64_t kLatest = 253'402'300'799;  // the year 9999: ages can be reckoned without overflow

// Thrown inside this file only: says which field does not fit.
struct Misfit {
  std::string field;
};

template <class T>
T get(const ordered_json& object, const char* field) {
  const auto found = object.find(field);
  if (found == object.end()) throw Misfit{field};
  const bool fits = std::is_same_v<T, std::string>    ? found->is_string()
                    : std::is_same_v<T, bool>         ? found->is_boolean()
                    : std::is_same_v<T, std::int64_t> ? found->is_number_integer()
                                                      : false;
  if (!fits) throw Misfit{field};
  return found->get<T>();
}

const ordered_json& part(const ordered_json& object, const char* field, bool (ordered_json::*kind)() const) {
  const auto found = object.find(field);
  if (found == object.end() || !((*found).*kind)()) throw Misfit{field};
  return *found;
}

std::optional<std::string> text_or_null(const ordered_json& object, const char* field) {
  const auto found = object.find(field);
  if (found == object.end()) throw Misfit{field};
  return found->is_null() ? std::nullopt : std::optional(get<std::string>(object, field));
}

std::optional<LocalTime> time_or_null(const ordered_json& object, const char* field) {
  const auto text = text_or_null(object, field);
  if (!text) return std::nullopt;
  const auto time = parse_local_time(*text);
  if (!time) throw Misfit{field};
  return time;
}

// One line, and nothing a terminal would obey: the file was readable to whoever could write it.
std::string line(const ordered_json& object, const char* field) {
  return printable(get<std::string>(object, field));
}

Finding finding_from(const std::string& id, const ordered_json& object) {
  Finding finding;
  finding.id = id;
  const auto health = get<std::string>(object, "health");
  const std::array healths{Health::healthy, Health::unhealthy, Health::unknown};
  const auto known =
      std::find_if(healths.begin(), healths.end(), [&](Health h) { return to_text(h) == health; });
  if (known == healths.end()) throw Misfit{"health"};
  finding.health = *known;
  finding.code = printable(text_or_null(object, "code").value_or(""));
  for (const auto& [key, value] : part(object, "values", &ordered_json::is_object).items()) {
    if (!value.is_string()) throw Misfit{"values"};
    finding.pairs.push_back({printable(key), printable(value.get<std::string>())});
  }
  finding.detail = line(object, "detail");
  for (const ordered_json& e : part(object, "evidence", &ordered_json::is_array)) {
    finding.evidence.push_back(
        {line(e, "source"), line(e, "where"), time_or_null(e, "when"), line(e, "text")});
  }
  finding.took = std::chrono::microseconds(get<std::int64_t>(object, "took_us"));
  return finding;
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
    if (get<std::string>(document, "schema") != kSchema) return Unreadable{"of another schema"};
    SavedState state;
    state.version = line(document, "version");
    state.written_unix = get<std::int64_t>(document, "written_unix");
    if (state.written_unix < 0 || state.written_unix > kLatest) throw Misfit{"written_unix"};
    const auto written = time_or_null(document, "written");
    if (!written) throw Misfit{"written"};
    state.written = *written;
    state.booted = time_or_null(document, "booted");
    state.account = text_or_null(document, "account");
    state.complete = get<bool>(document, "complete");
    if (const auto kept = document.find("code_signature"); kept != document.end() && !kept->is_null()) {
      const auto check = signature_check_from_json(*kept);
      if (!std::holds_alternative<SignatureCheck>(check)) throw Misfit{"code_signature"};
      state.signature = std::get<SignatureCheck>(check);
    }
    for (const auto& [id, object] : part(document, "attributes", &ordered_json::is_object).items()) {
      state.findings.push_back(finding_from(printable(id), object));
    }
    return state;
  } catch (const Misfit& misfit) {
    return Unreadable{fmt::format("its field {} is missing or does not fit", misfit.field)};
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
