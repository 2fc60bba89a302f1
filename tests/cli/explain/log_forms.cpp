#include "cli/explain/log_forms.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "cli/explain/explained_macs.h"
#include "support/writers/packed.h"

namespace enrolkit::test {

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

std::string tac(const std::string& text) {
  auto lines = lines_of(text);
  std::reverse(lines.begin(), lines.end());
  std::string out;
  for (const std::string& line : lines) out += line + "\n";
  return out;
}

std::string wrapped_at(const std::string& text, std::size_t width) {
  std::string out;
  for (std::string line : lines_of(text)) {
    while (line.size() > width) {
      const auto space = line.rfind(' ', width);
      if (space == std::string::npos || space < 40) break;
      out += line.substr(0, space) + "\n";
      line.erase(0, space + 1);
    }
    out += line + "\n";
  }
  return out;
}

namespace {

std::string by_line(const std::string& text,
                    const std::function<std::string(const std::string&, int)>& line) {
  std::string out;
  int number = 0;
  for (const std::string& one : lines_of(text)) out += line(one, ++number) + "\n";
  return out;
}

std::string utf16(const std::string& text, bool big, bool mark) {
  std::string out = mark ? (big ? "\xFE\xFF" : "\xFF\xFE") : "";
  for (const char c : text) {
    if (big) out += '\0';
    out += c;
    if (!big) out += '\0';
  }
  return out;
}

std::string german(std::string text) {
  for (const auto& [from, to] : std::map<std::string, std::string>{
           {"Mon Mar 0", "Mo. 0"}, {"Tue Mar 0", "Di. 0"}, {"Wed Mar 0", "Mi. 0"}, {"Thu Mar 0", "Do. 0"}}) {
    std::string out;
    for (const std::string& line : lines_of(text)) {
      const bool stamped = line.starts_with(from);
      out += stamped ? to + line.substr(from.size(), 1) + " Mär" + line.substr(from.size() + 1) : line;
      out += '\n';
    }
    text = out;
  }
  return text;
}

// Dates of March 2026 in another language: {1} the weekday, {2} the day, {4} the month.
Rewrite dated(const std::string& form, const std::array<std::string, 2>& weekdays, const std::string& month) {
  return [=](const std::string& text) {
    return by_line(text, [&](const std::string& line, int) {
      if (!line.starts_with("Mon Mar") && !line.starts_with("Tue Mar")) return line;
      std::string date = replaced(form, "{1}", weekdays[line.starts_with("Tue") ? 1 : 0]);
      date = replaced(replaced(date, "{2}", line.substr(9, 1)), "{4}", month);
      return date + line.substr(10);
    });
  };
}

std::string twelve(const std::string& line) {
  if (!line.starts_with("Mon Mar") && !line.starts_with("Tue Mar")) return line;
  const int hour = std::stoi(line.substr(11, 2));
  return fmt::format("{}{:02}{} {}{}", line.substr(0, 11), hour % 12 == 0 ? 12 : hour % 12,
                     line.substr(13, 6), hour < 12 ? "AM" : "PM", line.substr(19));
}

std::string utf32(const std::string& text) {
  std::string out("\xFF\xFE\0\0", 4);
  for (const char c : text) (out += c) += std::string(3, '\0');
  return out;
}

std::string quoted_printable(const std::string& text) {
  std::string out;
  for (std::string line : lines_of(text)) {
    line = replaced(line, "=", "=3D");
    for (; line.size() > 75; line.erase(0, 73)) out += line.substr(0, 73) + "=\n";
    out += line + "\n";
  }
  return out;
}

std::string csv_field(const std::string& text) { return '"' + replaced(text, "\"", "\"\"") + '"'; }

std::string csv_columns(const std::string& line) {
  const auto writer = line.find(" jamf[");
  if (writer == std::string::npos) return csv_field(line);
  const auto colon = line.find("]: ", writer);
  return line.substr(0, 19) + ';' + line.substr(20, writer - 20) + ';' +
         line.substr(writer + 1, colon - writer) + ';' + csv_field(line.substr(colon + 3));
}

// The lines of an error block stand in the field of their record. `behind`: columns behind the message.
std::string csv_rows(const std::string& text, bool behind) {
  std::string out = behind ? "Date,Host,Process,Message,Level\n" : "Date,Host,Process,Message\n", message;
  const std::string end = behind ? ",INFO\n" : "\n";
  const auto end_row = [&] {
    if (!message.empty()) out += csv_field(message.substr(1)) + end;
    message.clear();
  };
  for (const std::string& line : lines_of(text)) {
    const auto writer = line.find(" jamf[");
    if (writer != std::string::npos) {
      end_row();
      const auto colon = line.find("]: ", writer);
      out += csv_field(line.substr(0, 19)) + ',' + csv_field(line.substr(20, writer - 20)) + ',' +
             line.substr(writer + 1, colon - writer) + ',';
      message = '\n' + line.substr(colon + 3);
    } else if (!message.empty()) {
      message += '\n' + line;
    }
  }
  end_row();
  return out;
}

}  // namespace

std::string csv_with_columns_behind(const std::string& text) { return csv_rows(text, true); }

const std::map<std::string, Rewrite>& readable_forms() {
  static const std::map<std::string, Rewrite> kForms{
      {"grep -n",
       [](const auto& t) { return by_line(t, [](auto& l, int n) { return fmt::format("{}:{}", n, l); }); }},
      {"grep -H",
       [](const auto& t) { return by_line(t, [](auto& l, int) { return "/var/log/jamf.log:" + l; }); }},
      {"grep -Hn",
       [](const auto& t) {
         return by_line(t, [](auto& l, int n) { return fmt::format("jamf.log.0:{}:{}", n, l); });
       }},
      {"cat -n",
       [](const auto& t) {
         return by_line(t, [](auto& l, int n) { return fmt::format("{:6}\t{}", n, l); });
       }},
      {"less -N",
       [](const auto& t) { return by_line(t, [](auto& l, int n) { return fmt::format("{:7} {}", n, l); }); }},
      {"indented", [](const auto& t) { return by_line(t, [](auto& l, int) { return "    " + l; }); }},
      {"tab", [](const auto& t) { return by_line(t, [](auto& l, int) { return "\t" + l; }); }},
      {"quoted", [](const auto& t) { return by_line(t, [](auto& l, int) { return "> " + l; }); }},
      {"quoted twice", [](const auto& t) { return by_line(t, [](auto& l, int) { return ">> " + l; }); }},
      {"quoted without a space",
       [](const auto& t) { return by_line(t, [](auto& l, int) { return ">" + l; }); }},
      {"CR", [](const auto& t) { return replaced(t, "\n", "\r"); }},
      {"CRLF", [](const auto& t) { return replaced(t, "\n", "\r\n"); }},
      {"byte-order mark", [](const auto& t) { return "\xEF\xBB\xBF" + t; }},
      {"UTF-16 little", [](const auto& t) { return utf16(t, false, true); }},
      {"UTF-16 big", [](const auto& t) { return utf16(t, true, true); }},
      {"UTF-16 without a mark", [](const auto& t) { return utf16(t, false, false); }},
      {"UTF-16 with CRLF", [](const auto& t) { return utf16(replaced(t, "\n", "\r\n"), false, true); }},
      {"colours", [](const auto& t) { return replaced(t, "jamf[", "\x1B[01;31m\x1B[Kjamf\x1B[m\x1B[K["); }},
      {"CSV of one column",
       [](const auto& t) { return "Line\n" + by_line(t, [](auto& l, int) { return csv_field(l); }); }},
      {"CSV with a number",
       [](const auto& t) {
         return by_line(t, [](auto& l, int n) { return fmt::format("{},{}", n, csv_field(l)); });
       }},
      {"CSV of columns",
       [](const auto& t) {
         return "Date;Host;Process;Message\n" + by_line(t, [](auto& l, int) { return csv_columns(l); });
       }},
      {"CSV with lines in a field", [](const auto& t) { return csv_rows(t, false); }},
      {"cat -e", [](const auto& t) { return by_line(t, [](auto& l, int) { return l + "$"; }); }},
      {"cat -A of CRLF", [](const auto& t) { return by_line(t, [](auto& l, int) { return l + "^M$"; }); }},
      {"German dates", [](const auto& t) { return german(t); }},
      {"French dates", dated("{1} {2} {4}", {"lun.", "mar."}, "mars")},
      {"Spanish dates", dated("{1}, {2} {4}", {"lun", "mar"}, "mar")},
      {"Portuguese dates", dated("{1}, {2} de {4} de 2026", {"segunda-feira", "terça-feira"}, "março")},
      {"Italian dates", dated("{1} {2} {4}", {"lun", "mar"}, "mar")},
      {"Dutch dates", dated("{1} {2} {4}", {"ma", "di"}, "mrt.")},
      {"Polish dates", dated("{1} {2} {4}", {"pon.", "wt."}, "mar")},
      {"Polish dates, long", dated("{1}, {2} {4} 2026", {"poniedziałek", "wtorek"}, "marca")},
      {"Russian dates", dated("{1} {4} {2}", {"пн", "вт"}, "мар")},
      {"Russian dates with a year", dated("{1}, {2} {4} 2026 г.,", {"Пн", "Вт"}, "марта")},
      {"Japanese dates", dated("{1} {4} {2}", {"月", "火"}, "3月")},
      {"Japanese dates, short", dated("{1} 3/{2}", {"月", "火"}, "")},
      {"Japanese dates with a year", dated("2026年3月{2}日", {"", ""}, "")},
      {"Chinese dates", dated("{1} {4} {2}", {"周一", "周二"}, "3月")},
      {"Chinese dates with a year", dated("2026年3月{2}日 {1}", {"星期一", "星期二"}, "")},
      {"Korean dates", dated("{1} {4} {2}", {"월", "화"}, "3월")},
      {"a clock of twelve hours",
       [](const auto& t) { return by_line(t, [](auto& l, int) { return twelve(l); }); }},
      {"ISO dates of UTC",
       [](const auto& t) {
         return by_line(t, [](auto& l, int) {
           return l.starts_with("Mon") || l.starts_with("Tue")
                      ? "2026-03-0" + l.substr(9, 1) + "T" + l.substr(11, 8) + ".123Z" + l.substr(19)
                      : l;
         });
       }},
      {"ISO dates with a zone",
       [](const auto& t) {
         return by_line(t, [](auto& l, int) {
           return l.starts_with("Mon") || l.starts_with("Tue")
                      ? "2026/03/0" + l.substr(9, 1) + " " + l.substr(11, 8) + "+0100" + l.substr(19)
                      : l;
         });
       }},
      {"UTF-32", [](const auto& t) { return utf32(t); }},
      {"U+2028", [](const auto& t) { return replaced(t, "\n", "\xE2\x80\xA8"); }},
      {"quoted-printable", [](const auto& t) { return quoted_printable(t); }},
      {"ISO dates",
       [](const auto& t) {
         return replaced(replaced(t, "Mon Mar 02 ", "2026-03-02 "), "Tue Mar 03 ", "2026-03-03 ");
       }},
      {"dotted dates",
       [](const auto& t) {
         return replaced(replaced(t, "Mon Mar 02 ", "02.03.2026 "), "Tue Mar 03 ", "03.03.2026 ");
       }},
      {"reversed", tac},
      {"wrapped at 72", [](const auto& t) { return wrapped_at(t, 72); }},
      {"wrapped at 80", [](const auto& t) { return wrapped_at(t, 80); }},
      {"quoted, indented, with CRLF",
       [](const auto& t) { return by_line(t, [](auto& l, int) { return "  > " + l + "\r"; }); }},
      {"packed", [](const auto& t) { return gzipped(utf16(t, false, true)); }},
  };
  return kForms;
}

}  // namespace enrolkit::test
