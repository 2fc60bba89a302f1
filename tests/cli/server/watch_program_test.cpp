// `enrolkit server watch` as a process: killed, told to end, told to read its settings again, started twice.
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include <algorithm>
#include <thread>

#include "cli/server/fleet_program.h"
#include "host/fd.h"
#include "jamfpro/http/client_of.h"
#include "jamfpro/repair/journal.h"
#include "jamfpro/simulator/webhooks.h"
#include "support/process/running.h"

namespace enrolkit::test {
namespace {

struct WatchProgram : ProgramBench {
  WatchProgram() {
    add_prestage("1", "Office", "localadmin");
    ::setenv("ENROLKIT_WEBHOOK_SECRET", "sesame-sesame", 1);
    connect_by_environment();
  }
  ~WatchProgram() { ::unsetenv("ENROLKIT_WEBHOOK_SECRET"); }
  WatchProgram(const WatchProgram&) = delete;
  WatchProgram& operator=(const WatchProgram&) = delete;

  void enrol(int macs) {
    const std::lock_guard lock(TlsBench::server.mutex());
    for (int i = 0; i < macs; ++i) {
      SimMac& mac = jamf.world.add_victim(real_now());
      mac.enrolled = real_now();
      mac.delay = mac.install = 1;
    }
  }
  [[nodiscard]] std::vector<std::string> arguments(const std::vector<std::string>& more,
                                                   const std::string& poll = "1s") const {
    std::vector<std::string> out{"server",        "watch", "--repair",      "--yes",
                                 "--grace",       "1s",    "--poll",        poll,
                                 "--settle",      "0",     "--repair-poll", "1s",
                                 "--storm-least", "1000",  "--per-minute",  "600",
                                 "--max-a-day",   "1000",  "--journal",     folder.at("journal")};
    out.insert(out.end(), more.begin(), more.end());
    return out;
  }
  template <class Condition>
  bool wait_for(const Condition& condition) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(40);
    while (std::chrono::steady_clock::now() < end) {
      if (condition()) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return false;
  }
  std::size_t sent() {
    const std::lock_guard lock(TlsBench::server.mutex());
    return jamf.world.commands.size();
  }
  std::size_t repaired() {  // by the journal, while nobody uses it
    const auto journal = jamf::Journal::open(folder.at("journal"), TlsBench::server.url()).value();
    const auto all = journal->all().value();
    return static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [](const jamf::RepairEntry& one) {
      return one.final == jamf::RepairResult::repaired;
    }));
  }
  static std::uint16_t port_of(const Running& program) {
    const std::string out = program.out();
    return static_cast<std::uint16_t>(std::stoi(out.substr(out.find("port ") + 5)));
  }
  static std::size_t count(const Running& program, const std::string& event) {
    const std::string text = program.out(), wanted = "\"event\":\"" + event + "\"";
    std::size_t out = 0;
    for (auto at = text.find(wanted); at != std::string::npos; at = text.find(wanted, at + 1)) ++out;
    return out;
  }
};

TEST(WatchProgram, KilledAtAnyPointItLosesNoMacAndSendsNoneTwice) {
  WatchProgram s;
  s.enrol(12);
  // So slow that a busy machine kills it in time.
  const auto answers_take = [&](int ms) {
    const std::lock_guard lock(s.TlsBench::server.mutex());
    s.jamf.latency = std::chrono::milliseconds(ms);
  };
  answers_take(150);
  for (const std::size_t commands : {2U, 5U, 8U}) {
    const Running program(program_under_test(), s.arguments({}));
    ASSERT_TRUE(s.wait_for([&] { return s.sent() >= commands; })) << program.out() << program.err();
    program.send(SIGKILL);
  }
  answers_take(0);
  {  // what was being sent is looked up only when every node of the server would show it
    const std::lock_guard lock(s.TlsBench::server.mutex());
    s.jamf.clock_ahead += 100;
  }
  EXPECT_LT(s.sent(), 12U) << "killed too late to prove anything";
  const std::size_t before = s.repaired();
  Running program(program_under_test(), s.arguments({}));
  EXPECT_TRUE(s.wait_for([&] { return before + WatchProgram::count(program, "repaired") == 12; }))
      << program.out() << program.err();
  program.send(SIGTERM);
  EXPECT_EQ(program.wait(), 0);
  EXPECT_EQ(WatchProgram::count(program, "stopped"), 1U);
  EXPECT_EQ(s.repaired(), 12U);
  for (const SimMac& mac : s.jamf.world.macs) EXPECT_EQ(s.jamf.world.commands_to(mac), 1) << mac.serial;
  EXPECT_EQ(s.jamf.tokens_invalidated, 1) << "the token is given back by the one that was not killed";
}

TEST(WatchProgram, ASecondOneOnTheSameJournalIsRefused) {
  WatchProgram s;
  const Running first(program_under_test(), s.arguments({}));
  ASSERT_TRUE(s.wait_for([&] { return WatchProgram::count(first, "started") == 1; })) << first.err();
  const Ran second = enrolkit(s.arguments({}));
  EXPECT_EQ(second.status, 2) << told(second);
  EXPECT_TRUE(has(second.err, "in use by another run")) << second.err;
}

TEST(WatchProgram, SighupReadsTheSettingsAgainAndKeepsTheOldOnesWhereTheyAreWrong) {
  WatchProgram s;
  const std::string file = s.folder.write("settings", "wait = \"1h\"\n");
  const Running program(program_under_test(), s.arguments({"--settings", file, "--listen", "127.0.0.1:0"}));
  ASSERT_TRUE(s.wait_for([&] { return WatchProgram::count(program, "started") == 1; })) << program.err();
  (void)s.folder.write("settings", "wait = \"never\"\n");
  program.send(SIGHUP);
  EXPECT_TRUE(s.wait_for([&] { return WatchProgram::count(program, "not-reloaded") == 1; })) << program.out();
  (void)s.folder.write("settings", "wait = \"3h\"\n");
  program.send(SIGHUP);
  EXPECT_TRUE(s.wait_for([&] { return WatchProgram::count(program, "reloaded") == 1; })) << program.out();
  EXPECT_EQ(program.out().find("sesame"), std::string::npos);
}

// Connections that say nothing.
struct IdleClients {
  IdleClients(std::uint16_t port, int count) {
    rlimit limit{};
    (void)::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, 4096);
    (void)::setrlimit(RLIMIT_NOFILE, &limit);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    for (int i = 0; i < count; ++i) {
      Fd one(::socket(AF_INET, SOCK_STREAM, 0));
      EXPECT_EQ(::connect(one.get(), reinterpret_cast<const sockaddr*>(&to), sizeof to), 0) << i;
      open.push_back(std::move(one));
    }
  }
  std::vector<Fd> open;
};

TEST(WatchProgram, AThousandIdleClientsAndFewDescriptorsKeepNoWebhookOut) {
  WatchProgram s;
  std::vector<std::string> arguments{"-c", "ulimit -n 256; exec \"$0\" \"$@\"", program_under_test()};
  for (const std::string& one : s.arguments({"--listen", "127.0.0.1:0"})) arguments.push_back(one);
  const Running program("/bin/sh", arguments);
  ASSERT_TRUE(s.wait_for([&] { return WatchProgram::count(program, "started") == 1; })) << program.err();
  const auto port = WatchProgram::port_of(program);
  const IdleClients idle(port, 1000);
  const std::string body = webhook_body("ComputerAdded", s.jamf.world.add(real_now()), real_now());
  for (int i = 0; i < 5; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_EQ(send_webhook(port, body, "sesame-sesame"), 200);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(4))
        << "in 5 s the idle ones end by themselves";
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
  }
}

TEST(WatchProgram, SighupTakesANewCertificateAndKeepsTheOldOneWhereItIsWrong) {
  WatchProgram s;
  const auto write = [&](const ServerCertificate& one) {
    (void)s.folder.write("cert.pem", one.certificate_pem);
    const std::string key = s.folder.write("key.pem", one.key_pem);
    (void)::chmod(key.c_str(), 0600);
    (void)s.folder.write("listen-ca.pem", one.ca_pem);
  };
  const ServerCertificate first = make_certificate(), second = make_certificate();
  write(first);
  const Running program(program_under_test(),
                        s.arguments({"--listen", "127.0.0.1:0", "--listen-cert", s.folder.at("cert.pem"),
                                     "--listen-key", s.folder.at("key.pem")}));
  ASSERT_TRUE(s.wait_for([&] { return WatchProgram::count(program, "started") == 1; })) << program.err();
  const auto port = WatchProgram::port_of(program);
  const auto answers = [&] {
    jamf::Request request;
    request.target = "/metrics";
    const auto outcome = client_of(port, {.ca_file = s.folder.at("listen-ca.pem")})->send(request);
    return std::holds_alternative<jamf::Reply>(outcome);
  };
  EXPECT_TRUE(answers());
  (void)s.folder.write("cert.pem", second.certificate_pem);
  program.send(SIGHUP);
  EXPECT_TRUE(s.wait_for([&] { return WatchProgram::count(program, "not-reloaded") == 1; })) << program.out();
  EXPECT_TRUE(answers());
  write(second);
  EXPECT_FALSE(answers());
  program.send(SIGHUP);
  EXPECT_TRUE(s.wait_for([&] { return WatchProgram::count(program, "reloaded") == 1; })) << program.out();
  EXPECT_TRUE(answers());
}

TEST(WatchProgram, AWebhookFindsAMacBeforeThePollDoes) {
  WatchProgram s;
  const Running program(program_under_test(), s.arguments({"--listen", "127.0.0.1:0"}, "1h"));
  ASSERT_TRUE(s.wait_for([&] { return WatchProgram::count(program, "started") == 1; })) << program.err();
  const auto port = WatchProgram::port_of(program);
  ASSERT_TRUE(s.wait_for([&] { return s.jamf.calls.contains("GET /api/v4/computers-inventory"); }));
  s.enrol(1);
  EXPECT_EQ(
      send_webhook(port, webhook_body("ComputerAdded", s.jamf.world.macs[0], real_now()), "sesame-sesame"),
      200);
  EXPECT_TRUE(s.wait_for([&] { return WatchProgram::count(program, "enrolled") == 1; })) << program.out();
}

}  // namespace
}  // namespace enrolkit::test
