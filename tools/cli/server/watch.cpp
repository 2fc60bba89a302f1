#include "cli/server/watch.h"

#include <fmt/format.h>

#include <mutex>

#include "cli/server/context.h"
#include "cli/server/journal_path.h"
#include "cli/server/watch_log.h"
#include "core/base/text.h"
#include "host/real_host.h"
#include "jamfpro/watch/metrics.h"
#include "run/interrupt.h"
#include "run/streams.h"

namespace enrolkit {
namespace {

// The numbers as the listener's threads see them.
class Board {
 public:
  explicit Board(jamf::Clock& clock) : clock_(clock) {}
  void put(const jamf::WatchNumbers& numbers, std::int64_t poll) {
    const std::lock_guard lock(mutex_);
    numbers_ = numbers;
    poll_ = poll;
  }
  std::string metrics(const jamf::ReceiptCounts& webhooks) {
    const std::lock_guard lock(mutex_);
    return prometheus_text(numbers_, webhooks, clock_.steady_now());
  }
  bool healthy() {
    const std::lock_guard lock(mutex_);
    return is_healthy(numbers_, poll_, clock_.steady_now());
  }

 private:
  std::mutex mutex_;
  jamf::Clock& clock_;
  jamf::WatchNumbers numbers_;
  std::int64_t poll_ = 0;
};

// All that a SIGHUP may change.
struct Settings {
  WatchOptions options;
  jamf::WatchPlan plan;
  std::optional<std::string> webhook_secret, notify_url;
  std::optional<jamf::ListenerTls> tls;
};

// Only with --listen.
jamf::ListenerOptions listener_options(const Settings& settings) {
  return {jamf::WebhookSecret(*settings.webhook_secret), settings.tls};
}

Result<Settings> read_settings(const WatchOptions& given) {
  auto options = with_settings(given);
  if (!options.ok()) return options.error();
  auto plan = plan_of(options.value());
  if (!plan.ok()) return plan.error();
  auto secret = webhook_secret_of(options.value());
  if (!secret.ok()) return secret.error();
  auto url = notify_url_of(options.value().notify);
  if (!url.ok()) return url.error();
  if (!given.listen.empty() && !secret.value())
    return Error{"--listen needs the secret that webhooks bring\nhint: --webhook-secret-file FILE"};
  constexpr std::size_t kMinSecret = 12;
  if (secret.value() && secret.value()->size() < kMinSecret)
    return Error{fmt::format("the secret of webhooks has fewer than {} characters", kMinSecret)};
  auto tls = listener_tls_of(options.value());
  if (!tls.ok()) return tls.error();
  return Settings{std::move(options).value(), std::move(plan).value(), std::move(secret).value(),
                  std::move(url).value(), std::move(tls).value()};
}

std::string about(const jamf::WatchPlan& plan) {
  return plan.repair ? fmt::format("repairs, at most {} a day", plan.max_a_day) : "reports only";
}

class Watch {
 public:
  Watch(Settings settings, jamf::Client& client, jamf::Journal& journal, jamf::WatchStore& store,
        const ConnectOptions& connect, const ServerContext& context)
      : settings_(std::move(settings)),
        connect_(connect),
        clock_(context.clock),
        log_(context.out, stdout_is_terminal(), [this] { return clock_.now(); }),
        board_(context.clock),
        watcher_(
            client, journal, store, settings_.plan,
            [this](const jamf::WatchEvent& event) { log_.tell(event); }, local_time) {}

  Status open() {
    if (const Status notices = open_notices(); !notices.ok()) return notices;
    if (!settings_.options.listen.empty()) {
      const auto address = jamf::parse_listen_address(settings_.options.listen);
      if (!address.ok()) return Error{"--listen " + address.error().why};
      auto opened = jamf::Listener::open(
          address.value(), listener_options(settings_), inbox_,
          {[this] { return board_.metrics(inbox_.counts()); }, [this] { return board_.healthy(); }});
      if (!opened.ok()) return opened.error();
      listener_ = std::move(opened).value();
      log_.tell("listening", fmt::format("on {}, port {}{}", address.value().host, listener_->port(),
                                         settings_.tls ? ", with TLS" : ""));
      if (!settings_.tls && !address.value().is_loopback())
        log_.tell("warning",
                  "the secret of webhooks comes in the open: --listen-cert, or a proxy with TLS before " +
                      address.value().host);
    }
    return watcher_.start();
  }

  void run() {
    log_.tell("started", about(settings_.plan));
    for (;;) {
      if (take_hangup()) reload();
      watcher_.hear(inbox_.take());
      const auto wait = watcher_.step();
      board_.put(watcher_.numbers(), settings_.plan.poll);
      if (!wait) break;
      send_notices();
      if (*wait > 0 && !clock_.wait(1)) break;  // a signal, or a webhook, may come at any time
    }
    log_.tell("stopped", "");
  }

 private:
  Status open_notices() {
    auto opened = open_notifier(settings_.notify_url, settings_.options.notify, connect_);
    if (!opened.ok()) return opened.error();
    notifier_ = std::move(opened).value();
    return {};
  }

  // All of the new settings, or, where one of them is wrong, those that were.
  void reload() {
    auto read = read_settings(settings_.options);
    if (!read.ok()) return log_.tell("not-reloaded", read.error().why);
    const Settings before = std::exchange(settings_, std::move(read).value());
    if (const Status notices = open_notices(); !notices.ok()) {
      settings_ = before;
      return log_.tell("not-reloaded", notices.error().why);
    }
    if (listener_) listener_->change(listener_options(settings_));
    watcher_.change(settings_.plan);
    log_.tell("reloaded", about(settings_.plan));
  }

  void send_notices() {
    for (const jamf::Notice& notice : log_.take_notices()) {
      if (!notifier_) continue;
      if (const Status sent = notifier_->send(notice); !sent.ok())
        log_.tell("notice-failed", sent.error().why);
    }
  }

  Settings settings_;
  ConnectOptions connect_;
  jamf::Clock& clock_;
  WatchLog log_;
  Board board_;
  jamf::Inbox inbox_;
  jamf::Watcher watcher_;
  std::unique_ptr<jamf::Notifier> notifier_;
  std::unique_ptr<jamf::Listener> listener_;  // its threads end before what they ask
};

}  // namespace

Exit run_server_watch(const WatchOptions& options, const ConnectOptions& connect,
                      const ServerContext& context) {
  auto settings = read_settings(options);
  if (!settings.ok()) return context.complain(settings.error().why);
  const auto connected = context.connect(connect);
  if (!connected) return Exit::trouble;
  remember_hangups();
  const auto path = journal_path(options.journal, connected->name());
  if (!path.ok()) return context.complain(path.error().why);
  const auto journal = jamf::Journal::open(path.value(), connected->name());
  if (!journal.ok()) return context.complain(journal.error().why);
  auto store = jamf::WatchStore::open(*journal.value());
  if (!store.ok()) return context.complain(store.error().why);
  if (options.storm_over) {
    if (const Status over = store.value().keep_storm(std::nullopt); !over.ok())
      return context.complain(over.error().why);
  }
  Watch watch(std::move(settings).value(), connected->client(), *journal.value(), store.value(), connect,
              context);
  if (const Status opened = watch.open(); !opened.ok()) return context.complain(opened.error().why);
  watch.run();
  return Exit::ok;
}

}  // namespace enrolkit
