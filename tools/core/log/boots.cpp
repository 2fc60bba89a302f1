#include "core/log/boots.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "core/base/ascii.h"
#include "core/base/redact.h"
#include "core/base/text.h"

namespace enrolkit {
namespace {

// Clocks are set while a Mac starts, and the kernel's boot time moves with them.
constexpr std::int64_t kSlack = 60;

void keep(std::vector<BootRecord>& records, BootRecord record) {
  if (records.size() == kMaxBootRecords) records.erase(records.begin());
  records.push_back(std::move(record));
}

std::uint32_t little_endian(std::string_view bytes, std::size_t at) {
  std::uint32_t word = 0;
  for (std::size_t i = 4; i-- > 0;) word = word << 8U | static_cast<unsigned char>(bytes[at + i]);
  return word;
}

template <class Number>
bool take_number(std::string_view& text, Number& out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc{}) return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return true;
}

bool step_over(std::string_view& text, std::string_view part) {
  if (!text.starts_with(part)) return false;
  text.remove_prefix(part.size());
  return true;
}

struct Stamp {
  int month = 0, day = 0, second = 0;  // second of the day
};

// "Feb 10 09:11:20 " or "Feb  1 ...": moves `line` behind it.
std::optional<Stamp> take_stamp(std::string_view& line) {
  constexpr std::size_t kLength = 16;
  if (line.size() < kLength || line[3] != ' ' || line[6] != ' ' || line[9] != ':' || line[12] != ':' ||
      line[15] != ' ') {
    return std::nullopt;
  }
  const auto month = month_of(line.substr(0, 3));
  if (!month) return std::nullopt;
  const auto digit = [&](std::size_t at) { return is_digit(line[at]) ? line[at] - '0' : -1; };
  const auto two = [&](std::size_t at) {
    const int tens = at == 4 && line[at] == ' ' ? 0 : digit(at), ones = digit(at + 1);
    return tens < 0 || ones < 0 ? -1 : tens * 10 + ones;
  };
  const int day = two(4), hour = two(7), minute = two(10), second = two(13);
  if (day < 1 || day > 31 || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 ||
      second > 60) {
    return std::nullopt;
  }
  line.remove_prefix(kLength);
  return Stamp{*month, day, hour * 3600 + minute * 60 + second};
}

// Zones differ from UTC by whole quarters of an hour, and the line is written within minutes of its number; a
// stamp that does not agree with it so tells nothing.
std::optional<std::int64_t> zone_of(const Stamp& stamp, std::int64_t unix_seconds) {
  constexpr std::int64_t kQuarter = 900, kMaxZoneSeconds = 14 * 3600, kMaxDelaySeconds = 300;
  const int year = to_civil(LocalTime{unix_seconds}).year;
  for (const int guess : {year, year - 1, year + 1}) {
    const auto day = days_from_civil(guess, stamp.month, stamp.day);
    if (!day) continue;
    const std::int64_t ahead = *day * kDay + stamp.second - unix_seconds;
    if (ahead < -kMaxZoneSeconds - kMaxDelaySeconds || ahead > kMaxZoneSeconds + kMaxDelaySeconds) continue;
    const std::int64_t quarters = (ahead + (ahead < 0 ? -kQuarter : kQuarter) / 2) / kQuarter;
    const std::int64_t zone = quarters * kQuarter;
    if (std::abs(ahead - zone) <= kMaxDelaySeconds && std::abs(zone) <= kMaxZoneSeconds) return zone;
    return std::nullopt;
  }
  return std::nullopt;
}

constexpr std::size_t kRecord = 628, kType = 296, kSeconds = 300;
constexpr std::uint32_t kBootTime = 2, kSignature = 10, kShutdownTime = 11;
constexpr std::string_view kMagic = "utmpx-1.00";

std::uint32_t type_at(std::string_view bytes, std::size_t record) {
  return little_endian(bytes, record * kRecord + kType) & 0xFFFFU;
}
bool is_utmpx(std::string_view bytes) {
  return bytes.size() >= kRecord && bytes.starts_with(kMagic) && type_at(bytes, 0) == kSignature;
}

}  // namespace

const Boot* boot_between(const std::vector<Boot>& boots, LocalTime after, std::optional<LocalTime> before) {
  const Boot* found = nullptr;
  for (const Boot& boot : boots) {
    if (boot.at <= after || (before && boot.at.seconds > before->seconds + kSlack)) continue;
    const bool better = found == nullptr || (boot.zone_known && !found->zone_known) ||
                        (boot.zone_known == found->zone_known && boot.at < found->at);
    if (better) found = &boot;
  }
  return found;
}

Boot boot_of(const BootRecord& record, LocalTime here, bool is_the_mac) {
  Boot boot;
  boot.zone_known = is_the_mac || record.zone_seconds.has_value();
  boot.at = !is_the_mac && record.zone_seconds ? LocalTime{record.unix_seconds + *record.zone_seconds} : here;
  boot.evidence = {record.source, record.where, boot.at, record.text};
  return boot;
}

std::variant<std::vector<BootRecord>, Unreadable> parse_utmpx(std::string_view name, std::string_view bytes) {
  if (!is_utmpx(bytes)) return Unreadable{fmt::format("{}: no utmpx file of macOS", name)};
  std::vector<BootRecord> records;
  for (std::size_t i = 1; i < bytes.size() / kRecord; ++i) {
    const std::uint32_t type = type_at(bytes, i);
    if (type != kBootTime && type != kShutdownTime) continue;
    const auto seconds = static_cast<std::int32_t>(little_endian(bytes, i * kRecord + kSeconds));
    if (seconds <= 0) continue;
    const bool start = type == kBootTime;
    keep(records, {seconds, start, std::nullopt, std::string(name), fmt::format("record {}", i),
                   start ? "BOOT_TIME" : "SHUTDOWN_TIME"});
  }
  return records;
}

std::string redacted_utmpx(std::string_view bytes) {
  if (!is_utmpx(bytes)) return {};
  constexpr std::size_t kTypeBytes = 2, kSecondsBytes = 4;
  std::string out(bytes.size(), '\0');
  const auto keep_bytes = [&](std::size_t offset, std::size_t size) {
    out.replace(offset, size, bytes.substr(offset, size));
  };
  keep_bytes(0, kMagic.size());
  for (std::size_t i = 0; i < bytes.size() / kRecord; ++i) {
    keep_bytes(i * kRecord + kType, kTypeBytes);
    keep_bytes(i * kRecord + kSeconds, kSecondsBytes);
  }
  return out;
}

bool tells_of_a_boot(std::string_view line) {
  if (line.find("_TIME") == std::string_view::npos) return false;  // spares most lines the rest
  SystemLogScanner scanner;
  scanner.next_file("", false);
  (void)scanner.take(line, true);
  return !scanner.records().empty();
}

void SystemLogScanner::next_file(std::string name, bool begins_inside_a_line) {
  name_ = std::move(name);
  cutter_.next_file(begins_inside_a_line);
}

std::string_view SystemLogScanner::take(std::string_view block, bool last) {
  return cutter_.cut(block, last, [this](std::string_view line) { read_line(line); });
}

void SystemLogScanner::read_line(std::string_view line) {
  constexpr std::size_t kEvidenceBytes = 240;
  constexpr std::array<std::string_view, 4> kWriters{"bootlog", "shutdown", "reboot", "halt"};
  std::string_view rest = line;
  const auto stamp = take_stamp(rest);
  if (!stamp) return;
  const auto close = rest.find("]: ");
  const auto open = close == rest.npos ? rest.npos : rest.rfind('[', close);
  if (open == rest.npos) return;
  std::string_view writer = rest.substr(0, open);
  if (const auto space = writer.rfind(' '); space != writer.npos) writer.remove_prefix(space + 1);
  if (std::find(kWriters.begin(), kWriters.end(), writer) == kWriters.end()) return;
  const bool start = writer == kWriters.front();
  // The kernel's own has no process; any user's logger could have written another.
  if (start && rest.substr(open, close - open) != "[0") return;
  rest.remove_prefix(close + 3);
  if (!step_over(rest, start ? "BOOT_TIME" : "SHUTDOWN_TIME")) return;
  (void)step_over(rest, ":");
  std::int64_t seconds = 0;
  if (!step_over(rest, " ") || !take_number(rest, seconds) || !(rest.empty() || rest.front() == ' ')) return;
  if (seconds <= 0 || seconds > UINT32_MAX) return;
  keep(records_, {seconds, start, zone_of(*stamp, seconds), printable(name_),
                  cutter_.numbered() ? fmt::format("line {}", cutter_.number()) : std::string(),
                  evidence_text(line, kEvidenceBytes)});
}

}  // namespace enrolkit
