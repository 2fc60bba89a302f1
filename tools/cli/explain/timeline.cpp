#include "cli/explain/timeline.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.h"
#include "report/line_kind.h"

namespace enrolkit {
namespace {

struct Signs {
  std::string_view open, rail, close, reboot, good, bad, note, dots;
};
constexpr Signs kBoxes{"╭", "│", "╰", "↻", "●", "✗", "·", "…"};
constexpr Signs kAscii{",", "|", "`", "~", "o", "x", ".", "..."};

std::string clock_text(const std::optional<LocalTime>& at) {
  return at ? to_text(*at).substr(11) : std::string("--:--:--");
}

std::string day_text(const std::optional<LocalTime>& at) {
  if (!at) return "a day of an unknown year";
  std::int64_t days = at->seconds / kDay;
  if (at->seconds < 0) --days;
  return fmt::format("{} {}", weekday_name(static_cast<int>((days + 4) % 7)), to_text(*at).substr(0, 10));
}

// A short word for a line; step_of has one for each step.
std::string_view label_of(const LogReference& reference) {
  if (is_error_line(reference)) return "error";
  if (is_symptom_line(reference)) return "symptom";
  if (reference.key == Message::keychain_restored) return "keychain";
  if (proves_contact(reference.key)) return "contact";
  if (reference.key == Message::offline) return "offline";
  if (removes_a_task(reference.key)) return "launchd task";
  return step_of(reference.key);
}

// What a person needs of a line on a narrow screen; the evidence below the timeline has it whole.
std::string short_text(const LogReference& reference) {
  std::string text = message_of(reference);
  const auto behind = [&](std::string_view label) {
    if (text.starts_with(label)) text.erase(0, label.size());
  };
  behind("An error occurred while enrolling computer: ");
  behind("An error occurred while sending enrollment information to Jamf Pro: ");
  behind("Removing existing launchd task ");
  if (reference.key == Message::security_domain && text.find("Code=-25300") != std::string::npos) {
    return "-25300, no identity in JAMF.keychain";
  }
  if (const auto server = server_of(text); reference.key == Message::certificate_trusted && !server.empty()) {
    return std::string(server);
  }
  return text;
}

class Drawing {
 public:
  Drawing(const TerminalStyle& style, const Diagnosis& diagnosis)
      : style_(style), d_(diagnosis), signs_(style.utf8 ? kBoxes : kAscii) {}

  void left_out(std::uint64_t attempts) {
    row("", signs_.rail, Colour::dim, signs_.note, "",
        fmt::format("{} earlier enrolments of the log are not shown", attempts));
  }

  // `earlier`: how many before the first of the diagnosis were left out.
  void attempt(std::size_t index, std::uint64_t earlier) {
    const Attempt& a = d_.attempts[index];
    const std::uint64_t number = earlier + index + 1;
    day(a.first.at);
    std::string title = fmt::format("{} {}", a.re_enroller ? "migration" : "enrolment", number);
    if (a.pid != 0) title += fmt::format("  jamf[{}]", a.pid);
    if (d_.root == index) title += "  <- it broke here first";
    row(clock_text(a.first.at), signs_.open, Colour::bold, "", title);
    for (const LogReference& reference : a.steps) {
      if (reference.key == Message::return_code) continue;
      const bool first_error = a.first_error && !a.only_symptoms && reference.line == a.first_error->line &&
                               reference.file == a.first_error->file;
      const Colour colour = first_error || is_error_line(reference) ? Colour::red
                            : is_symptom_line(reference)            ? Colour::dim
                                                                    : Colour::plain;
      const std::string_view sign = colour == Colour::red   ? signs_.bad
                                    : colour == Colour::dim ? signs_.note
                                                            : signs_.good;
      row(clock_text(reference.at), signs_.rail, colour, sign, label_of(reference), short_text(reference));
    }
    if (a.steps_left_out != 0) {
      row("", signs_.rail, Colour::dim, signs_.note, "", fmt::format("{} more lines", a.steps_left_out));
    }
    end(a);
    if (a.reboot) reboot(*a.reboot);
    for (const LogReference& reference : a.followed) {
      const bool good = proves_contact(reference.key);
      row(clock_text(reference.at), " ",
          good                         ? Colour::green
          : is_symptom_line(reference) ? Colour::red
                                       : Colour::dim,
          good                         ? signs_.good
          : is_symptom_line(reference) ? signs_.bad
                                       : signs_.note,
          label_of(reference), short_text(reference));
    }
  }

  void contact(const LogReference& reference, std::uint64_t count) {
    day(reference.at);
    row(clock_text(reference.at), " ", Colour::green, signs_.good, "contact",
        fmt::format("{}{}", message_of(reference),
                    count > 1 ? fmt::format("  (the last of {} proofs)", count) : ""));
  }

  void trouble(const Trouble& t, std::string_view what) {
    if (t.count == 0) return;
    day(t.first->at);
    row(clock_text(t.first->at), " ", Colour::red, signs_.bad, what, short_text(*t.first));
    if (t.count > 1) {
      day(t.last->at);
      row(clock_text(t.last->at), " ", Colour::red, signs_.bad, what,
          fmt::format("the last of {} runs", t.count));
    }
  }

  [[nodiscard]] std::string text() && { return std::move(out_); }

 private:
  void day(const std::optional<LocalTime>& at) {
    std::string text = day_text(at);
    if (text == last_day_) return;
    out_ += "  " + style_.paint(style_.cut(text, style_.width - 2), Colour::cyan) + "\n";
    last_day_ = std::move(text);
  }

  void end(const Attempt& a) {
    switch (a.outcome) {
      case Outcome::enrolled:
        row(clock_text(a.last.at), signs_.close, Colour::green, signs_.good, "enrolled", "return code 0");
        return;
      case Outcome::failed:
        row(clock_text(a.last.at), signs_.close, Colour::red, signs_.bad, "failed",
            a.return_code ? fmt::format("return code {}", *a.return_code) : "no return code");
        return;
      case Outcome::interrupted:
        row("", signs_.close, Colour::red, signs_.bad, "interrupted", "nothing more by this process");
        return;
      case Outcome::rolled_back:
        row(clock_text(a.last.at), signs_.close, Colour::red, signs_.bad, "rolled back",
            "the old enrolment was put back");
        return;
      case Outcome::unproven:
        row("", signs_.close, Colour::yellow, signs_.note, "unproven",
            a.return_code ? "an error, and return code 0" : "no return code in the log");
        return;
      case Outcome::open: row("", signs_.rail, Colour::yellow, signs_.dots, "running", ""); return;
    }
  }

  void reboot(const Reboot& r) {
    std::string text = r.silence > 0 ? duration_text(r.silence) + " without a line" : "after the last line";
    if (r.pid_after != 0)
      text += fmt::format("; process ids begin again: {} after {}", r.pid_after, r.pid_before);
    if (r.confirmed) text += "; macOS recorded it";
    row("", signs_.reboot, Colour::yellow, "", "reboot", text);
  }

  // TIME RAIL SIGN LABEL TEXT
  void row(std::string_view time, std::string_view rail, Colour colour, std::string_view sign,
           std::string_view label, std::string_view text = "") {
    constexpr std::size_t kLabel = 13;
    const std::string head = fmt::format("  {:<8} {} ", time, rail);
    std::string body = sign.empty() ? std::string(label) : fmt::format("{} {:<{}}", sign, label, kLabel);
    if (sign.empty() && !text.empty()) body = fmt::format("  {:<{}}", label, kLabel);
    const std::size_t room = style_.width - std::min(style_.width, columns(head));
    if (!text.empty() && room > columns(body) + 1) {
      body += " " + style_.cut(text, room - columns(body) - 1);
    }
    while (!body.empty() && body.back() == ' ') body.pop_back();
    out_ += head + style_.paint(style_.cut(body, room), colour) + "\n";
  }

  const TerminalStyle& style_;
  const Diagnosis& d_;
  const Signs& signs_;
  std::string out_;
  std::string last_day_;
};

}  // namespace

std::string message_of(const LogReference& reference) {
  const std::string shown = shown_text(reference);
  std::string_view text = shown;
  if (reference.pid != 0) {
    const std::string writer = fmt::format("jamf[{}]:", reference.pid);
    if (const auto at = text.find(writer); at != std::string_view::npos)
      text.remove_prefix(at + writer.size());
  } else if (const auto at = text.find(" [ReEnroller]:"); at != std::string_view::npos) {
    text.remove_prefix(at + 14);
  }
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  return std::string(text);
}

std::string draw_timeline(const Diagnosis& diagnosis, const LogRead& log, const TerminalStyle& style) {
  const History& h = log.history;
  Drawing drawing(style, diagnosis);
  // The contact stands where it happened: before the attempts, or after them.
  const auto before = [&](const LogReference& a, const LogReference& b) {
    return a.file != b.file ? a.file < b.file : a.line < b.line;
  };
  const bool proven = h.contact && h.contact->key != Message::return_code;
  const bool first =
      proven && !diagnosis.attempts.empty() && before(*h.contact, diagnosis.attempts.front().first);
  if (first) drawing.contact(*h.contact, h.contacts);
  if (h.attempts_dropped != 0) drawing.left_out(h.attempts_dropped);
  for (std::size_t i = 0; i < diagnosis.attempts.size(); ++i) drawing.attempt(i, h.attempts_dropped);
  if (proven && !first) drawing.contact(*h.contact, h.contacts);
  const bool told = !diagnosis.attempts.empty() && !diagnosis.attempts.back().followed.empty() && !proven;
  if (!told || h.signature.count > 3) drawing.trouble(h.signature, "signature");
  drawing.trouble(h.offline, "offline");
  drawing.trouble(h.daemon, "daemon");
  return std::move(drawing).text();
}

}  // namespace enrolkit
