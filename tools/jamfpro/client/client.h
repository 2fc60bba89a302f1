// The questions enrolkit puts to Jamf Pro, and the few things it has it do. Each names the privilege it
// needs.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "jamfpro/client/facts.h"
#include "jamfpro/http/pages.h"
#include "jamfpro/http/paths.h"
#include "jamfpro/http/session.h"

namespace enrolkit::jamf {

struct ComputerQuery {
  std::string filter;  // RSQL; empty: all
  bool groups = false;
  // A record of the default section has some 30 kB: 500 are a page of seconds, and a few MB of memory.
  int page_size = 500;
  bool person = false;  // whose Mac it is, and its macOS
  // Of the filter: each_asked_row(). Empty: every record is.
  std::function<bool(const Computer&)> is_asked_for = {};
};

class Client {
 public:
  explicit Client(Session& session) : session_(session) {}

  [[nodiscard]] Result<Version> version();
  [[nodiscard]] Result<Rights> rights();
  [[nodiscard]] Result<int> check_in_minutes();

  [[nodiscard]] Result<EnrolmentSettings> enrolment(bool sticky = false);
  // The whole object; nothing else than what was read and changed.
  [[nodiscard]] Status put_enrolment(const std::string& path, const Json& whole);
  [[nodiscard]] Status note_on_enrolment(const std::string& note);

  // Every row that is listed, also those that do not tell their accounts.
  [[nodiscard]] Result<std::vector<Prestage>> prestages();
  // What an enrolment of a Mac that is known already clears: parse_reenrolment().
  [[nodiscard]] Result<std::string> cleared_by_reenrolment();
  // Those that can still be used. Kind::not_found: the server has no such thing.
  [[nodiscard]] Result<std::vector<Invitation>> invitations();
  // Serial to the id of its PreStage.
  [[nodiscard]] Result<std::map<std::string, std::string>> prestage_scopes();
  // `bad`: how many rows say nothing of their Mac, or of where Macs are listed.
  [[nodiscard]] Result<std::vector<AssignedDevice>> assigned_devices(std::size_t& bad);

  // Calls `each` for every record; one that cannot be understood is counted in `bad`.
  [[nodiscard]] Status each_computer(const ComputerQuery& query, const std::function<void(Computer&&)>& each,
                                     std::size_t& bad);
  // Those whose `field` ("id", "hardware.serialNumber") is one of `values`; in as few requests as URLs allow. A
  // record of another Mac fails the whole question: something would be done to a Mac that nobody named. `bad`: as above.
  [[nodiscard]] Result<std::vector<Computer>> computers_with(const std::string& field,
                                                             const std::vector<std::string>& values,
                                                             bool person = false, std::size_t* bad = nullptr);

  // A command of another Mac, or another command, fails each of these questions, as a record does computers_with().
  [[nodiscard]] Result<std::vector<MdmCommand>> commands_of(const std::string& management_id,
                                                            bool sticky = false);
  // Of all these Macs, sent since then.
  [[nodiscard]] Result<std::vector<MdmCommand>> commands_since(const std::vector<std::string>& management_ids,
                                                               std::int64_t since);
  // Of all these Macs, whenever they were sent.
  [[nodiscard]] Result<std::vector<MdmCommand>> commands_of_all(
      const std::vector<std::string>& management_ids);
  [[nodiscard]] Result<std::vector<MdmCommand>> commands_with(const std::vector<std::string>& uuids);
  // Of each of these Macs, several asked at a time: Session::each_json(). A Mac that LAPS does not know is answered with
  // status 500 (or 400), at once.
  [[nodiscard]] Status each_laps_accounts(
      const std::vector<std::string>& management_ids,
      const std::function<bool(std::size_t, Result<std::vector<LapsAccount>>)>& each);
  // The names of all departments by their ids, which is all that inventory tells.
  [[nodiscard]] Result<std::map<std::string, std::string>> departments();

  // Has the Mac install the management framework again, by MDM; answers the command's UUID, or empty text where the
  // server took it and did not name the command.
  [[nodiscard]] Result<std::string> redeploy(const std::string& computer_id);
  // Has the Mac install a signed package by MDM (`manifest` as in the schema of deploy-package); answers the
  // command's UUID. What a server refuses for this Mac alone is Kind::refused.
  [[nodiscard]] Result<std::string> deploy_package(const std::string& computer_id, const Json& manifest);
  [[nodiscard]] Status renew_mdm_profile(const std::string& udid);
  // Takes every pending and failed MDM command of the Mac out of its queue; there is no way to name some of them. Done
  // twice it does no harm. Classic: DELETE commandflush; privilege "Flush MDM Commands".
  [[nodiscard]] Status flush_commands(const std::string& computer_id);
  // Asks the Mac, by a push, to fetch what waits for it. Since Jamf Pro 11.23; else Kind::not_found.
  [[nodiscard]] Status blank_push(const std::string& management_id);

  [[nodiscard]] Session& session() { return session_; }

 private:
  // The newest path that is there, found by asking.
  template <class Ask>
  auto newest(Resource resource, Ask ask) -> decltype(ask(std::string()));

  Session& session_;
  std::optional<Version> version_;
  bool version_asked_ = false;
  std::map<Resource, std::string> found_;
};

}  // namespace enrolkit::jamf
