// The answer to one question about a Mac, with what it rests on. Healthy answers are findings too.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/enum_names.h"
#include "core/base/time.h"

namespace enrolkit {

enum class Health { healthy, unhealthy, unknown };
inline constexpr EnumNames<Health, 3> kHealthNames{{"healthy", "unhealthy", "unknown"}};
[[nodiscard]] constexpr std::string_view to_text(Health health) { return kHealthNames[health]; }

// What was seen: in which source (a path), where in it ("line 17"), when by the Mac's clock, and the text
// itself, already harmless (printable, without secrets).
struct Evidence {
  std::string source;
  std::string where;
  std::optional<LocalTime> when;
  std::string text;
  bool operator==(const Evidence&) const = default;
};

struct Pair {
  std::string key;
  std::string value;
};

struct Finding {
  std::string id;                   // the attribute's name, such as "device-signature"
  Health health = Health::unknown;  // never healthy by default
  std::string code = "Unknown";  // from the attribute's closed set; a date, or nothing, for a Date attribute
  std::vector<Pair> pairs;       // key=value, in the attribute's fixed order; empty values are left out
  std::string detail;            // one sentence for a person
  std::vector<Evidence> evidence;
  std::chrono::microseconds took{0};
};

// A finding in one expression. `pairs` in the attribute's fixed order.
[[nodiscard]] Finding make_finding(std::string_view id, Health health, std::string_view code,
                                   std::vector<Pair> pairs, std::string detail,
                                   std::vector<Evidence> evidence = {});

// A finding, and its code as a value that rules may ask for: nobody parses `finding.code`. `State` is a closed
// set that has a value `unknown`.
template <class State>
struct Judgement {
  State state = State::unknown;
  Finding finding;
};

// "Unknown; reason=WHY": the answer to every question that could not be looked into.
[[nodiscard]] Finding unknown(std::string_view id, std::string_view why);

// The text of an extension attribute: "Code; key=value; ...", valid UTF-8, one line, no control characters,
// none of < > &, at most kResultBytes. Empty only for a Date attribute without a date.
[[nodiscard]] std::string result_text(const Finding& finding);
inline constexpr std::size_t kResultBytes = 1024;

}  // namespace enrolkit
