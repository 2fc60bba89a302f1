#include "core/log/install_log.h"

#include <fmt/format.h>

#include <charconv>

#include "core/base/ascii.h"
#include "core/base/redact.h"
#include "core/base/text.h"

namespace enrolkit {
namespace {

constexpr std::string_view kPackage = "PKLeopardPackage <id=com.jamfsoftware.osxenrollment,";
constexpr std::string_view kScript = "postinstall:";
constexpr std::string_view kDownloading = "Downloading jamf binary from ";
constexpr std::string_view kComplete = "Download complete. Unzipping jamf binary";
constexpr std::string_view kFailed = "Download failed with error code: ";

// The package is announced some lines and at most seconds before its script says anything.
constexpr std::int64_t kSameDelivery = 600;
// installd may name a package more than once in one delivery.
constexpr std::int64_t kNamedAgain = 60;
constexpr std::size_t kEvidenceBytes = 240;

// "2026-03-30 13:46:26-07 " (or +0530, +05:30): moves `line` behind it.
std::optional<LocalTime> take_stamp(std::string_view& line) {
  constexpr std::size_t kDate = 19;
  if (line.size() < kDate + 5 || line[4] != '-' || line[10] != ' ') return std::nullopt;
  const auto at = parse_local_time(line.substr(0, kDate));
  if (!at || (line[kDate] != '-' && line[kDate] != '+')) return std::nullopt;
  std::size_t end = kDate + 1, digits = 0;
  for (; end < line.size() && (is_digit(line[end]) || line[end] == ':') && digits < 4; ++end) {
    if (is_digit(line[end])) ++digits;
  }
  if ((digits != 2 && digits != 4) || end == line.size() || line[end - 1] == ':' || line[end] != ' ') {
    return std::nullopt;
  }
  line.remove_prefix(end + 1);
  return at;
}

template <class Number>
bool read_number(std::string_view text, Number& out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc{} && end != text.data();
}

// "Mar 30 13:46:26 ": moves `line` behind it. Other logs have this stamp, too.
std::optional<LocalTime> take_old_stamp(std::string_view& line, std::optional<LocalTime> written) {
  constexpr std::size_t kStamp = 16;
  if (!written || line.size() < kStamp || line[3] != ' ' || line[6] != ' ' || line[15] != ' ')
    return std::nullopt;
  const auto month = month_of(line.substr(0, 3));
  if (!month) return std::nullopt;
  int day = 0;
  if (!read_number(line.substr(line[4] == ' ' ? 5 : 4), day)) return std::nullopt;
  const int year = to_civil(*written).year;
  for (const int one : {year, year - 1}) {
    const auto at =
        parse_local_time(fmt::format("{:04}-{:02}-{:02} {}", one, *month, day, line.substr(7, 8)));
    if (!at || at->seconds > written->seconds + kDay) continue;
    line.remove_prefix(kStamp);
    return at;
  }
  return std::nullopt;
}

bool is_installer(std::string_view process) {
  return process == "installd" || process == "system_installd" || process == "package_script_service" ||
         process == "installer";
}

// Some scripts print a whole syslog line: "Mar 30 13:46:27 HOST QuickAdd[77]: TEXT". Only its text counts.
std::string_view without_nested_stamp(std::string_view text) {
  if (text.size() < 16 || text[3] != ' ' || text[9] != ':' || text[12] != ':' || text[15] != ' ') return text;
  if (!month_of(text.substr(0, 3))) return text;
  const auto colon = text.find(": ", 15);
  return colon == std::string_view::npos ? text : text.substr(colon + 2);
}

}  // namespace

void InstallScanner::next_file(std::string name, bool begins_inside_a_line,
                               std::optional<LocalTime> written) {
  written_ = written;
  history_.sources.push_back(std::move(name));
  cutter_.next_file(begins_inside_a_line);
  writer_ = Writer::other;
}

std::string_view InstallScanner::take(std::string_view block, bool last) {
  const std::string_view rest = cutter_.cut(block, last, [this](std::string_view line) { read_line(line); });
  history_.lines = cutter_.lines();
  history_.endless = cutter_.endless();
  return rest;
}

void InstallScanner::read_line(std::string_view line) {
  std::string_view rest = line;
  auto at = take_stamp(rest);
  const bool old = !at;
  if (old) at = take_old_stamp(rest, written_);
  if (!at) {
    // What installd prints of a request stands on lines of its own.
    if (writer_ != Writer::installer || !line.starts_with('\t')) return;
    if (line.find(kPackage) != line.npos) return announce(line);
    return note_request(line);
  }
  writer_ = Writer::other;
  const auto close = rest.find("]: ");
  const auto open = close == rest.npos ? rest.npos : rest.rfind('[', close);
  if (open == rest.npos || !read_number(rest.substr(open + 1, close - open - 1), pid_)) return;
  std::string_view process = rest.substr(0, open);
  if (const auto space = process.rfind(' '); space != process.npos) process.remove_prefix(space + 1);
  if (old && !is_installer(process)) return;
  at_ = *at;
  ++history_.records;
  if (!history_.first) history_.first = at_;
  history_.last = at_;
  const std::string_view message = rest.substr(close + 3);
  if (process == "installd") {
    writer_ = Writer::installer;
    if (message.find(kPackage) != message.npos) announce(line);
  } else if (process == "package_script_service") {
    writer_ = Writer::script;
    read_script(message, line);
  }
}

void InstallScanner::read_script(std::string_view message, std::string_view line) {
  if (message.starts_with("./")) message.remove_prefix(2);
  if (!message.starts_with(kScript)) return;
  message.remove_prefix(kScript.size());
  message.remove_prefix(std::min(message.find_first_not_of(' '), message.size()));
  const std::string_view text = without_nested_stamp(message);
  auto& deliveries = history_.deliveries;

  // Only the beginnings of the script's own lines: what curl prints beside them may hold words of a server.
  if (text.starts_with("This is a lightweight package") || text.starts_with(kDownloading)) {
    if (text.find(kDownloading) == text.npos) return;
    const bool announced = !deliveries.empty() && !deliveries.back().download_began &&
                           at_.seconds - deliveries.back().at.seconds <= kSameDelivery;
    QuickAddDelivery& delivery = announced ? deliveries.back() : add_delivery();
    delivery.download_began = at_;
    delivery.script = pid_;
    keep(delivery, line);
    return;
  }
  const bool complete = text.starts_with(kComplete), failed = text.starts_with(kFailed);
  if (!complete && !failed) return;
  // Other packages have scripts, too: the end belongs to the download that the same process began.
  for (auto it = deliveries.rbegin(); it != deliveries.rend(); ++it) {
    if (!it->download_began || it->script != pid_ || it->ended) continue;
    it->ended = at_;
    it->downloaded = complete;
    int code = 0;
    if (failed) it->error_code = read_number(text.substr(kFailed.size()), code) ? code : 0;
    keep(*it, line);
    return;
  }
}

void InstallScanner::announce(std::string_view line) {
  const auto& deliveries = history_.deliveries;
  const bool again = !deliveries.empty() && !deliveries.back().download_began &&
                     at_.seconds - deliveries.back().at.seconds <= kNamedAgain;
  if (!again) keep(add_delivery(), line);
}

// `"PKLeopardPackage <id=com.example.package, version=1.0, url=...>"`, after the request that it belongs to.
void InstallScanner::note_request(std::string_view line) {
  constexpr std::string_view kBegin = "PKLeopardPackage <id=";
  const auto begin = line.find(kBegin);
  if (begin == line.npos) return;
  line.remove_prefix(begin + kBegin.size());
  const std::string_view id = line.substr(0, line.find_first_of(",>"));
  if (id.empty() || id.size() > kMaxPackageId) return;
  auto& requests = history_.requests;
  if (requests.size() == kMaxRequests) requests.erase(requests.begin());
  requests.push_back(
      {at_, std::string(id), cutter_.numbered() ? fmt::format("line {}", cutter_.number()) : std::string()});
}

QuickAddDelivery& InstallScanner::add_delivery() {
  auto& deliveries = history_.deliveries;
  if (deliveries.size() == kMaxDeliveries) {
    deliveries.erase(deliveries.begin());
    ++history_.deliveries_dropped;
  }
  QuickAddDelivery& delivery = deliveries.emplace_back();
  delivery.at = at_;
  return delivery;
}

void InstallScanner::keep(QuickAddDelivery& delivery, std::string_view line) const {
  line.remove_prefix(std::min(line.find_first_not_of("\t "), line.size()));
  delivery.evidence.push_back({history_.sources.empty() ? "install.log" : printable(history_.sources.back()),
                               cutter_.numbered() ? fmt::format("line {}", cutter_.number()) : std::string(),
                               at_, evidence_text(line, kEvidenceBytes)});
}

}  // namespace enrolkit
