// Nobody gets well by words: whatever stands before, and whatever becomes of the lines of a dead Mac, it is healthy only
// by a line that proves an answer; and by one, always.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/enrolment/device_signature.h"
#include "core/enrolment/diagnosis.h"
#include "core/enrolment/findings.h"
#include "core/log/history_builder.h"
#include "core/log/whole.h"
#include "fuzz/demand.h"

namespace {

using namespace enrolkit;

constexpr std::string_view kStamp = "Tue Nov 14 ";
constexpr std::size_t kFailedRuns = 12;
constexpr std::size_t kMaxChanges = 6;  // bytes: most of the failed runs stay what they are

// `minute`: since eight in the morning.
std::string record(int minute, int pid, std::string_view message) {
  const auto two = [](int n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  return std::string(kStamp) + two(8 + minute / 60) + ":" + two(minute % 60) + ":00 mac jamf[" +
         std::to_string(pid) + "]: " + std::string(message) + "\n";
}

std::string success(int minute, int pid) {
  return record(minute, pid, "Checking for policies triggered by \"recurring check-in\"...") +
         record(minute, pid, "Checking for patches...") +
         record(minute, pid, "No patch policies were found.");
}

// Runs that the server did not answer; `words` are any bytes, in one of the forms in which jamf tells an error.
std::string failures(std::string_view words, unsigned form) {
  std::string error = "Zq error ";
  for (const char c : words.substr(0, 64)) error += c == '\n' ? ' ' : c;
  std::string text;
  for (int run = 0; run < static_cast<int>(kFailedRuns); ++run) {
    const int minute = 60 + 45 * run, pid = 3000 + 7 * run;
    text += record(minute, pid, "Checking for policies triggered by \"recurring check-in\"...");
    switch (form % 4) {
      case 0: text += record(minute, pid, error); break;
      case 1: text += record(minute, pid, "") + "There was an error.\n\n     " + error + "\n"; break;
      case 2:
        text += record(minute, pid, "Could not connect to the JSS. Looking for cached policies...");
        break;
      default:
        text += record(minute, pid, "Device Signature Error - A valid device signature is required.");
        break;
    }
  }
  return text;
}

// The lines as other programs hand them over.
std::string in_form(const std::string& text, unsigned form) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    const std::string line = text.substr(at, end - at);
    const std::size_t writer = line.find("jamf[");
    at = end + 1;
    if (writer == line.npos) {
      out += line;
    } else {
      switch (form % 7) {
        case 0: out += "    " + line; break;
        case 1: out += "[x] " + line; break;
        case 2: out += "2023-11-" + line.substr(8); break;
        case 3: out += line.substr(0, 20) + line.substr(writer); break;
        case 4: out += line.substr(0, writer) + "agent" + line.substr(writer + 4); break;
        case 5:
          out += '"' + line.substr(0, 19) + "\",mac," + line.substr(writer, 10) + ",\"" +
                 line.substr(line.find("]: ") + 3) + '"';
          break;
        default: out += line.substr(line.find("]: ") + 3); break;
      }
    }
    out += '\n';
  }
  return out;
}

struct Judged {
  bool check_in = false, signature = false, enrolment = false, inventory = false;  // healthy
  bool proved = false;  // the text judged last holds a line that proves an answer
};

// `whole`: as a text that a person gives, which may be no whole log.
Judged judged(std::string_view before, std::string_view last, bool whole = false) {
  WholeWatch watch;
  Scanner scanner;
  HistoryBuilder builder;
  Judged out;
  const std::string all = std::string(before) + std::string(last);
  scanner.next_file(0, false);
  scanner.give(all, true);
  builder.add_block(scanner, [&](const Line& line) {
    const Role role = role_of(line.key);
    const bool proof = role == Role::proof || role == Role::cached_proof || role == Role::inventory ||
                       line.key == Message::return_code || line.key == Message::re_enroller_enrolled;
    const bool in_last = line.text.data() + line.text.size() > all.data() + before.size();
    out.proved |= proof && in_last;
    watch.add(line, builder.so_far());
  });
  LogRead log;
  log.sources = {"jamf.log"};
  constexpr LocalTime kUpper{1'700'000'000};
  log.history = std::move(builder).finish(scanner, kUpper);
  if (whole && !decides(watch.form(log.history, kUpper, false))) return out;
  const Diagnosis diagnosis = diagnose(log.history, {});
  const Reading<LogRead> read = std::move(log);
  out.check_in = check_in_finding({read}).health == Health::healthy;
  out.signature = device_signature_finding({read}).health == Health::healthy;
  out.enrolment = enrolment_finding({read}, diagnosis).health == Health::healthy;
  out.inventory = inventory_finding({read}).health == Health::healthy;
  return out;
}

// Bytes of the text, two for the place and one for what stands there then.
std::string changed(std::string text, std::string_view bytes) {
  for (std::size_t i = 0; i + 2 < bytes.size() && i < 3 * kMaxChanges; i += 3) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(bytes[at]); };
    text[(byte(i) * 256U + byte(i + 1)) % text.size()] = bytes[i + 2];
  }
  return text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::string_view all{reinterpret_cast<const char*>(data) + 1, size - 1};
  // Whatever stands before: a check-in that was answered makes a Mac well, and runs with errors that nobody knows ill.
  const std::string well = std::string(all) + "\n" + success(0, 2199);
  const Judged first = judged(well, "");
  demand(first.check_in && first.signature);
  const std::string dead = failures(all.substr(all.size() / 2), data[0]);
  const Judged ill = judged(well, dead);
  demand(!ill.check_in && !ill.signature && !ill.enrolment);
  const Judged again = judged(well + dead, success(900, 9001));
  demand(again.check_in && again.signature);
  // However the lines of a dead Mac are changed.
  const std::string healthy = success(0, 2199);
  const Judged other = judged(healthy, changed(dead, all));
  demand(other.proved || !(other.check_in || other.signature || other.enrolment || other.inventory));
  // The newest part in another form, in front of the older one, or of another Mac.
  const auto is_well = [](const Judged& one) { return one.check_in || one.signature || one.enrolment; };
  demand(!is_well(judged(healthy, in_form(dead, data[0] / 4U), true)));
  demand(!is_well(judged(dead, healthy, true)));
  std::string of_another = success(900, 9001);
  for (auto at = of_another.find(" mac "); at != std::string::npos; at = of_another.find(" mac ", at))
    of_another.replace(at, 5, " lab ");
  demand(!is_well(judged(healthy + dead, of_another, true)));
  return 0;
}
