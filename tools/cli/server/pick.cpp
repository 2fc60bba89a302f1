#include "cli/server/pick.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "cli/server/connect.h"
#include "cli/server/context.h"
#include "cli/server/serials.h"
#include "core/base/ascii.h"
#include "core/base/text.h"
#include "host/real_host.h"

namespace enrolkit {
namespace {

constexpr std::size_t kMaxBytes = 16U << 20U;  // a million serials; said below

// All of it, or why not.
Reading<std::string> read_named(const std::string& path) {
  std::unique_ptr<OpenFile> file;
  if (path == "-") {
    file = standard_input();
  } else {
    Reading<std::unique_ptr<OpenFile>> opened = open_named_file(path);
    if (auto* found = std::get_if<std::unique_ptr<OpenFile>>(&opened)) {
      file = std::move(*found);
    } else if (const std::string* why = why_unreadable(opened)) {
      return Unreadable{*why};
    } else {
      return Absent{};
    }
  }
  std::string bytes;
  std::array<char, 64U << 10U> part{};
  for (;;) {  // standard input has no size, so the end is where nothing more comes
    const auto got = file->read_at(bytes.size(), part.data(), part.size());
    const auto* size = value_of(got);
    if (size == nullptr) return Unreadable{*why_unreadable(got)};
    if (*size == 0) return bytes;
    bytes.append(part.data(), *size);
    if (bytes.size() > kMaxBytes) return Unreadable{printable(path) + ": more than 16 MB"};
  }
}

}  // namespace

jamf::Result<std::string> read_words(std::string_view option, const std::string& path) {
  const Reading<std::string> read = read_named(path);
  if (const auto* text = value_of(read)) return *text;
  const std::string* why = why_unreadable(read);
  return jamf::Failure{
      jamf::Failure::Kind::not_found, 0,
      fmt::format("{}: {}", option, why != nullptr ? *why : printable(path) + ": there is no such file"),
      false};
}

void add_pick(CLI::App& command, PickOptions& options) {
  command.add_option("SERIAL", options.serials, "only these Macs")->type_name("");
  command
      .add_option("--serials", options.serials_file,
                  "a file of serials, one a line, or CSV with a column of them; - for stdin")
      ->type_name("FILE");
  command
      .add_option("--since", options.since,
                  "only Macs enrolled since: 7d, 36h, 2026-09-01, 2026-09-01T08:00:00Z")
      ->type_name("DATE");
  command.add_option("--group", options.group, "only Macs of this computer group (name or id)")
      ->type_name("GROUP");
  command.add_option("--prestage", options.prestage, "only Macs of this PreStage (name or id)")
      ->type_name("PRESTAGE");
}

std::optional<std::int64_t> parse_duration(std::string_view text) {
  constexpr std::pair<char, std::int64_t> kUnits[] = {{'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86'400}};
  constexpr std::int64_t kMaxNumber = 99'999;
  for (const auto& [unit, seconds] : kUnits) {
    if (!text.ends_with(unit)) continue;
    std::int64_t count = 0;
    const char* const last = text.data() + text.size() - 1;
    const auto [end, error] = std::from_chars(text.data(), last, count);
    if (error == std::errc{} && end == last && count >= 1 && count <= kMaxNumber) return count * seconds;
  }
  return std::nullopt;
}

std::optional<std::int64_t> parse_since(std::string_view text, std::int64_t now) {
  if (const auto time = jamf::parse_utc(text)) return time;
  const auto ago = parse_duration(text);
  return ago ? std::optional(now - *ago) : std::nullopt;
}

std::string as_typed(const PickOptions& options) {
  const auto quoted = [](const std::string& word) {
    const bool plain = !word.empty() && std::all_of(word.begin(), word.end(), [](char c) {
      return is_letter_or_digit(c) || c == '-' || c == '.' || c == '/' || c == '_' || c == ':';
    });
    if (plain) return word;
    std::string out = "'";
    for (const char c : word) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return out + "'";
  };
  std::string out;
  const bool named = !options.serials.empty() || !options.serials_file.empty();
  if (!named) out += " --stuck";
  const std::pair<const char*, const std::string&> kOptions[] = {{" --since ", options.since},
                                                                 {" --group ", options.group},
                                                                 {" --prestage ", options.prestage},
                                                                 {" --serials ", options.serials_file}};
  for (const auto& [name, value] : kOptions) {
    if (!value.empty()) out += name + quoted(value);
  }
  std::vector<std::string> serials;
  for (const std::string& word : options.serials) {
    const auto serial = parse_typed_serial(word);
    serials.push_back(serial.ok() ? serial.value() : word);
  }
  for (const std::string& serial : each_once(serials)) out += " " + quoted(serial);
  return out;
}

Result<jamf::SurveyScope> scope_of(const PickOptions& options, std::int64_t now) {
  jamf::SurveyScope out;
  if (!options.since.empty()) {
    out.since = parse_since(options.since, now);
    if (!out.since)
      return Error{
          fmt::format("--since {}: no such time; write it as 7d, or 2026-09-01", printable(options.since))};
  }
  out.group = options.group;
  out.prestage = options.prestage;
  for (const std::string& word : options.serials) {
    const auto serial = parse_typed_serial(word);
    if (!serial.ok()) return serial.error();
    out.serials.push_back(serial.value());
  }
  if (!options.serials_file.empty()) {
    const auto read = read_words("--serials", options.serials_file);
    if (!read.ok()) return Error{read.error().why};
    const auto more = serials_in(read.value(), "--serials " + printable(options.serials_file));
    if (!more.ok()) return more.error();
    out.serials.insert(out.serials.end(), more.value().begin(), more.value().end());
  }
  out.serials = each_once(out.serials);
  const bool named = !options.serials.empty() || !options.serials_file.empty();
  if (named && out.serials.empty()) return Error{"--serials: there is no serial in it"};
  if (named && !out.group.empty()) return Error{"serials and --group do not go together"};
  return out;
}

jamf::SurveyEvents survey_progress(const ServerContext& context) {
  jamf::SurveyEvents out;
  if (!context.progress) return out;
  out.read = [&context](std::size_t macs) { context.progress(fmt::format("{} Macs read ", macs)); };
  out.asked = [&context](std::size_t done, std::size_t of) {
    context.progress(fmt::format("accounts of {} of {} Macs ", done, of));
  };
  return out;
}

Exit tell_gaps(const jamf::Survey& survey, const ServerContext& context) {
  Exit exit = Exit::ok;
  for (const std::string& note : survey.notes)
    (void)context.complain("could not look into " + printable(note));
  if (survey.bad > 0) exit = context.complain(fmt::format("{} records say nothing of their Mac", survey.bad));
  for (const std::string& serial : survey.missing)
    exit = context.complain(serial + ": no Mac of that serial has a record");
  for (const std::string& serial : survey.twice)
    (void)context.complain(serial + ": several records have that serial");
  return exit;
}

}  // namespace enrolkit
