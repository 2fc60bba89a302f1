#include "policies/perform.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/redact.h"
#include "core/base/text.h"
#include "evidence/read_repair_facts.h"
#include "evidence/repair_commands.h"

namespace enrolkit {
namespace {

using Failure = std::optional<std::string>;

class Performer {
 public:
  Performer(const Host& host, HostWriter& writer, const std::function<void(std::string_view)>& note)
      : host_(host), writer_(writer), note_(note) {}

  Failure operator()(const RunTool& run) {
    Command command = run.command;
    for (std::string& argument : command.arguments) {
      if (argument != commands::kInvitationHere) continue;
      // Read in the moment of its use: a plan that is printed or kept never has it.
      auto invitation = read_invitation(host_);
      if (!invitation) return "the invitation is gone";
      remember_secret(*invitation);  // whatever the tool says of it
      argument = std::move(*invitation);
    }
    Failure failure;
    for (int tried = 0; tried < run.tries; ++tried) {
      if (tried > 0) writer_.pause(std::chrono::seconds(1));
      failure = once(command, run.fine);
      if (!failure) break;
    }
    return failure;
  }
  Failure operator()(const WriteFile& write) {
    return of(writer_.write_file(write.path, write.bytes, write.access));
  }
  Failure operator()(const SetAccess& set) { return of(writer_.set_access(set.path, set.access)); }
  Failure operator()(const ReplaceFile& file) {
    constexpr std::size_t kMaxFileBytes = std::size_t{1} << 28U;
    const std::string copy = file.path + ".enrolkit-copy";
    const auto bytes = read_file(host_, file.path, kMaxFileBytes);
    if (const auto* why = why_unreadable(bytes)) return *why;
    if (value_of(bytes) == nullptr) return file.path + ": is gone";
    // Root's alone and not to be run until it is known to be good.
    if (auto failure = of(writer_.write_file(copy, *value_of(bytes), {0, 0, 0600}))) return failure;
    if (file.check) {
      Command check = *file.check;
      check.arguments.back() = copy;
      if (auto failure = once(check, {0})) return without(copy, std::move(failure));
    }
    // Whole before it has the name: a Mac that dies here has the old file or the new one, and never one that cannot run.
    if (auto failure = of(writer_.set_access(copy, file.access))) return without(copy, std::move(failure));
    if (auto failure = of(writer_.rename(copy, file.path))) return without(copy, std::move(failure));
    return std::nullopt;
  }
  Failure operator()(const SetLink& link) {
    // A Mac may have no /usr/local/bin. Where the folder cannot be made, the link says so.
    (void)writer_.make_folder(link.path.substr(0, link.path.rfind('/')), {0, 0, 0755});
    return of(writer_.set_link(link.path, link.target));
  }
  Failure operator()(const EndProcess& end) {
    return of(writer_.end_process(end.process, std::chrono::seconds(10)));
  }
  Failure operator()(const AwaitJob& await) {
    constexpr std::chrono::seconds kSome{5};
    for (const bool started : {false, true}) {
      if (started) (void)once(commands::start_job(await.job.label), {0});
      writer_.pause(kSome);
      if (has_process(await.job)) return std::nullopt;
    }
    return await.job.label + ": loaded, and no process of it runs";
  }

 private:
  Failure once(const Command& command, const std::vector<int>& fine) {
    const std::string name = short_name(command);
    const Ran ran = writer_.run(command);
    if (std::holds_alternative<NotStarted>(ran)) return name + ": could not be started";
    if (const auto* stopped = std::get_if<Stopped>(&ran)) {
      return name + ":" + stopped->why.substr(std::min(stopped->why.find(':') + 1, stopped->why.size()));
    }
    const auto& finished = std::get<Finished>(ran);
    if (std::find(fine.begin(), fine.end(), finished.status) != fine.end()) return std::nullopt;
    note_(fmt::format("{} said: {}", name, first_line(finished.err.empty() ? finished.out : finished.err)));
    return fmt::format("{}: status {}", name, finished.status);
  }

  // A copy that is not good leaves nothing behind.
  Failure without(const std::string& copy, Failure failure) {
    if (const auto left = of(writer_.remove(copy))) note_(fmt::format("left behind: {}", *left));
    return failure;
  }

  [[nodiscard]] bool has_process(const JobFile& job) const {
    const auto processes = host_.processes();
    const auto* all = value_of(processes);
    return all != nullptr && std::any_of(all->begin(), all->end(), [&](const Process& process) {
             const auto is = is_process_of(process, job);
             return value_of(is) != nullptr && *value_of(is);
           });
  }

  static Failure of(const Status& status) { return status.ok() ? std::nullopt : Failure(status.error().why); }

  const Host& host_;
  HostWriter& writer_;
  const std::function<void(std::string_view)>& note_;
};

// What an act that failed means for those behind it. Each kind says so by itself.
struct AfterFailure {
  IfFails operator()(const RunTool& run) const { return run.if_fails; }
  IfFails operator()(const WriteFile& /*a tool is given it*/) const { return IfFails::stop; }
  IfFails operator()(const SetAccess& /*needed by no other*/) const { return IfFails::go_on; }
  IfFails operator()(const ReplaceFile& /*the same*/) const { return IfFails::go_on; }
  IfFails operator()(const SetLink& /*the same*/) const { return IfFails::go_on; }
  IfFails operator()(const EndProcess& /*the same*/) const { return IfFails::go_on; }
  IfFails operator()(const AwaitJob& /*the same*/) const { return IfFails::go_on; }
};

}  // namespace

Performed perform(const std::vector<Act>& acts, const Host& host, HostWriter& writer,
                  const std::function<void(std::string_view)>& note) {
  Performed performed;
  for (const Act& act : acts) {
    note(to_text(act));
    const Failure failure = std::visit(Performer(host, writer, note), act);
    if (!failure) {
      performed.done.push_back(act);
      continue;
    }
    const IfFails then = std::visit(AfterFailure(), act);
    if (then == IfFails::no_matter) continue;
    note("failed: " + *failure);
    if (!performed.failure) performed.failure = failure;
    if (then == IfFails::stop) break;
  }
  return performed;
}

}  // namespace enrolkit
