// The Macs behind a simulated Jamf Pro, and how they react to MDM: with delay, with loss, with relapse. Time
// is what the caller says it is; nothing here waits.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace enrolkit::test {

// What becomes of a Mac that is sent the management framework.
enum class Reaction {
  repairs,          // acknowledges, enrols, checks in, sends inventory
  never_fetches,    // is off: the command stays pending
  fails,            // answers the command with an error
  stays_broken,     // acknowledges, and its agent stays dead
  relapses,         // repairs, checks in once, and is dead again
  keeps_enrolment,  // repairs, but its enrolment date does not move
  needs_push,       // fetches nothing before a blank push
  needs_renewal,    // nor before its MDM profile is renewed
  needs_package,    // acknowledges the framework, and its agent lives only after a package
};

// Whose Mac it is. Apart from it: of 100,000 Macs it is few that a test gives somebody to.
struct SimPerson {
  std::string user, full_name, email, department_id;
};

struct SimMac {
  std::string id, serial, udid, management_id, name, prestage_id;
  bool managed = true, mdm_capable = true;
  bool agent_works = true;  // checks in every period
  bool mdm_works = true;    // talks to MDM every few minutes
  std::optional<std::int64_t> enrolled, check_in, mdm_contact, report;
  std::optional<std::string> binary;
  std::vector<std::pair<std::string, std::string>> laps;  // username, MDM or JMF
  std::vector<std::string> groups;
  std::shared_ptr<SimPerson> person;  // nullptr: nobody
  Reaction reaction = Reaction::repairs;
  std::int64_t delay = 90;    // from the command to its acknowledgement
  std::int64_t install = 60;  // from there to the enrolment, and again to check-in and inventory
  int pushes = 0, renewals = 0;
  std::int64_t woken = 0;  // by the first of them
};

struct SimCommand {
  std::string uuid, type, management_id, state = "PENDING", error;
  std::int64_t sent = 0;
  std::optional<std::int64_t> completed;
  std::size_t mac = 0;
  bool package = false;  // of the user's, not the framework
};

class World {
 public:
  std::vector<SimMac> macs;
  std::vector<SimCommand> commands;
  std::int64_t check_in_period = 900;
  std::string binary_version = "11.30.1-t1784555528405";

  // A healthy Mac, number 1 and up; more than 20 prestages share them out.
  SimMac& add(std::int64_t now);
  // The same, made into the victim of the account conflict: MDM alive, agent dead since its enrolment.
  SimMac& add_victim(std::int64_t now, Reaction reaction = Reaction::repairs);

  // Lets everything happen that is due by then.
  void advance(std::int64_t now);
  // As the record shows it then: a working agent checks in every period.
  [[nodiscard]] SimMac seen_at(const SimMac& mac, std::int64_t now) const;

  // Queues the command; answers its UUID.
  std::string send(std::size_t mac, std::string type, std::int64_t now);
  std::string send_package(std::size_t mac, std::int64_t now);
  void push(SimMac& mac, std::int64_t now);
  void renew(SimMac& mac, std::int64_t now);
  [[nodiscard]] int commands_to(const SimMac& mac) const;  // the framework
  [[nodiscard]] int packages_to(const SimMac& mac) const;

 private:
  bool step(SimCommand& command, std::int64_t now);
  [[nodiscard]] int count(const SimMac& mac, bool package) const;
  std::vector<std::size_t> open_;  // commands whose story is not over
};

[[nodiscard]] std::string uuid_of(char kind, std::size_t number);

}  // namespace enrolkit::test
