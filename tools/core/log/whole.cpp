#include "core/log/whole.h"

#include <algorithm>

#include "core/base/ascii.h"
#include "core/log/fields.h"
#include "core/log/lead.h"
#include "core/log/messages.h"

namespace enrolkit {
namespace {

constexpr std::int64_t kMinuteSeconds = 60, kHourSeconds = 3600;
constexpr std::int64_t kStep = 10 * kMinuteSeconds;  // a clock that is corrected steps back by less

// The runs since the last proof are a finding by themselves, whatever was before: see core/enrolment/check_ins.h.
bool is_ill(const History& history) {
  const Trouble& failed = history.failed;
  constexpr std::uint64_t kMany = 12;
  const bool often = failed.count > kFewRuns && failed.last_second - failed.first_second >= kHourSeconds;
  return history.signature.count != 0 || often || failed.count >= kMany;
}

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r") == std::string_view::npos; }

// The head of an error block: asked of each record.
bool is_bare(std::string_view message) { return message.empty() || message == " "; }

// A record with others behind it on one line. Jamf's longest own lines hold no second one.
bool holds_others(const Line& line) {
  constexpr std::size_t kMinBytes = 100;
  return line.message.size() > kMinBytes && line.key != Message::debug &&
         line.message.find("jamf[") != line.message.npos && holds_record(line.message);
}

// To the scanner a record of somebody else: "Thu Apr 30 09:10:36 jamf[899]: ..." without a host, or JAMF[899], or the binary
// with its path. `jamfs`: by a writer of such a name, whose known messages are jamf's.
Message message_of_another(std::string_view text, bool& jamfs) {
  const auto end = text.find("]: ");
  const auto open = text.substr(0, end).rfind('[');
  if (end == text.npos || open == text.npos || open == 0) return Message::other;
  const std::string_view before =
      text.substr(0, text.find_last_not_of(' ', open - 1) + 1);  // "jamf [899]: ..."
  const auto space = before.rfind(' ');
  jamfs = space != text.npos && lower_case(before.substr(space)).find("jamf") != std::string::npos;
  return classify(text.substr(end + 3));
}

bool is_record_in_another_form(std::string_view text) {
  return text.find("jamf") != text.npos &&
         (holds_record(text) || record_start(text) || record_of_fields(text));
}

// Bytes that no text has: a packed file, or the zeros of a file that was cut by a crash.
bool is_binary(std::string_view text) {
  constexpr std::ptrdiff_t kFew = 8;
  return std::count_if(text.begin(), text.end(), [](char c) {
           return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\r' && c != '\x1B';
         }) > kFew;
}

// The first line of a file that begins inside it: "on Jun 01 09:10:36 HOST jamf[899]: ...".
bool is_cut_at_its_beginning(const Line& line) {
  constexpr std::string_view kStamp = "AAA AAA 00 00:00:00 ";
  if (line.number != 1) return false;
  const auto fits = [](char shape, char c) {
    if (shape == 'A') return is_letter(c);
    return shape == '0' ? is_digit(c) || c == ' ' : c == shape;
  };
  for (std::size_t cut = 1; cut < kStamp.size(); ++cut) {
    const std::string_view rest = kStamp.substr(cut);
    if (line.text.size() > rest.size() && std::equal(rest.begin(), rest.end(), line.text.begin(), fits))
      return true;
  }
  return false;
}

// What jamf writes without a stamp, into its log, too.
bool may_lack_a_stamp(const Line& line) {
  return line.key == Message::enrolling || line.key == Message::error_block ||
         line.key == Message::inventory_taken || line.key == Message::log_edited;
}

// A known message that says more than an error: a line of a terminal's output.
bool is_printed(Message key) {
  const Role role = role_of(key);
  return role == Role::start || role == Role::proof || role == Role::cached_proof || role == Role::step;
}

// "This policy trigger is already being run:", behind which stands what `ps` says of the other run.
bool announces_lines(const Line& line) {
  return line.key == Message::already_running || line.message.ends_with(':');
}

// "==> lab-7/jamf.log <==": what `tail` and `head` write where they begin another file.
bool is_header_of_file(std::string_view text) { return text.starts_with("==> ") && text.ends_with(" <=="); }

}  // namespace

void TailWatch::add(const Line& line, bool proof) {
  if (line.writer == Writer::other) {
    bool jamfs = false;
    const Message message = message_of_another(line.text, jamfs);
    // One line is enough to end an enrolment, or to begin one.
    const bool alone = role_of(message) == Role::removal || begins_an_enrolment(message);
    if (alone || (jamfs && message != Message::other)) {
      ++records_;
    } else if (is_printed(message)) {
      ++printed_;
    }
    return;
  }
  if (line.writer == Writer::continuation) return add_other(line);
  if (proof) records_ = binary_ = printed_ = lines_ = 0;
  if (holds_others(line)) ++records_;
  last_lines_ = last_bytes_ = 0;
  behind_ = Between::nothing;
  constexpr std::uint64_t kBlock = 4, kList = 16, kMany = 1000;
  const bool bare = is_bare(line.message), waits = head_;
  head_ = bare;
  if (waits && !bare) return;  // another process wrote in between
  explained_ = line.writer == Writer::re_enroller || line.key == Message::debug ? kMany
               : bare || line.key == Message::error_block                       ? kBlock
               : announces_lines(line)                                          ? kList
                                                                                : 0;
}

void TailWatch::add_other(const Line& line) {
  // The end of what jamf recon prints, which a script may write into the log.
  if (line.key == Message::inventory_taken) lines_ = last_lines_ = last_bytes_ = 0;
  head_ = false;
  // A block without its head: the record is in another form, or was left out.
  const bool lost = explained_ == 0 && role_of(line.key) == Role::failure;
  if (is_blank(line.text) || (may_lack_a_stamp(line) && !lost) || is_cut_at_its_beginning(line)) return;
  // Jamf indents what goes on from its records; what people write between two of them begins at the margin.
  if (line.text.front() != ' ' && behind_ == Between::nothing) behind_ = Between::text;
  if (is_header_of_file(line.text)) behind_ = Between::header;
  if (is_binary(line.text)) {
    ++binary_;
  } else if (is_record_in_another_form(line.text)) {
    ++records_;
  } else if (is_printed(line.key) || lost) {
    ++printed_;
  }
  if (explained_ != 0) {
    --explained_;
    return;
  }
  if (is_harmless(line.text)) return;
  ++lines_;
  ++last_lines_;
  last_bytes_ += line.text.size();
}

// A line or two may be a script's own words, and a line that was cut by a rotation.
bool TailWatch::is_mixed(const History& history) const {
  constexpr std::uint64_t kFewPrinted = 1, kFewLines = 8, kFewBytes = 2048;
  if (!history.last) return records_ != 0;
  return records_ != 0 || binary_ != 0 || printed_ > kFewPrinted || last_lines_ > kFewLines ||
         last_bytes_ > kFewBytes || (lines_ > kFewLines && history.failed.count == 0);
}

void OrderWatch::add(const Line& line, bool proof, const History& history) {
  constexpr std::uint32_t kClose =
      500;  // process ids: of a log that was put together, one seam in 200 looks so
  stepped_back_ = false;
  if (!line.dated || line.writer == Writer::continuation || line.writer == Writer::other) return;
  if (!any_) {
    any_ = true;
    newest_ = part_ = part_of_newest_ = oldest_since_ = first_ = line.clock;
  } else if (line.clock + kStep < last_) {
    stepped_back_ = true;
    fresh_ = steps_ == 0 && part_of_newest_ == first_ && history.enrolled && !in_trouble(history) &&
             line.pid > pid_ && line.pid - pid_ <= kNextIds;
    close_ =
        line.host == host_ && line.pid > pid_ && line.pid - pid_ <= kClose && !is_ill_beyond_network(history);
    part_ = line.clock;
    ++steps_;
    goes_on_ &= line.pid > pid_ || line.pid < kAfterStart;
  }
  last_ = line.clock;
  pid_ = line.pid;
  if (line.host != host_) host_ = line.host;
  if (line.clock >= newest_) {
    newest_ = oldest_since_ = line.clock;
    part_of_newest_ = part_;
    steps_ = 0;
    goes_on_ = true;
  }
  oldest_since_ = std::min(oldest_since_, line.clock);
  if (proof) proof_behind_ = is_behind();
}

// A Mac that is set to another time zone goes back once, by a day at most, goes on, and overtakes what it wrote before; the
// part of a log that ends before the one in front of it begins is an older one: unless the log begins with an enrolment, after
// which Setup Assistant, or a person, sets the zone, and process ids go on. Where the very next ones follow, the clock was
// set: unless that would make good what failed.
bool OrderWatch::is_behind() const {
  constexpr std::int64_t kAllZones = 26 * kHourSeconds, kSummerTime = kHourSeconds + 10 * kMinuteSeconds;
  const std::int64_t back = newest_ - oldest_since_;
  if (!any_ || last_ >= newest_ || steps_ == 0) return false;
  if (steps_ != 1) return true;
  const bool zone = goes_on_ && back <= kAllZones && (fresh_ || last_ > part_of_newest_);
  return !zone && !close_ && back > kSummerTime;
}

// A clock that was ahead wrote dates that had not come yet.
bool OrderWatch::is_unordered(const History& history, std::optional<LocalTime> upper) const {
  if (proof_behind_ && last_ >= newest_) return true;  // newer lines behind it prove nothing
  if (!proof_behind_ && !is_behind()) return false;
  const auto& last = history.last;
  if (!upper || !last || !last->at || last->clock != last_) return true;
  const std::int64_t newest = last->at->seconds + (newest_ - last_);
  const bool written_last = upper->seconds >= last->at->seconds && upper->seconds < newest &&
                            upper->seconds - last->at->seconds <= kStep;
  return !written_last && newest <= upper->seconds + kDay;
}

void WholeWatch::add(const Line& line, const History& history) {
  const bool proof = history.contacts != contacts_;
  contacts_ = history.contacts;
  const Between behind_text = tail_.behind_record();
  outside_.add(line, proof, line.writer == Writer::continuation && tail_.explains());
  tail_.add(line, proof);
  if (line.writer == Writer::other) return;
  if (line.writer != Writer::continuation) {
    order_.add(line, proof, history);
    hosts_.add(line, {proof, order_.stepped_back(), behind_text});
  }
  hosts_.note(history);
}

LogForm WholeWatch::met(const History& history, std::optional<LocalTime> upper) const {
  if (hosts_.several()) return LogForm::several_macs;
  // What is well under an older name must not answer for a newer one; what is ill under the newer one is.
  if (hosts_.is_unproven() && !is_ill(history)) return LogForm::several_macs;
  if (order_.is_unordered(history, upper)) return LogForm::unordered;
  if (tail_.is_mixed(history)) return LogForm::mixed;
  return hosts_.is_unproven() ? LogForm::renamed : LogForm::whole;
}

LogForm WholeWatch::form(const History& history, std::optional<LocalTime> upper, bool filtered) const {
  const LogForm worst = met(history, upper);
  const bool may_be = worst == LogForm::whole || (worst == LogForm::mixed && tail_.has_text_alone());
  return filtered && may_be ? LogForm::filtered : worst;
}

}  // namespace enrolkit
