#include "jamfpro/simulator/world.h"

#include <fmt/format.h>

#include <algorithm>

namespace enrolkit::test {
namespace {
constexpr std::int64_t kDays = 86'400;
}

std::string uuid_of(char kind, std::size_t number) {
  return fmt::format("{}0000000-0000-4000-8000-{:012}", kind, number);
}

SimMac& World::add(std::int64_t now) {
  const std::size_t number = macs.size() + 1;
  SimMac mac;
  mac.id = std::to_string(number);
  mac.serial = fmt::format("C02SIM{:06}", number);
  mac.udid = uuid_of('D', number);
  mac.management_id = uuid_of('A', number);
  mac.name = fmt::format("mac-{:04}", number);
  mac.prestage_id = "1";
  mac.enrolled = now - 30 * kDays;
  mac.report = now - kDays / 2;
  mac.binary = binary_version;
  mac.laps = {{"localadmin", "MDM"}, {"jamfmanage", "JMF"}};
  macs.push_back(std::move(mac));
  return macs.back();
}

SimMac& World::add_victim(std::int64_t now, Reaction reaction) {
  SimMac& mac = add(now);
  mac.agent_works = false;
  mac.enrolled = now - 2 * kDays;
  mac.check_in.reset();
  mac.report.reset();
  mac.binary.reset();
  mac.laps = {{"jamfmanage", "MDM"}, {"jamfmanage", "JMF"}};
  mac.reaction = reaction;
  return mac;
}

std::string World::send(std::size_t mac, std::string type, std::int64_t now) {
  SimCommand command;
  command.uuid = uuid_of('C', commands.size() + 1);
  command.type = std::move(type);
  command.management_id = macs[mac].management_id;
  command.sent = now;
  command.mac = mac;
  open_.push_back(commands.size());
  commands.push_back(std::move(command));
  return commands.back().uuid;
}

// True when there is nothing more to come of it.
bool World::step(SimCommand& command, std::int64_t now) {
  SimMac& mac = macs[command.mac];
  if (command.flushed) return true;
  if (!mac.mdm_works || mac.reaction == Reaction::never_fetches) return false;
  if (mac.reaction == Reaction::needs_push && mac.pushes == 0) return false;
  if (mac.reaction == Reaction::needs_renewal && mac.renewals == 0) return false;
  if (command.state == "PENDING") {
    const std::int64_t fetched = std::max(command.sent, mac.woken) + mac.delay;
    if (now < fetched) return false;
    command.completed = fetched;
    const bool fails = mac.reaction == Reaction::fails;
    command.state = fails ? "ERROR" : "ACKNOWLEDGED";
    if (fails) command.error = "The package could not be installed.";
    if (fails || mac.reaction == Reaction::stays_broken) return true;
    if (mac.reaction == Reaction::needs_package && !command.package) return true;
  }
  const std::int64_t enrols = *command.completed + mac.install;
  if (now < enrols) return false;
  if (mac.reaction != Reaction::keeps_enrolment) mac.enrolled = std::max(mac.enrolled.value_or(0), enrols);
  mac.binary = binary_version;
  if (now < enrols + mac.install) return false;
  mac.check_in = enrols + mac.install;
  mac.report = enrols + mac.install;
  mac.agent_works = mac.reaction != Reaction::relapses;
  return true;
}

void World::advance(std::int64_t now) {
  std::erase_if(open_, [&](std::size_t i) { return step(commands[i], now); });
}

SimMac World::seen_at(const SimMac& mac, std::int64_t now) const {
  SimMac out = mac;
  const std::int64_t offset = static_cast<std::int64_t>(std::hash<std::string>{}(mac.id) % 600);
  if (mac.agent_works) {
    const std::int64_t last = now - (now + offset) % check_in_period;
    out.check_in = std::max(mac.check_in.value_or(last), last);
  }
  if (mac.mdm_works) out.mdm_contact = now - (now + offset) % 600;
  return out;
}

std::string World::send_package(std::size_t mac, std::int64_t now) {
  std::string uuid = send(mac, "INSTALL_ENTERPRISE_APPLICATION", now);
  commands.back().package = true;
  return uuid;
}

void World::flush(const SimMac& mac, bool pending, bool failed) {
  for (SimCommand& command : commands) {
    if (command.management_id != mac.management_id) continue;
    command.flushed =
        command.flushed || (pending && command.state == "PENDING") || (failed && command.state == "ERROR");
  }
}

void World::push(SimMac& mac, std::int64_t now) {
  ++mac.pushes;
  if (mac.woken == 0) mac.woken = now;
}

void World::renew(SimMac& mac, std::int64_t now) {
  ++mac.renewals;
  if (mac.woken == 0) mac.woken = now;
}

int World::count(const SimMac& mac, bool package) const {
  return static_cast<int>(std::count_if(commands.begin(), commands.end(), [&](const SimCommand& command) {
    return command.management_id == mac.management_id && command.package == package;
  }));
}

int World::commands_to(const SimMac& mac) const { return count(mac, false); }
int World::packages_to(const SimMac& mac) const { return count(mac, true); }

}  // namespace enrolkit::test
