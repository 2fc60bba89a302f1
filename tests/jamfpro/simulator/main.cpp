// A simulated Jamf Pro with a fleet of Macs, half of them victims of the account conflict, for `make
// demo-server`.
//
// jamf_sim FOLDER MACS: writes FOLDER/env, to be sourced by a shell, once it answers; ends when its standard
// input ends, and then says on standard error what it was asked, and how often. Its Macs react within
// seconds.
// jamf_sim FOLDER MACS mixed: the same, with groups, people, objects, commands and Macs that are not managed: what another
// client can be asked about (witness_test.py).
#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <map>
#include <string_view>

#include "jamfpro/simulator/mixed_fleet.h"
#include "jamfpro/simulator/sim_server.h"

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
    return enrolkit::jamf::Json{
        {"payloadConfigured", true}, {"localAdminAccountEnabled", true}, {"adminUsername", name}};
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
  const bool mixed = argc == 4 && std::string_view(argv[3]) == "mixed";
  if (argc == 3 || mixed) std::from_chars(argv[2], argv[2] + std::strlen(argv[2]), macs);
  if (macs < 1) {
    std::fputs("jamf_sim FOLDER MACS [mixed]\n", stderr);
    return 2;
  }
  const std::string folder = argv[1];
  FakeJamf jamf;
  fill(jamf, macs);
  if (mixed) mix(jamf, now());
  const ServerCertificate certificate = make_certificate();
  const SimServer server(jamf, certificate, folder, now);
  std::ofstream(folder + "/ca.pem") << certificate.ca_pem;
  std::ofstream(folder + "/env.new") << fmt::format(
      "export ENROLKIT_URL={} ENROLKIT_CLIENT_ID={} ENROLKIT_CLIENT_SECRET={} ENROLKIT_CA_FILE={}/ca.pem\n",
      server.url(), jamf.client_id, jamf.client_secret, folder);
  std::rename((folder + "/env.new").c_str(), (folder + "/env").c_str());
  while (std::getchar() != EOF) {
  }
  for (const auto& [call, count] : requests(jamf))
    std::fputs(fmt::format("{:6} {}\n", count, call).c_str(), stderr);
  return 0;
}
