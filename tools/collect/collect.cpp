#include "collect/collect.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>

#include "collect/collection.h"
#include "core/base/ascii.h"
#include "core/base/text.h"
#include "evidence/paths.h"
#include "evidence/redaction.h"
#include "evidence/take_along.h"
#include "host/new_file.h"
#include "host/real_host.h"
#include "host/write_file.h"
#include "run/interrupt.h"
#include "run/streams.h"

namespace enrolkit {
namespace {

Exit complain(const CollectOptions& options, std::string_view text) {
  write_err(fmt::format("{}: {}\n", options.program, printable(text)));
  return Exit::trouble;
}

// What the Mac calls itself in its log, else what this computer does if it is the Mac; fit for a file's name.
std::string name_of(Mac& mac) {
  std::string name;
  if (const auto* read = value_of(mac.log()); read != nullptr && read->history.last) {
    name = read->history.host;
  }
  if (name.empty() && mac.is_running_system()) name = this_computers_name();
  constexpr std::size_t kMaxNameBytes = 40;
  std::string plain;
  for (const char c : name.substr(0, kMaxNameBytes)) {
    const bool fits = is_letter_or_digit(c);
    if (fits || (!plain.empty() && plain.back() != '-')) plain += fits ? c : '-';
  }
  while (plain.ends_with('-')) plain.pop_back();
  return plain.empty() ? "mac" : plain;
}

std::string default_path(Mac& mac, LocalTime now) {
  const Civil t = to_civil(now);
  return fmt::format("enrolkit-{}-{:04}{:02}{:02}-{:02}{:02}{:02}.tar.gz", name_of(mac), t.year, t.month,
                     t.day, t.hour, t.minute, t.second);
}

Exit write_to_stdout(const Collection& collection, const CollectOptions& options) {
  if (stdout_is_terminal())
    return complain(options, "refusing to write an archive to a terminal; use -o FILE or redirect stdout");
  if (!pack(collection, write_out)) {
    // A full disk is reported by the frame.
    return stdout_fault().empty() ? complain(options, "standard output: the archive could not be written")
                                  : Exit::trouble;
  }
  return Exit::ok;
}

std::variant<NewFile, Unreadable> begin_file(const std::string& path, const CollectOptions& options) {
  if (options.place == CollectPlace::here) return NewFile::begin(path, options.force);
  if (!options.output.empty()) return NewFile::begin(path, options.force, Way::roots_own);
  if (const auto why = make_own_folder("/", paths::kStateFolder)) return *why;
  return NewFile::begin(path, true, Way::roots_own);
}

Exit write_to_file(const Collection& collection, const std::string& path, const CollectOptions& options) {
  remember_interrupts();  // from here on, so that a Ctrl-C leaves nothing behind
  auto begun = begin_file(path, options);
  if (const auto* why = std::get_if<Unreadable>(&begun)) return complain(options, why->why);
  auto& file = std::get<NewFile>(begun);
  std::optional<std::string> fault;
  const bool packed = pack(collection, [&](std::string_view bytes) {
    fault = interrupted() ? path + ": stopped; nothing was written" : file.write(bytes);
    return !fault;
  });
  if (!packed) return complain(options, fault.value_or(path + ": the archive could not be packed"));
  if ((fault = file.put_in_place())) return complain(options, *fault);
  write_out(printable(path) + "\n");
  return Exit::ok;
}

void say_what_is_missing(const std::vector<std::string>& list, const std::string& program) {
  constexpr std::size_t kMaxLines = 20;
  for (std::size_t i = 0; i < std::min(list.size(), kMaxLines); ++i) {
    write_err(fmt::format("{}: {} (recorded)\n", program, printable(list[i])));
  }
  if (list.size() > kMaxLines)
    write_err(fmt::format("{}: and {} more that the manifest records\n", program, list.size() - kMaxLines));
}

}  // namespace

void add_collect_options(CLI::App& command, CollectOptions& options) {
  const std::string where = options.place == CollectPlace::here
                                ? "else enrolkit-NAME-DATE-TIME.tar.gz in this folder"
                                : fmt::format("else {}, in place of the last one", paths::kCollected);
  command.add_option("-o,--output", options.output, "where to write it (- for stdout); " + where)
      ->type_name("FILE");
  command.add_option("--root", options.root, "another volume, or a collected tree, in place of /")
      ->type_name("DIR");
  command.add_option("--account", options.account, "the Management Account's exact username")
      ->type_name("NAME");
  command.add_flag("--force", options.force, "replace a file that is there already");
}

Exit run_collect(const CollectOptions& options) {
  // Before minutes of work, not behind them.
  if (std::error_code none; !options.output.empty() && std::filesystem::is_directory(options.output, none))
    return complain(options, options.output + ": is a folder");
  std::string root = options.root;
  if (root.empty()) {
#ifdef __APPLE__
    root = "/";
#else
    write_err(
        fmt::format("{}: no Mac was named, and this computer is not a Mac\nhint: {} collect --root DIR\n",
                    options.program, options.program));
    return Exit::trouble;
#endif
  }
  auto opened = open_host(root);
  if (const auto* why = std::get_if<Unreadable>(&opened)) return complain(options, why->why);
  const RecordingHost host(*std::get<0>(opened));
  MacOptions how;
  how.whole_log = true;
  if (!options.account.empty()) how.account = options.account;
  Mac mac(host, how);
  ask_everything(mac);
  take_along(host);
  const Collection collection = collect_from(host, root);
  if (!collection.found_anything()) {
    const auto& missing = collection.not_collected;
    return complain(options, missing.empty() ? root + ": nothing of a Mac is in it" : missing.front());
  }
  say_what_is_missing(collection.not_collected, options.program);
  if (options.output == "-") return write_to_stdout(collection, options);
  if (!options.output.empty()) return write_to_file(collection, options.output, options);
  const bool here = options.place == CollectPlace::here;
  return write_to_file(collection, here ? default_path(mac, host.now()) : std::string(paths::kCollected),
                       options);
}

}  // namespace enrolkit
