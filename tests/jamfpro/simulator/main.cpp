// A simulated Jamf Pro with a fleet of Macs, half of them victims of the account conflict, for `make
// demo-server`.
//
// jamf_sim FOLDER MACS enrol: at first there is no Mac; once FOLDER/port is there, they enrol, four a second, and one in ten
// breaks. Each sends the webhook ComputerAdded to that port, with the secret of ENROLKIT_WEBHOOK_SECRET. For `make demo-watch`.
// jamf_sim FOLDER MACS: writes FOLDER/env, to be sourced by a shell, once it answers; ends when its standard
// input ends, and then says on standard error what it was asked, and how often. Its Macs react within
// seconds.
// jamf_sim FOLDER MACS mixed: the same, with groups, people, objects, commands and Macs that are not managed: what another
// client can be asked about (witness_test.py).
#include <fmt/format.h>

#include <atomic>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <map>
#include <string_view>
#include <thread>

#include "jamfpro/simulator/mixed_fleet.h"
#include "jamfpro/simulator/sim_server.h"
#include "jamfpro/simulator/webhooks.h"

namespace {

using namespace enrolkit::test;

std::int64_t now() {
  using std::chrono::system_clock;
  return std::chrono::duration_cast<std::chrono::seconds>(system_clock::now().time_since_epoch()).count();
}

// One in twenty does not react, one in twenty refuses, one in twenty-five stays broken; the rest repairs.
Reaction reaction_of(int number) {
  if (number % 20 == 3) return Reaction::never_fetches;
  if (number % 20 == 11) return Reaction::fails;
  if (number % 25 == 5) return Reaction::stays_broken;
  return Reaction::repairs;
}

void fill(FakeJamf& jamf, int macs) {
  const auto account = [](const char* name) {
    return enrolkit::jamf::Json{{"payloadConfigured", true},
                                {"localAdminAccountEnabled", true},
                                {"adminUsername", name},
                                {"prefillPrimaryAccountInfoFeatureEnabled", false}};
  };
  jamf.prestages = {{{"id", "1"}, {"displayName", "Office"}, {"accountSettings", account("jamfmanage")}},
                    {{"id", "2"}, {"displayName", "Lab"}, {"accountSettings", account("labadmin")}}};
  for (int i = 0; i < macs; ++i) {
    if (i % 2 == 0) {
      SimMac& mac = jamf.world.add_victim(now(), reaction_of(i / 2));
      mac.delay = 1 + i % 7;
      mac.install = 1 + i % 3;
    } else {
      jamf.world.add(now());
    }
    jamf.scopes[jamf.world.macs.back().serial] = i % 2 == 0 ? "1" : "2";
  }
}

void enrol_one(FakeJamf& jamf, SimServer& server, int number, std::uint16_t port, const std::string& secret) {
  std::string body;
  {
    const std::lock_guard lock(server.mutex());
    const bool breaks = number % 10 == 4;
    SimMac& mac = breaks ? jamf.world.add_victim(now()) : jamf.world.add(now());
    mac.enrolled = now();
    mac.delay = mac.install = 1;
    if (!breaks) mac.check_in = mac.report = now() + 1;
    body = webhook_body("ComputerAdded", mac, now(), number % 2 == 0 ? WebhookForm::json : WebhookForm::xml);
  }
  (void)send_webhook(port, body, secret);
}

void enrol_all(FakeJamf& jamf, SimServer& server, const std::string& folder, int macs,
               const std::atomic<bool>& over) {
  const char* secret = std::getenv("ENROLKIT_WEBHOOK_SECRET");
  int port = 0;
  while (!over && !(std::ifstream(folder + "/port") >> port))
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  for (int i = 0; i < macs && !over; ++i) {
    enrol_one(jamf, server, i, static_cast<std::uint16_t>(port), secret == nullptr ? "" : secret);
    std::this_thread::sleep_for(std::chrono::milliseconds(250));
  }
}

// How often each thing was asked, ids left out.
std::map<std::string, int> requests(const FakeJamf& jamf) {
  std::map<std::string, int> out;
  for (const auto& [call, count] : jamf.calls) {
    std::string what;
    for (std::string_view rest = call; !rest.empty();) {
      const auto end = std::min(rest.find('/', 1), rest.size());
      const std::string_view part = rest.substr(0, end);
      rest.remove_prefix(end);
      const bool id = part.size() > 1 && (part.find_first_not_of("0123456789", 1) == std::string_view::npos ||
                                          part.size() == sizeof "/00000000-0000-4000-8000-000000000000" - 1);
      what += id ? "/ID" : part;
    }
    out[what] += count;
  }
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  int macs = 0;
  const std::string_view kind = argc == 4 ? argv[3] : "";
  const bool enrol = kind == "enrol", mixed = kind == "mixed";
  if (argc == 3 || enrol || mixed) std::from_chars(argv[2], argv[2] + std::strlen(argv[2]), macs);
  if (macs < 1) {
    std::fputs("jamf_sim FOLDER MACS [enrol|mixed]\n", stderr);
    return 2;
  }
  const std::string folder = argv[1];
  FakeJamf jamf;
  fill(jamf, enrol ? 0 : macs);
  if (enrol) jamf.prestages.erase(0);  // that of the conflict
  if (mixed) mix(jamf, now());
  const ServerCertificate certificate = make_certificate();
  SimServer server(jamf, certificate, folder, now);
  std::ofstream(folder + "/ca.pem") << certificate.ca_pem;
  std::ofstream(folder + "/env.new") << fmt::format(
      "export ENROLKIT_URL={} ENROLKIT_CLIENT_ID={} ENROLKIT_CLIENT_SECRET={} ENROLKIT_CA_FILE={}/ca.pem\n",
      server.url(), jamf.client_id, jamf.client_secret, folder);
  std::rename((folder + "/env.new").c_str(), (folder + "/env").c_str());
  std::atomic<bool> over = false;
  std::thread enrolling;
  if (enrol) enrolling = std::thread([&] { enrol_all(jamf, server, folder, macs, over); });
  while (std::getchar() != EOF) {
  }
  over = true;
  if (enrolling.joinable()) enrolling.join();
  for (const auto& [call, count] : requests(jamf))
    std::fputs(fmt::format("{:6} {}\n", count, call).c_str(), stderr);
  return 0;
}
