#include "evidence/read_log.h"

#include <algorithm>
#include <cstring>
#include <span>

#include "core/enrolment/refine_form.h"
#include "core/log/filtered.h"
#include "core/log/form.h"
#include "core/log/history_builder.h"
#include "core/log/whole.h"
#include "evidence/take_form.h"

namespace enrolkit {
namespace {

constexpr std::size_t kBlock =
    256 * 1024;  // small enough for the second-level cache, where the scanner wants it
static_assert(kBlock > 2 * Scanner::kMaxLineBytes);

// The files a history is read from, and where it begins.
struct Part {
  std::span<LogFile> files;
  std::size_t first_index = 0;  // LogReference::file of files[0]
  std::uint64_t offset = 0;     // in files[0]
  bool from_tail = false;
};

struct FileLines {
  std::size_t records = 0;  // of jamf
  std::size_t turns = 0;    // of newsyslog, which turned it over
  std::size_t others = 0;   // that are neither, nor blank
};

struct Folded {
  HistoryBuilder builder;
  Scanner scanner;
  std::uint64_t bytes = 0;
  FilterWatch filter;
  WholeWatch whole;
  UnknownLines unknown;
  bool skipped = false;          // the beginning of a file, whose records the one before it had
  std::vector<FileLines> lines;  // of each file; where there are several
};

// "Jul  6 00:30:00 lab newsyslog[400]: logfile turned over due to size>1000K", which a rotated log begins with.
bool is_of_newsyslog(std::string_view text) {
  return text.find(" newsyslog[") != text.npos && text.find("logfile turned over") != text.npos;
}

// The last record of a file.
struct Ending {
  std::string text;
  std::int64_t clock = 0;
};

// Whether the file begins before the one that was read before it had ended: then both may hold the same records.
bool begins_before(LogFile& file, const Scanner& scanner, const Ending& end) {
  Scanner ahead = scanner;
  std::string_view begin = file.peek(Scanner::kMaxLineBytes);
  ahead.give(begin, true);
  for (Line line; ahead.next(line);) {
    if (line.writer != Writer::jamf || !line.dated) continue;
    return line.clock < end.clock || line.text == end.text;
  }
  return false;
}

// Bytes of the file up to and with the last line of that text; 0: there is none.
std::uint64_t bytes_up_to(LogFile& file, const std::string& text, std::vector<char>& buffer) {
  const std::string line = text + "\n";
  std::uint64_t before = 0, found = 0;
  std::size_t have = 0;
  while (const std::size_t got = file.read(buffer.data() + have, buffer.size() - have)) {
    have += got;
    const std::string_view block(buffer.data(), have);
    if (const auto at = block.rfind(line); at != std::string_view::npos) found = before + at + line.size();
    const std::size_t kept = std::min(have, line.size());  // it may be cut by the end of the block
    std::memmove(buffer.data(), buffer.data() + have - kept, kept);
    before += have - kept;
    have = kept;
  }
  file.rewind();
  return found;
}

void skip(LogFile& file, std::uint64_t bytes, std::vector<char>& buffer) {
  while (bytes != 0) {
    const std::size_t got =
        file.read(buffer.data(), static_cast<std::size_t>(std::min<std::uint64_t>(bytes, buffer.size())));
    if (got == 0) return;
    bytes -= got;
  }
}

Folded fold(const Part& part, const ReadOptions& options, std::vector<char>& buffer) {
  Folded folded{HistoryBuilder(part.from_tail), {}, 0, {}, {}, {}, false, {}};
  const bool several = part.files.size() > 1;
  Ending end;
  folded.scanner.strip_quotes = options.strip_quotes;
  for (std::size_t i = 0; i < part.files.size(); ++i) {
    LogFile& file = part.files[i];
    const std::uint64_t offset = i == 0 ? part.offset : 0;
    if (offset != 0)
      file.rewind(offset - 1);  // from the byte before: a line that begins at `offset` is whole
    folded.scanner.next_file(static_cast<std::uint32_t>(part.first_index + i), offset != 0);
    if (!end.text.empty() && begins_before(file, folded.scanner, end)) {
      const std::uint64_t known = bytes_up_to(file, end.text, buffer);
      skip(file, known, buffer);
      folded.skipped |= known != 0;
    }
    std::size_t have = 0;
    FileLines lines;
    for (bool last = false; !last;) {
      const std::size_t got = file.read(buffer.data() + have, buffer.size() - have);
      last = got == 0;
      folded.bytes += got;
      have += got;
      folded.scanner.give({buffer.data(), have}, last);
      std::optional<Line> newest;
      folded.builder.add_block(folded.scanner, [&](const Line& line) {
        if (several && line.writer == Writer::jamf) {
          newest = line;
          ++lines.records;
        } else if (several && line.text.find_first_not_of(" \t\r") != line.text.npos) {
          ++(is_of_newsyslog(line.text) ? lines.turns : lines.others);
        }
        if (options.any_form) folded.filter.add(line);
        folded.whole.add(line, folded.builder.so_far());
        if (options.unknown_lines) folded.unknown.add(line);
      });
      if (newest) end = {std::string(newest->text), newest->clock};
      const std::string_view rest = folded.scanner.rest();
      std::memmove(buffer.data(), rest.data(), rest.size());
      have = rest.size();
    }
    if (folded.skipped) ++lines.records;
    if (several) folded.lines.push_back(lines);
  }
  return folded;
}

// When the first dated record of a file was written; its modification time if there is none. Leaves it
// rewound.
LocalTime beginning_of(LogFile& file, std::vector<char>& buffer) {
  LocalTime begin = file.info().modified;
  Scanner scanner;
  scanner.next_file(0, false);
  std::size_t have = 0;
  while (have < Scanner::kMaxLineBytes) {
    const std::size_t got = file.read(buffer.data() + have, buffer.size() - have);
    if (got == 0) break;
    have += got;
  }
  scanner.give({buffer.data(), have}, true);
  Line line;
  while (scanner.next(line)) {
    if (!line.dated || line.writer == Writer::continuation) continue;
    if (const auto day = newest_day(*scanner.last_date(), begin.seconds / kDay + 1)) {
      begin = LocalTime{*day * kDay + (line.clock - scanner.last_day_clock())};
    }
    break;
  }
  file.rewind();
  return begin;
}

void sort_by_time(std::vector<LogFile>& files, std::vector<char>& buffer) {
  std::vector<std::pair<LocalTime, std::size_t>> order;
  order.reserve(files.size());
  for (std::size_t i = 0; i < files.size(); ++i) order.emplace_back(beginning_of(files[i], buffer), i);
  std::stable_sort(order.begin(), order.end());
  std::vector<LogFile> sorted;
  sorted.reserve(files.size());
  for (const auto& [time, index] : order) sorted.push_back(std::move(files[index]));
  files = std::move(sorted);
}

// Bytes to scan, where a packed byte costs as much as this many plain ones.
std::uint64_t work_of(const std::vector<LogFile>& files) {
  constexpr std::uint64_t kUnpacking = 64;
  std::uint64_t sum = 0;
  for (const LogFile& file : files) {
    sum += file.info().size * (file.packing() == Packing::none ? 1 : kUnpacking);
  }
  return sum;
}
constexpr std::uint64_t kSmall = 4ULL << 20U;

// Why the newest of the files, by its date, tells nothing, though it is not empty and another has records.
std::string newest_unread(const std::vector<LogFile>& files, const std::vector<FileLines>& lines) {
  if (lines.size() != files.size() || lines.empty()) return "";
  const auto is_older = [](const LogFile& a, const LogFile& b) {
    if (a.info().modified != b.info().modified) return a.info().modified < b.info().modified;
    return a.name().size() > b.name().size();  // jamf.log is newer than jamf.log.0
  };
  const auto newest = std::max_element(files.begin(), files.end(), is_older);
  const bool some =
      std::any_of(lines.begin(), lines.end(), [](const FileLines& l) { return l.records != 0; });
  const FileLines& its = lines[static_cast<std::size_t>(newest - files.begin())];
  const bool just_turned_over = its.others == 0 && its.turns != 0 && newest->fault().empty();
  if (!some || newest->info().size == 0 || its.records != 0 || just_turned_over) return "";
  return newest->fault().empty() ? newest->name() + ": none of its lines can be read" : newest->fault();
}

void forget_line_numbers(History& history) {
  for_each_reference(history, [](LogReference& reference) { reference.numbered = false; });
}

}  // namespace

LogRead read_log(std::vector<LogFile> files, const ReadOptions& options) {
  LogRead read;
  if (files.empty()) return read;
  std::vector<char> buffer(kBlock);
  Forms forms;
  if (options.any_form) forms = take_forms(files);
  if (files.size() > 1) sort_by_time(files, buffer);
  for (const LogFile& file : files) read.sources.push_back(file.name());
  read.modified = files.back().info().modified;
  const bool is_clock_set = options.now && options.now->seconds / kDay >= kJamfsFirstDay;
  if (is_clock_set && *options.now < *read.modified) read.modified = options.now;
  const std::optional<LocalTime> upper = options.as_of ? options.as_of : read.modified;

  // From the tail: the last megabyte, then eight times as much, until something is proven. Reading again what
  // was read costs a seventh of the whole at most, and keeps one rule for reading forwards. Small logs are
  // read whole: it takes no longer, and tells more.
  constexpr std::uint64_t kFirstWindow = 1ULL << 20U;
  const std::size_t newest = files.size() - 1;
  std::optional<Folded> folded;
  bool whole = true;
  if (options.from_tail && work_of(files) > kSmall) {
    const std::uint64_t size = files[newest].info().size;
    for (std::uint64_t window = kFirstWindow; !folded; window *= 8) {
      const bool all = window >= size;
      Folded part = fold({std::span(files).last(1), newest, all ? 0 : size - window, true}, options, buffer);
      if (part.builder.is_settled()) {
        folded = std::move(part);
        whole = all;
        break;
      }
      files[newest].rewind();
      if (all) break;
    }
  }
  if (!folded) folded = fold({std::span(files), 0, 0, false}, options, buffer);
  read.bytes = folded->bytes;
  read.newest_unread = newest_unread(files, folded->lines);
  read.unknown_lines = std::move(folded->unknown);
  read.history = std::move(folded->builder).finish(folded->scanner, upper);
  if (options.any_form) {
    LogQuality& quality = read.history.quality;
    quality.form = forms.form;
    if (decides(quality.form)) {
      const bool filtered = options.may_be_filtered && folded->filter.filtered();
      const LogForm met = folded->whole.form(read.history, upper, filtered);
      if (met != LogForm::whole) quality.form = met;
      if (!files.back().fault().empty()) quality.form = LogForm::no_end;
    }
    note_outside(read.history, folded->whole.outside(false));
    read.faults = std::move(forms.faults);
  } else {
    read.history.quality.form = folded->whole.own_form(read.history);
    note_outside(read.history, folded->whole.outside(true));
  }
  if (!whole || !forms.same_lines || folded->skipped) forget_line_numbers(read.history);
  for (const LogFile& file : files) {
    if (!file.fault().empty()) read.faults.push_back(file.fault());
  }
  return read;
}

Reading<LogRead> read_log(OpenedLogs logs, const ReadOptions& options) {
  LogRead read = read_log(std::move(logs.files), options);
  if (!logs.newest_unread.empty()) read.newest_unread = std::move(logs.newest_unread);
  read.faults.insert(read.faults.end(), logs.faults.begin(), logs.faults.end());
  return unless_unreadable(std::move(read));
}

Reading<LogRead> unless_unreadable(LogRead read) {
  if (read.bytes == 0 && !read.faults.empty()) return Unreadable{read.faults.front()};
  // What older files tell is not how the Mac is.
  if (!read.newest_unread.empty())
    return Unreadable{read.newest_unread + " (it is the newest; older ones were left aside)"};
  return read;
}

}  // namespace enrolkit
